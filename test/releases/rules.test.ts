import { describe, expect, it } from 'vitest'
import { dialectOf, turns } from '../../src/dialect.ts'
import { readFormula } from '../../src/domain/plans/formula.ts'
import type { Mock } from '../../src/doors/index.ts'
import { versions } from '../../src/document/releases/releases.ts'
import { listRows } from '../../src/domain/table.ts'
import { call, serve } from './serving.ts'
import type { Seen } from './serving.ts'

const PLANS = '/api/marketplace-plans/'
const BOOKINGS = '/api/booking-offerings/'

type Row = Record<string, unknown>
const row = ({ json }: Seen) => json as Row
const rows = ({ json }: Seen) => json as Row[]
const pathOf = (url: unknown) => new URL(String(url)).pathname

const createFirstPlan = (mock: Mock) => {
  const [plan = {}] = rows(call(mock, `GET ${PLANS}`))
  const created = row(call(mock, `POST ${PLANS}`, { name: 'First', offering: plan['offering'] }))
  const [component] = created['components'] as Row[]
  return { path: pathOf(created['url']), type: String(component?.['type']) }
}
const tokenOf = (mock: Mock, role: 'is_support' | 'none') =>
  listRows(mock.state().users).find(
    (user) =>
      !user.is_staff && user.is_active && (role === 'none' ? !user.is_support : user.is_support),
  )?.token ?? ''

describe('versions of a plan', () => {
  it.each(['8.0.0', '8.1.3'])(
    'are listed in %s, the newest first, and found by time',
    async (version) => {
      const mock = await serve(version)
      const { path } = createFirstPlan(mock)
      mock.clock.change({ now: '2026-03-05T09:00:00Z' })
      call(mock, `PATCH ${path}`, { name: 'Second' })
      const listed = rows(call(mock, `GET ${path}history/`))
      const at = (time: string) => call(mock, `GET ${path}history/at/?timestamp=${time}`)

      expect(
        listed.map(({ id, serialized_data }) => [id, (serialized_data as Row)['name']]),
      ).toEqual([
        [2, 'Second'],
        [1, 'First'],
      ])
      expect(Object.keys(listed[0]?.['serialized_data'] as Row).sort()).toEqual([
        'archived',
        'description',
        'max_amount',
        'name',
        'unit',
        'unit_price',
      ])
      expect(
        rows(call(mock, `GET ${path}history/?created_before=2026-03-03`)).map(({ id }) => id),
      ).toEqual([1])
      expect(
        rows(call(mock, `GET ${path}history/?created_after=2026-03-03T00:00:00Z`)).map(
          ({ id }) => id,
        ),
      ).toEqual([2])
      expect(
        rows(call(mock, `GET ${path}history/?page_size=1&page=2`)).map(({ id }) => id),
      ).toEqual([1])
      expect(row(at('2026-03-04T00:00:00%2B02:00'))).toMatchObject({
        id: 1,
        queried_at: '2026-03-03T22:00:00+00:00',
      })
    },
  )

  it.each([
    ['history/at/', 400],
    ['history/at/?timestamp=yesterday', 400],
    ['history/at/?timestamp=2026-13-40', 400],
    ['history/at/?timestamp=2020-01-01T00:00:00Z', 404],
    ['history/?created_after=soon', 400],
  ])('%s is refused with %i', async (query, status) => {
    const mock = await serve('8.1.3')

    expect(call(mock, `GET ${createFirstPlan(mock).path}${query}`).status).toBe(status)
  })

  it('are for staff and support only, and unknown before 8.0.0', async () => {
    const [old, mock] = [await serve('7.9.9'), await serve('8.0.0')]
    const { path } = createFirstPlan(mock)

    expect(call(old, `GET ${createFirstPlan(old).path}history/`).status).toBe(404)
    expect(call(mock, `GET ${path}history/`, undefined, tokenOf(mock, 'none')).status).toBe(403)
    expect(call(mock, `GET ${path}history/`, undefined, 'nobody').status).toBe(401)
    expect(call(mock, `POST ${path}history/`, {}).status).toBe(405)
  })
})

describe('discounts as a formula', () => {
  it.each<[string, number, number]>([
    ['15 if usage >= 100 else 0', 99, 0],
    ['15 if usage >= 100 else 0', 100, 15],
    ['usage / 10 + 2 * 3', 40, 10],
    ['(usage - 10) * -1', 4, 6],
    ['30 if usage > 50 else 20 if usage > 10 else 5', 20, 20],
    ['usage', 1000, 100],
    ['0 - usage', 7, 0],
    ['10 / (usage - usage)', 3, 0],
    ['5 * (usage == 3)', 3, 5],
  ])('%s gives, for a usage of %d, %d percent', (text, usage, percent) => {
    expect(readFormula(text)(usage)).toBe(percent)
  })

  it.each<[string, RegExp]>([
    ['15 if usage >= 100', /"if" needs an "else"/],
    ['price * 2', /"price" is unknown/],
    ['(usage', /bracket is not closed/],
    ['usage usage', /"usage" is not expected/],
    ['usage +', /ends too early/],
    ['__import__("os")', /can't be read|is unknown/],
    ['usage ** 2', /"\*" is unknown/],
    [`${'('.repeat(60)}1${')'.repeat(60)}`, /nested too deeply/],
    ['1'.repeat(501), /longer than 500/],
  ])('%s is refused with 400', async (formula, text) => {
    const mock = await serve('8.1.3')
    const { path, type } = createFirstPlan(mock)
    const body = { discounts: { [type]: { discount_formula: formula } } }
    const { status, json } = call(mock, `POST ${path}update_discounts/`, body)

    expect(status).toBe(400)
    expect(JSON.stringify(json).replaceAll('\\"', '"')).toMatch(text)
  })

  it('are the old pair told anew, and the old body changes nothing', async () => {
    const mock = await serve('8.1.3')
    const plans = rows(call(mock, `GET ${PLANS}?page_size=300`))
    const formulas = plans.flatMap(({ components }) =>
      (components as Row[]).map((one) => one['discount_formula']),
    )
    const { path, type } = createFirstPlan(mock)
    const discount = (config: Row) => {
      call(mock, `POST ${path}update_discounts/`, { discounts: { [type]: config } })
      const found = (row(call(mock, `GET ${path}`))['components'] as Row[]).find(
        (one) => one['type'] === type,
      )
      return [found?.['discount_formula'], found?.['discount_aggregation']]
    }

    expect(formulas.filter(Boolean)).toEqual(
      formulas.filter((text) => /^\d+ if usage >= \d+ else 0$/.test(String(text))),
    )
    expect(formulas.filter(Boolean).length).toBeGreaterThan(0)
    expect(discount({ discount_formula: '10', discount_aggregation: 'resource' })).toEqual([
      '10',
      'resource',
    ])
    expect(discount({ discount_threshold: 5, discount_rate: 50 })).toEqual(['10', 'resource'])
    expect(discount({ discount_formula: null })).toEqual(['', 'resource'])
  })
})

describe('rules that changed', () => {
  const child = (mock: Mock) =>
    listRows(mock.state().offerings).find(({ parent }) => parent !== null)

  it.each([
    ['8.0.9', 201],
    ['8.1.2', 400],
  ])('in %s a plan for a child offering is answered %i', async (version, status) => {
    const mock = await serve(version)
    const offering = `http://mock.test/api/marketplace-provider-offerings/${child(mock)?.uuid}/`

    expect(child(mock)).toBeDefined()
    expect(call(mock, `POST ${PLANS}`, { name: 'Child', offering }).status).toBe(status)
  })

  it.each([
    ['8.0.6', 401],
    ['8.0.7', 200],
  ])('in %s a personal token is answered %i', async (version, status) => {
    const mock = await serve(version)
    const token = listRows(mock.state().users).find((user) => user.is_staff)?.token

    expect(call(mock, `GET ${PLANS}`, undefined, `Bearer w_${token}`).status).toBe(status)
  })

  it.each([
    ['8.0.9', 400],
    ['8.1.2', 200],
  ])('in %s a list of offerings in a filter is answered %i', async (version, status) => {
    const mock = await serve(version)
    const uuids = listRows(mock.state().offerings)
      .slice(0, 3)
      .map(({ uuid }) => uuid)

    expect(call(mock, `GET ${PLANS}?offering_uuid=${uuids.join(',')}`).status).toBe(status)
    expect(call(mock, `GET ${PLANS}?offering_uuid=${uuids[0]},x`).status).toBe(400)
  })

  it.each([
    ['7.8.7', 200],
    ['7.8.8', 204],
  ])('in %s delete_organization_groups is answered %i', async (version, status) => {
    const mock = await serve(version)

    expect(call(mock, `POST ${createFirstPlan(mock).path}delete_organization_groups/`).status).toBe(
      status,
    )
  })

  it.each([
    ['8.0.7', 'number'],
    ['8.0.8', 'string'],
  ])('in %s a price in a map is a %s', async (version, type) => {
    const mock = await serve(version)
    const plans = rows(call(mock, `GET ${PLANS}?page_size=300`))
    const prices = plans.flatMap((plan) => [
      ...Object.values(plan['prices'] as Row),
      plan['minimal_price'],
    ])

    expect(new Set(prices.map((price) => typeof price))).toEqual(new Set([type]))
  })

  it('in 8.1.3 no component has a blank limit_period, and billing_mode can be written', async () => {
    const mock = await serve('8.1.3')
    const offerings = rows(call(mock, `GET ${BOOKINGS}?page_size=300`))
    const periods = offerings.flatMap(({ components }) =>
      (components as Row[]).map((one) => one['limit_period']),
    )

    expect(periods.filter((period) => !period)).toEqual([])
    expect(
      call(mock, `PATCH ${createFirstPlan(mock).path}`, { billing_mode: 'usage' }).json,
    ).toMatchObject({ billing_mode: 'usage' })
    expect(
      call(mock, `PATCH ${createFirstPlan(mock).path}`, { billing_mode: 'never' }).status,
    ).toBe(400)
  })

  it.each(Object.entries(turns))(
    '%s names releases that exist, the oldest first',
    (_name, { since }) => {
      const places = Object.keys(since).map((version) => versions.indexOf(version))

      expect(places).toEqual([...places].sort((a, b) => a - b))
      expect(places).not.toContain(-1)
    },
  )

  it('are one value a dialect and release', () => {
    expect(dialectOf('observed', '8.1.3')).toBe(dialectOf('observed', '8.1.3'))
    expect(dialectOf('documented', '8.1.2').discounts).toBe('formula')
    expect(dialectOf('documented', '8.0.9').discounts).toBe('pair')
  })
})
