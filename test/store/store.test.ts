import * as fc from 'fast-check'
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { drop, put } from '../../src/domain/state.ts'
import type { State } from '../../src/domain/state.ts'
import { findRow } from '../../src/domain/table.ts'
import { makeFixture, parseFixture } from '../../src/fixture/fixture.ts'
import { openStore } from '../../src/mock/store/store.ts'
import type { OpenedStore } from '../../src/mock/store/store.ts'
import { UsageError } from '../../src/errors.ts'
import { id, plan, shop } from '../fixture/shop.ts'
import { directory, file, keepFile, open, start } from './keptFile.ts'

keepFile()
afterEach(() => void vi.useRealTimers())

/** A store that holds the start data, and a way to write plans into it. */
async function beginStore(path = file) {
  const kept = await open(path)
  kept.store.replace(start)
  return writerOf(kept, start)
}

function writerOf(kept: OpenedStore, first: State) {
  let state = first
  const write = (next: State) => {
    kept.store.append(next.changes, next)
    state = { ...next, changes: [] }
    return state
  }
  return {
    ...kept,
    state: () => state,
    write,
    name: (name: string, number = 5) => write(put(state, 'plans', renamePlan(name, number))),
  }
}

const renamePlan = (name: string, number = 5) => {
  const row = findRow(start.plans, id(5))
  if (!row) throw new Error('The start data have no plan 5.')
  return { ...row, uuid: id(number), name }
}

/** What a crash leaves at this moment, as files of another name without a lock. */
function copyAsCrashed(): string {
  const left = join(mkdtempSync(join(directory, 'crashed-')), 'kept.json')
  if (existsSync(file)) copyFileSync(file, left)
  if (existsSync(`${file}.journal`)) copyFileSync(`${file}.journal`, `${left}.journal`)
  return left
}

const rowsIn = (state: State | null): object | null => state && makeFixture(state)
const nameIn = (state: State | null) => state && findRow(state.plans, id(5))?.name
const journal = (): string => readFileSync(`${file}.journal`, 'utf8')
const filesBeside = () => readdirSync(directory).filter((name) => name.startsWith('kept.json'))

async function refusal(path = file): Promise<string> {
  const error: unknown = await openStore(path).then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(UsageError)
  const { message } = error as UsageError
  expect(message).not.toContain('\n')
  return message
}

describe('What is kept', () => {
  test('is nothing at first, then the start data, in a file at once', async () => {
    const kept = await open()
    expect(kept.state).toBeNull()
    kept.store.replace(start)
    expect(rowsIn((await open(copyAsCrashed())).state)).toEqual(makeFixture(start))
  })

  test('has every write as soon as it is answered', async () => {
    const { name, write, state } = await beginStore()
    name('Changed')
    name('New', 6)
    write(drop(state(), 'plans', id(6)))
    const after = await open(copyAsCrashed())
    expect(rowsIn(after.state)).toEqual(makeFixture(state()))
    expect(nameIn(after.state)).toBe('Changed')
  })

  test('is one file after a stop, which is a fixture as well', async () => {
    const { name, close, state } = await beginStore()
    name('Changed')
    await close()
    expect(filesBeside()).toEqual(['kept.json'])
    const text = readFileSync(file, 'utf8')
    expect(makeFixture(parseFixture(text, file, new Date()))).toEqual(makeFixture(state()))
  })

  test('has the month whose prices are current', async () => {
    const { write, state } = await beginStore()
    write({ ...state(), month: '2026-04' })
    expect((await open(copyAsCrashed())).state?.month).toBe('2026-04')
  })

  test('is the start data again after a reset, and what was written since', async () => {
    const { name, store } = await beginStore()
    name('Changed')
    store.replace(start)
    expect(nameIn((await open(copyAsCrashed())).state)).toBe('Basic')
    name('Changed again')
    expect(nameIn((await open(copyAsCrashed())).state)).toBe('Changed again')
  })

  test('comes from a fixture that was written by hand, its times moved once', async () => {
    const hand = { ...shop({ plans: [plan()] }), as_of: '2020-03-02T08:00:00Z', month: '2020-03' }
    writeFileSync(file, JSON.stringify(hand, null, 2))
    const kept = await open()
    expect(nameIn(kept.state)).toBe('Basic')
    await kept.close()
    expect(readFileSync(file, 'utf8')).not.toContain('as_of')
    expect(rowsIn((await open()).state)).toEqual(rowsIn(kept.state))
  })

  test('may begin with an empty file', async () => {
    writeFileSync(file, '')
    expect((await open()).state).toBeNull()
  })

  test('is found through a link, which stays one', async () => {
    const link = join(directory, 'link.json')
    const { close } = await beginStore()
    await close()
    symlinkSync(file, link)
    const kept = await open(link)
    expect(await refusal(file)).toContain('is in use')
    writerOf(kept, start).name('Changed')
    await kept.close()
    expect(nameIn((await open()).state)).toBe('Changed')
  })
})

describe('A crash', () => {
  test('in the middle of a line loses that line only, and it is cut off', async () => {
    const { name } = await beginStore()
    name('First')
    name('Second')
    truncateSync(`${file}.journal`, journal().length - 7)
    const left = copyAsCrashed()
    const after = await open(left)
    expect(nameIn(after.state)).toBe('First')
    writerOf(after, after.state ?? start).name('Third')
    copyFileSync(`${left}.journal`, `${file}.journal`)
    expect(nameIn((await open(copyAsCrashed())).state)).toBe('Third')
  })

  test('between writing the file and emptying the journal counts no line twice', async () => {
    const { name, close } = await beginStore()
    name('First')
    name('Second')
    const before = journal()
    await close()
    writeFileSync(`${file}.journal`, before)
    const after = await open()
    expect(nameIn(after.state)).toBe('Second')
    writerOf(after, after.state ?? start).name('Third')
    expect(nameIn((await open(copyAsCrashed())).state)).toBe('Third')
  })

  test('while a file is written leaves the old one, and what is left over goes', async () => {
    const { name, close } = await beginStore()
    name('First')
    await close()
    const leftOver = ['tmp', 'next.tmp', 'now.tmp'].map((end) =>
      join(directory, `.kept.json.${end}`),
    )
    for (const path of [...leftOver, `${file}.journal.tmp`]) writeFileSync(path, '{"seq":9,')
    const after = await open()
    expect(nameIn(after.state)).toBe('First')
    expect(leftOver.filter(existsSync)).toEqual([])
    await after.close()
    expect(filesBeside()).toEqual(['kept.json'])
  })

  const step = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ plan: fc.integer({ min: 5, max: 8 }), name: fc.string() }),
    },
    { weight: 2, arbitrary: fc.record({ dropped: fc.integer({ min: 5, max: 8 }) }) },
    { weight: 1, arbitrary: fc.record({ month: fc.constantFrom('2026-04', '2026-05') }) },
    { weight: 1, arbitrary: fc.constantFrom('reset' as const, 'restart' as const) },
  )

  test('at any byte leaves a readable prefix with every whole line', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 20 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (steps, part) => {
          const place = join(mkdtempSync(join(directory, 'run-')), 'kept.json')
          const { left, states } = await playSteps(place, steps)
          const bytes = readFileSync(`${left}.journal`)
          const cut = Math.round(bytes.length * part)
          truncateSync(`${left}.journal`, cut)
          const whole = bytes.subarray(0, cut).toString('latin1').split('\n').length - 1
          const after = await openStore(left)
          await after.close()
          expect(rowsIn(after.state)).toEqual(rowsIn(states[whole] ?? null))
        },
      ),
      { numRuns: 150, seed: 20260302 },
    )
  })

  /** The states since FILE was last written, and the files that a crash leaves after the last step. */
  async function playSteps(
    place: string,
    steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[],
  ) {
    let kept = await openStore(place)
    kept.store.replace(start)
    let states = [start]
    const now = () => states.at(-1) ?? start
    const append = (next: State) => {
      kept.store.append(next.changes, next)
      states.push({ ...next, changes: [] })
    }
    for (const what of steps) {
      if (what === 'reset') {
        kept.store.replace(start)
        states = [start]
      } else if (what === 'restart') {
        await kept.close()
        kept = await openStore(place)
        states = [kept.state ?? start]
      } else if ('month' in what) append({ ...now(), month: what.month })
      else if ('dropped' in what) append(drop(now(), 'plans', id(what.dropped)))
      else append(put(now(), 'plans', renamePlan(`x${what.name}`, what.plan)))
    }
    const left = `${place}.left`
    copyFileSync(place, left)
    copyFileSync(`${place}.journal`, `${left}.journal`)
    await kept.close()
    return { left, states }
  }
})

describe('The file itself', () => {
  /** Enough writes to make a new file worth it, and the second without a write that it waits for. */
  function idle(name: (name: string, number: number) => State): void {
    name('First', 5)
    for (let number = 6; number < 20; number++) name(`Plan ${number}`, number)
    vi.advanceTimersByTime(1000)
    vi.useRealTimers()
  }
  const linesLeft = (count: number) =>
    vi.waitFor(() => expect(journal().split('\n').length - 1).toBe(count), { timeout: 20_000 })

  /** The timer is set when a store is opened, so it is opened under the clock of the test. */
  async function beginUnderClock() {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    return beginStore()
  }

  test('is written when nobody has written for a second', async () => {
    const { name, state } = await beginUnderClock()
    idle(name)
    await linesLeft(0)
    const text = readFileSync(file, 'utf8')
    expect(makeFixture(parseFixture(text, file, new Date()))).toEqual(makeFixture(state()))
  })

  test('may be overtaken by a write while it is written', async () => {
    const { name, state } = await beginUnderClock()
    idle(name)
    name('Later')
    expect(rowsIn((await open(copyAsCrashed())).state)).toEqual(makeFixture(state()))
    await linesLeft(1)
    expect(rowsIn((await open(copyAsCrashed())).state)).toEqual(makeFixture(state()))
  })

  test('may be overtaken by a reset while it is written', async () => {
    const { name, store, close } = await beginUnderClock()
    idle(name)
    store.replace(start)
    await close()
    expect(rowsIn((await open()).state)).toEqual(makeFixture(start))
  })
})

describe('Refused with one line that says the cure', () => {
  test('a journal that is broken before its end', async () => {
    const { name } = await beginStore()
    for (const text of ['First', 'Second', 'Third']) name(text)
    for (const broken of ['{"seq":3', '[]', '{"seq":3,"month":"2026-03","changes":[["plans"]]}']) {
      const [first, , third] = journal().split('\n')
      const left = copyAsCrashed()
      writeFileSync(`${left}.journal`, `${first}\n${broken}\n${third}\n`)
      expect(await refusal(left)).toMatch(
        /kept\.json\.journal, line 2: is broken\. Delete this line/,
      )
    }
  })

  test('a journal that belongs to another file, or to none', async () => {
    const { name } = await beginStore()
    for (const text of ['First', 'Second']) name(text)
    const left = copyAsCrashed()
    writeFileSync(`${left}.journal`, journal().slice(journal().indexOf('\n') + 1))
    expect(await refusal(left)).toContain('does not go on where')
    rmSync(left)
    expect(await refusal(left)).toContain('delete the journal to start afresh')
  })

  test('a file that is no fixture', async () => {
    writeFileSync(file, '# Notes')
    expect(await refusal()).toMatch(/kept\.json: line 1, column 1: .* or --persist another file\.$/)
    writeFileSync(file, '{"plan": []}')
    expect(await refusal()).toMatch(/kept\.json: .* or --persist another file\.$/)
    expect(filesBeside()).toEqual(['kept.json'])
  })

  test('what is no file, or can not be one', async () => {
    mkdirSync(file)
    expect(await refusal()).toContain('is not a file')
    expect(await refusal(join(directory, 'missing', 'kept.json'))).toContain(
      'There is no directory',
    )
    writeFileSync(join(directory, 'text'), '')
    expect(await refusal(join(directory, 'text', 'kept.json'))).toContain('ENOTDIR')
  })

  test('a file that can not be written at the end; its journal still has everything', async () => {
    const { name, close } = await beginStore()
    name('Changed')
    mkdirSync(join(directory, '.kept.json.next.tmp'))
    await expect(close()).rejects.toThrow(/EISDIR.*Nothing is lost: .*kept\.json\.journal holds/)
    rmSync(join(directory, '.kept.json.next.tmp'), { recursive: true })
    expect(nameIn((await open()).state)).toBe('Changed')
  })

  test('a file that is in use', async () => {
    const { close } = await beginStore()
    expect(await refusal()).toContain(`is in use by process ${process.pid}. Stop it, or --persist`)
    await close()
    expect((await open()).state).not.toBeNull()
  })

  test.each(['lock', 'journal'])(
    'a %s that is no file, though it may lead nowhere',
    async (name) => {
      for (const put of [(path: string) => symlinkSync('/nowhere/at/all', path), mkdirSync]) {
        put(`${file}.${name}`)
        expect(await refusal()).toBe(
          `${file}.${name} is not a file. Take it away, and start again.`,
        )
        rmSync(`${file}.${name}`, { recursive: true })
      }
    },
  )

  test('a file that another machine has, as long as its lock beats', async () => {
    const text = JSON.stringify({ pid: 1, host: 'elsewhere' })
    const beat = setInterval(() => writeFileSync(`${file}.lock`, text), 20)
    writeFileSync(`${file}.lock`, text)
    expect(await refusal()).toContain('process 1 on elsewhere. Stop it, or --persist another')
    clearInterval(beat)
  })
})

describe('A lock that nobody holds any more is taken over', () => {
  const ended = spawnSync(process.execPath, ['-e', '']).pid
  const host = hostname()

  test.each([
    ['of a process that has ended', JSON.stringify({ pid: ended, host })],
    ['without text, as a loss of power leaves it', ''],
    ['that is no lock', '{"pid":-1,"host":"here"}'],
  ])('%s', async (_, text) => {
    writeFileSync(`${file}.lock`, text)
    utimesSync(`${file}.lock`, 0, 0)
    const { close } = await beginStore()
    expect(await refusal()).toContain(`process ${process.pid}`)
    await close()
    expect(filesBeside()).toEqual(['kept.json'])
  })

  test.runIf(existsSync('/proc/self/stat'))(
    'of a process whose number another one has now, which Linux can tell',
    async () => {
      writeFileSync(`${file}.lock`, JSON.stringify({ pid: process.pid, host, birth: '1' }))
      expect((await open()).state).toBeNull()
    },
  )
})
