import { findCost } from './costs.ts'
import type { Contract } from '../contract.ts'
import finders from './finders.json' with { type: 'json' }

/** Requests that the contracts of a quick run may take; the rest is for looks before and after, and for doubt. */
const MOST = 445

/** Tells what all others have seen, at the cost of a few requests. */
const isLast = ({ id }: Pick<Contract, 'id'>): boolean => id.startsWith('document.')

/** Contracts on a walk through the life of a calendar: the first of them pays for all, and it waits for Google. */
const isOfWalk = ({ id }: Pick<Contract, 'id'>): boolean => /^calendar\.(?!sync-)/.test(id)

const costOf = ({ id }: Pick<Contract, 'id'>): number => Math.max(1, findCost(id, true))

/** The mutants that a contract finds, by number: `npm run mutants` writes them down. */
export const listFound = ({ id }: Pick<Contract, 'id'>): readonly number[] =>
  (finders as Readonly<Record<string, readonly number[]>>)[id] ?? []

/** Of the contracts that can be held, those that together find most mutants for what they cost. */
export function chooseQuick(contracts: readonly Pick<Contract, 'id'>[]): string[] {
  const chosen = contracts.filter(isLast)
  let left = MOST - chosen.reduce((sum, one) => sum + costOf(one), 0)
  const known = new Set<number>()
  const others = new Set(contracts.filter((each) => !isLast(each) && !isOfWalk(each)))
  for (;;) {
    const best = findBest(
      [...others].filter((one) => costOf(one) <= left),
      known,
    )
    if (!best) return chosen.map(({ id }) => id)
    others.delete(best)
    chosen.push(best)
    left -= costOf(best)
    for (const mutant of listFound(best)) known.add(mutant)
  }
}

/** What finds most that is not known yet for each request; what finds nothing new comes by its cost. */
function findBest(
  contracts: readonly Pick<Contract, 'id'>[],
  known: ReadonlySet<number>,
): Pick<Contract, 'id'> | undefined {
  const news = new Map(
    contracts.map((one) => [
      one,
      listFound(one).filter((mutant) => !known.has(mutant)).length / costOf(one),
    ]),
  )
  const rate = (one: Pick<Contract, 'id'>) => news.get(one) ?? 0
  const [best] = contracts.toSorted((a, b) => rate(b) - rate(a) || costOf(a) - costOf(b))
  return best
}
