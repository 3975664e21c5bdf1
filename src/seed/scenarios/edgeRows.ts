import { tableNames } from '../../domain/state.ts'
import type { TableName } from '../../domain/state.ts'
import { makeUuid } from '../random.ts'
import { drawFixture } from '../drawFixture.ts'
import { makeEdge, makeObject, ROUNDS } from './edges.ts'
import { makeRowUuid } from './market.ts'
import type { Market } from './market.ts'
import { findRowRule, findRule } from './rules.ts'
import type { Fixture } from '../rows/tables.ts'

type Row = Record<string, unknown>

/** A drawn marketplace without `as_of`, whose tables go on with rows at the edges of the schema. */
export function makeEdgeFixture(market: Market): Fixture {
  const { as_of: _, ...tables } = drawFixture(market)
  const more = makeEdgeTables(market)
  return Object.fromEntries(
    tableNames.map((name) => [name, [...(tables[name] ?? []), ...more[name]]]),
  ) as Fixture
}

function makeEdgeTables(market: Market): Record<TableName, Row[]> {
  const at = (table: TableName, round: number) => makeUuid(market.seed, 'edge', table, round)
  const rows = (table: TableName): Row[] =>
    Array.from({ length: ROUNDS }, (_, round) => ({
      ...(makeObject(findRowRule(table), round, [table, `${market.seed}`]) as Row),
      uuid: at(table, round),
      ...linkRows(table, round, at),
    }))
  const made = tableNames.map((name) => [name, rows(name)] as const)
  const tables = Object.fromEntries(made) as Record<TableName, Row[]>
  for (const [round, offering] of tables.offerings.entries()) fitOffering(offering, round)
  for (const [round, plan] of tables.plans.entries())
    fitPlan(plan, tables.offerings[round] ?? {}, round)
  tables.calendars.forEach((calendar, round) => (calendar['uuid'] = at('offerings', round)))
  tables.users.forEach((user, round) =>
    fitUser(user, round, (scope) => findScopeUuid(market, scope)),
  )
  return tables
}

type Uuids = (table: TableName, round: number) => string

/** Links lead to the row of the same round in the other table, in every third round to none. */
function linkRows(table: TableName, round: number, at: Uuids): Row {
  const to = (other: TableName) => at(other, round)
  const some = (other: TableName) => (round % 3 === 0 ? null : to(other))
  const groups = { organization_groups: round % 3 === 0 ? [] : [to('organization_groups')] }
  const links: Partial<Record<TableName, Row>> = {
    users: { consents: round % 2 === 0 ? [] : [to('offerings')] },
    customers: groups,
    projects: { customer: to('customers') },
    organization_groups: { parent: round % 2 === 0 ? null : at('organization_groups', round - 1) },
    offerings: {
      ...groups,
      customer: some('customers'),
      ...(round % 3 === 0 && { billable: false }),
      project: some('projects'),
      category: to('categories'),
      parent: round === 5 ? at('offerings', 4) : null,
      compliance_checklist: some('checklists'),
      thumbnail: some('media'),
      image: some('media'),
      type: round === 7 ? 'Ö'.repeat(100) : 'Marketplace.Booking',
      components: [],
      ...linkPictures(round, to('media')),
    },
    plans: { ...groups, offering: to('offerings') },
    categories: { group: some('category_groups') },
    orders: { ...linkOrder(to), plan: some('plans'), ...linkPeople(some('users')) },
    busy_slots: { offering: to('offerings') },
    resources: {
      plan: some('plans'),
      offering: to('offerings'),
      project: to('projects'),
      ...bookOffering(round),
    },
  }
  return links[table] ?? {}
}

const linkOrder = (to: (table: TableName) => string): Row => ({
  resource: to('resources'),
  offering: to('offerings'),
  project: to('projects'),
})

const linkPeople = (user: string | null): Row => ({
  created_by: user,
  consumer_reviewed_by: user,
  provider_reviewed_by: user,
})

const linkPictures = (round: number, image: string): Row => ({
  screenshots:
    round % 3 === 0
      ? []
      : [
          {
            ...(makeObject(findRule('Screenshot'), round, ['shot', image]) as Row),
            image,
            thumbnail: round % 2 === 0 ? null : image,
          },
        ],
  files:
    round % 3 === 1
      ? []
      : [{ ...(makeObject(findRule('OfferingFile'), round, ['file']) as Row), file: image }],
})

const bookOffering = (round: number): Row =>
  round % 2 === 0
    ? { schedules: [] }
    : { schedules: [{ start: '0001-01-02T00:00:00Z', end: '9999-12-30T00:00:00Z' }] }

/** Every component differs in type; the last may be paid for by the first when it runs over. */
function fitOffering(offering: Row, round: number): void {
  const uuid = String(offering['uuid'])
  const rule = findRule('OfferingComponent')
  const count = round === 5 ? 0 : 2
  offering['components'] = Array.from({ length: count }, (_, place) => ({
    ...(makeObject(rule, round + place, [uuid, `${place}`]) as Row),
    uuid: makeUuid(uuid, place),
    overage_component: place === 1 && round % 2 === 1 ? makeUuid(uuid, 0) : null,
  }))
  offering['attributes'] =
    round % 2 === 0 ? {} : { schedules: WINDOWS, free: makeEdge({ type: 'object' }, round, []) }
}

const WINDOWS = [
  { start: '0001-01-02T00:00:00Z', end: '9999-12-30T23:59:59.999Z' },
  {
    start: '9998-01-01T00:00:00+14:00',
    end: '9999-01-01T00:00:00-12:00',
    id: '',
    title: 'ž'.repeat(500),
  },
]

/** Prices of the components of its offering; a discount is a pair or none. */
function fitPlan(plan: Row, offering: Row, round: number): void {
  const offered = (offering['components'] ?? []) as readonly { readonly type: string }[]
  plan['components'] = offered.map(({ type }, place) => {
    const made = makeObject(findRule('PlanComponent'), round + place, []) as Row
    const isWhole =
      (made['discount_threshold'] ?? null) !== null && (made['discount_rate'] ?? null) !== null
    const none = { discount_threshold: null, discount_rate: null }
    return { ...made, ...(!isWhole && none), type }
  })
}

const SCOPES = [
  'CUSTOMER.OWNER',
  'CUSTOMER.MANAGER',
  'CUSTOMER.SUPPORT',
  'PROJECT.ADMIN',
  'PROJECT.MANAGER',
  'PROJECT.MEMBER',
  'OFFERING.MANAGER',
]

function fitUser(user: Row, round: number, scopeOf: (role: string) => string): void {
  user['roles'] = SCOPES.slice(round % 2 === 0 ? 0 : round).map((role) => ({
    role,
    scope: scopeOf(role),
  }))
}

const findScopeUuid = (market: Market, role: string): string =>
  role.startsWith('CUSTOMER')
    ? makeRowUuid(market, 'provider', 0)
    : makeRowUuid(market, role.startsWith('PROJECT') ? 'project' : 'offering', 0)
