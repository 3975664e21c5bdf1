import { closeSync, fsyncSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Low, LowSync } from 'lowdb'
import { readBytes, putInPlace } from './disk.ts'
import type { Lock } from './lock.ts'
import { readText, writeText } from './snapshotText.ts'
import type { Snapshot } from './snapshotText.ts'

export interface SnapshotFile {
  /** False once somebody has deleted, replaced or changed the file. */
  readonly isThere: () => boolean
  /** The last change that the file holds at present; 0: there is no file, or not one of ours. */
  readonly seq: () => number
  readonly bytes: () => number
  readonly read: () => Snapshot | null
  /** Writes in slices, so that nobody waits; left undone when a newer one was written meanwhile. */
  readonly write: (snapshot: Snapshot) => Promise<void>
  /** Returns when it is on the disk. */
  readonly writeNow: (snapshot: Snapshot) => void
}

export function openSnapshotFile(file: string, lock: Lock): SnapshotFile {
  const held: SnapshotVersion = { seq: 0, bytes: 0, version: null }
  const { low, lowSync } = openDatabases(file, held, lock)
  return {
    isThere: () => held.version === null || held.version === readVersion(file),
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

interface SnapshotVersion {
  seq: number
  bytes: number
  version: string | null
}

/**
 * lowdb with adapters of our own. Those it brings make one text of the whole world, which stops all
 * requests for a second at 100,000 plans, and rename it before it is on the disk.
 */
function openDatabases(file: string, held: SnapshotVersion, lock: Lock) {
  const [next, now] = [nameTemporary(file, 'next'), nameTemporary(file, 'now')]

  const replaceWith = (temporary: string, seq: number) => {
    lock.assertHeld()
    const bytes = statSync(temporary).size
    putInPlace(temporary, file)
    Object.assign(held, { seq, bytes, version: readVersion(file) })
  }
  const read = (): Snapshot | null => {
    const snapshot = readWhole(file, [now, next])
    for (const left of [next, now, nameTemporary(file)]) rmSync(left, { force: true })
    if (!snapshot) return null
    Object.assign(held, {
      seq: snapshot.seq,
      bytes: statSync(file).size,
      version: readVersion(file),
    })
    return snapshot
  }
  const write = async (snapshot: Snapshot | null) => {
    if (!snapshot) return
    await writeFile(next, writeText(snapshot), { flush: true })
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

/** A number of a file is given to the next when it is deleted, so that alone does not tell them apart. */
function readVersion(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false })
  return found ? `${found.ino} ${found.mtimeMs} ${found.size}` : null
}

/** Without a kind: the name that lowdb's own writer uses. */
const nameTemporary = (file: string, kind?: string): string =>
  join(dirname(file), `.${basename(file)}.${kind ? `${kind}.` : ''}tmp`)

/** A file that could only be overwritten may be cut short: then what it was overwritten with is there. */
function readWhole(file: string, aside: readonly string[]): Snapshot | null {
  const bytes = readBytes(file)
  try {
    return bytes.length === 0 ? null : readText(bytes, file)
  } catch (error) {
    const path = aside.find((each) => isWhole(each))
    if (path === undefined) throw error
    putInPlace(path, file)
    return readText(readBytes(file), file)
  }
}

function isWhole(path: string): boolean {
  try {
    return readText(readBytes(path), path).seq > 0
  } catch {
    return false
  }
}

function writeSlices(path: string, snapshot: Snapshot): void {
  const fd = openSync(path, 'w')
  try {
    for (const slice of writeText(snapshot)) writeFileSync(fd, slice)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
