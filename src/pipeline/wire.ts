import type { Reply } from '../errors.ts'
import type { Style } from '../domain/links/links.ts'
import type { Page } from '../domain/context.ts'

/** A request as plain data. Header names are lower case; `target` is path and query as sent. */
export interface ApiRequest {
  readonly method: string
  readonly target: string
  readonly origin: Style['origin']
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
}

/** An answer as bytes, ready for a socket. Names of headers are in the case in which they are sent. */
export interface ApiResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** The answer to HEAD: the body only counts for `Content-Length`, it is not sent (§1.7). */
  readonly isHead?: boolean
  /** How a fault lets it be sent; without one: at once, as a whole. */
  readonly delivery?: Delivery
}

/** `delay`: milliseconds before the first byte. */
export interface Delivery {
  readonly delay: number
  readonly bytesPerSecond: number | null
  readonly ending: 'whole' | 'reset' | 'empty' | 'truncated'
}

export const EMPTY = new Uint8Array()
const encoder = new TextEncoder()
const decoder = new TextDecoder()

export const encodeText = (text: string): Uint8Array => encoder.encode(text)
export const decodeText = (body: Uint8Array): string => decoder.decode(body)

/** The JSON value of a body; undefined when it is none. */
export function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(decodeText(body))
  } catch {
    return undefined
  }
}

/** The path of a call as it was sent. */
export function readPath({ target }: Pick<ApiRequest, 'target'>): string {
  const end = target.indexOf('?')
  return end === -1 ? target : target.slice(0, end)
}

export function readQuery({ target }: Pick<ApiRequest, 'target'>): URLSearchParams {
  const end = target.indexOf('?')
  return new URLSearchParams(end === -1 ? '' : target.slice(end + 1))
}

/** A part of an address without its percent signs; a broken one stays as it is. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** What every answer carries (§1.5), and what browsers on other origins need (§1.8). */
const ALWAYS = {
  Vary: 'Accept-Language, Cookie',
  'Content-Language': 'en',
  'X-Frame-Options': 'DENY',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Credentials': 'true',
  'Access-Control-Allow-Methods': 'DELETE, GET, OPTIONS, PATCH, POST, PUT',
  'Access-Control-Allow-Headers':
    'Accept, Accept-Encoding, Authorization, Content-Type, Origin, User-Agent, X-CSRFToken, X-Requested-With, X-Impersonated-User-Uuid, sentry-trace, baggage',
  'Access-Control-Expose-Headers': 'Link, X-Result-Count',
}

/** JSON and pages carry a content type; an empty answer has none (§1.5). */
export function makeResponse(reply: Reply, headers: Readonly<Record<string, string>>): ApiResponse {
  if (reply.text) {
    return makeBytesResponse(reply, headers, encodeText(reply.text.content), reply.text.type)
  }
  if (reply.json === undefined) return makeBytesResponse(reply, headers, EMPTY)
  const body = encodeText(JSON.stringify(reply.json))
  return makeBytesResponse(reply, headers, body, 'application/json')
}

export function makeBytesResponse(
  reply: Pick<Reply, 'status' | 'headers'>,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  type?: string,
): ApiResponse {
  return {
    status: reply.status,
    headers: {
      'Content-Length': String(body.length),
      ...ALWAYS,
      ...headers,
      ...reply.headers,
      ...(type !== undefined && { 'Content-Type': type }),
    },
    body,
  }
}

/** `X-Result-Count` and `Link` of a page: links sort their parameters by name (§1.6). */
export function makePagingHeaders(url: string, query: URLSearchParams, page: Page<unknown>) {
  const others = [...query].filter(([name]) => name !== 'page')
  const link = (rel: string, number: number) => {
    const pairs = number === 1 ? others : [...others, ['page', String(number)] as const]
    return `<${url}${writeQuery(pairs)}>; rel="${rel}"`
  }
  const links = [
    link('first', 1),
    ...(page.number > 1 ? [link('prev', page.number - 1)] : []),
    ...(page.number < page.last ? [link('next', page.number + 1)] : []),
    link('last', page.last),
  ]
  return { 'X-Result-Count': String(page.total), Link: links.join(', ') }
}

function writeQuery(pairs: readonly (readonly [string, string])[]): string {
  if (pairs.length === 0) return ''
  const sorted = [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `?${sorted.map(([name, value]) => `${quoteLikePython(name)}=${quoteLikePython(value)}`).join('&')}`
}

/** Percent-encoding as Python's urlencode does it. */
const quoteLikePython = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
