import { tableNames } from '../domain/state.ts'
import type { State, TableName } from '../domain/state.ts'
import { changedFields } from './lines.ts'

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
export const diffOf = (from: State, to: State): RowDiff[] =>
  tableNames.flatMap((table) => (from[table] === to[table] ? [] : tableDiff(table, from, to)))

type Fields = Readonly<Record<string, unknown>>

function tableDiff(table: TableName, from: State, to: State): RowDiff[] {
  const [before, after] = [rowsIn(from, table), rowsIn(to, table)]
  const diffs: RowDiff[] = []
  for (const [uuid, row] of after) {
    const old = before.get(uuid)
    if (old === row) continue
    if (!old) diffs.push({ table, uuid, change: 'created', fields: [] })
    else diffs.push(...changed(table, uuid, [old, row]))
  }
  for (const [uuid] of before) {
    if (!after.has(uuid)) diffs.push({ table, uuid, change: 'deleted', fields: [] })
  }
  return diffs
}

const rowsIn = (state: State, table: TableName): Map<string, Fields> =>
  new Map(state[table].rows.toArray() as unknown as [string, Fields][])

function changed(table: TableName, uuid: string, [old, row]: readonly [Fields, Fields]): RowDiff[] {
  const fields = changedFields(old, row).map((name) => ({ name, from: old[name], to: row[name] }))
  return fields.length === 0 ? [] : [{ table, uuid, change: 'changed', fields }]
}
