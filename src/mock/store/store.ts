import { existsSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { replayChange } from '../../domain/state.ts'
import type { Change, State } from '../../domain/state.ts'
import { openChanges, readChanges } from './changes.ts'
import type { Line } from './changes.ts'
import { demandFile, readErrorCode } from './disk.ts'
import { assertState } from '../../fixture/fixture.ts'
import { FixtureError } from '../../fixture/fixtureError.ts'
import { FixtureProblem } from '../../fixture/fixtureProblem.ts'
import { createStoreWriter } from './storeWriter.ts'
import type { StoreWriter } from './storeWriter.ts'
import { lockFile } from './lock.ts'
import type { Lock } from './lock.ts'
import { openSnapshotFile } from './snapshotFile.ts'
import type { Snapshot } from './snapshotText.ts'
import { UsageError } from '../../errors.ts'

export interface OpenedStore extends StoreWriter {
  /** null: nothing is kept yet. */
  readonly state: State | null
}

/**
 * What is kept in FILE across restarts. A write is a line appended to FILE.journal; FILE itself is
 * written when nothing else is to do, then the journal is emptied. Each change has a number and
 * FILE says the last that it holds, so between the two steps no line counts twice.
 */
export async function openStore(path: string, takeover = false): Promise<OpenedStore> {
  try {
    const file = resolvePath(path)
    const lock = await lockFile(file, { instead: '--persist another file', takeover })
    try {
      return openLocked(file, lock)
    } catch (error) {
      lock.release()
      throw error
    }
  } catch (error) {
    throw explainStore(error, path)
  }
}

function openLocked(file: string, lock: Lock): OpenedStore {
  const snapshots = openSnapshotFile(file, lock)
  const kept = snapshots.read()
  demandFile(`${file}.journal`)
  const { lines, end } = readChanges(`${file}.journal`)
  const latest = withLines(file, kept, lines)
  const first = latest && { ...latest, seq: Math.max(1, latest.seq) }
  if (first && kept?.seq === 0) snapshots.writeNow(first)
  const changes = openChanges(`${file}.journal`, end)
  return {
    state: first?.state ?? null,
    ...createStoreWriter(first, { file, snapshots, changes, lock }),
  }
}

/** The world after the lines that FILE does not hold yet; of each row only the last version counts. */
function withLines(file: string, kept: Snapshot | null, lines: Iterable<Line>): Snapshot | null {
  const [first] = lines
  if (!kept && first) throw explainOrphan(file)
  if (!kept) return null
  const rows = new Map<string, Change>()
  let last = { seq: kept.seq, month: kept.state.month }
  for (const line of linesAfter(file, kept.seq, lines)) {
    for (const change of line.changes) rows.set(`${change[0]}/${change[1]}`, change)
    last = line
  }
  const state = [...rows.values()].reduce(replayChange, kept.state)
  if (rows.size > 0) assertTogether(file, state)
  return { seq: last.seq, state: { ...state, month: last.month } }
}

/** What FILE could not be read with later must not get into it. */
function assertTogether(file: string, state: State): void {
  try {
    assertState(state)
  } catch (error) {
    if (!(error instanceof FixtureProblem)) throw error
    throw new UsageError(
      `${file}.journal does not fit ${file}: ${error.message}. Put back the file that it belongs to, or delete the journal to go on without it.`,
    )
  }
}

function* linesAfter(file: string, held: number, lines: Iterable<Line>): Generator<Line> {
  let last = held
  for (const line of lines) {
    if (line.seq <= held) continue
    if (line.seq !== last + 1) throw explainGap(file, last, line.seq)
    last = line.seq
    yield line
  }
}

const explainOrphan = (file: string): UsageError =>
  new UsageError(
    `${file} is gone, but ${file}.journal holds changes to it. Put it back, or delete the journal to start afresh.`,
  )

const explainGap = (file: string, last: number, next: number): UsageError =>
  new UsageError(
    `${file}.journal does not go on where ${file} ends: change ${next} comes after ${last}. Put back the file that it belongs to, or delete the journal to go on without it.`,
  )

/** Links are followed: two names of one file have one lock, and a link is never replaced by a file. */
function resolvePath(path: string): string {
  const place = existsSync(path)
    ? realpathSync(path)
    : join(realpathSync(dirname(path)), basename(path))
  if (!existsSync(place) || statSync(place).isFile()) return place
  throw new UsageError(`"${path}" is not a file. Give --persist the path of a file, new or kept.`)
}

/** What can't be written or read, as the person who gave the path can mend it. */
export function explainStore(error: unknown, path: string): unknown {
  if (error instanceof FixtureError)
    return new UsageError(`${error.message}; or --persist another file.`)
  const code = readErrorCode(error)
  if (code === undefined) return error
  if (code === 'ENOENT' && !existsSync(dirname(path)))
    return new UsageError(
      `There is no directory ${dirname(path)}. Make it, or --persist another file.`,
    )
  return new UsageError(
    `${path} can't be kept (${code}). Give --persist a file in a directory that you may write to.`,
  )
}
