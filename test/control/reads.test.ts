import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFixture } from '../../src/doors/index.ts'
import { createOwner } from '../../src/mock/owner.ts'
import type { Owner } from '../../src/mock/owner.ts'
import { decodeText, EMPTY, encodeText } from '../../src/pipeline/bytes.ts'
import { handle } from '../../src/pipeline/handle.ts'
import type { ApiRequest } from '../../src/pipeline/reading/request.ts'
import { BOOKINGS, PLANS } from '../domain/createWaldur.ts'
import { ids, lab, offering } from '../domain/lab.ts'

const NOON = Date.parse('2026-03-02T12:00:00.500Z')
const DAY = 86_400_000

/** One window is over, one has begun, one comes; a quarter ends between two full seconds. */
const schedules = [
  { start: '2026-03-01T08:00:00.000Z', end: '2026-03-01T12:00:00.000Z' },
  { start: '2026-03-02T11:00:00.000Z', end: '2026-03-02T12:00:00.750Z' },
  { start: '2026-03-02T12:00:01.000Z', end: '2026-03-04T12:00:00.000Z' },
].map((window, index) => ({ id: `w${index}`, title: `Window ${index}`, ...window }))

const start = parseFixture(
  JSON.stringify({
    ...lab,
    offerings: [offering({ attributes: { schedules } }), ...lab.offerings.slice(1)],
  }),
  'lab.json',
  new Date(NOON),
)

/** Its time is over an hour after noon. */
const JWT = `Bearer head.${btoa(JSON.stringify({ exp: NOON / 1000 + 3600 }))}.sign`

const read = fc.record({
  method: fc.constantFrom('GET', 'HEAD'),
  target: fc.constantFrom(
    PLANS,
    `${PLANS}${ids.academic}/`,
    `${PLANS}?page_size=1`,
    `${PLANS}usage_stats/`,
    BOOKINGS,
    `${BOOKINGS}${ids.bench}/`,
    `${BOOKINGS}?field=name&field=attributes`,
    `${BOOKINGS}${ids.bench}/?field=attributes`,
  ),
  origin: fc.constantFrom('http://here', 'https://there'),
  headers: fc.record(
    {
      authorization: fc.constantFrom(
        'Token staff',
        'Token owner',
        'Token busy',
        'Token unknown',
        '',
        JWT,
      ),
      accept: fc.constantFrom('*/*', '', 'undefined', 'text/html'),
      'user-agent': fc.constantFrom('one', 'another'),
    },
    { requiredKeys: [] },
  ),
})

const step = fc.oneof(
  { weight: 8, arbitrary: read.map((request) => ({ request: { ...request, body: EMPTY } })) },
  fc
    .string({ maxLength: 9 })
    .map((description) => ({ request: { ...PATCH, body: write({ description }) } })),
  fc.constantFrom(1, 499, 500, 3_600_000, DAY, 40 * DAY, -DAY).map((pass) => ({ pass })),
  fc.constant({ undo: true }),
)

const write = (body: object) => encodeText(JSON.stringify(body))

const PATCH = {
  method: 'PATCH',
  target: `${PLANS}${ids.academic}/`,
  origin: 'http://here',
  headers: { authorization: 'Token staff', 'content-type': 'application/json' },
}

/** What the pipeline without a memory answers at the same moment. */
function answerPlainly({ main, rules }: Owner, request: ApiRequest, now: number) {
  const { response } = handle(
    { ...rules, state: main.current.state(), now: new Date(now) },
    request,
  )
  return response
}

describe('A repeated read', () => {
  it.each(['documented', 'observed'] as const)(
    'is answered as if it were the first, whatever time and writes did between (%s)',
    (as) => {
      fc.assert(
        fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => {
          let now = NOON
          const owner = createOwner({ start, as, now: () => new Date(now) })
          for (const { request, pass = 0, undo } of steps as Step[]) {
            now += pass
            if (undo)
              owner.main.current.goTo(Math.max(0, owner.main.current.timeline.current() - 1))
            if (!request) continue
            const expected = request.method === 'PATCH' || answerPlainly(owner, request, now)
            const { 'X-Mock-Id': _, ...headers } = owner.main.answer(request).headers
            const again = owner.main.answer(request)

            if (expected === true) continue
            expect(headers).toEqual(expected.headers)
            expect(again.body).toEqual(expected.body)
          }
        }),
        { seed: 17, numRuns: 150 },
      )
    },
  )

  it.each([10, 100_000])(
    'costs no work again, however many others of %i bytes were asked for before',
    (size) => {
      let asked = 0
      const answer = () => {
        asked++
        return { status: 200, headers: {}, body: new Uint8Array(size) }
      }
      const rest = { source: 'others', isLasting: true, answer }
      const { main } = createOwner({ start, rest })
      const ask = (name: string) =>
        main.answer({ ...READ, target: `/api/${name}/`, headers: {} }).status

      for (let other = 0; other < 3000; other++) ask(`others-${other}`)
      ask('mine')
      asked = 0

      expect([ask('mine'), ask('mine'), asked]).toEqual([200, 200, 0])
    },
  )

  it('tells when the time of a token is over, though it was refused before', () => {
    let now = NOON
    const owner = createOwner({ start, as: 'observed', now: () => new Date(now) })
    const ask = () =>
      decodeText(owner.main.answer({ ...READ, headers: { authorization: JWT } }).body)

    expect(ask()).toContain('Introspection configuration is incomplete.')
    now += 2 * 3_600_000
    expect(ask()).toContain('Token has expired.')
  })
})

const READ = { method: 'GET', target: PLANS, origin: 'http://here', body: EMPTY }

interface Step {
  readonly request?: ApiRequest
  readonly pass?: number
  readonly undo?: true
}
