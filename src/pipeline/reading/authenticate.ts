import { findOperation } from '../../document/matchRoute.ts'
import type { Match } from '../../document/matchRoute.ts'
import { unauthenticated } from '../../errors.ts'
import { readUuid } from '../../domain/uuid.ts'
import { put } from '../../domain/state.ts'
import type { State, User } from '../../domain/state.ts'
import { findGroup, findRow } from '../../domain/table.ts'
import type { ApiRequest } from './request.ts'
import type { World } from '../world.ts'

/** Who is calling; `impersonator` is the staff user behind, when one speaks for another (§1.3). */
export interface Caller {
  readonly state: State
  readonly user: User
  readonly impersonator: User | null
}

/** Where no token is asked for. */
const anonymous = (state: State): Caller => ({ state, user: NOBODY, impersonator: null })

const NOBODY: User = {
  uuid: '',
  name: '',
  token: '',
  is_staff: false,
  is_support: false,
  is_active: false,
  token_lifetime: null,
  token_used: null,
  roles: [],
  consents: [],
}

type Moment = Pick<World, 'as' | 'now'>

const MISSING = 'Authentication credentials were not provided.'
const SPACES = 'Invalid token. Token string should not contain spaces.'
const EMPTY = 'Invalid token. No credentials provided.'

const CHARACTERS = 'Invalid token header. Token string should not contain invalid characters.'

const utf8 = new TextDecoder('utf-8', { fatal: true })

const ASCII = /^[\x20-\x7e]*$/

/** A header holds one sign a byte; the bytes of a token are read as UTF-8 (§1.3). */
function isUtf8(header: string): boolean {
  if (ASCII.test(header)) return true
  try {
    utf8.decode(Uint8Array.from(header, (sign) => sign.charCodeAt(0)))
    return true
  } catch {
    return false
  }
}

/** The user behind a token; each way of getting it wrong has a text of its own (§1.3). */
export function authenticate({ state, as, now }: World, { headers }: ApiRequest): Caller {
  const words = (headers['authorization'] ?? '').split(/[ \t\n\r\v\f]+/).filter(Boolean)
  const user = findGroup(state.users, 'token', readToken(words, { as, now })).minKey()
  if (!user) throw unauthenticated('Invalid token.')
  if (!user.is_active) throw unauthenticated('User inactive or deleted.')
  if (isExpired(user, now)) throw unauthenticated('Token has expired.')
  const asked = headers['x-impersonated-user-uuid'] ?? ''
  const target = user.is_staff ? findRow(state.users, readUuid(asked)) : undefined
  return {
    state: prolongToken(state, user, now),
    user: target ?? user,
    impersonator: target ? user : null,
  }
}

function readToken(words: readonly string[], moment: Moment): string {
  const [scheme = '', ...rest] = words
  if (scheme.toLowerCase() === 'bearer') return readBearerToken(rest, moment)
  if (scheme.toLowerCase() !== 'token') throw unauthenticated(MISSING)
  return demandOneWord(rest)
}

function demandOneWord([token, ...more]: readonly string[]): string {
  if (token === undefined) throw unauthenticated(EMPTY)
  if (more.length > 0) throw unauthenticated(SPACES)
  if (!isUtf8(token)) throw unauthenticated(CHARACTERS)
  return token
}

/** A JavaScript sample of the pages ends up as `Bearer Token …` (§2.0, row 33). */
function readBearerToken(words: readonly string[], moment: Moment): string {
  const [first = '', token] = words
  const isSample = first.toLowerCase() === 'token' && token !== undefined && words.length === 2
  if (moment.as.bearerToken === 'accepted' && isSample) return token
  const personal = words.length === 1 ? PERSONAL.exec(first)?.[1] : undefined
  if (moment.as.personalTokens === 'accepted' && personal !== undefined) return personal
  throw unauthenticated(explainJwtRefusal(demandOneWord(words), moment))
}

/** The mock makes no such tokens: `w_` before the token of a user stands for one of hers. */
const PERSONAL = /^w_(.+)$/

function explainJwtRefusal(token: string, { now }: Moment): string {
  const claims = readClaims(token)
  if (claims === null) return 'Invalid JWT token.'
  const isOver = typeof claims.exp === 'number' && claims.exp * 1000 < now.getTime()
  return isOver ? 'Token has expired.' : 'Introspection configuration is incomplete.'
}

function readClaims(token: string): { exp?: unknown } | null {
  const parts = token.split('.')
  if (parts.length !== 3) return null
  try {
    const base64 = (parts[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    const claims: unknown = JSON.parse(atob(base64))
    return typeof claims === 'object' ? claims : null
  } catch {
    return null
  }
}

function isExpired({ token_lifetime, token_used }: User, now: Date): boolean {
  if (token_lifetime === null || token_used === null) return false
  return now.getTime() - Date.parse(token_used) > token_lifetime * 1000
}

/** A token with a lifetime lives on with each use. */
const prolongToken = (state: State, user: User, now: Date): State =>
  user.token_lifetime === null
    ? state
    : put(state, 'users', { ...user, token_used: now.toISOString() })

/** Who is calling; nobody, where no token is asked for. */
export function identify(world: World, request: ApiRequest, { route }: Match): Caller {
  const { token } = findOperation(route, request.method) ?? { token: 'needed' }
  const isAnonymous = token === 'welcome' && !request.headers['authorization']
  if (token === 'ignored' || isAnonymous) return anonymous(world.state)
  return authenticate(world, request)
}
