import BTreeModule from 'sorted-btree'
import type { default as BTreeClass } from 'sorted-btree'

const BTree = BTreeModule.default
type BTree<K, V> = BTreeClass.default<K, V>

export interface Row {
  readonly uuid: string
}

/** How a table is ordered, and by which key its rows can be looked up as an ordered group. */
export interface Keys<R extends Row> {
  readonly order: (a: R, b: R) => number
  readonly groups: Readonly<Record<string, (row: R) => string | null>>
}

/** Rows in an order of their own; never changed, only replaced by a copy that shares most of it. */
export type Ordered<R> = BTree<R, R>

/** An immutable table: look-up by uuid, ordered pages and writes all cost a logarithm of its size. */
export interface Table<R extends Row> {
  readonly keys: Keys<R>
  readonly rows: BTree<string, R>
  readonly ordered: Ordered<R>
  readonly groups: Readonly<Record<string, BTree<string, Ordered<R>>>>
}

const collator = new Intl.Collator('en')

/** The order of a name column in the database; equal names are told apart by uuid, so it is stable. */
export const byName = (
  a: { name: string; uuid: string },
  b: { name: string; uuid: string },
): number => collator.compare(a.name, b.name) || byUuid(a, b)

export const byUuid = (a: Row, b: Row): number => (a.uuid < b.uuid ? -1 : a.uuid > b.uuid ? 1 : 0)

export function tableOf<R extends Row>(keys: Keys<R>, rows: Iterable<R>): Table<R> {
  const sorted = [...rows].sort(keys.order)
  return {
    keys,
    rows: new BTree(sorted.map((row): [string, R] => [row.uuid, row])),
    ordered: orderedOf(keys, sorted),
    groups: Object.fromEntries(
      Object.entries(keys.groups).map(([name, keyOf]) => [name, groupsOf(keys, sorted, keyOf)]),
    ),
  }
}

export const rowOf = <R extends Row>(table: Table<R>, uuid: string | null): R | undefined =>
  uuid === null ? undefined : table.rows.get(uuid)

/** The rows of one group in the table's order, for example the plans of an offering. */
export const groupOf = <R extends Row>(table: Table<R>, name: string, key: string): Ordered<R> =>
  table.groups[name]?.get(key) ?? new BTree<R, R>(undefined, table.keys.order)

/** A copy with the row added, or put in place of the one with its uuid. */
export function withRow<R extends Row>(table: Table<R>, row: R): Table<R> {
  const copy = copyOf(table)
  const before = copy.rows.get(row.uuid)
  if (before) remove(copy, before)
  insert(copy, row)
  return copy
}

export function withoutRow<R extends Row>(table: Table<R>, uuid: string): Table<R> {
  const before = table.rows.get(uuid)
  if (!before) return table
  const copy = copyOf(table)
  remove(copy, before)
  return copy
}

/** Rows `start` to `end` of an order. A far page of a large order is cut from a list made once. */
export function slice<R>(order: Ordered<R>, start: number, end: number): R[] {
  if (end <= NEAR) return order.toArray(end).slice(start, end).map(first)
  const fromLast = order.size - start
  if (fromLast <= NEAR) return lastRows(order, fromLast).slice(0, end - start)
  return listOf(order).slice(start, end)
}

export const rowsOf = <R extends Row>(table: Table<R>): R[] => table.ordered.keysArray()

const orderedOf = <R extends Row>(keys: Keys<R>, rows: R[]): Ordered<R> =>
  new BTree(
    rows.map((row): [R, R] => [row, row]),
    keys.order,
  )

function groupsOf<R extends Row>(keys: Keys<R>, rows: R[], keyOf: (row: R) => string | null) {
  const grouped = new Map<string, R[]>()
  for (const row of rows) {
    const key = keyOf(row)
    if (key === null) continue
    const group = grouped.get(key)
    if (group) group.push(row)
    else grouped.set(key, [row])
  }
  return new BTree(
    [...grouped].map(([key, group]): [string, Ordered<R>] => [key, orderedOf(keys, group)]),
  )
}

/** Several groups as one list in the table's order; made once for each version of the table. */
export function mergedGroups<R extends Row>(
  table: Table<R>,
  name: string,
  keys: readonly string[],
) {
  const made = merged.get(table) ?? new Map<string, readonly Row[]>()
  merged.set(table, made)
  const id = `${name} ${keys.join()}`
  const known = made.get(id) as readonly R[] | undefined
  if (known) return known
  const rows = keys.flatMap((key) => groupOf(table, name, key).keysArray()).sort(table.keys.order)
  made.set(id, rows)
  return rows
}

const NEAR = 1000
const merged = new WeakMap<object, Map<string, readonly Row[]>>()
const lists = new WeakMap<object, unknown[]>()

function listOf<R>(order: Ordered<R>): R[] {
  const known = lists.get(order) as R[] | undefined
  if (known) return known
  const list = order.keysArray()
  lists.set(order, list)
  return list
}

function lastRows<R>(order: Ordered<R>, count: number): R[] {
  const rows: R[] = []
  for (const [row] of order.entriesReversed()) {
    if (rows.length === count) break
    rows.push(row)
  }
  return rows.reverse()
}

const first = <T>([row]: [T, T]): T => row

const copyOf = <R extends Row>(table: Table<R>): Table<R> => ({
  keys: table.keys,
  rows: table.rows.clone(),
  ordered: table.ordered.clone(),
  groups: Object.fromEntries(
    Object.entries(table.groups).map(([name, groups]) => [name, groups.clone()]),
  ),
})

function insert<R extends Row>(table: Table<R>, row: R): void {
  table.rows.set(row.uuid, row)
  table.ordered.set(row, row)
  eachGroup(table, row, (groups, key) => {
    const group = groups.get(key)?.clone() ?? new BTree<R, R>(undefined, table.keys.order)
    group.set(row, row)
    groups.set(key, group)
  })
}

function remove<R extends Row>(table: Table<R>, row: R): void {
  table.rows.delete(row.uuid)
  table.ordered.delete(row)
  eachGroup(table, row, (groups, key) => {
    const group = groups.get(key)?.clone()
    group?.delete(row)
    if (group?.size) groups.set(key, group)
    else groups.delete(key)
  })
}

function eachGroup<R extends Row>(
  table: Table<R>,
  row: R,
  visit: (groups: BTree<string, Ordered<R>>, key: string) => void,
): void {
  for (const [name, keyOf] of Object.entries(table.keys.groups)) {
    const key = keyOf(row)
    const groups = table.groups[name]
    if (key !== null && groups) visit(groups, key)
  }
}
