import { once } from 'node:events'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listHindrances, listSteps } from '../../src/seed/remote/listSteps.ts'
import { openLedger, readLedger } from '../../src/seed/remote/ledger.ts'
import { lockFile } from '../../src/mock/store/lock.ts'
import { readPlan } from '../../src/seed/remote/serverPlan.ts'
import type { WantedPlan } from '../../src/seed/remote/wantedPlan.ts'
import { commandIn } from '../cli/command.ts'
import { home } from './seeding.ts'

const AT = { target: 'https://demo.example', offering: 'a1'.repeat(16) }
const file = () => join(home(), 'deep', 'ledger.jsonl')

describe('The ledger of seed', () => {
  it('is free again when Ctrl-C has ended a run', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    const until = once(server, 'request')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const at = ['--target', `http://127.0.0.1:${port}`, '--offering', AT.offering]
    const cwd = home()
    const ended = await commandIn({ cwd, until }, 'seed', 'apply', ...at, '--token', 'abcd')
    server.closeAllConnections()
    server.close()

    expect([ended.code, readdirSync(join(cwd, '.waldur-seed'))]).toEqual([130, []])
  })

  it('knows after a restart what was made, what may have been, and what is gone', () => {
    const path = file()
    const first = openLedger(path, AT)
    for (const tag of ['WM-h1-1', 'WM-h1-2', 'WM-h1-3']) first.note({ making: tag })
    first.note({ made: 'WM-h1-1', uuid: 'one' })
    first.note({ made: 'WM-h1-2', uuid: 'two' })
    first.note({ removing: 'two' })
    first.note({ removed: 'two', by: 'archive' })
    first.close()

    const again = readLedger(path, AT)
    expect(again.present()).toEqual([{ uuid: 'one', tag: 'WM-h1-1' }])
    expect([...again.unsure()]).toEqual(['WM-h1-3'])
    expect(again.archivedTimes('WM-h1-2')).toBe(1)
  })

  it('drops a line that the end of a run has torn, and goes on after it', () => {
    const path = file()
    const first = openLedger(path, AT)
    first.note({ made: 'WM-h1-1', uuid: 'one' })
    first.close()
    appendFileSync(path, '{"made":"WM-h1-2","uu')

    const again = openLedger(path, AT)
    again.note({ made: 'WM-h1-3', uuid: 'three' })
    again.close()
    expect(
      readLedger(path, AT)
        .present()
        .map(({ uuid }) => uuid),
    ).toEqual(['three', 'one'])
    expect(
      readFileSync(path, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toHaveLength(3)
  })

  it.each([
    [
      'another offering',
      { ...AT, offering: 'b2'.repeat(16) },
      /belongs to offering a1a1.* --ledger <file>/,
    ],
    ['another server', { ...AT, target: 'https://other.example' }, /on https:\/\/demo\.example/],
  ])('is not used for %s', (_name, at, text) => {
    const path = file()
    openLedger(path, AT).close()
    expect(() => openLedger(path, at)).toThrow(text)
  })

  it('is never mistaken for a file of somebody else, which stays as it is', () => {
    const path = join(home(), 'notes.txt')
    writeFileSync(path, 'Dear diary\n')
    expect(() => openLedger(path, AT)).toThrow(/is no ledger of seed/)
    expect(readFileSync(path, 'utf8')).toBe('Dear diary\n')
  })

  it('is for one run at a time; a lock whose process is gone is taken over', async () => {
    const path = file()
    mkdirSync(dirname(path), { recursive: true })
    const formatLock = (pid: number) => JSON.stringify({ pid, host: hostname() })
    writeFileSync(`${path}.lock`, formatLock(1))
    await expect(lockFile(path, { instead: 'wait until it has ended' })).rejects.toThrow(
      /is in use by process 1\. Stop it, or wait until it has ended\.$/,
    )
    writeFileSync(`${path}.lock`, formatLock(4194303))
    const lock = await lockFile(path, { instead: 'wait' })
    lock.release()
    expect(existsSync(`${path}.lock`)).toBe(false)
  })
})

const wish: WantedPlan = {
  tag: 'WM-h1-1',
  fields: {
    name: 'Pilot',
    description: '<p>A & B</p>',
    article_code: 'P',
    max_amount: null,
    unit: 'hour',
  },
  archived: false,
  groups: [],
  prices: { hours: '0.00', setup: '5.00' },
  quotas: {},
  discounts: {},
}

const plan = (more: object = {}) =>
  readPlan({
    uuid: 'a1'.repeat(16),
    name: 'Pilot',
    description: '<p>A & B</p>',
    article_code: 'P',
    unit: 'hour',
    prices: { hours: '0E-10', setup: '5.0000000000' },
    future_prices: { hours: null, setup: null },
    ...more,
  })

describe('What seed still has to do', () => {
  const names = (shown: ReturnType<typeof plan>) =>
    listSteps(wish, shown).map(({ operation }) => operation)

  it('is nothing, when the server says the same in other words', () => {
    expect(names(plan())).toEqual([])
    expect(names(plan({ description: '<p>A & B </p>\n' }))).toEqual([])
    expect(names(plan({ prices: { hours: 0, setup: 5 } }))).toEqual([])
  })

  it('is nothing for a price of zero that a plan in use can’t announce', () => {
    const used = { resources_count: 1, prices: { hours: 7, setup: 5 } }
    expect(names(plan(used))).toEqual([])
    expect(names(plan({ ...used, resources_count: 0 }))).toEqual(['update_prices'])
  })

  it('is nothing for a price that is announced already', () => {
    const used = { resources_count: 1, prices: { hours: 0, setup: 4 } }
    expect(names(plan(used))).toEqual(['update_prices'])
    expect(names(plan({ ...used, future_prices: { hours: null, setup: '5.0' } }))).toEqual([])
  })

  it('leaves the terms of a plan in use, and a plan that somebody has archived, and says so', () => {
    expect(listHindrances(wish, plan({ resources_count: 1, name: 'Other' }))).toEqual([
      'resources use it, so name stays',
    ])
    expect(listHindrances(wish, plan({ archived: true }))).toEqual(['somebody has archived it'])
  })
})
