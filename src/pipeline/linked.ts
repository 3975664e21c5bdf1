import { authenticate } from './authenticate.ts'
import { matched } from '../document/match.ts'
import { linked } from '../domain/links/linked.ts'
import { mountOf } from '../domain/links/links.ts'
import type { User } from '../domain/state.ts'
import { methodNotAllowed, notFoundDetail, routeNotFound } from '../errors.ts'
import { EMPTY, encodeText, makeBytesResponse, makeResponse } from './wire.ts'
import type { ApiRequest, ApiResponse } from './wire.ts'
import { markHead, keepState } from './world.ts'
import type { ApiResult, ParsedRequest, World } from './world.ts'

/** Paths outside the contract: a missing slash is redirected, linked rows are shown (§1.1). */
export function handleNeighbour(
  world: World,
  request: ApiRequest,
  parsed: ParsedRequest,
): ApiResult {
  const { path, query } = parsed
  const view = linked(path)
  if (!view) {
    if (!matched(`${path}/`) && !linked(`${path}/`)) throw routeNotFound()
    return keepState(world, redirect(mountOf(parsed.style) + request.target))
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowed(request.method)
  const caller = view.isOpen ? { state: world.state, user: NOBODY } : authenticate(world, request)
  const { as, now } = world
  const reply = view.show({ ...caller, as, now, query, style: parsed.style })
  if (!reply) throw notFoundDetail('Not found.')
  const full = makeResponse(reply, { Allow: 'GET, HEAD, OPTIONS' })
  return keepState(caller, markHead(full, parsed))
}

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

function redirect(target: string): ApiResponse {
  const [path = '', ...query] = target.split('?')
  const location = encodeHeader([`${path}/`, ...query].join('?'))
  return makeBytesResponse({ status: 301, headers: { Location: location } }, {}, EMPTY, HTML)
}

/** A header holds only printable ASCII; the rest of an address is percent-encoded, like a space. */
const encodeHeader = (address: string): string =>
  address.replace(/[^!-~]/gu, (sign) =>
    encodeText(sign).reduce((text, byte) => `${text}%${writeHex(byte)}`, ''),
  )

const writeHex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0')

const HTML = 'text/html; charset=utf-8'
