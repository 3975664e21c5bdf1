import { readFileSync, statSync, watch } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { State } from '../../domain/state.ts'
import { UsageError } from '../../errors.ts'
import { parseFixture } from '../../fixture/fixture.ts'
import { PACKAGE_ROOT } from '../../http/packageRoot.ts'

/** What the mock starts with, and the file that it is from. */
export interface StartData {
  readonly state: State
  /** The state anew; null: the file is what it was. Throws FixtureError. */
  readonly readAgain: () => State | null
  /** Calls soon after each change of the file; what is returned ends that. */
  readonly watch: (hear: () => void) => () => void
}

const FIXTURES = join(PACKAGE_ROOT, 'fixtures/')

/** A name means a file of fixtures/; anything with a dot or a slash is a path. */
export async function readStartData(data: string): Promise<StartData> {
  const isPath = /[./\\]/.test(data)
  const file = isPath ? data : `fixtures/${data}.json`
  const path = isPath ? data : `${FIXTURES}${data}.json`
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) =>
    explainFile(error, { data, file, isPath }),
  )
  const state = parseFixture(text, file, new Date())
  let known = stampFile(path)
  const readAgain = () => {
    const stamp = stampFile(path)
    if (stamp === known) return null
    const again = parseFixture(readFileSync(path, 'utf8'), file, new Date())
    known = stamp
    return again
  }
  return { state, readAgain, watch: (hear) => watchFile(path, hear) }
}

/** What is another one after each change; a file that is gone stays what it was. */
function stampFile(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false })
  return found ? `${found.mtimeMs} ${found.size} ${found.ino}` : ''
}

const SETTLED_MS = 100

/** Editors write a new file in place of the old one, so the folder is watched; in bursts. */
function watchFile(path: string, hear: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const watcher = watch(dirname(path), (_, name) => {
    if (name !== null && name !== basename(path)) return
    clearTimeout(timer)
    timer = setTimeout(hear, SETTLED_MS)
  })
  return () => {
    clearTimeout(timer)
    watcher.close()
  }
}

async function explainFile(
  { code }: NodeJS.ErrnoException,
  { data, file, isPath }: { data: string; file: string; isPath: boolean },
): Promise<never> {
  if (code !== 'ENOENT') throw new UsageError(`${file} can't be read (${code}).`)
  const names = await listFixtures()
  throw new UsageError(
    isPath
      ? `There is no file ${data}. Give --data the path of a fixture, or one of: ${names}.`
      : `No fixture "${data}" in fixtures/. There are: ${names}.`,
  )
}

const listFixtures = async (): Promise<string> =>
  (await readdir(FIXTURES))
    .filter((file) => file.endsWith('.json') && file !== 'schema.json')
    .map((file) => file.replace('.json', ''))
    .join(', ')
