import type { State } from '../../domain/state.ts'
import { listRows } from '../../domain/table.ts'
import { decodeText, encodeText } from '../../pipeline/bytes.ts'
import type { ApiRequest } from '../../pipeline/reading/request.ts'
import type { ApiResponse } from '../../pipeline/response.ts'
import type { Exchange } from './exchange.ts'
import { isSecretName, maskText, maskUnread, SHORTEST, STARS, unpack } from './secrets.ts'
import type { Known } from './secrets.ts'

/** An exchange as it may be told: its secrets are stars. Made once, and only when somebody asks. */
export function redact(exchange: Exchange): Exchange {
  const known = redacted.get(exchange)
  if (known) return known
  const { request, before } = exchange
  const made = { ...exchange, request: redactRequest(request, before) }
  redacted.set(exchange, made)
  return made
}

const redacted = new WeakMap<Exchange, Exchange>()

/** Tokens are stars wherever they stand; the scheme of an authorisation is still to be seen. */
export function redactRequest(request: ApiRequest, { users }: Pick<State, 'users'>): ApiRequest {
  const tokens = tokensOf(users)
  const own = new Set(ownSecrets(request).map((word) => word.toLowerCase()))
  const isKnown: Known = (word) => {
    const lower = word.length < SHORTEST ? '' : word.toLowerCase()
    return lower !== '' && (tokens.has(lower) || own.has(lower))
  }
  let body: Uint8Array | undefined
  return {
    ...request,
    target: maskText(request.target, isKnown),
    headers: redactHeaders(request.headers, isKnown),
    /** A body may be long, and few are looked at. */
    get body() {
      return (body ??= redactBody(request.body, isKnown))
    },
  }
}

/** What is answered outside the contract may hold the token of whoever has logged in. */
export function redactResponse(response: ApiResponse): ApiResponse {
  if (!('X-Mock-Outside-Contract' in response.headers)) return response
  return { ...response, body: redactBody(response.body, () => false) }
}

/** Once for each version of the table, which changes rarely. */
function tokensOf(users: State['users']): ReadonlySet<string> {
  const known = tokenSets.get(users)
  if (known) return known
  const made = new Set(listRows(users).map(({ token }) => token.toLowerCase()))
  tokenSets.set(users, made)
  return made
}

const tokenSets = new WeakMap<object, ReadonlySet<string>>()

/** What the headers say that is secret: it may come back in the path or the body. */
const ownSecrets = ({ headers }: ApiRequest): string[] =>
  Object.entries(headers)
    .flatMap(([name, value = '']) => (isSecretName(name) ? value.split(/[\s;=,"]+/) : []))
    .filter(isNoScheme)
    .flatMap((word) => [word, ...unpack(word).split(/[:\s]+/)])

const SCHEMES = /^(?:token|bearer|basic|digest)$/i

const isNoScheme = (word: string): boolean => !SCHEMES.test(word)

/** Secret headers are stars but for their scheme; in others known secrets are. */
export function redactHeaders(
  headers: ApiRequest['headers'],
  isKnown: Known,
): ApiRequest['headers'] {
  const redacted = Object.entries(headers).map(([name, value]) => {
    if (value === undefined) return [name, value] as const
    return [name, isSecretName(name) ? starWords(value) : maskText(value, isKnown)] as const
  })
  return Object.fromEntries(redacted)
}

/** `Token abc` becomes `Token ***`; what is no known scheme is a secret too. */
const starWords = (value: string): string => {
  const [scheme = '', ...rest] = value.trim().split(/\s+/)
  return isNoScheme(scheme) || rest.length === 0 ? STARS : `${scheme} ${STARS}`
}

function redactBody(body: Uint8Array, isKnown: Known): Uint8Array {
  if (body.length === 0) return body
  const text = decodeText(body)
  const redacted = redactText(text, isKnown)
  return redacted === text ? body : encodeText(redacted)
}

/** JSON that holds no secret stays as it was written, and so does what is no JSON. */
export function redactText(text: string, isKnown: Known): string {
  try {
    const value: unknown = JSON.parse(text)
    const redacted = redactValue(value, isKnown)
    return redacted === value ? text : JSON.stringify(redacted)
  } catch {
    return maskText(maskUnread(text), isKnown)
  }
}

/** A text may be JSON again. */
const redactString = (text: string, isKnown: Known): string =>
  /^\s*[[{]/.test(text) ? redactText(text, isKnown) : maskText(text, isKnown)

/** The same value, when nothing in it is secret. */
function redactValue(value: unknown, isKnown: Known): unknown {
  if (typeof value === 'string') return redactString(value, isKnown)
  if (typeof value !== 'object' || value === null) return value
  const parts = Object.entries(value).map(([name, part]) => [
    name,
    isSecretName(name) && part !== null ? STARS : redactValue(part, isKnown),
  ])
  const isSame = parts.every(
    ([name, part]) => part === (value as Record<string, unknown>)[String(name)],
  )
  if (isSame) return value
  return Array.isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts)
}
