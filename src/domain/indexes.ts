import BTreeModule from 'sorted-btree'
import type { default as BTreeClass } from 'sorted-btree'

export const BTree = BTreeModule.default
export type BTree<K, V> = BTreeClass.default<K, V>

export interface Row {
  readonly uuid: string
}

type KeyOf<R> = (row: R) => string | null

/** How a table is ordered, and by which key its rows can be looked up as an ordered group. */
export interface Keys<R extends Row> {
  readonly order: (a: R, b: R) => number
  readonly groups: Readonly<Record<string, KeyOf<R>>>
}

/** Rows in an order of their own; never changed, only replaced by a copy that shares most of it. */
export type Ordered<R> = BTree<R, undefined>

type Groups<R> = BTree<string, Ordered<R>>

/** The rows of a table in its order, and its groups by name and key. */
export interface Indexes<R> {
  readonly ordered: Ordered<R>
  readonly groups: Readonly<Record<string, Groups<R>>>
}

/** A row in place of another; without one it has come or gone. */
export interface Write<R> {
  readonly before?: R | undefined
  readonly after?: R | undefined
}

/** Writes that the indexes know nothing of yet, the newest first. */
interface Pending<R> {
  readonly write: Write<R>
  readonly earlier: Pending<R> | null
  readonly count: number
}

/** A reader never waits for more writes than these. */
const MOST = 128

/**
 * The indexes of one version of a table. Nobody reads them between most writes, so these are noted, and done
 * together when somebody does: what was written twice is moved once, and what they share is copied once.
 */
export class LazyIndexes<R extends Row> {
  readonly #keys: Keys<R>
  #known: Indexes<R>
  #pending: Pending<R> | null

  constructor(keys: Keys<R>, known: Indexes<R>, pending: Pending<R> | null = null) {
    this.#keys = keys
    this.#known = known
    this.#pending = pending
  }

  read(): Indexes<R> {
    if (this.#pending) this.#known = moveRows(this.#keys, this.#known, joinWrites(this.#pending))
    this.#pending = null
    return this.#known
  }

  after(write: Write<R>): LazyIndexes<R> {
    if (this.#pending?.count === MOST) this.read()
    const count = (this.#pending?.count ?? 0) + 1
    return new LazyIndexes(this.#keys, this.#known, { write, earlier: this.#pending, count })
  }
}

/** One write for each row: from what it was before the first to what it is after the last. */
function joinWrites<R extends Row>(newest: Pending<R>): Write<R>[] {
  const joined = new Map<string, Write<R>>()
  for (let at: Pending<R> | null = newest; at; at = at.earlier) {
    const { before, after } = at.write
    const { uuid } = (after ?? before) as R
    joined.set(uuid, { before, after: joined.has(uuid) ? joined.get(uuid)?.after : after })
  }
  return [...joined.values()]
}

/** Of rows that are in the order of the table. */
export const buildIndexes = <R extends Row>(keys: Keys<R>, sorted: readonly R[]): Indexes<R> => ({
  ordered: orderRows(keys, sorted),
  groups: mapGroups(keys, (_, keyOf) => groupRows(keys, sorted, keyOf)),
})

const moveRows = <R extends Row>(
  keys: Keys<R>,
  { ordered, groups }: Indexes<R>,
  writes: readonly Write<R>[],
): Indexes<R> => ({
  ordered: moveIn(keys, ordered.clone(), writes),
  groups: mapGroups(keys, (name, keyOf) => regroup(keys, keyOf, groups[name], writes)),
})

const mapGroups = <R extends Row>(
  keys: Keys<R>,
  make: (name: string, keyOf: KeyOf<R>) => Groups<R>,
) =>
  Object.fromEntries(Object.entries(keys.groups).map(([name, keyOf]) => [name, make(name, keyOf)]))

const orderRows = <R extends Row>({ order }: Keys<R>, rows: readonly R[]): Ordered<R> =>
  new BTree(
    rows.map((row): [R, undefined] => [row, undefined]),
    order,
  )

function groupRows<R extends Row>(keys: Keys<R>, rows: readonly R[], keyOf: KeyOf<R>): Groups<R> {
  const grouped = new Map<string, R[]>()
  for (const row of rows) {
    const key = keyOf(row)
    if (key !== null) gather(grouped, key, row)
  }
  return new BTree(
    [...grouped].map(([key, group]): [string, Ordered<R>] => [key, orderRows(keys, group)]),
    byText,
  )
}

function gather<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key)
  if (list) list.push(item)
  else lists.set(key, [item])
}

/** Groups are changed as copies; one without rows is dropped. */
function regroup<R extends Row>(
  keys: Keys<R>,
  keyOf: KeyOf<R>,
  groups: Groups<R> | undefined,
  writes: readonly Write<R>[],
): Groups<R> {
  const copy = groups?.clone() ?? groupRows(keys, [], keyOf)
  for (const [key, own] of splitByKey(keyOf, writes)) {
    const group = moveIn(keys, copy.get(key)?.clone() ?? orderRows(keys, []), own)
    if (group.size > 0) copy.set(key, group)
    else copy.delete(key)
  }
  return copy
}

/** What the writes are to each group: a row that moves to another leaves the one and comes to the other. */
function splitByKey<R>(keyOf: KeyOf<R>, writes: readonly Write<R>[]): Map<string, Write<R>[]> {
  const byKey = new Map<string, Write<R>[]>()
  for (const write of writes) {
    const { before, after } = write
    const [from, to] = [before ? keyOf(before) : null, after ? keyOf(after) : null]
    if (from !== null) gather(byKey, from, from === to ? write : { before })
    if (to !== null && to !== from) gather(byKey, to, { after })
  }
  return byKey
}

/** Where a row keeps its place, nothing is moved. */
function moveIn<R extends Row>(
  { order }: Keys<R>,
  ordered: Ordered<R>,
  writes: readonly Write<R>[],
): Ordered<R> {
  for (const { before, after } of writes) {
    const isInPlace = before && after && order(before, after) === 0
    if (before && !isInPlace) ordered.delete(before)
    if (after) ordered.set(after, undefined)
  }
  return ordered
}

export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
