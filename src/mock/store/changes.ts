import {
  appendFileSync,
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tableNames } from '../../domain/state.ts'
import type { Change } from '../../domain/state.ts'
import { bytesOf, keepName } from './disk.ts'
import { UsageError } from '../../errors.ts'

/** One acknowledged write: the rows it wrote, and the month whose prices were current. */
export interface Line {
  readonly seq: number
  readonly month: string
  readonly changes: readonly Change[]
}

/** An append-only file of lines, one a write; nothing in it ever changes. */
export interface Changes {
  /** In bytes; a place between two lines. */
  readonly size: () => number
  /** Returns when the line is on the disk; when it throws the line is not in the file. */
  readonly append: (line: Line) => void
  readonly dropUntil: (place: number) => void
  /** Closes the file, and deletes it. */
  readonly remove: () => void
}

/** An fdatasync costs 0.1 ms here; with it an acknowledged write survives a loss of power too. */
const SURVIVES_POWER_LOSS = true

const NEWLINE = 10

/** Opens the file behind its last whole line: what follows was never acknowledged, and is cut off. */
export function openChanges(path: string, end: number): Changes {
  rmSync(temporaryOf(path), { force: true })
  let fd = openSync(path, 'a+')
  let size = end
  let isTorn = true

  const mend = () => {
    if (isTorn) ftruncateSync(fd, size)
    isTorn = false
  }
  mend()
  keepName(path)

  return {
    size: () => size,
    append: (line) => {
      const text = Buffer.from(`${JSON.stringify(line)}\n`)
      mend()
      isTorn = true
      appendFileSync(fd, text)
      if (SURVIVES_POWER_LOSS) fdatasyncSync(fd)
      isTorn = false
      size += text.length
    },
    dropUntil: (place) => {
      const rest = Buffer.alloc(size - place)
      readSync(fd, rest, 0, rest.length, place)
      const next = replaced(path, rest)
      closeSync(fd)
      fd = next
      size = rest.length
      isTorn = false
    },
    remove: () => {
      closeSync(fd)
      rmSync(path)
    },
  }
}

/** At every instant the path names either the old file, whole, or the new one. */
function replaced(path: string, content: Buffer): number {
  const temporary = temporaryOf(path)
  rmSync(temporary, { force: true })
  const fd = openSync(temporary, 'a+')
  writeFileSync(fd, content)
  if (SURVIVES_POWER_LOSS) fdatasyncSync(fd)
  renameSync(temporary, path)
  keepName(path)
  return fd
}

const temporaryOf = (path: string): string => `${path}.tmp`

/** The whole lines of a file, and where the last of them ends. */
export function readChanges(path: string): { lines: Iterable<Line>; end: number } {
  const bytes = bytesOf(path)
  const end = bytes.lastIndexOf(NEWLINE) + 1
  return { lines: { [Symbol.iterator]: () => linesOf(path, bytes.subarray(0, end)) }, end }
}

function* linesOf(path: string, bytes: Buffer): Generator<Line> {
  let start = 0
  for (let number = 1; start < bytes.length; number++) {
    const end = bytes.indexOf(NEWLINE, start)
    yield lineOf(bytes.toString('utf8', start, end), `${path}, line ${number}`)
    start = end + 1
  }
}

function lineOf(text: string, place: string): Line {
  const line = parsed(text)
  if (isLine(line)) return line
  throw new UsageError(
    `${place}: is broken. Delete this line and all that follow it to go on with the changes before it.`,
  )
}

function parsed(text: string): unknown {
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
