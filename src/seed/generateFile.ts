import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { generate, countExpectedRows } from './generate.ts'
import type { GenerateOptions } from './generate.ts'
import { createProgress } from './progress.ts'
import { UsageError } from '../errors.ts'

/** Writes a fixture to a file, which is whole or not there; or to the output, when no file is named. */
export function generateFile(wanted: GenerateOptions, file: string | undefined): void {
  const progress = createProgress(process.stderr)
  const expected = countExpectedRows(wanted)
  const slices = function* () {
    for (const { text, rows } of generate(wanted)) {
      progress.at(rows, Math.max(expected, rows), 'rows')
      yield text
    }
  }
  try {
    if (file === undefined) for (const text of slices()) writeSlices(1, text)
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
      for (const text of slices) writeSlices(handle, text)
    } finally {
      closeSync(handle)
    }
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw explainWriteError(file, error)
  }
}

/** A pipe takes what it has room for, and asks to come again. */
function writeSlices(handle: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length;) {
    try {
      start += writeSync(handle, bytes, start)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
    }
  }
}

function explainWriteError(file: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  return code === undefined
    ? error
    : new UsageError(
        `${file} can't be written (${code}). Name a file in a folder that is yours: -o <file>.`,
      )
}
