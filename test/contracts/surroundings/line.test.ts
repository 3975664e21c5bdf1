import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { answerWrongCreate, startTarget } from '../startTarget.ts'
import { runVerify } from '../startVerify.ts'
import { holdTo } from './holdTo.ts'

type Disturb = (req: IncomingMessage, res: ServerResponse) => void

const gateway =
  (status: number): Disturb =>
  (_req, res) =>
    void res
      .writeHead(status, { 'Content-Type': 'text/html', 'Retry-After': '0' })
      .end(`<html><h1>${status}</h1></html>`)

const disturbances: readonly (readonly [string, Disturb])[] = [
  ['answers 502', gateway(502)],
  ['answers 503', gateway(503)],
  ['answers 504', gateway(504)],
  ['resets the connection', (req) => req.socket.destroy()],
  [
    'cuts an answer off',
    (_req, res) =>
      void res.writeHead(200, { 'Content-Length': '9999' }).write('[', () => res.destroy()),
  ],
]

const ONLY = [
  'lists.count',
  'plans.create',
  'prices.exact',
  'archive.',
  'document.marketplace_plans_create',
]

/** Each of so many requests meets the disturbance, after the first look. */
const now =
  (disturb: Disturb, every: number) => (req: IncomingMessage, res: ServerResponse, nth: number) => {
    const isMeant = nth % every === every - 1
    if (isMeant) disturb(req, res)
    return isMeant
  }

describe('a gateway that now and then', () => {
  it.each(disturbances)('%s is no fault of the server', async (_name, disturb) => {
    const { url } = await startTarget({ instead: now(disturb, 17) })

    const { broken, held, lost } = await holdTo(url, ONLY)

    expect({ broken, lost }).toEqual({ broken: [], lost: null })
    expect(held.length).toBeGreaterThan(10)
  })

  it.each(disturbances)('%s hides no fault of the server', async (_name, disturb) => {
    const { url } = await startTarget({ instead: now(disturb, 9), wrap: answerWrongCreate })

    const { broken } = await holdTo(url, ['plans.create-location'])

    expect(broken).toEqual(['plans.create-location'])
  })
})

it('what a gateway answers each time is a finding', async () => {
  const { url } = await startTarget({
    instead: (req, res) => {
      const isMeant = /update_prices/.test(req.url ?? '')
      if (isMeant) gateway(502)(req, res)
      return isMeant
    },
  })

  const { broken, lost } = await holdTo(url, ['prices.exact'], { retries: 1 })

  expect({ broken, lost }).toEqual({ broken: ['prices.exact'], lost: null })
})

describe('an answer that does not come in time', () => {
  const hangs = (which: (url: string, nth: number) => boolean) =>
    startTarget({ instead: (req, _res, nth) => which(req.url ?? '', nth) })

  it('is asked for again, and nothing is said when it comes then', async () => {
    const { url } = await hangs((_path, nth) => nth % 13 === 12)

    const { broken, skipped } = await holdTo(url, ['lists.count'], { timeout: 0.2 })

    expect({ broken, skipped }).toEqual({ broken: [], skipped: {} })
  })

  it('breaks no contract, and is counted apart with exit code 2', async () => {
    const { url } = await hangs((path) => path.startsWith('/api/marketplace-plans/?page_size=1'))

    const { code, text } = await runVerify(url, [
      '--read-only',
      '--only',
      'lists.count',
      '--timeout',
      '0.3',
    ])

    expect(text).not.toMatch(/✗/)
    expect(text).toMatch(/- 1 not held: no answer in 0\.3 s \(--timeout\)/)
    expect(text).toMatch(/1 contracts got no answer in 0\.3 s .*--timeout.*\n$/)
    expect(code).toBe(2)
  })
})

it('a write that a gateway lost the answer of is sent again, and what was already done is no fault', async () => {
  let nth = 0
  const { url } = await startTarget({
    wrap: (inner) => (call) => {
      const sent = inner.answer(call)
      const isAct =
        call.method === 'DELETE' || /\/(?:archive|google_calendar_sync)\/$/.test(call.target)
      return isAct && nth++ % 5 === 0 ? { ...sent, status: 502, body: new Uint8Array() } : sent
    },
  })

  const { findings } = await holdTo(url, ['calendar.sync', 'archive.once', 'plans.delete'])

  expect(findings.map(({ contract, expected, seen }) => [contract, expected, seen])).toEqual([])
})
