import type { Api } from './api.ts'
import { getSession } from './session.ts'

/** One of some that go beside each other, counted from 0. */
export interface Lane {
  readonly index: number
  readonly count: number
}

/** How many lanes a long contract has where several contracts are held at once; else it goes step by step. */
const LANES = 3

/** Shares work out that does not depend on each other; when all has ended, the first failure is thrown. */
export async function inLanes(
  api: Api,
  work: (api: Api, lane: Lane) => Promise<void>,
): Promise<void> {
  const count = getSession().settings.workers > 1 ? LANES : 1
  const lanes = Array.from({ length: count }, (_, index) => work(api.fork(), { index, count }))
  for (const one of await Promise.allSettled(lanes)) if (one.status === 'rejected') throw one.reason
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
