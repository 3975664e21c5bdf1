import { findCost } from './costs.ts'
import type { Contract } from '../contract.ts'
import finders from './finders.json' with { type: 'json' }

/** Requests that the contracts of a quick run may take; the rest is for looks before and after, and for doubt. */
const MOST = 430

/** Tells what all others have seen, at the cost of a few requests. */
const isLast = ({ id }: Contract): boolean => id.startsWith('document.')

/** Contracts on a walk through the life of a calendar: the first of them pays for all, and it waits for Google. */
const isOfWalk = ({ id }: Contract): boolean => /^calendar\.(?!sync-)/.test(id)

/** Of the contracts that can be held, those that find most for what they cost; what is not known to find anything comes by its cost. */
export function chooseQuick(contracts: readonly Contract[]): string[] {
  const chosen = contracts.filter(isLast)
  let left = MOST - chosen.reduce((sum, { id }) => sum + findCost(id, true), 0)
  const others = contracts.filter((each) => !isLast(each) && !isOfWalk(each))
  for (const one of others.toSorted(byWorth)) {
    if (findCost(one.id, true) > left) continue
    left -= findCost(one.id, true)
    chosen.push(one)
  }
  return chosen.map(({ id }) => id)
}

const byWorth = (a: Contract, b: Contract): number =>
  rateWorth(b) - rateWorth(a) || findCost(a.id, true) - findCost(b.id, true)

/**
 * Mutants that it finds, for each request (`npm run mutants` writes down which). Of those that find many, many are
 * found by others too, for a mutant counts for the first that finds it.
 */
const rateWorth = ({ id }: Contract): number =>
  Math.sqrt((finders as Readonly<Record<string, number>>)[id] ?? 0) /
  Math.max(1, findCost(id, true))
