import { notFound } from '../errors.ts'
import type { Rows, TableName } from '../domain/state.ts'
import { findRow } from '../domain/table.ts'
import { readUuid } from '../domain/uuid.ts'
import type { FindSubject } from '../pipeline/behaviours.ts'
import type { Context } from '../pipeline/decisions.ts'

/** The row of a table that the path names, if the caller sees it. */
export const findIn =
  <T extends TableName>(
    table: T,
    model: string,
    canSee: (context: Context, row: Rows[T]) => boolean = () => true,
  ): FindSubject =>
  (context, { uuid = '' }) => {
    const row = findRow<Rows[T]>(context.state[table] as never, readUuid(uuid))
    if (!row || !canSee(context, row)) throw notFound(model)
    return row
  }
