import { methodNotAllowed, notFoundDetail, routeNotFound } from '../errors.ts'
import { readMount } from '../domain/links/links.ts'
import { encodeText } from './bytes.ts'
import { makeResponse, OUTSIDE, redirect } from './response.ts'
import type { ApiRequest } from './request.ts'
import { markHead, keepState } from './world.ts'
import type { ApiResult, ParsedRequest, World } from './world.ts'

/** Paths of no operation: a missing slash is redirected, files are shown (§1.1). */
export function handleFile(world: World, request: ApiRequest, parsed: ParsedRequest): ApiResult {
  const { path, query, style } = parsed
  const file = world.neighbours?.findFile(path)
  if (!file) {
    if (!isPath(world, `${path}/`)) throw routeNotFound()
    return keepState(world, redirect(withSlash(readMount(style) + request.target)))
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowed(request.method)
  const { state, as, now } = world
  const reply = file.show({ state, as, now, query, style })
  if (!reply) throw notFoundDetail('Not found.')
  const full = makeResponse(reply, { Allow: 'GET, HEAD, OPTIONS', ...OUTSIDE })
  return { ...keepState(world, markHead(full, parsed)), neighbour: file.id }
}

const isPath = ({ api, neighbours }: World, path: string): boolean =>
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
