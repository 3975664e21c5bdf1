import { describe, expect, it } from 'vitest'
import {
  BOOKINGS,
  DENIED,
  createWaldur,
  names,
  NO_OFFERING,
  NO_PLAN,
  PLANS,
  STATS,
} from './createWaldur.ts'
import type { Answer, Waldur } from './createWaldur.ts'
import { ids, lab, plan } from './lab.ts'

const PLAN = `${PLANS}${ids.academic}/`
const BENCH = `${BOOKINGS}${ids.bench}/`

/** §2.1: what each caller is answered. A list of names is a 200 with these rows. */
type Cell = number | readonly string[]
type Row = readonly [
  operation: string,
  ask: (waldur: Waldur, token: string | null) => Answer,
  staff: Cell,
  support: Cell,
  owner: Cell,
  manager: Cell,
  others: Cell,
]

const asks =
  (method: string, path: string, body?: object) =>
  (waldur: Waldur, token: string | null): Answer =>
    waldur.call(method, path, body, { token })

const provider = `/api/marketplace-provider-offerings/${ids.bench}/`
const ALL = ['Academic', 'Hoist', 'Mirror']
const OWN = ['Academic', 'Mirror']
/** Owners manage; others of the same customer see, the rest does not. */
const MANAGING = [200, 404, 200, 403, 404] as const
const EVERYBODY = [200, 200, 200, 200, 200] as const

const matrix: readonly Row[] = [
  ['list plans', asks('GET', PLANS), ALL, [], OWN, OWN, []],
  ['retrieve plan', asks('GET', PLAN), 200, 404, 200, 200, 404],
  ['create', asks('POST', PLANS, { name: 'New', offering: provider }), 201, 403, 201, 403, 403],
  ['update', asks('PUT', PLAN, { name: 'New' }), ...MANAGING],
  ['partial_update', asks('PATCH', PLAN, { name: 'New' }), ...MANAGING],
  ['update_prices', asks('POST', `${PLAN}update_prices/`, { prices: {} }), ...MANAGING],
  ['update_quotas', asks('POST', `${PLAN}update_quotas/`, { quotas: {} }), ...MANAGING],
  ['update_discounts', asks('POST', `${PLAN}update_discounts/`, { discounts: {} }), ...MANAGING],
  [
    'update_organization_groups',
    asks('POST', `${PLAN}update_organization_groups/`, { organization_groups: [] }),
    ...MANAGING,
  ],
  ['delete_organization_groups', asks('POST', `${PLAN}delete_organization_groups/`), ...MANAGING],
  ['archive', asks('POST', `${PLAN}archive/`), ...MANAGING],
  ['destroy', asks('DELETE', PLAN), 204, 403, 403, 403, 403],
  ['usage_stats', asks('GET', STATS), ...EVERYBODY],
  ['booking list', asks('GET', BOOKINGS), ['Bench', 'Crane'], [], ['Bench'], [], []],
  ['booking retrieve', asks('GET', BENCH), 200, 404, 200, 404, 404],
  ['calendar sync', asks('POST', `${BENCH}google_calendar_sync/`), 200, 404, 200, 404, 404],
  ['calendar share', asks('POST', `${BENCH}share_google_calendar/`), 200, 404, 200, 404, 404],
  ['calendar unshare', asks('POST', `${BENCH}unshare_google_calendar/`), 200, 404, 200, 404, 404],
]

/** The callers of each column of the matrix. */
const columns: Readonly<Record<string, readonly string[]>> = {
  staff: ['staff'],
  support: ['support'],
  owner: ['owner'],
  manager: ['manager', 'customer-support'],
  others: ['project-admin', 'project-manager', 'member', 'offering-manager', 'nobody', 'stranger'],
}

const cells = matrix.flatMap(([operation, ask, ...answers]) =>
  Object.values(columns).flatMap((tokens, column) =>
    tokens.map((token) => [operation, token, lookAs(token, answers[column]), ask] as const),
  ),
)

/** The stranger owns the crane of the other customer: lists show him that much. */
function lookAs(token: string, answer: Cell | undefined): Cell {
  if (answer === undefined) throw new Error(`The matrix has no answer for ${token}.`)
  return answer
}

const publicCalendar = { calendars: [{ uuid: ids.bench, backend_id: 'c_1', public: true }] }

describe('The matrix of roles and operations', () => {
  it.each(cells)('%s by %s: %j', (operation, token, expected, ask) => {
    const waldur = createWaldur({ rows: operation === 'calendar unshare' ? publicCalendar : {} })

    const answer = ask(waldur, token)

    if (typeof expected === 'number') expect(answer.status).toBe(expected)
    else expect(names(answer)).toEqual(token === 'stranger' ? OF_STRANGER[operation] : expected)
    if (answer.status === 403) expect(answer.json).toEqual(DENIED)
    if (answer.status === 404) {
      expect(answer.json).toEqual(/calendar|booking/.test(operation) ? NO_OFFERING : NO_PLAN)
    }
  })

  it.each(matrix.map(([operation, ask]) => [operation, ask] as const))(
    '%s without a token: 401',
    (_, ask) => {
      expect(ask(createWaldur(), null).status).toBe(401)
    },
  )

  it('usage statistics show every caller the same rows', () => {
    const waldur = createWaldur()
    const all = waldur.get(STATS).text

    const others = Object.values(columns)
      .flat()
      .map((token) => waldur.get(STATS, { token }).text)

    expect(new Set(others)).toEqual(new Set([all]))
    expect(JSON.parse(all)).toHaveLength(3)
  })
})

const OF_STRANGER: Readonly<Record<string, readonly string[]>> = {
  'list plans': ['Hoist'],
  'booking list': ['Crane'],
}

describe('What decides who sees a plan', () => {
  it('the groups of a plan do not hide it from the provider', () => {
    const rows = { plans: [plan({ organization_groups: [ids.industry] })] }

    expect(names(createWaldur({ rows }).get(PLANS, { token: 'owner' }))).toEqual(['Academic'])
    expect(names(createWaldur({ rows }).get(PLANS, { token: 'stranger' }))).toEqual([])
  })

  it('a support user who is connected to the customer sees its plans', () => {
    const roles = [{ role: 'CUSTOMER.SUPPORT', scope: ids.lab }]
    const person = { uuid: ids.unknown, name: 'x', token: 'both', is_support: true, roles }
    const waldur = createWaldur({ rows: { users: [...lab.users, person] } })

    expect(names(waldur.get(PLANS, { token: 'both' }))).toEqual(['Academic', 'Mirror'])
    expect(names(waldur.get(BOOKINGS, { token: 'both' }))).toEqual([])
  })

  it('somebody with roles in two customers sees the plans of both, by name', () => {
    const roles = [
      { role: 'CUSTOMER.OWNER', scope: ids.works },
      { role: 'CUSTOMER.MANAGER', scope: ids.lab },
      { role: 'CUSTOMER.OWNER', scope: ids.lab },
    ]
    const person = { uuid: ids.unknown, name: 'x', token: 'both', roles }
    const waldur = createWaldur({ rows: { users: [...lab.users, person] } })

    expect(names(waldur.get(PLANS, { token: 'both' }))).toEqual(['Academic', 'Hoist', 'Mirror'])
    expect(names(waldur.get(BOOKINGS, { token: 'both' }))).toEqual(['Bench', 'Crane'])
  })
})
