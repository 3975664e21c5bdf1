import diffModule from 'sorted-btree/extended/diffAgainst.js'
import { tableNames } from '../domain/state.ts'
import { byUuid } from '../domain/table.ts'
import type { State, TableName } from '../domain/state.ts'
import { listChangedFields } from './summariseExchange.ts'

// A CommonJS module: its default export arrives as a property.
const diffAgainst = diffModule.default

/** A row that is not the same in two states; its fields as they are in both. */
export interface RowDiff {
  readonly table: TableName
  readonly uuid: string
  readonly change: 'created' | 'changed' | 'deleted'
  readonly fields: readonly {
    readonly name: string
    readonly from: unknown
    readonly to: unknown
  }[]
}

/** What would have to be done to `from` to make `to` of it. Tables that nobody wrote are not read. */
export const compareStates = (from: State, to: State): RowDiff[] =>
  tableNames.flatMap((table) => (from[table] === to[table] ? [] : compareTables(table, from, to)))

type Fields = Readonly<Record<string, unknown>>

/** What two tables share, and after a few writes that is nearly all, is not looked at. */
function compareTables(table: TableName, from: State, to: State): RowDiff[] {
  const diffs: RowDiff[] = []
  const add = (uuid: string, change: RowDiff['change'], fields: RowDiff['fields'] = []) =>
    void diffs.push({ table, uuid, change, fields })
  diffAgainst<string, Fields, never>(
    from[table].rows as never,
    to[table].rows as never,
    (uuid) => add(uuid, 'deleted'),
    (uuid) => add(uuid, 'created'),
    (uuid, old, row) => {
      const names = listChangedFields(old, row)
      const fields = names.map((name) => ({ name, from: old[name], to: row[name] }))
      if (names.length > 0) add(uuid, 'changed', fields)
    },
  )
  return diffs.sort(byUuid)
}
