import { describe, expect, it } from 'vitest'
import { DENIED, PLANS } from '../domain/createWaldur.ts'
import { ids, offering, resources } from '../domain/lab.ts'
import { createJudgedWaldur, field, pick } from './createJudgedWaldur.ts'

const ROOT = '/api/marketplace-provider-offerings/'
const BENCH = `${ROOT}${ids.bench}/`
const at = (place: string, uuid: string) => `http://waldur.test/api/${place}/${uuid}/`

type Mock = ReturnType<typeof createJudgedWaldur>

const bench = (mock: Mock) => mock.get(BENCH).json as Record<string, unknown>

const edit = (mock: Mock, action: string, body: unknown, token = 'owner') =>
  mock.post(`${BENCH}${action}/`, body, { token })

describe('an owner edits', () => {
  it.each([
    ['update_overview', { name: 'Better bench', description: 'New' }, { name: 'Better bench' }],
    [
      'update_overview',
      { name: 'Bench', access_url: 'https://x.org' },
      { access_url: 'https://x.org' },
    ],
    ['update_location', { latitude: 59.4, longitude: '24.7' }, { latitude: 59.4, longitude: 24.7 }],
    ['update_location', { latitude: null, longitude: null }, { latitude: null }],
    [
      'update_options',
      { options: { order: ['a'], options: { a: { type: 'string', label: 'A' } } } },
      { options: { order: ['a'], options: { a: { type: 'string', label: 'A' } } } },
    ],
    [
      'update_resource_options',
      { resource_options: { order: [] } },
      { resource_options: { order: [] } },
    ],
    ['update_integration', { plugin_options: { slot: 1.5 } }, { plugin_options: { slot: 1.5 } }],
  ])('by %s with %j', (action, body, seen) => {
    const mock = createJudgedWaldur()

    expect(edit(mock, action, body).status).toBe(200)
    expect(bench(mock)).toMatchObject(seen)
  })

  it('the slug only as staff', () => {
    const mock = createJudgedWaldur()
    const body = { name: 'Bench', slug: 'best-bench' }

    expect(edit(mock, 'update_overview', body, 'owner').status).toBe(200)
    expect(bench(mock)).toMatchObject({ slug: 'bench-1' })
    expect(edit(mock, 'update_overview', body, 'staff').status).toBe(200)
    expect(bench(mock)).toMatchObject({ slug: 'best-bench' })
    expect(edit(mock, 'update_overview', { ...body, slug: 'a b' }, 'staff').json).toEqual({
      slug: ['Enter a valid "slug" consisting of letters, numbers, underscores or hyphens.'],
    })
  })

  it('the windows that can be booked, and the other attributes with them', () => {
    const mock = createJudgedWaldur()
    const day = { start: '2026-03-03', end: '2026-03-04', allDay: true }
    const hours = { start: '2026-03-05T08:00:00.000Z', end: '2026-03-05T10:00:00+01:00', id: 'x' }

    expect(
      edit(mock, 'update_attributes', { schedules: [day, hours], config: { a: [1] } }).status,
    ).toBe(200)

    expect(mock.offering(ids.bench, 'owner').attributes).toEqual({
      config: { a: [1] },
      schedules: [
        { start: '2026-03-03T00:00:00.000Z', end: '2026-03-04T00:00:00.000Z', allDay: true },
        hours,
      ],
    })
    edit(mock, 'update_attributes', {})
    expect(mock.offering(ids.bench, 'owner').attributes).toEqual({ schedules: [] })
  })

  it.each([
    [{ schedules: {} }],
    [{ schedules: [{ start: '2026-03-05T08:00:00Z' }] }],
    [{ schedules: [{ start: '2026-03-05T08:00:00Z', end: '2026-03-05T08:00:00Z' }] }],
    [{ schedules: [{ start: 'soon', end: 'later' }] }],
    [['schedules']],
  ])('no windows that are none: %j', (body) => {
    expect(edit(createJudgedWaldur(), 'update_attributes', body).status).toBe(400)
  })

  it.each([
    ['update_overview', { name: '' }, { name: ['This field may not be blank.'] }],
    ['update_overview', { name: 'A', access_url: 'x' }, { access_url: ['Enter a valid URL.'] }],
    [
      'update_location',
      { latitude: 91, longitude: 0 },
      { latitude: ['A valid number is required.'] },
    ],
    ['update_options', { options: 'x' }, { options: ['Value must be valid JSON.'] }],
    [
      'update_description',
      { category: at('customers', ids.lab) },
      { category: ['Invalid hyperlink - Incorrect URL match.'] },
    ],
    [
      'create_offering_component',
      { type: 'node', name: 'N', billing_type: 'fixed' },
      { type: ['Component with this type already exists in this offering.'] },
    ],
    [
      'create_offering_component',
      { type: 'a b', name: 'N', billing_type: 'fixed' },
      { type: ['Enter a valid value.'] },
    ],
  ])('nothing wrong by %s with %j', (action, body, errors) => {
    const answer = edit(createJudgedWaldur(), action, body)

    expect([answer.status, answer.json]).toEqual([400, errors])
  })

  it('who may order', () => {
    const mock = createJudgedWaldur()
    const groups = [at('organization-groups', ids.universities)]

    edit(mock, 'update_organization_groups', { organization_groups: groups })
    expect(pick({ json: bench(mock)['organization_groups'] } as never, 'name')).toEqual([
      'Universities',
    ])
    expect(edit(mock, 'delete_organization_groups', undefined).status).toBe(204)
    expect(bench(mock)['organization_groups']).toEqual([])
  })
})

describe('components', () => {
  const typesOf = (mock: Mock) => Object.keys(mock.plan(ids.academic).prices)

  it('are added, and priced in plans that were there before', () => {
    const mock = createJudgedWaldur()

    expect(
      edit(mock, 'create_offering_component', { type: 'gas', name: 'Gas', billing_type: 'usage' })
        .status,
    ).toBe(201)
    mock.post(`${PLANS}${ids.academic}/update_prices/`, { prices: { gas: 7, node: 12 } })

    expect(mock.plan(ids.academic).prices).toMatchObject({ gas: 7, node: 12 })
  })

  it('keep their prices under another type, and lose them when they go', () => {
    const mock = createJudgedWaldur()
    const node = (bench(mock)['components'] as { uuid: string; type: string }[]).find(
      ({ type }) => type === 'node',
    )

    edit(mock, 'update_offering_component', {
      ...node,
      type: 'blade',
      name: 'Blade',
      billing_type: 'limit',
    })
    expect(mock.plan(ids.academic).prices).toMatchObject({ blade: 12 })
    edit(mock, 'remove_offering_component', { uuid: node?.uuid })
    expect(typesOf(mock)).toEqual(['hours', 'setup', 'support'])
  })
})

describe('states', () => {
  it.each([
    ['pause', 'owner', 'Paused'],
    ['archive', 'owner', 'Archived'],
    ['make_unavailable', 'owner', 'Unavailable'],
    ['draft', 'staff', 'Draft'],
  ])('%s by %s leads to %s', (action, token, state) => {
    const mock = createJudgedWaldur()
    const answer = edit(mock, action, { paused_reason: 'Repair' }, token)

    expect([answer.status, answer.json]).toEqual([
      200,
      { detail: 'Offering state updated.', state },
    ])
    expect(bench(mock)['state']).toBe(state)
  })

  it('lead back, but not twice', () => {
    const mock = createJudgedWaldur()
    edit(mock, 'pause', { paused_reason: 'Repair' })
    expect(bench(mock)['paused_reason']).toBe('Repair')

    expect(edit(mock, 'unpause', undefined).status).toBe(200)
    expect(edit(mock, 'unpause', undefined).json).toEqual(['Offering state is invalid.'])
  })

  it.each(['activate', 'draft'])('%s is for staff', (action) => {
    expect(edit(createJudgedWaldur(), action, undefined).json).toEqual(DENIED)
  })
})

describe('others', () => {
  it.each([
    ['manager', 403],
    ['customer-support', 403],
    ['member', 404],
    ['stranger', 404],
  ])('%s may not edit it: %s', (token, status) => {
    const mock = createJudgedWaldur()

    for (const action of ['update_overview', 'update_attributes', 'pause', 'archive']) {
      expect(edit(mock, action, { name: 'X' }, token).status).toBe(status)
    }
  })

  it('who look after it may, but neither pause it nor touch its plans', () => {
    const mock = createJudgedWaldur()

    expect(edit(mock, 'update_overview', { name: 'X' }, 'offering-manager').status).toBe(200)
    expect(edit(mock, 'pause', {}, 'offering-manager').status).toBe(403)
  })
})

describe('a new offering', () => {
  const body = {
    name: 'Lathe',
    category: at('marketplace-categories', ids.shelf),
    customer: at('customers', ids.lab),
  }

  it('is a draft, has plans of its own, and can be ordered when it is active', () => {
    const mock = createJudgedWaldur()
    const made = mock.post(ROOT, body, { token: 'owner' })
    const url = String(field(made, 'url'))
    expect(made.json).toMatchObject({
      name: 'Lathe',
      state: 'Draft',
      customer_name: 'Laboratory',
      plans: [],
      components: [],
    })

    const path = new URL(url).pathname
    mock.post(
      `${path}create_offering_component/`,
      { type: 'hours', name: 'Hours', billing_type: 'usage' },
      { token: 'owner' },
    )
    mock.post(PLANS, { name: 'Usual', offering: url }, { token: 'owner' })
    mock.post(`${path}activate/`)

    expect(pick(mock.get(PLANS, { token: 'owner' }), 'name')).toContain('Usual')
    expect(mock.get(path, { token: 'owner' }).json).toMatchObject({
      state: 'Active',
      plans: [{ name: 'Usual' }],
    })
    expect(
      pick(mock.get('/api/marketplace-public-offerings/', { token: 'nobody' }), 'name'),
    ).toContain('Lathe')
  })

  it('is deleted while it is a draft, with its plans', () => {
    const mock = createJudgedWaldur()
    const made = mock.post(ROOT, body, { token: 'owner' })
    const path = new URL(String(field(made, 'url'))).pathname
    mock.post(PLANS, { name: 'Usual', offering: String(field(made, 'url')) }, { token: 'owner' })

    expect(mock.delete(path, undefined, { token: 'owner' }).status).toBe(204)
    expect(mock.get(path).status).toBe(404)
    expect(pick(mock.get(PLANS), 'name')).not.toContain('Usual')
    expect(mock.delete(BENCH, undefined, { token: 'owner' }).status).toBe(400)
  })

  it('is made by those who offer in the organisation', () => {
    const mock = createJudgedWaldur()

    expect(mock.post(ROOT, body, { token: 'stranger' }).status).toBe(403)
    expect(mock.post(ROOT, {}, { token: 'owner' }).json).toEqual({
      name: ['This field is required.'],
      category: ['This field is required.'],
    })
  })
})

it('who has bought is listed beside the offering', () => {
  const mock = createJudgedWaldur({ rows: { resources: resources(['OK', 'Terminated']) } })

  expect(pick(mock.get(`${BENCH}customers/`, { token: 'owner' }), 'name')).toEqual(['Laboratory'])
})

it.each([['__proto__'], ['a']])(
  'JSON with the key %s is refused when it is deep, and keeps the state sound',
  (key) => {
    const mock = createJudgedWaldur()
    const deep = JSON.parse(`${`{"${key}":`.repeat(40)}1${'}'.repeat(40)}`) as unknown
    const shallow = `{"plugin_options":{"${key}":{"x":1}}}`

    expect(edit(mock, 'update_integration', { plugin_options: deep }).status).toBe(400)
    const headers = { 'content-type': 'application/json' }
    expect(
      mock.post(`${BENCH}update_integration/`, shallow, { token: 'owner', headers }).status,
    ).toBe(200)
  },
)

describe('the price list', () => {
  const PATH = '/api/marketplace-plan-components/'

  it('has what each plan takes for each component of its offering', () => {
    const list = createJudgedWaldur().get(`${PATH}?offering_uuid=${ids.bench}&page_size=50`)

    expect(list.json).toContainEqual(
      expect.objectContaining({ plan_name: 'Academic', component_name: 'node' }),
    )
    expect(new Set(pick(list, 'offering_name'))).toEqual(new Set(['Bench']))
  })

  it('is for everybody, without plans that are kept for others', () => {
    const kept = createJudgedWaldur({
      rows: {
        plans: [
          {
            uuid: ids.academic,
            name: 'Academic',
            offering: ids.bench,
            organization_groups: [ids.universities],
            components: [{ type: 'node', price: '1' }],
          },
        ],
      },
    })

    expect(kept.get(PATH, { token: 'staff' }).json).toHaveLength(1)
    expect(kept.get(PATH, { token: null }).json).toEqual([])
  })
})

describe('the pictures of an offering', () => {
  const PICTURES = '/api/marketplace-screenshots/'
  const image = ids.unknown
  const picture = (name: string, created: string) => ({ name, created, image })
  const screenshots = [
    picture('Hood', '2026-01-02T08:00:00Z'),
    picture('Drawer', '2026-01-01T08:00:00Z'),
  ]
  const rows = {
    offerings: [
      offering({ screenshots }),
      offering({ uuid: ids.crane, name: 'Crane', screenshots: [screenshots[0]] }),
    ],
    plans: [],
    media: [{ uuid: image, kind: 'image', title: 'Hood', text: '' }],
  }
  const namesAt = (path: string) => pick(createJudgedWaldur({ rows }).get(path), 'name')

  it.each([
    [`${PICTURES}?offering_uuid=${ids.bench}`, ['Hood', 'Drawer']],
    [`${PICTURES}?offering_uuid=${ids.bench}&o=created`, ['Drawer', 'Hood']],
    [`${PICTURES}?offering_uuid=${ids.bench}&o=-name`, ['Hood', 'Drawer']],
    [`${PICTURES}?offering=${at('marketplace-provider-offerings', ids.crane)}`, ['Hood']],
    [`${BENCH}screenshots/`, ['Hood', 'Drawer']],
  ])('are listed by %s', (path, names) => {
    expect(namesAt(path)).toEqual(names)
  })

  it('are those that it shows, each at an address of its own', () => {
    const mock = createJudgedWaldur({ rows })
    const listed = mock.get(`${PICTURES}?offering_uuid=${ids.bench}`).json as { uuid: string }[]
    const shown = bench(mock)['screenshots'] as object[]
    const own = `${PICTURES}${listed[0]?.uuid}/`

    expect(listed).toMatchObject(shown)
    expect(listed[0]).toMatchObject({
      url: `http://waldur.test${own}`,
      offering: bench(mock)['url'],
    })
    expect(mock.get(own).json).toEqual(listed[0])
    expect(mock.get(`${PICTURES}${ids.study}/`).status).toBe(404)
  })
})
