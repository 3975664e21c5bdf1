import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { generated, rowsExpected } from './generate.ts'
import type { Wanted } from './generate.ts'
import { progressOn } from './progress.ts'
import { UsageError } from '../errors.ts'

/** Writes a fixture to a file, which is whole or not there; or to the output, when no file is named. */
export function generateFile(wanted: Wanted, file: string | undefined): void {
  const progress = progressOn(process.stderr)
  const expected = rowsExpected(wanted)
  const slices = function* () {
    for (const { text, rows } of generated(wanted)) {
      progress.at(rows, Math.max(expected, rows), 'rows')
      yield text
    }
  }
  try {
    if (file === undefined) for (const text of slices()) writeWhole(1, text)
    else writeFileWhole(file, slices())
  } catch (error) {
    if (!isClosed(error)) throw error
  } finally {
    progress.end()
  }
}

/** Who reads the output has read enough: `| head` is no fault. */
const isClosed = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EPIPE'

/** Through a file beside it: whoever reads meanwhile reads the old one. */
export function writeFileWhole(file: string, slices: Iterable<string>): void {
  const temporary = `${file}.${process.pid}.tmp`
  try {
    const handle = openSync(temporary, 'w')
    try {
      for (const text of slices) writeWhole(handle, text)
    } finally {
      closeSync(handle)
    }
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw explained(file, error)
  }
}

/** A pipe takes what it has room for, and asks to come again. */
function writeWhole(handle: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length;) {
    try {
      start += writeSync(handle, bytes, start)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
    }
  }
}

function explained(file: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  return code === undefined
    ? error
    : new UsageError(
        `${file} can't be written (${code}). Name a file in a folder that is yours: -o <file>.`,
      )
}
