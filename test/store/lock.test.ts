import { build } from 'esbuild'
import { fork, spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { lockFile } from '../../src/mock/store/lock.ts'
import type { Lock } from '../../src/mock/store/lock.ts'
import { describeSelf } from '../../src/mock/store/lockOwner.ts'
import { tries } from '../tries.ts'

const ROUNDS = tries(200)
const STARTERS = 8
const STARTER = fileURLToPath(new URL('starter.mjs', import.meta.url))

let directory = ''
let script = ''
let running: ChildProcess[] = []
let locks: Lock[] = []

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'waldur-mock-'))
  script = join(directory, 'lock.mjs')
  const entryPoints = [fileURLToPath(new URL('../../src/mock/store/lock.ts', import.meta.url))]
  await build({ entryPoints, outfile: script, bundle: true, platform: 'node', format: 'esm' })
})
afterEach(async () => {
  for (const lock of locks) lock.release()
  locks = []
  for (const child of running) child.disconnect()
  await Promise.all(running.map((child) => once(child, 'exit')))
  running = []
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** Root may make a space of processes; others only where the system lets them. */
const flags = ['--pid', '--fork', '--mount-proc', ...(process.getuid?.() === 0 ? [] : ['-Ur'])]
const hasSpaces = spawnSync('unshare', [...flags, 'true']).status === 0
const ways: readonly ('one space' | 'two spaces')[] = [
  'one space',
  ...(hasSpaces ? ['two spaces' as const] : []),
]

async function start(isApart: boolean): Promise<ChildProcess> {
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc'] as const
  const child = isApart
    ? spawn('unshare', [...flags, process.execPath, STARTER, script], { stdio: [...stdio] })
    : fork(STARTER, [script], { execArgv: [] })
  running.push(child)
  await once(child, 'message')
  return child
}

const ended = spawnSync(process.execPath, ['-e', '']).pid
const deadText = () => JSON.stringify({ ...describeSelf(), pid: ended })
const elsewhere = JSON.stringify({ ...describeSelf(), boot: 'another', host: 'elsewhere' })

function writeOld(path: string, text: string): void {
  writeFileSync(path, text)
  utimesSync(path, 0, 0)
}

/** Some find a dead lock, some one whose remover was killed too, some none. */
function leave(file: string, round: number): void {
  if (round % 4 > 0) writeFileSync(`${file}.lock`, deadText())
  if (round % 4 === 2) writeFileSync(`${file}.lock.claim`, deadText())
  if (round % 4 === 3) writeOld(`${file}.lock`, elsewhere)
}

test.each(ways)(
  `${STARTERS} processes in %s that start at once on one file: ${ROUNDS} times one of them has it`,
  { timeout: 240_000 },
  async (way) => {
    const apart = (index: number) => way === 'two spaces' && index % 2 === 1
    const starters = await Promise.all(Array.from({ length: STARTERS }, (_, i) => start(apart(i))))
    for (let round = 0; round < ROUNDS; round++) {
      const file = join(directory, `${way}-${round}.json`)
      leave(file, round)
      const heard = starters.map((starter) => once(starter, 'message'))
      for (const starter of starters) starter.send({ file, at: Date.now() + 10 })
      const said = (await Promise.all(heard)).map(([message]) => message as { isOwner: boolean })
      expect(
        said.filter(({ isOwner }) => isOwner),
        `round ${round}`,
      ).toHaveLength(1)
    }
  },
)

async function lockNow(file: string, more: object = {}): Promise<Lock> {
  const lock = await lockFile(file, { instead: 'wait', ...more })
  locks.push(lock)
  return lock
}

test('What is written aside by a process that was killed in its start does not stay', async () => {
  const file = join(directory, 'left.json')
  writeOld(`${file}.lock.0a1b2c3d`, deadText())
  await lockNow(file)
  expect(readdirSync(directory).filter((name) => name.startsWith('left.'))).toEqual([
    'left.json.lock',
  ])
})

test('A process of another container counts as alive until its lock has stopped to beat', async () => {
  const file = join(directory, 'beats.json')
  writeFileSync(`${file}.lock`, elsewhere)
  const pace = { beat: 20, stale: 400 }
  const beat = setInterval(() => writeFileSync(`${file}.lock`, elsewhere), pace.beat)
  await expect(lockNow(file, { pace })).rejects.toThrow(/in use by process \d+ on elsewhere/)
  clearInterval(beat)
  await lockNow(file, { pace })
  expect(readFileSync(`${file}.lock`, 'utf8')).not.toContain('elsewhere')
})

test('--takeover does not wait, and who has lost the file learns it before the next write', async () => {
  const file = join(directory, 'taken.json')
  const lock = await lockNow(file)
  writeFileSync(`${file}.lock`, elsewhere)
  const next = await lockNow(file, { takeover: true })
  expect(() => lock.assertHeld()).toThrow(/no longer this process's own/)
  expect(() => next.assertHeld()).not.toThrow()
  locks.shift()?.release()
  expect(() => next.assertHeld()).not.toThrow()
})

test('--takeover takes nothing from a process that is seen to run', async () => {
  const file = join(directory, 'seen.json')
  await lockNow(file)
  await expect(lockNow(file, { takeover: true })).rejects.toThrow(`process ${process.pid}`)
})
