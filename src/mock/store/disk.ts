import { closeSync, fsyncSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** The bytes of a file; none when there is no such file. */
export function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}

/** Makes the creation or renaming of a file outlast a loss of power; not every system can. */
export function keepName(path: string): void {
  try {
    const fd = openSync(dirname(path), 'r')
    fsyncSync(fd)
    closeSync(fd)
  } catch {
    return
  }
}

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
