import type { Dialect } from '../dialect.ts'
import type { Api } from '../document/api.ts'
import { findOperation } from '../document/matchRoute.ts'
import type { Operation } from '../document/operations.ts'
import { ApiError } from '../errors.ts'
import { readJson } from '../pipeline/bytes.ts'
import { findBreaches } from '../pipeline/findBreaches.ts'
import { parseBody } from '../pipeline/reading/parseBody.ts'
import { decodePercent, readPath } from '../pipeline/reading/request.ts'
import { findParameterFaults } from './findParameterFaults.ts'
import type { ProxiedExchange, Violation } from './exchange.ts'

/** What an exchange is held to: the document of a release, as a dialect. */
export interface Held {
  readonly api: Api
  readonly as: Dialect
}

/** Everything in both directions that the document does not allow; null: it is about something else. */
export function checkExchange(held: Held, exchange: ProxiedExchange): readonly Violation[] | null {
  const path = decodePercent(readPath(exchange))
  const match = held.api.match(path)
  if (!match) return OURS.test(path) ? [unknown(`no operation has the path ${path}`)] : null
  if (exchange.method === 'OPTIONS') return []
  const operation = findOperation(match.route, exchange.method)
  if (!operation) return [unknown(`${match.route.path} has no ${exchange.method}`)]
  const { id } = operation
  return [
    ...checkRequest(held, operation, exchange).map(tell('request', id)),
    ...checkResponse(held, operation, exchange).map(tell('response', id)),
  ]
}

const OURS = /^\/api\/(?:marketplace-plans|booking-offerings)\//

const tell =
  (direction: Violation['direction'], operation: string | null) =>
  (text: string): Violation => ({ direction, operation, text })

const unknown = tell('request', null)

const checkRequest = (held: Held, operation: Operation, exchange: ProxiedExchange): string[] => [
  ...findParameterFaults(held.api, operation, exchange.target),
  ...findBodyFaults(held, operation, exchange),
]

/** In the words in which Waldur refuses a body. */
function findBodyFaults(
  { as }: Held,
  operation: Operation,
  { request }: ProxiedExchange,
): string[] {
  if (!operation.readBody || !request.body) return []
  try {
    const type = request.headers['content-type'] ?? ''
    const value = parseBody({ type, bytes: request.body }, operation, as)
    const read = operation.readBody(value, { link: (_, link) => ({ value: link }) }, '')
    return 'errors' in read ? [`body ${JSON.stringify(read.errors)}`] : []
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return [`body ${JSON.stringify(error.reply.json ?? error.reply.text?.content)}`]
  }
}

function checkResponse(held: Held, operation: Operation, exchange: ProxiedExchange): string[] {
  const { status, response, method } = exchange
  const { body } = response
  const isUnseen = method === 'HEAD' || body === null
  if (isUnseen) return status in operation.answers ? [] : [`${status} status is not declared`]
  const isTyped = body.length > 0 && typeof operation.answers[status] === 'string'
  const other = isTyped ? nameOther(body, response.headers['content-type'] ?? '') : null
  if (other !== null) return [`${status} the body is ${other}, not JSON`]
  const reply = { status, ...(body.length > 0 && { json: firstRows(readJson(body)) ?? null }) }
  return withoutId(findBreaches(held, operation, reply), operation)
}

/** Waldur's largest page has 300 rows; a million at once must not stop the proxy. */
const firstRows = (json: unknown): unknown =>
  Array.isArray(json) ? json.slice(0, MOST_ROWS) : json

const MOST_ROWS = 1000

/** What a body is that is not JSON. */
function nameOther(body: Uint8Array, type: string): string | null {
  if (!/^application\/json\b/i.test(type)) return type || 'of no type'
  return readJson(body) === undefined ? 'of another syntax' : null
}

/** `marketplace_plans_list 200 /0/name maxLength` without the operation, which stands beside it. */
const withoutId = (breaches: readonly string[], { id }: Operation): string[] =>
  breaches.map((breach) => breach.slice(id.length + 1))
