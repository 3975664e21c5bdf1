import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isWrite, listRows, startTarget } from './startTarget.ts'
import { readReport, runVerify } from './startVerify.ts'

const OFFERING = 'a1b2c3d4-e5f6-7890-abcd-ef1234567890'
const OURS = 'a1b2c3d4e5f67890abcdef1234567890'

const readLedger = (dir: string) => readFileSync(join(dir, '.waldur-verify/ledger.jsonl'), 'utf8')

it.concurrent('verify only reads a server that is not on this machine, unless it is told to write', async () => {
  const { url, asked, mock } = await startTarget({ host: '0.0.0.0' })
  const before = listRows(mock)

  const { code, text, dir } = await runVerify(url, [
    '--only',
    'plans.,roles.,calendar.,stories.,bounds.',
  ])

  expect(asked.filter(isWrite)).toEqual([])
  expect(asked.length).toBeGreaterThan(5)
  expect(text).toMatch(/not held: it writes, and this run is read-only \(--write --offering\)/)
  expect(text).toContain('(read-only, seed 7, release 7.8.7)')
  expect(code, text).toBe(0)
  expect(listRows(mock)).toEqual(before)
  expect(() => readLedger(dir)).toThrow(/ENOENT/)
})

it.concurrent('verify --write --offering writes only to plans of its own under that offering', async () => {
  const { url, asked, mock } = await startTarget({ host: '0.0.0.0' })
  const before = listRows(mock)

  const args = ['--write', '--offering', OFFERING, '--only', 'plans.,quotas.,calendar.']
  const { code, text, dir } = await runVerify(url, args)

  const ledger = readLedger(dir)
  const written = asked.filter(isWrite).flatMap(({ path }) => path.split('/')[3] || [])
  const isKnown = (uuid: string) => uuid === OURS || ledger.includes(`"made":"${uuid}"`)
  const existing = [...mock.state().plans.rows.keys(), ...mock.state().offerings.rows.keys()]
  expect(written.filter((uuid) => !isKnown(uuid) && existing.includes(uuid))).toEqual([])
  expect(written.filter(isKnown).length).toBeGreaterThan(20)
  expect(listRows(mock)).toEqual(before)
  expect(code, text).toBe(0)
})

it.concurrent('verify reports a server that changes what the run did not make', async () => {
  let uuid = ''
  const { url } = await startTarget({
    wrap: (inner) => {
      const { plans } = inner.state()
      uuid = [...plans.rows.values()].find(({ archived }) => !archived)?.uuid ?? ''
      return (call) => {
        const sent = inner.answer(call)
        const headers = { ...call.headers, 'content-type': 'application/json' }
        const body = new TextEncoder().encode('{"description":"changed"}')
        const path = `/api/marketplace-plans/${uuid}/`
        // Whoever deletes a plan changes another one by the way.
        if (call.method === 'DELETE')
          inner.answer({ ...call, method: 'PATCH', target: path, headers, body })
        return sent
      }
    },
  })

  const { code, text, dir } = await runVerify(url, ['--only', 'quotas.nothing'])

  expect(code).toBe(1)
  expect(text).toMatch(
    new RegExp(`✗ safety\\.nothing-else-changed: [^✗]*saw +plan ${uuid}: description changed`),
  )
  expect(readReport(dir).contracts.filter(({ outcome }) => outcome === 'broken')).toHaveLength(1)
})

it.concurrent('verify reports a server that makes plans by itself, and takes them away', async () => {
  const { url, mock } = await startTarget({
    wrap: (inner) => (call) => {
      const isCreating = call.method === 'POST' && call.target === '/api/marketplace-plans/'
      const sent = inner.answer(call)
      if (isCreating && sent.status === 201) inner.answer(call)
      return sent
    },
  })
  const before = listRows(mock)

  const { code, text } = await runVerify(url, ['--only', 'quotas.nothing'])

  expect(code).toBe(1)
  expect(text).toMatch(/saw +plan [0-9a-f]{32} is unnoted \(it carries the mark of a run, but no/)
  expect(listRows(mock)).toEqual(before)
})

it.concurrent('verify --write says in one line what it needs to be safe', async () => {
  const { url, asked } = await startTarget({ host: '0.0.0.0' })

  const said = await Promise.all([
    runVerify(url, ['--write']),
    runVerify(url, ['--write', '--offering', 'our-lab']),
    runVerify(url, ['--write', '--offering', '00000000000000000000000000000000']),
  ])

  expect(said[0]?.text).toMatch(/^--write needs --offering <uuid>: .*\n$/)
  expect(said[1]?.text).toMatch(/^--offering "our-lab" is no uuid\. Give .*\n$/)
  expect(said[2]?.text).toMatch(/ has no booking offering 0{32} .*\(404\)\. Give .*\n$/)
  expect(said.map(({ code }) => code)).toEqual([2, 2, 2])
  expect(asked.filter(isWrite)).toEqual([])
})

/** It has no calendar yet, and a provider with credentials: the first sync makes one. */
const WITHOUT_CALENDAR = '07e3fde5-442c-4428-8896-fe4886d0cc6a'
const SYNC = ['--offering', WITHOUT_CALENDAR, '--only', 'calendar.sync']

it.concurrent('a calendar that the run had to make is said, and no fault of the server', async () => {
  const { url, mock } = await startTarget()

  const { code, text } = await runVerify(url, SYNC)

  expect(code, text).toBe(0)
  expect(text).toMatch(/offering 07e3\w+ has a calendar now, which the run had to make: no request/)
  expect(mock.state().calendars.rows.size).toBeGreaterThan(0)
})

it.concurrent('a calendar that a server makes besides is found', async () => {
  const { url } = await startTarget({
    wrap: (inner) => (call) => {
      const sent = inner.answer(call)
      const other = '9c3bdcb1-2aae-4f0e-b34b-48ae6191c5f7'
      if (call.method === 'POST' && call.target.endsWith('/google_calendar_sync/'))
        inner.answer({ ...call, target: `/api/booking-offerings/${other}/google_calendar_sync/` })
      return sent
    },
  })

  const { code, text } = await runVerify(url, SYNC)

  expect(code, text).toBe(1)
  expect(text).toMatch(
    /✗ safety\.nothing-else-changed: [^✗]*saw +offering 9c3b\w+: googlecalendar changed/,
  )
})
