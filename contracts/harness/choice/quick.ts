import { tellsOfAll } from '../settings.ts'
import { findCost } from './costs.ts'
import type { Contract } from '../contract.ts'
import finders from './finders.json' with { type: 'json' }

type Known = Pick<Contract, 'id'>

/** Requests that the contracts of a quick run may take; the rest is for looks before and after, and for doubt. */
const MOST = 425

/** Tells what all others have seen, at the cost of a few requests. */
const isLast = ({ id }: Known): boolean => tellsOfAll(id)

/** Contracts on a walk through the life of a calendar: the first of them pays for all, and it waits for Google. */
const WALK = /^calendar\.(?!sync-|each-refusal|there-and-back)/

export const canBeQuick = ({ id }: Known): boolean => !WALK.test(id)

const costOf = ({ id }: Known): number => findCost(id, true)

const countRequests = (contracts: readonly Known[]): number =>
  contracts.reduce((sum, one) => sum + costOf(one), 0)

/** The mutants that a contract finds, by number: `npm run mutants` writes them down. */
export const listFound = ({ id }: Known): readonly number[] =>
  (finders as Readonly<Record<string, readonly number[]>>)[id] ?? []

/** Of the contracts that can be held, those that together find most mutants for what they cost. */
export function chooseQuick(contracts: readonly Known[]): string[] {
  const last = contracts.filter(isLast)
  const others = contracts.filter((one) => !isLast(one) && canBeQuick(one))
  const most = MOST - countRequests(last)
  // What was chosen early may find nothing any more that what came after it does not.
  const needed = dropNeedless(fillUp([], others, most))
  return [...last, ...fillUp(needed, others, most)].map(({ id }) => id)
}

/** Adds what is worth most, as long as there are requests for it. */
function fillUp(
  chosen: readonly Known[],
  contracts: readonly Known[],
  most: number,
): readonly Known[] {
  const known = new Set(chosen.flatMap(listFound))
  const left = most - countRequests(chosen)
  const others = contracts.filter((one) => !chosen.includes(one) && costOf(one) <= left)
  const best = findBest(others, known)
  return best ? fillUp([...chosen, best], contracts, most) : chosen
}

/** Less than one: what asks for much at once finds more of what nobody has thought of. */
const WEIGHT_OF_COST = 0.5

/** What finds most that is not known yet for its requests; where nothing is new, what finds most. */
function findBest(contracts: readonly Known[], known: ReadonlySet<number>): Known | undefined {
  const worth = (one: Known): number => {
    const found = listFound(one)
    const news = found.filter((mutant) => !known.has(mutant)).length
    return (news + found.length / 1_000_000) / Math.max(1, costOf(one)) ** WEIGHT_OF_COST
  }
  const [first, ...others] = contracts.map((one) => ({ one, worth: worth(one) }))
  return first && others.reduce((best, each) => (each.worth > best.worth ? each : best), first).one
}

/** Leaves out, one after the other, what finds nothing that the others do not find. */
function dropNeedless(chosen: readonly Known[]): readonly Known[] {
  const needless = chosen.find((one) => {
    const known = new Set(chosen.filter((each) => each !== one).flatMap(listFound))
    return listFound(one).every((mutant) => known.has(mutant))
  })
  return needless ? dropNeedless(chosen.filter((one) => one !== needless)) : chosen
}
