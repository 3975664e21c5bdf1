import * as fc from 'fast-check'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import demo from '../../fixtures/demo.json' with { type: 'json' }
import { linkTo } from '../../src/domain/links/links.ts'
import type { Offering, Plan, State } from '../../src/domain/state.ts'
import { findRow, listRows } from '../../src/domain/table.ts'
import { createMock } from '../../src/doors/index.ts'
import { makeFixture, parseFixture } from '../../src/fixture/fixture.ts'
import { openStore } from '../../src/mock/store/store.ts'

const origin = 'http://mock.test'
const now = new Date('2026-03-02T08:00:00Z')
const start = parseFixture(JSON.stringify(demo), 'fixtures/demo.json', now)

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'waldur-mock-'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const style = { origin, uuids: 'dashed' } as const
const links = (place: 'organization group' | 'provider offering', rows: { uuid: string }[]) =>
  rows.map(({ uuid }) => linkTo(style, place, uuid))
const groups = links('organization group', listRows(start.organization_groups))
const offerings = links('provider offering', listRows(start.offerings))

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 160 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\u2028',
    '__proto__',
    '<b>x</b><script>',
    '😀'.repeat(150),
    'x'.repeat(4096),
  ),
)
const number = fc.oneof(
  fc.constantFrom(0, 1, -1, -0, 32767, 32768, 2147483647, '7', ' 7 ', '0.0', null, 1e21, 0.1),
  fc.integer(),
)
const decimal = fc.oneof(
  number,
  fc.constantFrom(
    '0.0000000001',
    '999999999999.9999999999',
    '-5',
    '1e3',
    '1E-10',
    '-0',
    '+3',
    '.5',
    '5.',
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)

const fields = {
  name: text,
  description: text,
  article_code: text,
  backend_id: text,
  max_amount: number,
  archived: fc.boolean(),
  unit_price: decimal,
  unit: fc.constantFrom('month', 'quarter', 'half_month', 'day', 'hour', 'quantity'),
}
const oneField = fc.oneof(
  ...Object.entries(fields).map(([name, value]) => fc.record({ [name]: value })),
)
const needed = fc.record({ name: fc.constant('New'), offering: fc.constantFrom(...offerings) })
const whole = fc.tuple(needed, oneField).map(([most, one]) => ({ ...most, ...one }))
const discount = fc.record({
  discount_threshold: fc.oneof(fc.constant(3), number),
  discount_rate: fc.oneof(fc.constant(5), number),
})

const drawBody = (to: string, body: fc.Arbitrary<object>) =>
  fc.record({ to: fc.constant(to), body })
/** The entry stands for one of each component of the plan. */
const perType = (to: string, field: string, entry: fc.Arbitrary<unknown>) =>
  fc.record({ to: fc.constant(to), field: fc.constant(field), entry })

const write = fc.oneof(
  drawBody('POST ', whole),
  drawBody('PUT {plan}/', whole),
  drawBody('PATCH {plan}/', oneField),
  perType('POST {plan}/update_prices/', 'prices', decimal),
  perType('POST {plan}/update_quotas/', 'quotas', number),
  perType('POST {plan}/update_discounts/', 'discounts', discount),
  drawBody(
    'POST {plan}/update_organization_groups/',
    fc.record({ organization_groups: fc.array(fc.constantFrom(...groups)) }),
  ),
  drawBody('POST {plan}/delete_organization_groups/', fc.constant({})),
  drawBody('POST {plan}/archive/', fc.constant({})),
  drawBody('DELETE {plan}/', fc.constant({})),
  drawBody('POST {offering}/google_calendar_sync/', fc.constant({})),
  drawBody('POST {offering}/share_google_calendar/', fc.constant({})),
  drawBody('POST {offering}/unshare_google_calendar/', fc.constant({})),
)
type Write = typeof write extends fc.Arbitrary<infer W> ? W : never

const step = fc.record({
  write,
  place: fc.nat({ max: 40 }),
  seconds: fc.nat({ max: 3 * 24 * 3600 }),
})

test('Whatever the API writes can be read again, from the journal and from the file', async () => {
  const written: Record<string, number> = {}
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }),
      async (steps) => {
        const file = join(mkdtempSync(join(directory, 'run-')), 'kept.json')
        const kept = await openStore(file)
        kept.store.replace(start)
        let time = now.getTime()
        const mock = createMock({ start, store: kept.store, now: () => new Date(time) })
        for (const { write, place, seconds } of steps) {
          time += seconds * 1000
          const { status } = mock.answer(callOf(write, place, mock.state()))
          if (status < 300) written[write.to] = (written[write.to] ?? 0) + 1
        }
        const left = `${file}.left`
        copyFileSync(file, left)
        copyFileSync(`${file}.journal`, `${left}.journal`)
        await kept.close()
        expect(await readAgain(left)).toEqual(makeFixture(mock.state()))
        expect(await readAgain(file)).toEqual(makeFixture(mock.state()))
      },
    ),
    { numRuns: 40, seed: 20260302 },
  )
  expect(Object.keys(written)).toHaveLength(13)
})

async function readAgain(file: string): Promise<object | null> {
  const { state, close } = await openStore(file)
  await close()
  return state && makeFixture(state)
}

function callOf(write: Write, place: number, state: State) {
  const [method = '', path = ''] = write.to.split(' ')
  const plan = at(listRows(state.plans), place)
  const booking = at(listRows(state.offerings).filter(isBooking), place)
  const family = path.startsWith('{offering}') ? 'booking-offerings' : 'marketplace-plans'
  const end = path.replace('{plan}', plan?.uuid ?? '').replace('{offering}', booking?.uuid ?? '')
  const body = 'body' in write ? write.body : { [write.field]: entriesOf(write.entry, plan, state) }
  return {
    method,
    target: `/api/${family}/${end}`,
    origin,
    headers: { authorization: 'Token YOUR_API_TOKEN', 'content-type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify(body)),
  } as const
}

const isBooking = ({ type }: Offering): boolean => type === 'Marketplace.Booking'

function entriesOf(entry: unknown, plan: Plan | undefined, state: State): object {
  const components = findRow(state.offerings, plan?.offering ?? null)?.components ?? []
  const fixed = components.filter(({ billing_type }) => billing_type === 'fixed')
  const named = typeof entry === 'object' || fixed.length === 0 ? components : fixed
  return Object.fromEntries(named.map(({ type }) => [type, entry]))
}

const at = <R>(rows: readonly R[], place: number): R | undefined => rows[place % rows.length]
