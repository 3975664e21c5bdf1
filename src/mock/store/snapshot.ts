import {
  closeSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Low, LowSync } from 'lowdb'
import type { State } from '../../domain/state.ts'
import { bytesOf, keepName } from './disk.ts'
import { fixtureOf, parseFixture } from '../../fixture/fixture.ts'

/** A world and the number of the last change in it. A file that was not written here has number 0. */
export interface Snapshot {
  readonly seq: number
  readonly state: State
}

export interface SnapshotFile {
  /** The last change that the file holds at present; 0: there is no file, or not one of ours. */
  readonly seq: () => number
  readonly bytes: () => number
  readonly read: () => Snapshot | null
  /** Writes in slices, so that nobody waits; left undone when a newer one was written meanwhile. */
  readonly write: (snapshot: Snapshot) => Promise<void>
  /** Returns when it is on the disk. */
  readonly writeNow: (snapshot: Snapshot) => void
}

export function snapshotFile(file: string): SnapshotFile {
  const held: Held = { seq: 0, bytes: 0 }
  const { low, lowSync } = databasesOf(file, held)
  return {
    seq: () => held.seq,
    bytes: () => held.bytes,
    read: () => {
      lowSync.read()
      return lowSync.data
    },
    write: (snapshot) => {
      low.data = snapshot
      return low.write()
    },
    writeNow: (snapshot) => {
      lowSync.data = snapshot
      lowSync.write()
    },
  }
}

interface Held {
  seq: number
  bytes: number
}

/**
 * lowdb with adapters of our own. Those it brings make one text of the whole world, which stops all
 * requests for a second at 100,000 plans, and rename it before it is on the disk.
 */
function databasesOf(file: string, held: Held) {
  const [next, now] = [temporaryOf(file, 'next'), temporaryOf(file, 'now')]
  for (const left of [next, now, temporaryOf(file)]) rmSync(left, { force: true })

  const replaceWith = (temporary: string, seq: number) => {
    const bytes = statSync(temporary).size
    renameSync(temporary, file)
    Object.assign(held, { seq, bytes })
    keepName(file)
  }
  const read = (): Snapshot | null => {
    const bytes = bytesOf(file)
    if (bytes.length === 0) return null
    const text = bytes.toString()
    const snapshot = { state: parseFixture(text, file, new Date()), seq: seqOf(text) }
    Object.assign(held, { seq: snapshot.seq, bytes: bytes.length })
    return snapshot
  }
  const write = async (snapshot: Snapshot | null) => {
    if (!snapshot) return
    await writeFile(next, slicesOf(snapshot), { flush: true })
    if (snapshot.seq > held.seq) replaceWith(next, snapshot.seq)
  }
  const writeNow = (snapshot: Snapshot | null) => {
    if (!snapshot) return
    writeSlices(now, snapshot)
    replaceWith(now, snapshot.seq)
  }
  return {
    low: new Low<Snapshot | null>({ read: async () => read(), write }, null),
    lowSync: new LowSync<Snapshot | null>({ read, write: writeNow }, null),
  }
}

/** Without a kind: the name that lowdb's own writer uses. */
const temporaryOf = (file: string, kind?: string): string =>
  join(dirname(file), `.${basename(file)}.${kind ? `${kind}.` : ''}tmp`)

const ROWS_A_SLICE = 200

/** The text of a fixture file, one row a line; the number comes first, so that it is found at once. */
function* slicesOf({ seq, state }: Snapshot): Generator<string> {
  yield `{"seq":${seq}`
  for (const [name, value] of Object.entries(fixtureOf(state))) {
    yield `,\n${JSON.stringify(name)}:`
    if (Array.isArray(value)) yield* rowSlices(value)
    else yield JSON.stringify(value)
  }
  yield '}\n'
}

function* rowSlices(rows: readonly unknown[]): Generator<string> {
  yield '['
  for (let start = 0; start < rows.length; start += ROWS_A_SLICE) {
    const slice = rows.slice(start, start + ROWS_A_SLICE).map((row) => JSON.stringify(row))
    yield `${start === 0 ? '\n' : ',\n'}${slice.join(',\n')}`
  }
  yield ']'
}

function seqOf(text: string): number {
  const first = /^\{"seq":(\d+),/.exec(text)?.[1]
  if (first !== undefined) return Number(first)
  const { seq = 0 } = JSON.parse(text.replace(/^\uFEFF/, '')) as { seq?: number }
  return seq
}

function writeSlices(path: string, snapshot: Snapshot): void {
  const fd = openSync(path, 'w')
  try {
    for (const slice of slicesOf(snapshot)) writeFileSync(fd, slice)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
