import { describe, expect, it } from 'vitest'
import { detail, dialectNames } from '../domain/createWaldur.ts'
import { ids, offering } from '../domain/lab.ts'
import { id } from '../fixture/shop.ts'
import { createJudgedWaldur, field, pick } from './createJudgedWaldur.ts'

const LOGIN = '/api-auth/password/'
const anonymous = { token: null }

const logIn = (mock: ReturnType<typeof createJudgedWaldur>, username: string, password = 'demo') =>
  mock.post(LOGIN, { username, password }, anonymous)

describe('before anybody has logged in', () => {
  it('the configuration is told, whatever token is sent', () => {
    const mock = createJudgedWaldur()

    for (const token of [null, 'nonsense', 'staff']) {
      const answer = mock.get('/api/configuration/', { token })
      expect(answer.status).toBe(200)
      expect(answer.json).toMatchObject({
        WALDUR_CORE: { AUTHENTICATION_METHODS: ['LOCAL_SIGNIN'], LANGUAGE_CHOICES: 'en,et' },
        LANGUAGES: [
          ['en', 'English'],
          ['et', 'Eesti'],
        ],
        FEATURES: { marketplace: { conceal_prices: false } },
      })
    }
  })

  it.each([
    '/api/roles/',
    '/api/identity-providers/',
    '/api/external-links/',
    '/api/admin-announcements/',
    '/api/metadata/permissions/',
    '/api/metadata/features/',
    '/api/metadata/events/',
    '/api/metadata/settings/',
    '/api/marketplace-categories/',
    '/api/marketplace-category-groups/',
    '/api/marketplace-public-offerings/',
    '/api/marketplace-category-columns/',
    '/api/marketplace-offering-referrals/',
  ])('%s needs no token, but refuses a wrong one', (path) => {
    const mock = createJudgedWaldur()

    expect(mock.get(path, anonymous).status).toBe(200)
    expect(mock.get(path, { token: 'nonsense' }).json).toEqual(detail('Invalid token.'))
  })

  it('kinds of offerings are told, whatever token is sent: an order form asks for them', () => {
    const mock = createJudgedWaldur()

    for (const token of [null, 'nonsense', 'staff']) {
      const answer = mock.get('/api/marketplace-plugins/', { token })
      expect(pick(answer, 'offering_type')).toContain('Marketplace.Booking')
    }
  })

  it('the kinds of all offerings that there are are among them, each once', () => {
    const kinds = ['Waldur.RemoteOffering', 'Waldur.RemoteOffering', 'Marketplace.Booking']
    const offerings = kinds.map((type, index) => offering({ uuid: id(0xc1 + index), type }))
    const told = pick(
      createJudgedWaldur({ rows: { offerings, plans: [] } }).get('/api/marketplace-plugins/'),
      'offering_type',
    )

    expect(told).toEqual([...new Set([...told, ...kinds])])
  })

  it.each(['/api/customers/', '/api/users/me/', '/api/marketplace-orders/', '/api/version/'])(
    '%s needs a token',
    (path) => {
      expect(createJudgedWaldur().get(path, anonymous).status).toBe(401)
    },
  )
})

describe('roles', () => {
  it('have permissions, in an organisation, a project or an offering', () => {
    const owner = (createJudgedWaldur().get('/api/roles/').json as Record<string, unknown>[])[0]

    expect(owner).toMatchObject({
      name: 'CUSTOMER.OWNER',
      content_type: 'customer',
      is_system_role: true,
    })
    expect(owner?.['permissions']).toContain('OFFERING.CREATE_PLAN')
  })

  it('tell how many people have them to staff and support alone', () => {
    const mock = createJudgedWaldur()

    expect(pick(mock.get('/api/roles/', { token: 'support' }), 'users_count')[0]).toBe(2)
    expect(pick(mock.get('/api/roles/', { token: 'owner' }), 'users_count')[0]).toBeUndefined()
    expect(pick(mock.get('/api/roles/', anonymous), 'users_count')[0]).toBeUndefined()
  })
})

describe('to log in', () => {
  it('takes a user name and the password that everybody has', () => {
    expect(logIn(createJudgedWaldur(), 'owner').json).toEqual({ token: 'owner' })
  })

  it('takes a user name that is written out, where there is one', () => {
    const users = [{ uuid: ids.staff, name: 'Ann', token: 'ann-token', username: 'a.n' }]
    const mock = createJudgedWaldur({ rows: { users } })

    expect(logIn(mock, 'a.n').json).toEqual({ token: 'ann-token' })
    expect(logIn(mock, 'ann').status).toBe(401)
  })

  it.each([
    ['owner', 'wrong'],
    ['stranger to all', 'demo'],
  ])('as %s with %s is refused', (username, password) => {
    const answer = logIn(createJudgedWaldur(), username, password)

    expect([answer.status, answer.json]).toEqual([401, detail('Invalid username/password.')])
  })

  it('is refused to those who are deactivated', () => {
    expect(logIn(createJudgedWaldur(), 'inactive').json).toEqual(
      detail('User account is disabled.'),
    )
  })

  it('needs both fields', () => {
    const answer = createJudgedWaldur().post(LOGIN, { username: 'owner' }, anonymous)

    expect([answer.status, answer.json]).toEqual([400, { password: ['This field is required.'] }])
  })

  it.each(['owner', 'nobody knows me'])(
    'is locked for %s after four wrong tries, for ten minutes',
    (username) => {
      const mock = createJudgedWaldur()
      const wrong = () => logIn(mock, username, 'wrong').json

      for (let tries = 0; tries < 4; tries++) {
        expect(wrong()).toEqual(detail('Invalid username/password.'))
      }
      expect(logIn(mock, username).json).toEqual(
        detail('Username is locked out. Try in 10 minutes.'),
      )
      expect(logIn(mock, 'staff').status).toBe(200)
      mock.wait(599)
      expect(logIn(mock, username).status).toBe(401)
      mock.wait(1)
      expect(logIn(mock, username).json).not.toEqual(
        detail('Username is locked out. Try in 10 minutes.'),
      )
    },
  )

  it('keeps few names that nobody has, and none that is long', () => {
    const mock = createJudgedWaldur()
    const countFailures = () =>
      (mock.exported() as { login_failures?: object[] }).login_failures?.length ?? 0
    logIn(mock, 'x'.repeat(100_000), 'wrong')
    expect(countFailures()).toBe(0)
    for (let name = 0; name < 1100; name++) logIn(mock, `nobody ${name}`, 'wrong')
    expect(countFailures()).toBe(1000)

    for (let tries = 0; tries < 4; tries++) logIn(mock, 'owner', 'wrong')
    expect(logIn(mock, 'owner').status).toBe(401)
  })

  it('forgets wrong tries with the first right one', () => {
    const mock = createJudgedWaldur()
    for (let round = 0; round < 3; round++) {
      for (let tries = 0; tries < 3; tries++) logIn(mock, 'owner', 'wrong')
      expect(logIn(mock, 'owner').status).toBe(200)
    }
  })

  it('makes an expired token live again', () => {
    const mock = createJudgedWaldur()
    expect(mock.get('/api/users/me/', { token: 'idle' }).status).toBe(401)

    expect(logIn(mock, 'idle').json).toEqual({ token: 'idle' })

    expect(mock.get('/api/users/me/', { token: 'idle' }).status).toBe(200)
  })

  it('leaves the token valid when one logs out', () => {
    const mock = createJudgedWaldur()

    expect(mock.post('/api-auth/logout/', undefined, { token: 'owner' }).status).toBe(204)
    expect(mock.post('/api-auth/logout/', undefined, anonymous).status).toBe(401)
    expect(mock.get('/api/users/me/', { token: 'owner' }).status).toBe(200)
  })
})

describe.each(dialectNames)('who is calling, as %s', (as) => {
  it('is told with roles and their places, in the spelling of all other uuids', () => {
    const mock = createJudgedWaldur({ as })
    const me = mock.get('/api/users/me/', { token: 'owner' })
    const [customer] = mock.get('/api/customers/', { token: 'owner' }).json as { uuid: string }[]

    expect(me.json).toMatchObject({
      username: 'owner',
      full_name: 'owner',
      token: 'owner',
      is_staff: false,
      is_active: true,
      permissions: [
        {
          role_name: 'CUSTOMER.OWNER',
          scope_type: 'customer',
          scope_uuid: customer?.uuid,
          scope_name: 'Laboratory',
          customer_uuid: customer?.uuid,
        },
      ],
    })
    expect(field(me, 'agreement_date')).not.toBeNull()
  })

  it('names the organisation of a project and of an offering', () => {
    const mock = createJudgedWaldur({ as })
    const permission = (token: string) =>
      (field(mock.get('/api/users/me/', { token }), 'permissions') as unknown[])[0]

    expect(permission('member')).toMatchObject({
      scope_type: 'project',
      scope_name: 'Study',
      customer_name: 'Laboratory',
    })
    expect(permission('offering-manager')).toMatchObject({
      scope_type: 'offering',
      scope_name: 'Bench',
      customer_name: 'Laboratory',
    })
  })
})

it('the release that is served is the version', () => {
  expect(createJudgedWaldur().get('/api/version/').json).toEqual({
    version: '7.8.7',
    latest_version: '7.8.7',
  })
})

describe('what is inside the installation', () => {
  it.each([
    ['staff', 200],
    ['support', 403],
    ['owner', 403],
  ])('is shown to %s with %i', (token, status) => {
    const mock = createJudgedWaldur()

    for (const path of ['/api/database-stats/', '/api/override-settings/'])
      expect(mock.get(path, { token }).status, path).toBe(status)
  })
})
