import {
  closeSync,
  copyFileSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import { UsageError } from '../../errors.ts'

/** The bytes of a file; none when there is no such file. */
export function readBytes(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    if (readErrorCode(error) === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}

/** Makes the creation or renaming of a file outlast a loss of power; not every system can. */
export function syncName(path: string): void {
  try {
    const fd = openSync(dirname(path), 'r')
    fsyncSync(fd)
    closeSync(fd)
  } catch {
    return
  }
}

/** Puts a whole file in the place of another. One that is mounted by itself can only be overwritten. */
export function putInPlace(temporary: string, file: string): void {
  try {
    renameSync(temporary, file)
  } catch (error) {
    if (readErrorCode(error) !== 'EBUSY' && readErrorCode(error) !== 'EXDEV') throw error
    copyFileSync(temporary, file)
    flush(file)
    rmSync(temporary)
  }
  syncName(file)
}

function flush(path: string): void {
  const fd = openSync(path, 'r+')
  fsyncSync(fd)
  closeSync(fd)
}

/** Which file a path names at present; null: none. */
export const readInode = (path: string): number | null =>
  statSync(path, { throwIfNoEntry: false })?.ino ?? null

/** The check sum of a text or bytes, and of what comes before them. */
export const computeChecksum = (part: string | Uint8Array, before = '0'): string =>
  crc32(part, Number.parseInt(before, 16)).toString(16).padStart(8, '0')

export const readErrorCode = (error: unknown): string | undefined =>
  error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined

/** What stands where a file of ours belongs: reading a pipe would wait for ever, a link may lead nowhere. */
export function demandFile(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined || found.isFile()) return
  throw new UsageError(`${path} is not a file. Take it away, and start again.`)
}
