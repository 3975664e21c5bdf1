import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { put } from '../../src/domain/state.ts'
import type { State } from '../../src/domain/state.ts'
import { findRow } from '../../src/domain/table.ts'
import { makeFixture } from '../../src/fixture/fixture.ts'
import { readChanges } from '../../src/mock/store/changes.ts'
import { readText } from '../../src/mock/store/snapshotText.ts'
import { UsageError } from '../../src/errors.ts'
import { id } from '../fixture/shop.ts'
import { directory, file, keepFile, open, start } from './keptFile.ts'
import { refuseStart, startServe } from '../http/startServe.ts'

keepFile()

const renamePlan = (name: string): State => {
  const row = findRow(start.plans, id(5))
  if (!row) throw new Error('The start data have no plan 5.')
  return put(start, 'plans', { ...row, name })
}
const nameIn = (state: State | null) => state && findRow(state.plans, id(5))?.name

/** A store with the start data, and a way to give its plan a name. */
async function beginStore() {
  const kept = await open()
  kept.store.replace(start)
  return {
    ...kept,
    name: (name: string) => kept.store.append(renamePlan(name).changes, renamePlan(name)),
  }
}

async function messageOf(act: () => unknown): Promise<string> {
  try {
    await act()
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    return (error as UsageError).message
  }
  return ''
}

describe('A file that is deleted while the mock runs', () => {
  test.each(['kept.json', 'kept.json.journal'])(
    '%s: the next write is refused, the stop writes all',
    async (gone) => {
      const { name, close } = await beginStore()
      name('First')
      rmSync(join(directory, gone))
      expect(await messageOf(() => name('Second'))).toMatch(/was deleted or changed.*Stop the mock/)
      await close()
      expect(nameIn((await open()).state)).toBe('First')
    },
  )

  test('and replaced by another: the next write is refused', async () => {
    const { name } = await beginStore()
    copyFileSync(file, `${file}.copy`)
    rmSync(file)
    copyFileSync(`${file}.copy`, file)
    expect(await messageOf(() => name('First'))).toContain('was deleted or changed')
  })

  test('with its directory: nothing more is acknowledged, and nothing written for another process', async () => {
    const { name, close, store } = await beginStore()
    rmSync(directory, { recursive: true })
    expect(await messageOf(() => name('First'))).toContain("no longer this process's own")
    expect(await messageOf(() => store.replace(start))).toContain('no longer')
    expect(await messageOf(close)).toContain('no longer')
    mkdirSync(directory)
  })

  test('is there again after a reset', async () => {
    const { name, store } = await beginStore()
    rmSync(file)
    store.replace(start)
    name('First')
    const left = join(directory, 'left.json')
    for (const end of ['', '.journal']) copyFileSync(`${file}${end}`, `${left}${end}`)
    expect(nameIn((await open(left)).state)).toBe('First')
  })
})

describe('A flipped bit is a refusal with place and cure', () => {
  /** Each byte in turn has one of its eight bits flipped. */
  function* flipsOf(bytes: Buffer): Generator<[flipped: Buffer, index: number]> {
    for (let index = 0; index < bytes.length; index++) {
      const flipped = Buffer.from(bytes)
      flipped[index] = (bytes[index] ?? 0) ^ (1 << (index % 8))
      yield [flipped, index]
    }
  }

  test('in the journal', async () => {
    const { name } = await beginStore()
    for (const text of ['First', 'Second']) name(text)
    const place = join(directory, 'flipped.journal')
    for (const [flipped, index] of flipsOf(readFileSync(`${file}.journal`))) {
      writeFileSync(place, flipped)
      const message = await messageOf(() => [...readChanges(place).lines])
      expect(message, `byte ${index}`).toMatch(/flipped\.journal, line \d: .*Delete this line/)
    }
  })

  test('in the file', async () => {
    const { name, close } = await beginStore()
    name('Second')
    await close()
    for (const [flipped, index] of flipsOf(readFileSync(file)))
      expect(() => readText(flipped, file), `byte ${index}`).toThrow(
        /kept\.json: .*(?:; |Put back)/,
      )
  })
})

test('A row of the journal that FILE could not be read with again is refused, not kept', async () => {
  const { store } = await beginStore()
  const row = { ...findRow(start.plans, id(5)), offering: id(4711) }
  const wrong = { ...start, changes: [['plans', id(5), row]] } as unknown as State
  store.append(wrong.changes, start)
  const left = join(directory, 'left.json')
  for (const end of ['', '.journal']) copyFileSync(`${file}${end}`, `${left}${end}`)
  expect(await messageOf(() => open(left))).toMatch(/left\.json\.journal does not fit .*delete the/)
  const shapeless = { ...row, unit: 'fortnight' }
  store.append([['plans', id(5), shapeless as never]], start)
  copyFileSync(`${file}.journal`, `${left}.journal`)
  expect(await messageOf(() => open(left))).toMatch(/line 2: holds a row that can't be: .*unit/)
})

test('A file that was overwritten in place and cut short is taken from what it was written with', async () => {
  const { name, close } = await beginStore()
  name('First')
  await close()
  copyFileSync(file, join(directory, '.kept.json.next.tmp'))
  truncateSync(file, 700)
  expect(nameIn((await open()).state)).toBe('First')
  expect(existsSync(join(directory, '.kept.json.next.tmp'))).toBe(false)
})

/** A file that is mounted by itself can't be renamed over; a mount needs rights of its own. */
const inMount = ['--mount', ...(process.getuid?.() === 0 ? [] : ['-Ur'])]
const hasMounts = spawnSync('unshare', [...inMount, 'true']).status === 0
const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

test.each(hasMounts ? ['a mount'] : [])('A file that is %s is written in place', () => {
  writeFileSync(file, JSON.stringify(makeFixture(start)))
  const serve = `mount --bind ${file} ${file} && ${process.execPath} -e '
    const { spawn } = require("node:child_process")
    const mock = spawn(process.execPath, ["${CLI}", "serve", "--port", "0", "--persist", "${file}"])
    mock.stderr.pipe(process.stderr)
    mock.stdout.once("data", () => mock.kill("SIGTERM"))
    mock.on("exit", (code) => process.exit(code))'`
  const { status, stderr } = spawnSync('unshare', [...inMount, 'sh', '-c', serve])
  expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' })
  expect(readFileSync(file, 'utf8')).toMatch(/^\{"seq":\d+,[^]*"sum":/)
  expect(readdirSync(dirname(file))).toEqual(['kept.json'])
})

test('A start that fails leaves no lock behind', async () => {
  writeFileSync(file, JSON.stringify(makeFixture(start)))
  const { code } = await refuseStart('--persist', file, '--host', '203.0.113.1')
  expect(code).toBe(2)
  expect(readdirSync(directory)).toEqual(['kept.json'])
})

test('A disk that is full at the start is said in one line, and leaves no lock behind', () => {
  const serve = `ulimit -f 8; ${process.execPath} ${CLI} serve --port 0 --persist ${file}`
  const { status, stderr } = spawnSync('sh', ['-c', serve])
  expect(status).toBe(2)
  expect(String(stderr)).toMatch(/^\S*kept\.json can't be kept \(EFBIG\)\.[^\n]*\n$/)
  expect(readdirSync(directory).filter((name) => name.includes('lock'))).toEqual([])
})

test.each(['SIGHUP', 'SIGTERM', 'SIGINT'] as const)('%s stops cleanly', async (signal) => {
  const server = await startServe('--persist', file)
  server.kill(signal)
  expect(await server.ended).toBe(0)
  expect(readdirSync(directory)).toEqual(['kept.json'])
})
