import { describe, expect, it } from 'vitest'
import demo from '../../fixtures/demo.json' with { type: 'json' }
import { createMock } from '../../src/doors/index.ts'
import { findOperationAt } from '../../src/document/matchRoute.ts'
import { loadRelease } from '../../src/document/releases/loadRelease.ts'
import { neighbours } from '../../src/neighbours/neighbours.ts'
import { detail, dialectNames } from '../domain/createWaldur.ts'
import { ids } from '../domain/lab.ts'
import { createJudgedWaldur, pick } from './createJudgedWaldur.ts'

const listNames = (token: string, path: string) =>
  pick(createJudgedWaldur().get(path, { token }), 'name')

describe('who sees what', () => {
  it.each([
    ['staff', ['Laboratory', 'Works']],
    ['support', ['Laboratory', 'Works']],
    ['owner', ['Laboratory']],
    ['customer-support', ['Laboratory']],
    ['member', ['Laboratory']],
    ['stranger', ['Works']],
    ['nobody', []],
  ])('%s sees the organisations %j', (token, names) => {
    expect(listNames(token, '/api/customers/')).toEqual(names)
  })

  it.each([
    ['staff', ['Study']],
    ['owner', ['Study']],
    ['member', ['Study']],
    ['offering-manager', []],
    ['stranger', []],
  ])('%s sees the projects %j', (token, names) => {
    expect(listNames(token, '/api/projects/')).toEqual(names)
  })

  it.each([
    ['staff', ['Bench', 'Crane', 'Remote']],
    ['owner', ['Bench', 'Remote']],
    ['manager', ['Bench', 'Remote']],
    ['offering-manager', ['Bench']],
    ['stranger', ['Crane']],
    ['member', []],
  ])('%s sees the offerings %j as a provider', (token, names) => {
    expect(listNames(token, '/api/marketplace-provider-offerings/')).toEqual(names)
  })

  it('everybody sees as a buyer what is shared, and nobody else what is not', () => {
    const path = '/api/marketplace-public-offerings/'
    const [bench] = [{ uuid: ids.bench, name: 'Bench', customer: ids.lab, category: ids.shelf }]
    const rows = { offerings: [{ ...bench, shared: false, components: [] }], plans: [] }

    expect(listNames('nobody', path)).toEqual(['Bench', 'Crane', 'Remote'])
    expect(pick(createJudgedWaldur({ rows }).get(path, { token: 'nobody' }), 'name')).toEqual([])
    expect(pick(createJudgedWaldur({ rows }).get(path, { token: 'owner' }), 'name')).toEqual([
      'Bench',
    ])
    expect(pick(createJudgedWaldur({ rows }).get(path, { token: null }), 'name')).toEqual([])
  })

  it.each(['Draft', 'Archived', 'Unavailable'])(
    'the marketplace neither shows nor counts what is %s, whoever looks; what was bought of it leads there',
    (state) => {
      const offering = { uuid: ids.bench, name: 'Bench', customer: ids.lab, category: ids.shelf }
      const rows = { offerings: [{ ...offering, state, components: [] }], plans: [] }
      const mock = createJudgedWaldur({ rows })
      const root = '/api/marketplace-public-offerings/'
      const shelves = '/api/marketplace-categories/?has_offerings=true'

      for (const token of ['staff', 'owner', 'stranger']) {
        expect(mock.get(root, { token }).json).toEqual([])
        expect(mock.get(shelves, { token }).json).toEqual([])
        expect(mock.get(`${root}${ids.bench}/`, { token }).status).toBe(200)
      }
    },
  )

  it('people see themselves and those of their organisations, and no token but their own', () => {
    const mock = createJudgedWaldur()
    const users = (token: string) => pick(mock.get('/api/users/?page_size=50', { token }), 'name')

    expect(users('nobody')).toHaveLength(1)
    const rows = mock.get('/api/users/?page_size=50', { token: 'owner' }).json as object[]
    expect(rows.length).toBeGreaterThan(3)
    const tokens = rows.flatMap((row) => (row as { token: string | null }).token ?? [])
    expect(tokens).toEqual(['owner'])
  })

  it.each([
    ['/api/customers/', ids.works, 'Customer'],
    ['/api/projects/', ids.unknown, 'Project'],
    ['/api/marketplace-provider-offerings/', ids.crane, 'Offering'],
    ['/api/marketplace-orders/', ids.unknown, 'Order'],
    ['/api/marketplace-service-providers/', ids.works, 'ServiceProvider'],
  ])('%s hides what the caller does not see behind a 404', (root, uuid, model) => {
    const answer = createJudgedWaldur().get(`${root}${uuid}/`, { token: 'owner' })

    expect([answer.status, answer.json]).toEqual([
      404,
      detail(`No ${model} matches the given query.`),
    ])
  })
})

describe('lists', () => {
  it('are counted by HEAD, paged and linked', () => {
    const mock = createJudgedWaldur()
    const head = mock.head('/api/users/?page_size=3')
    const page = mock.get('/api/users/?page_size=3&page=2')

    expect(head.headers['X-Result-Count']).toBe(page.headers['X-Result-Count'])
    expect(page.json).toHaveLength(3)
    expect(page.headers['Link']).toContain('page=3')
    expect(mock.get('/api/users/?page=99').json).toEqual(detail('Invalid page.'))
  })

  it('show only the fields that are asked for', () => {
    const answer = createJudgedWaldur().get('/api/customers/?field=name&field=uuid')

    expect(Object.keys((answer.json as object[])[0] ?? {}).sort()).toEqual(['name', 'uuid'])
  })

  it.each([
    ['/api/customers/?name=LAB', ['Laboratory']],
    ['/api/customers/?is_service_provider=true', ['Laboratory']],
    ['/api/customers/?o=-name', ['Works', 'Laboratory']],
    [`/api/projects/?customer=${ids.lab}`, ['Study']],
    [`/api/projects/?customer=${ids.works}`, []],
    ['/api/projects/?query=stu', ['Study']],
    [`/api/marketplace-provider-offerings/?customer_uuid=${ids.works}`, ['Crane']],
    ['/api/marketplace-provider-offerings/?type=Waldur.RemoteOffering', ['Remote']],
    ['/api/marketplace-provider-offerings/?state=Draft&state=Paused', []],
    ['/api/marketplace-provider-offerings/?state=Draft,Active', ['Bench', 'Crane', 'Remote']],
    ['/api/marketplace-public-offerings/?keyword=works', ['Crane']],
    ['/api/marketplace-public-offerings/?name=', ['Bench', 'Crane', 'Remote']],
    ['/api/organization-groups/?name=uni', ['Universities']],
  ])('%s leaves %j', (path, names) => {
    expect(pick(createJudgedWaldur().get(path), 'name')).toEqual(names)
  })

  it('refuse all bad filters together', () => {
    const answer = createJudgedWaldur().get(
      '/api/marketplace-provider-offerings/?customer_uuid=x&state=Open',
    )

    expect([answer.status, answer.json]).toEqual([
      400,
      {
        customer_uuid: ['Enter a valid UUID.'],
        state: ['Select a valid choice. Open is not one of the available choices.'],
      },
    ])
  })
})

describe('the front end', () => {
  it('finds the provider of an organisation, and the organisation of a provider', () => {
    const mock = createJudgedWaldur()
    const [provider] = mock.get(`/api/marketplace-service-providers/?customer_uuid=${ids.lab}`)
      .json as { uuid: string; customer_name: string; url: string }[]
    const customer = mock.get(`/api/customers/${ids.lab}/`)

    expect(provider?.customer_name).toBe('Laboratory')
    expect(customer.json).toMatchObject({
      is_service_provider: true,
      service_provider_uuid: provider?.uuid,
      service_provider: provider?.url,
    })
    expect(
      pick(mock.get(`/api/marketplace-service-providers/${provider?.uuid}/offerings/`), 'name'),
    ).toEqual(['Bench', 'Remote'])
  })

  it('counts what belongs to an organisation', () => {
    const mock = createJudgedWaldur()

    expect(mock.get(`/api/customers/${ids.lab}/counters/`).json).toMatchObject({ projects: 1 })
    expect(pick(mock.get(`/api/customers/${ids.lab}/users/?page_size=50`), 'username')).toContain(
      'member',
    )
    expect(pick(mock.get(`/api/customers/${ids.lab}/list_users/`), 'role_name')).toContain(
      'CUSTOMER.OWNER',
    )
  })

  it('lists plans under a public offering, with links that lead back', () => {
    const mock = createJudgedWaldur()
    const root = `/api/marketplace-public-offerings/${ids.bench}/plans/`
    const [plan] = mock.get(root).json as { url: string; name: string; offering: string }[]

    expect(plan?.name).toBe('Academic')
    expect(mock.get(new URL(plan?.url ?? '').pathname).json).toMatchObject({ url: plan?.url })
    expect(mock.get(`${root}${ids.hoist}/`).status).toBe(404)
  })

  it('never sees Google credentials', () => {
    expect(JSON.stringify(createJudgedWaldur().get(`/api/customers/${ids.lab}/`).json)).not.toMatch(
      /calendar_(?:refresh_)?token|credentials/,
    )
  })
})

it.each(['/api/customers', '/api-auth/password', '/api/marketplace-orders'])(
  '%s is redirected to its slash',
  (path) => {
    const answer = createJudgedWaldur().get(path)

    expect([answer.status, answer.headers['Location']]).toEqual([301, `${path}/`])
  },
)

it('a method that a path does not have is refused, after the token', () => {
  const mock = createJudgedWaldur()

  expect(mock.delete('/api/customers/').json).toEqual(detail('Method "DELETE" not allowed.'))
  expect(mock.delete('/api/customers/', undefined, { token: null }).status).toBe(401)
})

const NOTHING = new Uint8Array()

it.each(dialectNames)('as %s, everything in the demo data is as neighbours.yaml has it', (as) => {
  const start = { ...demo, as_of: undefined }
  const rows = start as unknown as NonNullable<Parameters<typeof createJudgedWaldur>[0]>['rows'] &
    object
  const mock = createJudgedWaldur({ as, rows, now: '2026-03-02T08:00:00Z' })
  const auth = { token: 'YOUR_API_TOKEN' }
  for (const path of Object.keys(neighbours.document().paths)) {
    if (path.includes('{') || !findOperationAt(neighbours, 'GET', path)) continue
    const answer = mock.get(`${path}?page_size=300`, auth)
    expect(answer.status, path).toBe(200)
    const all: unknown[] = Array.isArray(answer.json) ? answer.json : []
    for (const row of all) {
      const { url } = row as { url?: string }
      if (url !== undefined) expect(mock.get(new URL(url).pathname, auth).status, url).toBe(200)
    }
  }
})

it('a call of a front end is no mystery in the journal: its operation is named', () => {
  const mock = createMock()
  const headers = { authorization: 'Token YOUR_API_TOKEN' }
  const call = (target: string) =>
    mock.answer({ method: 'GET', target, origin: 'http://here', headers, body: NOTHING })
  call('/api/customers/')
  call('/api/nowhere/')

  const [second, first] = mock.journal.find()

  expect(first).toMatchObject({ operation: 'customers_list', unmatched: false })
  expect(second).toMatchObject({ operation: null, unmatched: true })
})

it.each(['8.0.5', '8.1.3'])('offerings have the fields of the release, %s', async (version) => {
  const mock = createMock({ release: await loadRelease(version) })
  const headers = { authorization: 'Token YOUR_API_TOKEN' }
  const read = (target: string) => {
    const call = { method: 'GET', target, origin: 'http://here', headers, body: NOTHING }
    return JSON.parse(new TextDecoder().decode(mock.answer(call).body)) as Record<string, object>[]
  }
  const own = (row: object | undefined) => Object.keys(row ?? {}).sort()
  const [booking] = read('/api/booking-offerings/')
  const name = encodeURIComponent(String(booking?.['name']))
  const [provided] = read(`/api/marketplace-provider-offerings/?name_exact=${name}`)
  const [[plan], [same]] = [booking, provided].map((row) => row?.['plans'] as object[]) as [
    object[],
    object[],
  ]

  expect(own(same)).toEqual(own(plan))
  const hidden = ['googlecalendar', 'is_accessible', 'user_has_consent']
  const shared = own(booking).filter((key) => !hidden.includes(key))
  const added = [
    'backend_id_rules',
    'google_calendar_is_public',
    'google_calendar_link',
    'integration_status',
    'secret_options',
    'service_attributes',
  ]
  expect(own(provided)).toEqual([...shared, ...added].sort())
  expect(read('/api/version/')).toEqual({ version, latest_version: version })
})
