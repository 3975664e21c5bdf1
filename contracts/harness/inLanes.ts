import type { Api } from './api.ts'
import { getSession } from './session.ts'
import { UnmetDemand, UnmetDocument } from './unmet.ts'

/** One of some that go beside each other, counted from 0. */
export interface Lane {
  readonly index: number
  readonly count: number
}

/** How many lanes a long contract has where several contracts are held at once; else it goes step by step. */
const LANES = 3

/** Waits for the end of all; what one found wrong is thrown before what made another leave its work out. */
export async function waitForAll<Value>(works: readonly Promise<Value>[]): Promise<Value[]> {
  const settled = await Promise.allSettled(works)
  const reasons = settled.flatMap((one) =>
    one.status === 'rejected' ? [one.reason as unknown] : [],
  )
  if (reasons.length > 0) throw reasons.find(isFound) ?? reasons[0]
  return Promise.all(works)
}

const isFound = (reason: unknown): boolean =>
  reason instanceof UnmetDemand || reason instanceof UnmetDocument

/** Shares work out that does not depend on each other; goes on when all has ended. */
export async function inLanes(
  api: Api,
  work: (api: Api, lane: Lane) => Promise<void>,
): Promise<void> {
  const count = getSession().settings.workers > 1 ? LANES : 1
  await waitForAll(Array.from({ length: count }, (_, index) => work(api.fork(), { index, count })))
}

export const shareOut = <Item>(items: readonly Item[], { index, count }: Lane): Item[] =>
  items.filter((_, place) => place % count === index)

/** The same for items, each by itself. */
export const eachInLanes = <Item>(
  root: Api,
  items: Iterable<Item>,
  work: (api: Api, item: Item) => Promise<void>,
): Promise<void> =>
  inLanes(root, async (api, lane) => {
    for (const item of shareOut([...items], lane)) await work(api, item)
  })
