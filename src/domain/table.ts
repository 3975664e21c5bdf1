import { BTree, buildIndexes, byText, LazyIndexes } from './indexes.ts'
import type { Keys, Ordered, Row, Write } from './indexes.ts'

export type { Keys, Ordered, Row } from './indexes.ts'

/** An immutable table: look-up by uuid, ordered pages and writes all cost a logarithm of its size. */
export interface Table<R extends Row> {
  readonly keys: Keys<R>
  readonly rows: BTree<string, R>
  readonly indexes: LazyIndexes<R>
}

/** The order of a name column in the database; equal names are told apart by uuid, so it is stable. */
export const byName = (
  a: { name: string; uuid: string },
  b: { name: string; uuid: string },
): number => (a.name === b.name ? 0 : a.name.localeCompare(b.name, 'en')) || byUuid(a, b)

export const byUuid = (a: Row, b: Row): number => byText(a.uuid, b.uuid)

export function buildTable<R extends Row>(keys: Keys<R>, rows: Iterable<R>): Table<R> {
  const sorted = [...rows].sort(keys.order)
  const byRowUuid = sorted.map((row): [string, R] => [row.uuid, row])
  return {
    keys,
    rows: new BTree(byRowUuid, byText),
    indexes: new LazyIndexes(keys, buildIndexes(keys, sorted)),
  }
}

/** All rows in the order of the table. */
export const orderOf = <R extends Row>({ indexes }: Table<R>): Ordered<R> => indexes.read().ordered

export const findRow = <R extends Row>(table: Table<R>, uuid: string | null): R | undefined =>
  uuid === null ? undefined : table.rows.get(uuid)

/** The rows of one group in the table's order, for example the plans of an offering. */
export const findGroup = <R extends Row>(table: Table<R>, name: string, key: string): Ordered<R> =>
  table.indexes.read().groups[name]?.get(key) ?? (NOBODY as Ordered<R>)

/** Only read: a group that gets its first row is made with the order of its table. */
const NOBODY: unknown = new BTree<never, undefined>()

/** A copy with the row added, or put in place of the one with its uuid. */
export const withRow = <R extends Row>(table: Table<R>, row: R): Table<R> =>
  writeRow(table, { before: table.rows.get(row.uuid), after: row })

export function withoutRow<R extends Row>(table: Table<R>, uuid: string): Table<R> {
  const before = table.rows.get(uuid)
  return before ? writeRow(table, { before }) : table
}

function writeRow<R extends Row>({ keys, rows, indexes }: Table<R>, write: Write<R>): Table<R> {
  const copy = rows.clone()
  if (write.after) copy.set(write.after.uuid, write.after)
  else if (write.before) copy.delete(write.before.uuid)
  return { keys, rows: copy, indexes: indexes.after(write) }
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

export const listRows = <R extends Row>(table: Table<R>): R[] => orderOf(table).keysArray()

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
