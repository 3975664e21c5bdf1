import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import { closedMethods, doors, isRead, openMethods } from '../wire/addresses.ts'
import type { Door } from '../wire/addresses.ts'
import {
  BOOKINGS,
  made,
  newPlan,
  nobodysUuid,
  offeringLink,
  PLANS,
  STATS,
  tidied,
} from '../harness/given.ts'
import { given, sameRows, some, uuidOf, whole } from '../lists/pages.ts'
import { session } from '../harness/session.ts'
import type { Role } from '../run/settings.ts'
import type { Exchange } from '../harness/transport.ts'

const law = (name: string, demand: string, source = '§1.3') => ({
  id: `access.${name}`,
  demand,
  source,
})

const MISSING = 'Authentication credentials were not provided.'
const INVALID = 'Invalid token.'
const SPACES = 'Invalid token. Token string should not contain spaces.'
const NOT_ACCEPTABLE = { detail: 'Could not satisfy the request Accept header.' }

interface Header {
  readonly value: (token: string) => string | null
  readonly detail: string
}

const header = (detail: string, value: Header['value']): Header => ({ value, detail })

/** What may be wrong with `Authorization`, made from a token that is right. */
const headers: Readonly<Record<string, Header>> = {
  none: header(MISSING, () => null),
  'scheme-alone': header('Invalid token. No credentials provided.', () => 'Token'),
  'two-words': header(SPACES, (token) => `Token ${token} ${token}`),
  unknown: header(INVALID, () => `Token ${'0123456789abcdef'.repeat(3).slice(0, 40)}`),
  shortened: header(INVALID, (token) => `Token ${token.slice(0, -1)}`),
  lengthened: header(INVALID, (token) => `Token ${token}0`),
  'other-case': header(INVALID, (token) => `Token ${swapped(token)}`),
  'no-scheme': header(MISSING, (token) => token),
  'scheme-basic': header(MISSING, (token) => `Basic ${token}`),
  'scheme-joined': header(MISSING, (token) => `Token${token}`),
  'bearer-no-jwt': header('Invalid JWT token.', () => 'Bearer not-a-jwt'),
  'bearer-two-words': header(SPACES, () => 'Bearer two words'),
  'bearer-expired': header('Token has expired.', () => `Bearer ${jwt({ exp: 946_684_800 })}`),
}

contracts(
  headers,
  (name, { detail }) => law(`header.${name}`, `it is refused with "${detail}"`),
  async (api, { value, detail }) => {
    const sent = value(tokenOf(api))
    if (sent === `Token ${tokenOf(api)}`) throw new Inapplicable('a token without letters')
    const options = {
      role: 'nobody' as const,
      headers: sent === null ? {} : { Authorization: sent },
    }
    for (const path of [PLANS, STATS, BOOKINGS, `${PLANS}${nobodysUuid()}/`]) {
      isUnauthenticated(api, await api.get(path, options), detail)
    }
  },
)

contract(
  {
    ...law('inactive', 'the token of an inactive user is refused'),
    needs: { roles: ['inactive'] },
  },
  async (api) => {
    for (const path of [PLANS, STATS, BOOKINGS]) {
      const exchange = await api.get(path, { role: 'inactive' })
      isUnauthenticated(api, exchange, 'User inactive or deleted.')
    }
  },
)

contract(
  {
    ...law('expired', 'a token that was idle too long is refused, and stays so'),
    needs: { roles: ['expired'] },
  },
  async (api) => {
    for (const path of [PLANS, STATS, BOOKINGS, PLANS]) {
      const exchange = await api.get(path, { role: 'expired' })
      isUnauthenticated(api, exchange, 'Token has expired.')
    }
  },
)

contract(
  law('spelling', 'the scheme is read in any case, and blanks around the token do not matter'),
  async (api) => {
    const rows = await whole(api, PLANS)
    for (const start of ['Token ', 'token ', 'TOKEN ', 'tOkEn ', 'Token   ', 'token     ']) {
      const Authorization = `${start}${tokenOf(api)}`
      const seen = await whole(api, PLANS, { role: 'nobody', headers: { Authorization } })
      sameRows(api, seen, rows, `the list for the scheme "${start}"`)
    }
  },
)

contract(
  law(
    'bearer-sample',
    'the header that the JavaScript sample ends up with is accepted',
    '§2.0 row 33',
  ),
  async (api) => {
    const Authorization = `Bearer Token ${tokenOf(api)}`
    const exchange = await api.get(PLANS, { role: 'nobody', headers: { Authorization } })
    sameRows(api, api.rows(exchange), api.rows(await api.get(PLANS)), 'the list')
    const wrong = { Authorization: `Bearer Token ${'0'.repeat(40)}` }
    api.status(await api.get(PLANS, { role: 'nobody', headers: wrong }), 401)
  },
)

contracts(
  doors,
  (name) => law(`closed-reads.${name}`, `nobody reads ${name} without a valid token`, '§1.2'),
  async (api, door) => {
    const uuids = [nobodysUuid(), await existing(api, door)]
    for (const uuid of uuids)
      for (const method of ['GET', 'HEAD', 'OPTIONS']) await isClosed(api, method, door.path(uuid))
  },
)

contracts(
  Object.fromEntries(
    Object.entries(doors).filter(([name]) => !/usage_stats|bookings?$/.test(name)),
  ),
  (name) => ({
    ...law(`closed-writes.${name}`, `nobody writes to ${name} without a valid token`, '§1.2'),
    needs: { write: true },
  }),
  (api, door) =>
    tidied(api, async () => {
      for (const method of openMethods(door).filter((one) => !isRead(one)))
        await isClosed(api, method, door.path(nobodysUuid()))
    }),
)

contracts(
  Object.fromEntries(Object.entries(doors).filter(([, { open }]) => !('GET' in open))),
  (name) => law(`methods-reads.${name}`, `methods that ${name} does not have are refused`, '§1.4'),
  async (api, door) => {
    for (const method of closedMethods(door).filter(isRead))
      await isRefusedMethod(api, method, door)
  },
)

contracts(
  doors,
  (name) => ({
    ...law(`methods.${name}`, `methods that ${name} does not have are refused`, '§1.4'),
    needs: { write: true },
  }),
  async (api, door) => {
    for (const method of closedMethods(door).filter((one) => !isRead(one)))
      await isRefusedMethod(api, method, door)
  },
)

contract(
  {
    ...law(
      'order.token-before-method',
      'a method that is not there is no news for strangers',
      '§1.2',
    ),
    needs: { write: true },
  },
  async (api) => {
    for (const door of Object.values(doors))
      for (const method of closedMethods(door)) {
        const path = door.path(nobodysUuid())
        const exchange = await api.send({ method, path, role: 'nobody' })
        api.status(exchange, 401)
        if (method !== 'HEAD') api.equal(exchange.response.json, { detail: MISSING }, 'the body')
      }
  },
)

contract(
  law(
    'impersonation-ignored',
    'only staff speaks for others: the header of anybody else is ignored',
  ),
  async (api) => {
    const roles = given('support', 'owner', 'manager', 'member', 'stranger')
    if (roles.length === 0) throw new Inapplicable('there are only tokens of staff')
    for (const role of roles) {
      const options = { role, headers: { 'X-Impersonated-User-Uuid': nobodysUuid() } }
      sameRows(
        api,
        await whole(api, PLANS, options),
        await whole(api, PLANS, { role }),
        'the plans',
      )
      const { response } = await api.get(PLANS, options)
      api.equal(response.headers['x-impersonator-uuid'], undefined, 'X-impersonator-uuid')
    }
  },
)

type Known = { readonly role: Role; readonly uuid: string }

/** Who the given tokens of these roles belong to, as the server says; at least one. */
async function usersOf(api: Api, ...roles: readonly Role[]): Promise<[Known, ...Known[]]> {
  const all = await Promise.all(
    given(...roles).map(async (role) => {
      const { response } = await api.get('/api/users/me/', { role })
      const { uuid } = (response.json ?? {}) as { uuid?: unknown }
      return response.status === 200 ? [{ role, uuid: String(uuid) }] : []
    }),
  )
  const [first, ...others] = all.flat()
  if (!first) throw new Inapplicable('/api/users/me/ is not there')
  return [first, ...others]
}

contract(
  {
    ...law('impersonation', 'staff sees what the user sees for whom it speaks'),
    needs: { roles: ['staff'] },
  },
  async (api) => {
    const [staff] = await usersOf(api, 'staff')
    const known = await usersOf(api, 'owner', 'manager', 'support', 'member', 'stranger')
    const plans = (await whole(api, PLANS)).slice(0, 20)
    for (const { role, uuid } of known) {
      const options = { role: 'staff' as const, headers: { 'X-Impersonated-User-Uuid': uuid } }
      for (const path of [PLANS, BOOKINGS])
        sameRows(api, await whole(api, path, options), await whole(api, path, { role }), path)
      const { response } = await api.get(PLANS, options)
      const speaker = uuidOf(response.headers, 'x-impersonator-uuid')
      api.equal(speaker, uuidOf(staff), 'X-impersonator-uuid')
      for (const row of plans) {
        const path = `${PLANS}${uuidOf(row)}/`
        const own = (await api.get(path, { role })).response
        const spoken = await api.get(path, options)
        api.status(spoken, own.status)
        const mark = uuidOf(spoken.response.headers, 'x-impersonator-uuid')
        api.equal(mark, uuidOf(staff), 'X-impersonator-uuid', spoken)
        api.equal(spoken.response.json, own.json, 'the plan', spoken)
      }
      const back = { role, headers: { 'X-Impersonated-User-Uuid': staff.uuid } }
      sameRows(api, await whole(api, PLANS, back), await whole(api, PLANS, { role }), PLANS)
    }
  },
)

contract(
  {
    ...law('impersonation-writes', 'staff writes only what the user may for whom it speaks'),
    needs: { write: true, roles: ['staff'] },
  },
  (api) =>
    tidied(api, async () => {
      const plan = await newPlan(api)
      const body = { description: 'said' }
      for (const { role, uuid } of await usersOf(api, 'owner', 'manager', 'member', 'stranger')) {
        const headers = { 'X-Impersonated-User-Uuid': uuid }
        const own = await api.patch(plan.path, body, { role })
        const spoken = await api.patch(plan.path, body, { role: 'staff', headers })
        api.status(spoken, own.response.status)
        api.equal(spoken.response.json, own.response.json, 'the answer', spoken)
      }
    }),
)

interface Step {
  readonly demand: string
  readonly paths: (uuid: string) => readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  /** Is a token sent? */
  readonly isOpen?: boolean
  readonly status: number
  /** Null: an HTML page. */
  readonly body: object | null
}

const HTML = { Accept: 'text/html' }

const everywhere = (uuid: string): string[] => Object.values(doors).map(({ path }) => path(uuid))
const actions = (uuid: string): string[] =>
  Object.values(doors)
    .filter(({ open }) => !('GET' in open))
    .map(({ path }) => path(uuid))

const nowhere = (uuid: string): string[] => [`/api/${uuid}/`, `${PLANS}${uuid}/nothing/`]

/** Which of two refusals comes first. */
const steps: Readonly<Record<string, Step>> = {
  'route-before-accept': {
    demand: 'a path without a route is 404 for everybody, whatever they accept',
    paths: nowhere,
    headers: HTML,
    status: 404,
    body: null,
  },
  'route-before-token': {
    demand: 'a path without a route is 404 without a token',
    paths: nowhere,
    status: 404,
    body: null,
  },
  'accept-before-token': {
    demand: 'what is not acceptable is refused before a token is missed',
    paths: everywhere,
    headers: HTML,
    status: 406,
    body: NOT_ACCEPTABLE,
  },
  'accept-before-object': {
    demand: 'what is not acceptable is refused before the method and the object',
    paths: everywhere,
    headers: HTML,
    isOpen: true,
    status: 406,
    body: NOT_ACCEPTABLE,
  },
  'format-before-token': {
    demand: 'an unknown format is refused before a token is missed',
    paths: (uuid) => everywhere(uuid).map((path) => `${path}?format=xml`),
    status: 404,
    body: { detail: 'Not found.' },
  },
  'token-before-query': {
    demand: 'a token is missed before bad filters and pages',
    paths: () => [`${PLANS}?offering_uuid=x`, `${STATS}?o=x`, `${BOOKINGS}?page=0`],
    status: 401,
    body: { detail: MISSING },
  },
  'token-before-object': {
    demand: 'a token is missed before method and object',
    paths: everywhere,
    status: 401,
    body: { detail: MISSING },
  },
  'method-before-object': {
    demand: 'a method is refused before the object is missed',
    paths: actions,
    isOpen: true,
    status: 405,
    body: { detail: 'Method "GET" not allowed.' },
  },
  'filter-before-page': {
    demand: 'a bad filter is refused before a bad page',
    paths: () => [`${PLANS}?offering_uuid=x&page=0`],
    isOpen: true,
    status: 400,
    body: { offering_uuid: ['Enter a valid UUID.'] },
  },
}

for (const [name, step] of Object.entries(steps)) {
  contract(law(`order.${name}`, step.demand, '§1.2'), async (api: Api) => {
    for (const path of step.paths(nobodysUuid())) {
      const options = {
        headers: step.headers ?? {},
        ...(step.isOpen ? {} : { role: 'nobody' as const }),
      }
      const exchange = await api.get(path, options)
      api.status(exchange, step.status)
      if (step.body) api.equal(exchange.response.json, step.body, 'the body')
      else api.demand(/html/.test(exchange.response.text), 'an HTML page', exchange.response.text)
      api.status(await api.head(path, options), step.status)
    }
  })
}

const swapped = (text: string): string =>
  [...text].map((sign) => (/[a-z]/.test(sign) ? sign.toUpperCase() : sign.toLowerCase())).join('')

function jwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return [part({ alg: 'HS256', typ: 'JWT' }), part(claims), 'c2lnbmF0dXJl'].join('.')
}

function tokenOf(api: Api): string {
  const token = session().settings.tokens[api.role]
  if (token === undefined) throw new Inapplicable('there is no token of staff or owner')
  return token
}

function isUnauthenticated(api: Api, exchange: Exchange, detail: string): void {
  const { headers: seen, json } = exchange.response
  api.status(exchange, 401)
  api.equal(json, { detail }, 'the body', exchange)
  api.equal(seen['www-authenticate'], 'Token', 'WWW-Authenticate', exchange)
  api.equal(seen['content-type'], 'application/json', 'Content-Type', exchange)
}

/** Without a token, with a wrong one, and with those of users who may no longer come in. */
async function isClosed(api: Api, method: string, path: string): Promise<void> {
  const callers = [
    { role: 'nobody' as const, detail: MISSING },
    { role: 'nobody' as const, token: `Token ${'0'.repeat(40)}`, detail: INVALID },
    ...given('inactive').map((role) => ({ role, detail: 'User inactive or deleted.' })),
    ...given('expired').map((role) => ({ role, detail: 'Token has expired.' })),
  ]
  const body = bodyFor(method, path)
  for (const { detail, role, ...caller } of callers) {
    const headers = 'token' in caller ? { Authorization: caller.token } : {}
    const exchange = await api.send({ method, path, role, headers, ...(body && { body }) })
    made(api, exchange)
    api.status(exchange, 401)
    api.equal(exchange.response.headers['www-authenticate'], 'Token', 'WWW-Authenticate')
    if (method !== 'HEAD') api.equal(exchange.response.json, { detail }, 'the body')
  }
}

const bodyFor = (method: string, path: string): object | null =>
  method === 'POST' && path === PLANS && session().settings.offering !== null
    ? { name: 'Contract access', backend_id: session().settings.tag, offering: offeringLink() }
    : null

async function isRefusedMethod(api: Api, method: string, { path, allow }: Door): Promise<void> {
  const exchange = await api.send({ method, path: path(nobodysUuid()) })
  api.status(exchange, 405)
  api.equal(exchange.response.headers['allow'], allow, 'Allow')
  if (method === 'HEAD') return
  api.equal(exchange.response.json, { detail: `Method "${method}" not allowed.` }, 'the body')
}

/** The uuid of something that is there, if the address is that of an object. */
async function existing(api: Api, door: Door): Promise<string> {
  const root = door.path('').startsWith(BOOKINGS) ? BOOKINGS : PLANS
  const [row] = await some(api, root)
  return uuidOf(row ?? {})
}
