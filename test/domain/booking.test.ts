import { describe, expect, it } from 'vitest'
import { id } from '../fixture/shop.ts'
import { BOOKINGS, dialectNames, createWaldur, names, ORIGIN } from './createWaldur.ts'
import type { BookingOffering } from './createWaldur.ts'
import { component, ids, lab, offering, plan } from './lab.ts'

const BENCH = `${BOOKINGS}${ids.bench}/`

describe('Booking offerings', () => {
  it('are offerings of their type in any state, by name', () => {
    const states = ['Unavailable', 'Paused', 'Draft', 'Archived', 'Active']
    const offerings = states.map((state, index) =>
      offering({ uuid: id(index + 1), name: state, slug: `s-${index}`, state }),
    )
    const users = [{ uuid: ids.staff, name: 'staff', token: 'staff', is_staff: true }]
    const basic = offering({ uuid: id(9), name: 'Basic', slug: 'b', type: 'Marketplace.Basic' })
    const waldur = createWaldur({ rows: { offerings: [...offerings, basic], plans: [], users } })

    expect(names(waldur.get(BOOKINGS))).toEqual([...states].sort())
    expect(waldur.get(`${BOOKINGS}${id(9)}/`).status).toBe(404)
  })

  it('are not found by strangers', () => {
    expect(createWaldur().get(BENCH, { token: 'stranger' })).toMatchObject({
      status: 404,
      json: { detail: 'No Offering matches the given query.' },
    })
  })

  it('have what the page lists, in its order, apart from what is never set', () => {
    const shown = createWaldur().offering(ids.bench)

    expect(shown).toMatchObject({
      scope: null,
      scope_uuid: null,
      scope_name: null,
      scope_state: null,
      scope_error_message: null,
      quotas: [],
      citation_count: -1,
      options: { order: [], options: {} },
      resource_options: { order: [], options: {} },
      plugin_options: {},
      backend_metadata: {},
      project: null,
      project_uuid: null,
      project_name: null,
      parent_uuid: null,
      parent_name: null,
      parent_description: null,
      country: '',
      shared: true,
      billable: true,
      has_compliance_requirements: false,
      compliance_checklist: null,
      type: 'Marketplace.Booking',
    })
  })

  it('of a child have the components and the plans of the parent', () => {
    const child = offering({ uuid: id(9), name: 'Child', slug: 'c', parent: ids.bench })
    const rows = { offerings: [...lab.offerings, { ...child, components: [] }] }
    const shown = createWaldur({ rows }).offering(id(9))

    expect(shown.components?.map(({ name }) => name)).toEqual(['hours', 'node', 'setup', 'support'])
    expect(shown.plans?.map(({ name }) => name)).toEqual(['Academic'])
    expect(shown).toMatchObject({ parent_name: 'Bench', parent_description: '' })
  })

  it('say whether the caller has agreed to their terms', () => {
    const agreed = { uuid: ids.unknown, name: 'x', token: 'agreed', is_staff: true }
    const users = [...lab.users, { ...agreed, consents: [ids.bench] }]
    const waldur = createWaldur({ rows: { users } })

    expect(waldur.offering(ids.bench, 'agreed').user_has_consent).toBe(true)
    expect(waldur.offering(ids.crane, 'agreed').user_has_consent).toBe(false)
    expect(waldur.offering(ids.bench).user_has_consent).toBe(false)
  })

  it('have components in the order of their names, none of them built in', () => {
    const components = [component('b', 'usage', { name: 'Zeta' }), component('z', 'few')]
    const shown = createWaldur({ rows: { offerings: [offering({ components })], plans: [] } })

    expect(shown.offering(ids.bench).components).toMatchObject([
      { type: 'z', name: 'z', billing_type: 'few', factor: null, is_builtin: false },
      { type: 'b', name: 'Zeta', billing_type: 'usage', unit_factor: 1, is_prepaid: false },
    ])
  })
})

describe.each(dialectNames)('Fields of booking offerings as %s', (as) => {
  const waldur = createWaldur({ as })
  const keys = (query: string) => Object.keys(waldur.get(`${BENCH}${query}`).json as object)
  const all = keys('')

  it.each([
    ['?field=name&field=uuid', ['uuid', 'name']],
    ['?field=uuid&field=name&field=nothing', ['uuid', 'name']],
    ['?field=googlecalendar', ['googlecalendar']],
    ['?field=attributes&field=plans', ['attributes', 'plans']],
    ['?field=nothing', all],
    ['?field=name,uuid', all],
    ['?field=', all],
    ['?field=secret_options&field=constructor', all],
  ])('%s shows %j', (query, expected) => {
    expect(keys(query)).toEqual(expected)
    const [row] = waldur.get(`${BOOKINGS}${query}`).json as object[]
    expect(Object.keys(row ?? {})).toEqual(expected)
  })

  it('are left out of the offering only, not of what lies inside', () => {
    const shown = waldur.get(`${BENCH}?field=name&field=plans`).json as BookingOffering

    expect(Object.keys(shown.plans?.[0] ?? {})).toContain('prices')
  })

  it('leave values as they are', () => {
    const full = waldur.offering(ids.bench)

    expect(waldur.get(`${BENCH}?field=slug&field=created`).json).toEqual({
      slug: full.slug,
      created: full.created,
    })
  })
})

describe('Plans inside a booking offering', () => {
  const plans = [
    plan({ name: 'Open' }),
    plan({ uuid: id(1), name: 'For us', organization_groups: [ids.universities] }),
    plan({ uuid: id(2), name: 'For others', organization_groups: [ids.industry] }),
    plan({
      uuid: id(3),
      name: 'For both',
      organization_groups: [ids.universities, ids.industry],
      archived: true,
    }),
  ]
  const roles = [
    { role: 'CUSTOMER.OWNER', scope: ids.lab },
    { role: 'CUSTOMER.SUPPORT', scope: ids.works },
  ]
  const both = { uuid: ids.unknown, name: 'x', token: 'both', roles }
  const helper = {
    uuid: id(0x505),
    name: 'y',
    token: 'supporting-owner',
    is_support: true,
    roles: roles.slice(0, 1),
  }
  const waldur = createWaldur({ rows: { plans, users: [...lab.users, both, helper] } })
  const listPlanNames = (token: string, query = '') =>
    (waldur.get(`${BENCH}${query}`, { token }).json as BookingOffering).plans?.map(
      ({ name }) => name,
    )

  it.each([
    ['staff', ['For both', 'For others', 'For us', 'Open']],
    ['supporting-owner', ['For both', 'For others', 'For us', 'Open']],
    ['owner', ['For both', 'For us', 'Open']],
    ['both', ['For both', 'For others', 'For us', 'Open']],
  ])('that %s sees: %j', (token, expected) => {
    expect(listPlanNames(token)).toEqual(expected)
  })

  it.each([
    ['staff', ids.works, ['For both', 'For others', 'For us', 'Open']],
    ['supporting-owner', ids.lab, ['For both', 'For others', 'For us', 'Open']],
    ['both', ids.works, ['For both', 'For others', 'Open']],
    ['owner', ids.works, ['For both', 'Open']],
    ['owner', ids.unknown, ['Open']],
    ['staff', '', ['For both', 'For others', 'For us', 'Open']],
  ])('that %s sees for the customer %s: %j', (token, customer, expected) => {
    expect(listPlanNames(token, `?allowed_customer_uuid=${customer}`)).toEqual(expected)
  })

  it('a role in a project of a customer counts as a connection to it', () => {
    const project = { uuid: id(7), name: 'Works project', customer: ids.works }
    const roles = [
      { role: 'CUSTOMER.OWNER', scope: ids.lab },
      { role: 'PROJECT.MEMBER', scope: id(7) },
    ]
    const users = [{ uuid: id(8), name: 'x', token: 'x', roles }]
    const rows = { plans, users, projects: [...lab.projects, project] }

    expect(createWaldur({ rows }).offering(ids.bench, 'x').plans).toHaveLength(4)
  })

  it.each([
    ['documented', '00000000-0000-0000-0000-0000000000c1', '00000000-0000-0000-0000-0000000000d1'],
    ['observed', ids.bench, ids.academic],
  ] as const)('link to the public offering as %s, and name no offering', (as, bench, academic) => {
    const [shown] = createWaldur({ as }).offering(ids.bench).plans ?? []

    expect(shown?.url).toBe(
      `${ORIGIN}/api/marketplace-public-offerings/${bench}/plans/${academic}/`,
    )
    expect(shown).not.toHaveProperty('offering')
    expect(Object.keys(shown ?? {}).slice(-8)).toEqual([
      'organization_groups',
      'components',
      'prices',
      'future_prices',
      'quotas',
      'resources_count',
      'plan_type',
      'minimal_price',
    ])
  })

  it('follow every change of the plans at once', () => {
    const waldur = createWaldur()
    const path = `/api/marketplace-plans/${ids.academic}/`
    waldur.offering(ids.bench)

    waldur.post(`${path}update_prices/`, { prices: { node: '7' } })
    expect(waldur.offering(ids.bench).plans).toMatchObject([{ prices: { node: 7, setup: 0 } }])
    waldur.post(`${path}update_quotas/`, { quotas: { support: 9 } })
    expect(waldur.offering(ids.bench).plans).toMatchObject([{ quotas: { support: 9 } }])
    waldur.patch(path, { name: 'Renamed' })
    expect(waldur.offering(ids.bench).plans).toMatchObject([{ name: 'Renamed' }])
  })
})
