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
export type Ordered<R> = BTree<R, undefined>

/** An immutable table: look-up by uuid, ordered pages and writes all cost a logarithm of its size. */
export interface Table<R extends Row> {
  readonly keys: Keys<R>
  readonly rows: BTree<string, R>
  readonly ordered: Ordered<R>
  readonly groups: Readonly<Record<string, BTree<string, Ordered<R>>>>
}

/** The order of a name column in the database; equal names are told apart by uuid, so it is stable. */
export const byName = (
  a: { name: string; uuid: string },
  b: { name: string; uuid: string },
): number => (a.name === b.name ? 0 : a.name.localeCompare(b.name, 'en')) || byUuid(a, b)

export const byUuid = (a: Row, b: Row): number => byText(a.uuid, b.uuid)

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export function buildTable<R extends Row>(keys: Keys<R>, rows: Iterable<R>): Table<R> {
  const sorted = [...rows].sort(keys.order)
  return {
    keys,
    rows: new BTree(
      sorted.map((row): [string, R] => [row.uuid, row]),
      byText,
    ),
    ordered: orderRows(keys, sorted),
    groups: Object.fromEntries(
      Object.entries(keys.groups).map(([name, keyOf]) => [name, groupRows(keys, sorted, keyOf)]),
    ),
  }
}

export const findRow = <R extends Row>(table: Table<R>, uuid: string | null): R | undefined =>
  uuid === null ? undefined : table.rows.get(uuid)

/** The rows of one group in the table's order, for example the plans of an offering. */
export const findGroup = <R extends Row>(table: Table<R>, name: string, key: string): Ordered<R> =>
  table.groups[name]?.get(key) ?? (NOBODY as Ordered<R>)

/** Only read: a group that gets its first row is made with the order of its table. */
const NOBODY: unknown = new BTree<never, undefined>()

/** A copy with the row added, or put in place of the one with its uuid. */
export const withRow = <R extends Row>(table: Table<R>, row: R): Table<R> =>
  replaceRow(table, table.rows.get(row.uuid), row)

export function withoutRow<R extends Row>(table: Table<R>, uuid: string): Table<R> {
  const before = table.rows.get(uuid)
  return before ? replaceRow(table, before) : table
}

/** Rows `start` to `end` of an order; nodes know how many there are below them, so no page is far. */
export function slice<R>(order: Ordered<R>, start: number, end: number): R[] {
  const { _root: root } = order as unknown as { readonly _root: Node<R> }
  const rows: R[] = []
  collectRows(root, start, end, rows)
  return rows
}

/** What is used of a node of the tree; a leaf has no children. */
interface Node<R> {
  readonly keys: readonly R[]
  readonly children?: readonly Node<R>[]
  readonly size: () => number
}

function collectRows<R>({ keys, children }: Node<R>, start: number, end: number, rows: R[]): void {
  if (!children) return void rows.push(...keys.slice(Math.max(0, start), Math.max(0, end)))
  let at = 0
  for (const child of children) {
    if (at >= end) return
    const next = at + child.size()
    if (next > start) collectRows(child, start - at, end - at, rows)
    at = next
  }
}

export const listRows = <R extends Row>(table: Table<R>): R[] => table.ordered.keysArray()

const orderRows = <R extends Row>(keys: Keys<R>, rows: R[]): Ordered<R> =>
  new BTree(
    rows.map((row): [R, undefined] => [row, undefined]),
    keys.order,
  )

function groupRows<R extends Row>(keys: Keys<R>, rows: R[], keyOf: (row: R) => string | null) {
  const grouped = new Map<string, R[]>()
  for (const row of rows) {
    const key = keyOf(row)
    if (key === null) continue
    const group = grouped.get(key)
    if (group) group.push(row)
    else grouped.set(key, [row])
  }
  return new BTree(
    [...grouped].map(([key, group]): [string, Ordered<R>] => [key, orderRows(keys, group)]),
    byText,
  )
}

/** Several groups as one list in the table's order; made once for each version of the table. */
export function mergeGroups<R extends Row>(table: Table<R>, name: string, keys: readonly string[]) {
  const made = merged.get(table) ?? new Map<string, readonly Row[]>()
  merged.set(table, made)
  const id = `${name} ${keys.join()}`
  const known = made.get(id) as readonly R[] | undefined
  if (known) return known
  const rows = keys.flatMap((key) => findGroup(table, name, key).keysArray()).sort(table.keys.order)
  made.set(id, rows)
  return rows
}

const merged = new WeakMap<object, Map<string, readonly Row[]>>()

/** A copy with one row in place of another. Where a row keeps its place, nothing is moved. */
function replaceRow<R extends Row>(table: Table<R>, before?: R, after?: R): Table<R> {
  const { keys, ordered } = table
  const rows = table.rows.clone()
  if (after) rows.set(after.uuid, after)
  else if (before) rows.delete(before.uuid)
  const isInPlace = before && after && keys.order(before, after) === 0
  const move = { leaving: isInPlace ? undefined : before, coming: after }
  return {
    keys,
    rows,
    ordered: replaceIn(ordered.clone(), move),
    groups: regroup(table, before, move),
  }
}

interface Move<R> {
  readonly leaving?: R | undefined
  readonly coming?: R | undefined
}

function replaceIn<R>(order: Ordered<R>, { leaving, coming }: Move<R>): Ordered<R> {
  if (leaving) order.delete(leaving)
  if (coming) order.set(coming, undefined)
  return order
}

function regroup<R extends Row>({ keys, groups }: Table<R>, before: R | undefined, move: Move<R>) {
  const { coming } = move
  const copies = { ...groups }
  for (const [name, keyOf] of Object.entries(keys.groups)) {
    const group = (copies[name] = groups[name]?.clone() ?? groupRows(keys, [], keyOf))
    const [from, to] = [before ? keyOf(before) : null, coming ? keyOf(coming) : null]
    if (from === to) moveIn(keys, group, to, move)
    else {
      moveIn(keys, group, from, { leaving: before })
      moveIn(keys, group, to, { coming })
    }
  }
  return copies
}

/** A group is changed as a copy; one without rows is dropped. */
function moveIn<R extends Row>(
  keys: Keys<R>,
  groups: BTree<string, Ordered<R>>,
  key: string | null,
  move: Move<R>,
): void {
  if (key === null) return
  const group = replaceIn(groups.get(key)?.clone() ?? orderRows(keys, []), move)
  if (group.size > 0) groups.set(key, group)
  else groups.delete(key)
}
