import type { Reply } from '../errors.ts'
import { EMPTY, encodeText } from './bytes.ts'

/** A response as bytes, ready for a socket. Names of headers are in the case in which they are sent. */
export interface ApiResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** The answer to HEAD: the body only counts for `Content-Length`, it is not sent (§1.7). */
  readonly isHead?: boolean | undefined
  /** How a fault lets it be sent; without one: at once, as a whole. */
  readonly delivery?: Delivery | undefined
  /** Headers of this one answer alone, where they stand beside those that equal answers share. */
  readonly marks?: readonly (readonly [name: string, value: string])[]
}

/** `delay`: milliseconds before the first byte. */
export interface Delivery {
  readonly delay: number
  readonly bytesPerSecond: number | null
  readonly ending: 'whole' | 'reset' | 'empty' | 'truncated'
}

/** What Waldur's views answer with (§1.5). */
const ALWAYS = {
  Vary: 'Accept-Language, Cookie',
  'Content-Language': 'en',
  'X-Frame-Options': 'DENY',
}

/** What is no operation of openapi.yaml says so. */
export const OUTSIDE = { 'X-Mock-Outside-Contract': 'true' }

/** What browsers on other origins need (§1.8). */
const FOR_BROWSERS = {
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
      ...FOR_BROWSERS,
      ...headers,
      ...reply.headers,
      ...(type !== undefined && { 'Content-Type': type }),
    },
    body,
  }
}

const HTML = 'text/html; charset=utf-8'

/** The answer to a preflight is given before anything else looks at the request (§1.5). */
export const preflight = (): ApiResponse => ({
  status: 200,
  headers: { 'Content-Length': '0', 'Content-Type': HTML, ...FOR_BROWSERS },
  body: EMPTY,
})

/** A redirect takes the place of an answer, of which two headers are lost (§1.5). */
export const redirect = (location: string): ApiResponse => ({
  status: 301,
  headers: {
    'Content-Type': HTML,
    Location: location,
    Vary: ALWAYS.Vary,
    'Content-Language': ALWAYS['Content-Language'],
    ...FOR_BROWSERS,
  },
  body: EMPTY,
})
