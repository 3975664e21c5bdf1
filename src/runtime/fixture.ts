import { stateOf, tableNames } from '../domain/state.ts'
import type { Fixture, Rows, State, TableName } from '../domain/state.ts'
import { rowsOf } from '../domain/table.ts'
import type { Table } from '../domain/table.ts'
import { assertConsistent } from './consistency.ts'
import { derive } from './derive.ts'
import type { Draft } from './draft.ts'
import { parseJson } from './json.ts'
import { Misfit } from './misfit.ts'
import { assertReferences } from './references.ts'
import { assertShape } from './shape.ts'
import { daysBetween, monthOf, shiftRow } from './shift.ts'

/** A fixture that does not fit: one line with the file, the place in it, what is wrong and a cure. */
export class FixtureError extends Error {
  override name = 'FixtureError'
}

/** The state that the text of a fixture file holds, its times moved to now when it says `as_of`. */
export function parseFixture(text: string, file: string, now: Date): State {
  try {
    return readState(parseJson(text), now)
  } catch (error) {
    throw error instanceof Misfit ? new FixtureError(`${file}: ${error.message}`) : error
  }
}

function readState(value: unknown, now: Date): State {
  assertShape(value)
  const draft = value as Draft
  assertReferences(draft)
  assertConsistent(draft)
  derive(draft, draft.as_of ?? now.toISOString())
  const days = draft.as_of ? daysBetween(draft.as_of, now) : 0
  for (const table of timed)
    for (const [index, row] of draft[table].entries()) shiftRow(row, days, [table, index])
  return stateOf(draft as unknown as Complete, monthOf(draft.month, draft.as_of, now))
}

/** The tables whose rows hold times or free-form parts. */
const timed = ['users', 'offerings', 'resources', 'calendars'] as const

type Complete = { [T in TableName]: readonly Rows[T][] }

/** The fixture that a state can be read from again. */
export function fixtureOf(state: State): Fixture {
  const tables = tableNames.map((name) => {
    const table: Table<Rows[TableName]> = state[name] as never
    return [name, rowsOf(table)] as const
  })
  return { month: state.month, ...(Object.fromEntries(tables) as unknown as Complete) }
}
