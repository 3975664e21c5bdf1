import type { State } from '../../domain/state.ts'
import { makeFixture, parseFixture } from '../../fixture/fixture.ts'
import { FixtureError } from '../../fixture/fixtureError.ts'
import { computeChecksum } from './disk.ts'

/** A world and the number of the last change in it. A file that was not written here has number 0. */
export interface Snapshot {
  readonly seq: number
  readonly state: State
}

/** The text of a fixture file, its check sum last, which holds for all that stands before it. */
export function* writeText(snapshot: Snapshot): Generator<string> {
  let sum = computeChecksum('')
  for (const slice of sliceSnapshot(snapshot)) {
    sum = computeChecksum(slice, sum)
    yield slice
  }
  yield `,\n"sum":"${sum}"}\n`
}

const END = /^,\n"sum":"([0-9a-f]{8})"\}\n$/
const END_LENGTH = `,\n"sum":"${computeChecksum('')}"}\n`.length

/** Throws a FixtureError when it is no fixture, or not as it was written. */
export function readText(bytes: Buffer, file: string): Snapshot {
  const sum = END.exec(bytes.toString('latin1', bytes.length - END_LENGTH))?.[1]
  if (sum !== undefined && sum !== computeChecksum(bytes.subarray(0, -END_LENGTH)))
    throw explainDamage(file)
  const text = bytes.toString()
  const state = parseFixture(text, file, new Date())
  const heading = sum === undefined ? readHeading(text) : { seq: readSeq(text) }
  if (heading.sum !== undefined) throw explainDamage(file)
  return { seq: heading.seq ?? 0, state }
}

const explainDamage = (file: string): FixtureError =>
  new FixtureError(
    `${file}: is not as it was written: its check sum differs. Put back a copy of it (if you have changed it yourself, take "sum" out at its end)`,
  )

/** Of a file that people may have written or changed. */
const readHeading = (text: string): { seq?: number; sum?: string } =>
  JSON.parse(text.replace(/^\uFEFF/, '')) as { seq?: number; sum?: string }

const readSeq = (text: string): number => Number(/^\{"seq":(\d+),/.exec(text)?.[1] ?? 0)

const ROWS_A_SLICE = 200

/** One row a line; the number comes first, so that it is found at once. */
function* sliceSnapshot({ seq, state }: Snapshot): Generator<string> {
  yield `{"seq":${seq}`
  for (const [name, value] of Object.entries(makeFixture(state))) {
    yield `,\n${JSON.stringify(name)}:`
    if (Array.isArray(value)) yield* sliceRows(value)
    else yield JSON.stringify(value)
  }
}

function* sliceRows(rows: readonly unknown[]): Generator<string> {
  yield '['
  for (let start = 0; start < rows.length; start += ROWS_A_SLICE) {
    const slice = rows.slice(start, start + ROWS_A_SLICE).map((row) => JSON.stringify(row))
    yield `${start === 0 ? '\n' : ',\n'}${slice.join(',\n')}`
  }
  yield ']'
}
