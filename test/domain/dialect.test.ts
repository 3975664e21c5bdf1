import { describe, expect, it } from 'vitest'
import { alike, deviations } from '../../src/dialect.ts'
import type { DialectName } from '../../src/dialect.ts'
import { BOOKINGS, dialectNames, createWaldur, ORIGIN, PLANS, STATS } from './createWaldur.ts'
import type { Waldur, Plan, PlanUsage } from './createWaldur.ts'
import { ids, lab, offering, plan } from './lab.ts'
import type { Rows } from './lab.ts'

const PLAN = `${PLANS}${ids.academic}/`
const BENCH = `${BOOKINGS}${ids.bench}/`
const DASHED = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/
const HEX = /^[0-9a-f]{32}$/

/** What the pages say and what real servers do, in the order of §2.0. */
interface Row {
  readonly title: string
  readonly rows?: Partial<Rows>
  readonly ask: (waldur: Waldur) => unknown
  readonly documented: unknown
  readonly observed: unknown
}

const status = ({ status, text }: { status: number; text: string }) => [status, text]
const body = ({ json }: { json: unknown }) => json as Plan
const calendar =
  (...actions: string[]) =>
  (waldur: Waldur) =>
    actions.map((action) => {
      const answer = waldur.post(`${BENCH}${action}/`)
      waldur.wait(2)
      return status(answer)
    })

const provider = (uuid: string) => `/api/marketplace-provider-offerings/${uuid}/`
const sample = (uuid: string) => `/api/offering/${uuid}/`
const NO_MATCH = { offering: ['Invalid hyperlink - No URL match.'] }
const times = (count: number, value: unknown): unknown[] =>
  Array.from({ length: count }, () => value)

const grouped = { plans: [plan({ organization_groups: [ids.universities] })] }

const checks: Readonly<Record<number, Row>> = {
  1: {
    title: 'the three calendar actions',
    ask: calendar('google_calendar_sync', 'share_google_calendar', 'unshare_google_calendar'),
    documented: times(3, [200, '']),
    observed: times(3, [202, '"OK"']),
  },
  2: {
    title: 'delete_organization_groups',
    ask: (waldur) => status(waldur.post(`${PLAN}delete_organization_groups/`)),
    documented: [200, ''],
    observed: [204, ''],
  },
  4: {
    title: 'archive',
    ask: (waldur) => status(waldur.post(`${PLAN}archive/`)),
    documented: [200, ''],
    observed: [200, '{"detail":"Plan has been archived."}'],
  },
  5: {
    title: 'plan_type and minimal_price of written plans',
    ask: (waldur) =>
      [
        waldur.post(PLANS, { name: 'x', offering: provider(ids.bench) }),
        waldur.put(PLAN, { name: 'x' }),
        waldur.patch(PLAN, {}),
      ].map((answer) => Object.keys(body(answer)).slice(20)),
    documented: times(3, ['plan_type', 'minimal_price']),
    observed: times(3, []),
  },
  6: {
    title: 'archived, unit_price and backend_id in the body of PUT and PATCH',
    ask: (waldur) =>
      ['PUT', 'PATCH'].map((method, index) => {
        const sent = { name: 'x', archived: true, unit_price: `${index + 5}`, backend_id: method }
        const { archived, unit_price, backend_id } = body(waldur.call(method, PLAN, sent))
        return [archived, unit_price, backend_id]
      }),
    documented: [
      [true, '5.0000000000', 'PUT'],
      [true, '6.0000000000', 'PATCH'],
    ],
    observed: times(2, [false, '0.0000000000', '']),
  },
  7: {
    title: 'a wrong offering in the body of PUT',
    ask: (waldur) => [
      waldur.put(PLAN, { name: 'x', offering: 'garbage' }).status,
      waldur.put(PLAN, { name: 'x', offering: provider(ids.crane) }).status,
      waldur.plan(ids.academic).offering?.includes('c1/'),
    ],
    documented: [400, 200, true],
    observed: [200, 200, true],
  },
  9: {
    title: 'the sample link as an offering, in a body and in a filter',
    ask: (waldur) => {
      const answer = waldur.post(PLANS, { name: 'x', offering: `${ORIGIN}${sample(ids.bench)}` })
      const found = waldur.get(`${PLANS}?offering=${sample(ids.crane)}`)
      return [answer.status === 201 || answer.json, found.headers['X-Result-Count']]
    },
    documented: [true, '1'],
    observed: [NO_MATCH, undefined],
  },
  10: {
    title: 'update_organization_groups without groups',
    rows: grouped,
    ask: (waldur) => {
      const path = `${PLAN}update_organization_groups/`
      const statuses = [waldur.post(path, {}).status, waldur.post(path).status]
      return [...statuses, waldur.plan(ids.academic).organization_groups?.length]
    },
    documented: [200, 200, 1],
    observed: [500, 500, 1],
  },
  13: {
    title: 'prices that are computed',
    ask: (waldur) => {
      const { prices, future_prices, init_price, switch_price, minimal_price } = waldur.plan(
        ids.academic,
      )
      return [prices, future_prices, init_price, switch_price, minimal_price]
    },
    documented: [
      { node: 12, setup: 50, support: 30, hours: 1.2 },
      { node: null, setup: null, support: null, hours: null },
      50,
      0,
      122,
    ],
    observed: [
      {
        node: '12.0000000000',
        setup: '50.0000000000',
        support: '30.0000000000',
        hours: '1.2000000000',
      },
      { node: null, setup: null, support: null, hours: null },
      '50.0000000000',
      0,
      '122.0000000000',
    ],
  },
  16: {
    title: 'filters of usage statistics',
    rows: {
      offerings: [
        ...lab.offerings,
        offering({ uuid: ids.unknown, name: 'Child', slug: 'child-1', parent: ids.crane }),
      ],
    },
    ask: (waldur) =>
      [
        `offering=${provider(ids.crane)}`,
        'offering_slug=crane-1',
        `parent_offering_uuid=${ids.crane}`,
        `offering_uuid=${ids.crane}`,
        `customer_provider_uuid=${ids.works}`,
      ].map((query) => (waldur.get(`${STATS}?${query}`).json as PlanUsage[]).length),
    documented: [1, 1, 0, 1, 1],
    observed: [3, 3, 3, 1, 1],
  },
  20: {
    title: 'how uuids are written',
    ask: (waldur) => {
      const { uuid, url = '' } = waldur.plan(ids.academic)
      const [row] = waldur.get(STATS).json as PlanUsage[]
      const { customer_uuid, components } = waldur.offering(ids.bench)
      return [uuid, url.split('/').at(-2), row?.plan_uuid, customer_uuid, components?.[0]?.uuid]
    },
    documented: times(5, expect.stringMatching(DASHED)),
    observed: times(5, expect.stringMatching(HEX)),
  },
  21: {
    title: 'customers of an organization group',
    rows: { plans: [plan({ organization_groups: [ids.universities, ids.industry] })] },
    ask: (waldur) =>
      waldur
        .plan(ids.academic)
        .organization_groups?.map((group) => [Object.keys(group).join(' '), group.customers_count]),
    documented: [
      ['uuid url name parent customers_count', 1],
      ['uuid url name parent_uuid parent_name parent customers_count', 1],
    ],
    observed: [
      ['uuid url name parent', undefined],
      ['uuid url name parent_uuid parent_name parent', undefined],
    ],
  },
  22: {
    title: 'googlecalendar without a calendar',
    ask: (waldur) => waldur.offering(ids.bench).googlecalendar,
    documented: { backend_id: null, public: false, http_link: null },
    observed: null,
  },
  23: {
    title: 'customers and costs of an offering',
    ask: (waldur) => {
      const { total_customers, total_cost, total_cost_estimated } = waldur.offering(ids.bench)
      return [total_customers, total_cost, total_cost_estimated]
    },
    documented: [0, 0, 0],
    observed: [null, null, null],
  },
  33: {
    title: 'the header `Bearer Token …` of a JavaScript sample',
    ask: (waldur) => {
      const headers = { authorization: 'Bearer Token staff' }
      return waldur.get(PLANS, { token: null, headers }).status
    },
    documented: 200,
    observed: 401,
  },
  34: {
    title: 'requests that make a running server fail',
    ask: (waldur) => [
      waldur.post(`${PLANS}${ids.academic}/archive.json`).status,
      waldur.post(PLANS, { name: 'x', offering: 'http://[bad' }).status,
      waldur.post(`${PLAN}update_prices/`, { prices: { '': 1 } }).status,
      waldur.post(`${PLAN}update_quotas/`, { quotas: { support: 2147483648 } }).status,
    ],
    documented: [200, 400, 400, 400],
    observed: [500, 500, 500, 500],
  },
  35: {
    title: 'the 404 of a filter whose path has no route',
    ask: (waldur) => Object.keys(waldur.get(`${PLANS}?offering=/nope/`).json as object),
    documented: ['detail'],
    observed: ['tried', 'path'],
  },
}

describe('The rows of §2.0', () => {
  it('are each checked here, or said to be alike with a reason: 1 to 35, each once', () => {
    const numbers = [...Object.keys(checks), ...Object.keys(alike)].map(Number)

    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 35 }, (_, at) => at + 1))
    for (const reason of Object.values(alike)) expect(reason).toMatch(/\w+ \w+ \w+/)
  })

  it('that are checked are the deviations that the mock knows', () => {
    expect(Object.values(deviations).map(({ row }) => row)).toEqual(Object.keys(checks).map(Number))
  })

  const cells = Object.entries(checks).flatMap(([number, { title, ...row }]) =>
    dialectNames.map((as) => [number, title, as, row] as const),
  )

  it.each(cells)('row %s: %s, as %s', (_, __, as: DialectName, { rows, ask, ...answers }) => {
    expect(ask(createWaldur({ as, ...(rows && { rows }) }))).toEqual(answers[as])
  })
})

it('row 10: the crash is the HTML page of Django', () => {
  const answer = createWaldur({ as: 'observed' }).post(`${PLAN}update_organization_groups/`, {})

  expect(answer.headers['Content-Type']).toBe('text/html; charset=utf-8')
  expect(answer.text).toContain('<h1>Server Error (500)</h1>')
})

describe.each(dialectNames)('What is alike, as %s', (as) => {
  const waldur = () => createWaldur({ as })

  it('row 3: staff deletes and is answered 204, others are denied', () => {
    expect(waldur().delete(PLAN, undefined, { token: 'owner' }).status).toBe(403)
    expect(status(waldur().delete(PLAN))).toEqual([204, ''])
  })

  it('row 8: archived, unit_price and backend_id are stored at creation', () => {
    const more = { archived: true, unit_price: '5', backend_id: 'b' }
    const answer = waldur().post(PLANS, { name: 'x', offering: provider(ids.bench), ...more })

    expect(answer.json).toMatchObject({ ...more, unit_price: '5.0000000000' })
  })

  it('rows 18 and 19: a plan of another customer is not listed, and not found', () => {
    expect(waldur().get(PLAN, { token: 'stranger' }).status).toBe(404)
    expect(waldur().head(PLANS, { token: 'stranger' }).headers['X-Result-Count']).toBe('1')
  })

  it('rows 14 and 15: plan_type, limit and remaining may be null', () => {
    const mock = createWaldur({ as, rows: { plans: [plan({ components: [] })] } })

    expect(mock.plan(ids.academic).plan_type).toBeNull()
    expect(mock.get(STATS).json).toMatchObject([{ limit: null, remaining: null }])
  })

  it('uuids are read in every spelling, in paths, filters and bodies', () => {
    const dashed = '00000000-0000-0000-0000-0000000000C1'

    for (const uuid of [ids.bench, ids.bench.toUpperCase(), dashed, dashed.toLowerCase()]) {
      expect(waldur().get(`${BOOKINGS}${uuid}/`).status).toBe(200)
      expect(waldur().head(`${PLANS}?offering_uuid=${uuid}`).headers['X-Result-Count']).toBe('1')
      expect(waldur().post(PLANS, { name: 'x', offering: provider(uuid) }).status).toBe(201)
    }
  })

  it('the address of a shared calendar is that of the mock', () => {
    const calendars = [{ uuid: ids.bench, public: true, backend_id: 'c_1@google' }]

    expect(
      createWaldur({ as, rows: { calendars } }).offering(ids.bench).googlecalendar?.http_link,
    ).toBe(`${ORIGIN}/calendar/embed?src=c_1%40google`)
  })
})
