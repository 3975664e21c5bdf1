import { authenticate } from './authenticate.ts'
import { matchRoute } from '../document/matchRoute.ts'
import { findNeighbour } from '../domain/links/findNeighbour.ts'
import { readMount } from '../domain/links/links.ts'
import type { User } from '../domain/state.ts'
import { methodNotAllowed, notFoundDetail, routeNotFound } from '../errors.ts'
import { encodeText } from './bytes.ts'
import { makeResponse, redirect } from './response.ts'
import type { ApiRequest } from './request.ts'
import { markHead, keepState } from './world.ts'
import type { ApiResult, ParsedRequest, World } from './world.ts'

/** Paths outside the contract: a missing slash is redirected, linked rows are shown (§1.1). */
export function handleNeighbour(
  world: World,
  request: ApiRequest,
  parsed: ParsedRequest,
): ApiResult {
  const { path, query } = parsed
  const view = findNeighbour(path)
  if (!view) {
    if (!matchRoute(world.api, `${path}/`) && !findNeighbour(`${path}/`)) throw routeNotFound()
    return keepState(world, redirect(withSlash(readMount(parsed.style) + request.target)))
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

function withSlash(target: string): string {
  const [path = '', ...query] = target.split('?')
  return encodeHeader([`${path}/`, ...query].join('?').replace(/\?$/, ''))
}

/** A header holds only printable ASCII; the rest of an address is percent-encoded, like a space. */
const encodeHeader = (address: string): string =>
  address.replace(/[^!-~]/gu, (sign) =>
    encodeText(sign).reduce((text, byte) => `${text}%${writeHex(byte)}`, ''),
  )

const writeHex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0')
