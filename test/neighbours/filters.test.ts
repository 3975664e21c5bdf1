import { describe, expect, it } from 'vitest'
import demo from '../../fixtures/demo.json' with { type: 'json' }
import { listParameters } from '../../src/document/load.ts'
import type { Parameter } from '../../src/document/load.ts'
import { neighbours } from '../../src/neighbours/neighbours.ts'
import { ids, offering, plan, resources } from '../domain/lab.ts'
import { createJudgedWaldur, pick } from './createJudgedWaldur.ts'

const document = neighbours.document()
const COMMON = ['page', 'page_size', 'field', 'o']

interface Get {
  readonly parameters?: readonly Parameter[]
}

const declared = Object.entries(document.paths)
  .filter(([path]) => !path.includes('{'))
  .flatMap(([path, item]) =>
    listParameters((item as { readonly get?: Get }).get ?? {}, document)
      .filter((one) => one.in === 'query' && !COMMON.includes(one.name))
      .map(({ name }) => [path, name] as const),
  )

const rows = { ...demo, as_of: undefined } as unknown as NonNullable<
  NonNullable<Parameters<typeof createJudgedWaldur>[0]>['rows']
>
const demoMock = createJudgedWaldur({ rows })
const token = 'YOUR_API_TOKEN'

/** For staff, who may do everything, and for an owner, who may not. */
const count = (target: string) =>
  [token, 'owner-token'].map((caller) => {
    const { status, headers } = demoMock.get(target, { token: caller })
    return status === 200 ? Number(headers['X-Result-Count']) : status
  })

/** Of a list whose rows are known, and there are some. */
const lists = declared.filter(([path]) => (count(path)[0] ?? 0) > 0)

const VALUES = [ids.unknown, 'true', 'false', 'no such thing']

describe('a filter that is declared is obeyed', () => {
  it.each(lists)('%s?%s=', (path, name) => {
    const all = count(path)
    const answers = VALUES.map((value) => count(`${path}?${name}=${encodeURIComponent(value)}`))

    expect(answers).not.toEqual(VALUES.map(() => all))
  })
})

const PROVIDED = '/api/marketplace-provider-offerings/'
const PUBLIC = '/api/marketplace-public-offerings/'

describe('offerings', () => {
  const names = (path: string, query: string, more: object = {}) =>
    pick(
      createJudgedWaldur({ rows: { offerings: [offering(more)], plans: [] } }).get(
        `${path}?${query}`,
      ),
      'name',
    )

  it.each([PROVIDED, PUBLIC])('%s may be ordered by those they are shared with', (path) => {
    const wanted = `allowed_customer_uuid=${ids.works}`
    const groups = { organization_groups: [ids.universities] }

    expect(names(path, wanted)).toHaveLength(1)
    expect(names(path, wanted, groups)).toEqual([])
    expect(names(path, `allowed_customer_uuid=${ids.lab}`, groups)).toHaveLength(1)
    expect(names(path, wanted, { shared: false })).toEqual([])
    expect(names(path, `allowed_customer_uuid=${ids.unknown}`)).toEqual([])
  })

  it('may be used in a project if they are shared or its own, whoever offers them', () => {
    const own = { shared: false, project: ids.study }

    expect(names(PROVIDED, `project_uuid=${ids.study}`, own)).toHaveLength(1)
    expect(names(PROVIDED, `project_uuid=${ids.unknown}`, own)).toEqual([])
    expect(names(PROVIDED, `project_uuid=${ids.study}`, { shared: false })).toEqual([])
  })

  it('have a service manager who has a role in the very offering', () => {
    const mock = createJudgedWaldur()
    const people = mock.get('/api/users/?page_size=50').json as { uuid: string; username: string }[]
    const of = (name: string) => people.find((one) => one.username === name)?.uuid ?? ''
    const seen = (name: string) =>
      pick(mock.get(`${PROVIDED}?service_manager_uuid=${of(name)}`), 'name')

    expect(seen('offering-manager')).toEqual(['Bench'])
    expect(seen('owner')).toEqual([])
  })
})

describe('resources', () => {
  it.each([
    ['offering', `${PUBLIC}${ids.bench}/`, true],
    ['offering', `http://waldur.test/api/marketplace-provider-offerings/${ids.bench}/`, true],
    ['offering', ids.bench, false],
    ['customer', `http://waldur.test/api/customers/${ids.unknown}/`, false],
    ['offering_billable', 'true', true],
    ['offering_billable', 'false', false],
    ['billable', 'false', true],
  ])('with %s=%s: %s', (name, value, isThere) => {
    const mock = createJudgedWaldur({
      rows: {
        resources: [
          {
            uuid: ids.mirror,
            name: 'Grains',
            offering: ids.bench,
            plan: ids.academic,
            project: ids.study,
            state: 'OK',
          },
        ],
      },
    })
    const query = `${name}=${encodeURIComponent(value)}`

    expect(pick(mock.get(`/api/marketplace-resources/?${query}`), 'name')).toEqual(
      isThere ? ['Grains'] : [],
    )
  })
})

it('organisations are those in which the caller has a permission', () => {
  const seen = (token: string, permission: string) =>
    pick(
      createJudgedWaldur().get(`/api/customers/?current_user_has_permission=${permission}`, {
        token,
      }),
      'name',
    )

  expect(seen('owner', 'OFFERING.CREATE')).toEqual(['Laboratory'])
  expect(seen('customer-support', 'OFFERING.CREATE')).toEqual([])
  expect(seen('owner', 'NO.SUCH')).toEqual([])
})

it('categories are ordered by title, also from the end', () => {
  const titles = (query: string) =>
    pick(demoMock.get(`/api/marketplace-categories/?${query}`, { token }), 'title')

  expect(titles('o=-title')).toEqual(titles('o=title').reverse())
})

it('buyers of an offering are those whose accounting has begun by the clock', () => {
  const mock = createJudgedWaldur({ rows: { resources: resources(['OK']) } })
  const buyers = (value: string) =>
    pick(mock.get(`${PROVIDED}${ids.bench}/customers/?accounting_is_running=${value}`), 'name')

  expect([buyers('true'), buyers('false')]).toEqual([['Laboratory'], []])
  mock.at('2023-01-01T00:00:00Z')
  expect([buyers('true'), buyers('false')]).toEqual([[], ['Laboratory']])
})

it.each([
  ['True', ['member', 'owner'], [0, 1]],
  ['False', ['member', 'owner'], [1, 1]],
])('can_approve_as_consumer=%s asks for orders that wait, of %j %j', (value, callers, counts) => {
  const window = { start: '2026-03-02T00:00:00Z', end: '2026-03-20T00:00:00Z' }
  const schedules = [{ start: '2026-03-09T08:00:00Z', end: '2026-03-09T10:00:00Z' }]
  const mock = createJudgedWaldur({
    rows: { offerings: [offering({ attributes: { schedules: [window] } })], plans: [plan()] },
  })
  const order = {
    offering: `http://waldur.test${PUBLIC}${ids.bench}/`,
    project: `http://waldur.test/api/projects/${ids.study}/`,
    attributes: { name: 'Grains', schedules },
    plan: `http://waldur.test${PUBLIC}${ids.bench}/plans/${ids.academic}/`,
  }
  expect(mock.post('/api/marketplace-orders/', order, { token: 'member' }).status).toBe(201)
  const countOrders = (caller: string) => {
    const target = `/api/marketplace-orders/?can_approve_as_consumer=${value}`
    return mock.head(target, { token: caller }).headers['X-Result-Count']
  }

  expect(callers.map((caller) => Number(countOrders(caller)))).toEqual(counts)
})
