import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import { BOOKINGS, inventUuid, PLANS, STATS } from '../harness/ownPlans/createPlan.ts'
import { getSession } from '../harness/session.ts'
import type { Exchange } from '../harness/transport/exchange.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { demandSameRows, readWholeList } from '../lists/lists.ts'
import { demand } from './demand.ts'
import { INVALID, MISSING } from './refusals.ts'

const SPACES = 'Invalid token. Token string should not contain spaces.'

interface Header {
  readonly value: (token: string) => string | null
  readonly detail: string
}

const createHeader = (detail: string, value: Header['value']): Header => ({ value, detail })

/** What may be wrong with `Authorization`, made from a token that is right. */
export const headers: Readonly<Record<string, Header>> = {
  none: createHeader(MISSING, () => null),
  'scheme-alone': createHeader('Invalid token. No credentials provided.', () => 'Token'),
  'two-words': createHeader(SPACES, (token) => `Token ${token} ${token}`),
  unknown: createHeader(INVALID, () => `Token ${'0123456789abcdef'.repeat(3).slice(0, 40)}`),
  shortened: createHeader(INVALID, (token) => `Token ${token.slice(0, -1)}`),
  lengthened: createHeader(INVALID, (token) => `Token ${token}0`),
  'other-case': createHeader(INVALID, (token) => `Token ${swapCase(token)}`),
  'no-scheme': createHeader(MISSING, (token) => token),
  'scheme-basic': createHeader(MISSING, (token) => `Basic ${token}`),
  'scheme-joined': createHeader(MISSING, (token) => `Token${token}`),
  'bearer-no-jwt': createHeader('Invalid JWT token.', () => 'Bearer not-a-jwt'),
  'bearer-two-words': createHeader(SPACES, () => 'Bearer two words'),
  'bearer-expired': createHeader(
    'Token has expired.',
    () => `Bearer ${createJwt({ exp: 946_684_800 })}`,
  ),
}

contracts(
  headers,
  (name, { detail }) =>
    demand(
      `header.${name}`,
      `an Authorization header like this one (${name}) is refused with "${detail}"`,
    ),
  async (api, { value, detail }) => {
    const sent = value(getToken(api))
    if (sent === `Token ${getToken(api)}`) throw new Inapplicable('a token without letters')
    const options = {
      role: 'nobody' as const,
      headers: sent === null ? {} : { Authorization: sent },
    }
    for (const path of [PLANS, STATS, BOOKINGS, `${PLANS}${inventUuid()}/`]) {
      demandUnauthenticated(api, await api.get(path, options), detail)
    }
  },
)

contract(
  {
    ...demand('inactive', 'the token of an inactive user is refused'),
    needs: { roles: ['inactive'] },
  },
  async (api) => {
    for (const path of [PLANS, STATS, BOOKINGS]) {
      const exchange = await api.get(path, { role: 'inactive' })
      demandUnauthenticated(api, exchange, 'User inactive or deleted.')
    }
  },
)

contract(
  {
    ...demand('expired', 'a token that was idle too long is refused, and stays so'),
    needs: { roles: ['expired'] },
  },
  async (api) => {
    for (const path of [PLANS, STATS, BOOKINGS, PLANS]) {
      const exchange = await api.get(path, { role: 'expired' })
      demandUnauthenticated(api, exchange, 'Token has expired.')
    }
  },
)

contract(
  demand('spelling', 'the scheme is read in any case, and blanks around the token do not matter'),
  async (api) => {
    const rows = await readWholeList(api, PLANS)
    for (const start of ['Token ', 'token ', 'TOKEN ', 'tOkEn ', 'Token   ', 'token     ']) {
      const Authorization = `${start}${getToken(api)}`
      const seen = await readWholeList(api, PLANS, { role: 'nobody', headers: { Authorization } })
      demandSameRows(api, seen, rows, `the list for the scheme "${start}"`)
    }
  },
)

contract(
  demand(
    'bearer-sample',
    'the header that the JavaScript sample ends up with is accepted',
    '§2.0 row 33',
  ),
  async (api) => {
    const Authorization = `Bearer Token ${getToken(api)}`
    const exchange = await api.get(PLANS, { role: 'nobody', headers: { Authorization } })
    demandSameRows(api, api.readRows(exchange), api.readRows(await api.get(PLANS)), 'the list')
    const wrong = { Authorization: `Bearer Token ${'0'.repeat(40)}` }
    api.demandStatus(await api.get(PLANS, { role: 'nobody', headers: wrong }), 401)
  },
)

const swapCase = (text: string): string =>
  [...text].map((sign) => (/[a-z]/.test(sign) ? sign.toUpperCase() : sign.toLowerCase())).join('')

function createJwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return [part({ alg: 'HS256', typ: 'JWT' }), part(claims), 'c2lnbmF0dXJl'].join('.')
}

function getToken(api: Api): string {
  const token = getSession().settings.tokens[api.role]
  if (token === undefined) throw new Inapplicable('there is no token of staff or owner')
  return token
}

function demandUnauthenticated(api: Api, exchange: Exchange, detail: string): void {
  const { headers: seen, json } = exchange.response
  api.demandStatus(exchange, 401)
  api.demandEqual(json, { detail }, 'the body', exchange)
  api.demandEqual(seen['www-authenticate'], 'Token', 'WWW-Authenticate', exchange)
  api.demandType(exchange, 'application/json')
}
