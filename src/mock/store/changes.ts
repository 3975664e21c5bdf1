import {
  appendFileSync,
  closeSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tableNames } from '../../domain/state.ts'
import type { Change } from '../../domain/state.ts'
import { FixtureProblem } from '../../fixture/fixtureProblem.ts'
import { assertShape } from '../../fixture/fixture.ts'
import { readBytes, readInode, syncName, computeChecksum } from './disk.ts'
import { UsageError } from '../../errors.ts'

/** One acknowledged write: the rows it wrote, and the month whose prices were current. */
export interface Line {
  readonly seq: number
  readonly month: string
  readonly changes: readonly Change[]
}

/** An append-only file of lines, one a write, each behind its check sum; nothing in it ever changes. */
export interface Changes {
  /** False once somebody has deleted or replaced the file. */
  readonly isThere: () => boolean
  /** In bytes; a place between two lines. */
  readonly size: () => number
  /** Returns when the line is on the disk; when it throws the line is not in the file. */
  readonly append: (line: Line) => void
  readonly dropUntil: (place: number) => void
  /** Closes the file, and deletes it if it is still this one. */
  readonly remove: () => void
}

/** An fdatasync costs 0.1 ms here; with it an acknowledged write survives a loss of power too. */
const SURVIVES_POWER_LOSS = true

const NEWLINE = 10

/** Opens the file behind its last whole line: what follows was never acknowledged, and is cut off. */
export function openChanges(path: string, end: number): Changes {
  rmSync(nameTemporary(path), { force: true })
  let fd = openSync(path, 'a+')
  let size = end
  let isTorn = true

  const mend = () => {
    if (isTorn) ftruncateSync(fd, size)
    isTorn = false
  }
  mend()
  syncName(path)

  const isThere = () => fstatSync(fd).ino === readInode(path)
  return {
    isThere,
    size: () => size,
    append: (line) => {
      const text = encodeLine(line)
      mend()
      isTorn = true
      appendFileSync(fd, text)
      if (SURVIVES_POWER_LOSS) fdatasyncSync(fd)
      isTorn = false
      size += text.length
    },
    dropUntil: (place) => {
      const rest = readAfter(fd, place, size)
      const next = replaceFile(path, rest)
      closeSync(fd)
      fd = next
      size = rest.length
      isTorn = false
    },
    remove: () => {
      if (isThere()) rmSync(path)
      closeSync(fd)
    },
  }
}

function encodeLine(line: Line): Buffer {
  const json = JSON.stringify(line)
  return Buffer.from(`${computeChecksum(json)} ${json}\n`)
}

function readAfter(fd: number, place: number, size: number): Buffer {
  const rest = Buffer.alloc(size - place)
  readSync(fd, rest, 0, rest.length, place)
  return rest
}

/** At every instant the path names either the old file, whole, or the new one. */
function replaceFile(path: string, content: Buffer): number {
  const temporary = nameTemporary(path)
  rmSync(temporary, { force: true })
  const fd = openSync(temporary, 'a+')
  writeFileSync(fd, content)
  if (SURVIVES_POWER_LOSS) fdatasyncSync(fd)
  renameSync(temporary, path)
  syncName(path)
  return fd
}

const nameTemporary = (path: string): string => `${path}.tmp`

/** The whole lines of a file, and where the last of them ends. */
export function readChanges(path: string): { lines: Iterable<Line>; end: number } {
  const bytes = readBytes(path)
  const end = findEnd(bytes)
  return { lines: { [Symbol.iterator]: () => readLines(path, bytes.subarray(0, end)) }, end }
}

/** What a crash tore was never acknowledged; a whole line that ends with another sign was. */
function findEnd(bytes: Buffer): number {
  const end = bytes.lastIndexOf(NEWLINE) + 1
  return isWhole(bytes.subarray(end, -1)) ? bytes.length : end
}

function* readLines(path: string, bytes: Buffer): Generator<Line> {
  let start = 0
  for (let number = 1; start < bytes.length; number++) {
    const newline = bytes.indexOf(NEWLINE, start)
    const end = newline < 0 ? bytes.length : newline
    yield readLine(bytes.subarray(start, end), `${path}, line ${number}`)
    start = end + 1
  }
}

/** A line is the check sum, a blank, and JSON. */
const SUM_LENGTH = 8

const isWhole = (line: Buffer): boolean =>
  line.toString('latin1', 0, SUM_LENGTH + 1) ===
  `${computeChecksum(line.subarray(SUM_LENGTH + 1))} `

function readLine(bytes: Buffer, place: string): Line {
  const line = isWhole(bytes) ? parseLine(bytes.toString('utf8', SUM_LENGTH + 1)) : null
  if (!isLine(line)) throw explainBroken(place, 'is broken')
  try {
    for (const [table, , row] of line.changes) if (row) assertShape({ [table]: [row] })
  } catch (error) {
    throw error instanceof FixtureProblem
      ? explainBroken(place, `holds a row that can't be: ${error.message}`)
      : error
  }
  return line
}

const explainBroken = (place: string, what: string): UsageError =>
  new UsageError(
    `${place}: ${what}. Delete this line and all that follow it to go on with the changes before it.`,
  )

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

function isLine(value: unknown): value is Line {
  const { seq, month, changes } = (value ?? {}) as Partial<Line>
  return (
    Number.isSafeInteger(seq) &&
    /^\d{4}-\d\d$/.test(String(month)) &&
    Array.isArray(changes) &&
    changes.every(isChange)
  )
}

function isChange(value: unknown): boolean {
  if (!Array.isArray(value)) return false
  const [table, uuid, row] = value as unknown[]
  if (!(tableNames as unknown[]).includes(table) || row === undefined) return false
  return row === null || (row as Partial<{ uuid: string }>).uuid === uuid
}
