import { methodNotAllowed, notFoundDetail, routeNotFound } from '../errors.ts'
import { readMount } from '../domain/links/links.ts'
import { encodeText } from './bytes.ts'
import { makeBytesResponse, makeResponse, OUTSIDE, redirect } from './response.ts'
import { decodePercent, readPath } from './reading/request.ts'
import type { ApiRequest } from './reading/request.ts'
import { markHead, keepState } from './world.ts'
import type { ApiResult, ParsedRequest, World } from './world.ts'

/** Paths of no operation: a missing slash is redirected, files are shown (§1.1). */
export function handleFile(world: World, request: ApiRequest, parsed: ParsedRequest): ApiResult {
  const { path, query, style } = parsed
  const file = world.neighbours?.findFile(path)
  if (!file) {
    if (isPath(world, `${path}/`))
      return keepState(world, redirect(withSlash(readMount(style) + request.target)))
    const rest = answerFromRest(world, request, parsed)
    if (!rest) throw routeNotFound()
    return rest
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowed(request.method)
  const { state, as, now } = world
  const reply = file.show({ state, as, now, query, style })
  if (!reply) throw notFoundDetail('Not found.')
  const full = makeResponse(reply, { Allow: 'GET, HEAD, OPTIONS', ...OUTSIDE })
  return { ...keepState(world, markHead(full, parsed)), neighbour: file.id }
}

/** What the mock itself knows nothing of; the answer says where it is from. */
function answerFromRest(
  world: World,
  request: ApiRequest,
  parsed: ParsedRequest,
): ApiResult | null {
  const answer = world.rest?.answer(request, parsed.path)
  if (!world.rest || !answer) return null
  const { source, isLasting } = world.rest
  const { status, headers, body, type } = answer
  const outside = { 'X-Mock-Outside-Contract': source }
  const response = makeBytesResponse({ status, headers }, outside, body, type)
  return {
    ...keepState(world, markHead(response, parsed)),
    source,
    ...(isLasting && { until: Infinity }),
  }
}

/** The contract or its neighbours have it, if only with a slash at the end. */
export function knowsAddress(
  rules: Pick<World, 'api' | 'neighbours'>,
  request: ApiRequest,
): boolean {
  const path = decodePercent(readPath(request))
  return isPath(rules, path) || isPath(rules, `${path}/`)
}

const isPath = ({ api, neighbours }: Pick<World, 'api' | 'neighbours'>, path: string): boolean =>
  (api.match(path) ?? neighbours?.match(path) ?? neighbours?.findFile(path) ?? null) !== null

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
