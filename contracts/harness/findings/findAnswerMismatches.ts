import { isDeepStrictEqual } from 'node:util'
import { matchRoute } from '../../../src/document/matchRoute.ts'
import type { Route } from '../../../src/document/operations.ts'
import { released } from '../release.ts'
import type { Exchange } from '../transport/exchange.ts'
import { isTrouble } from '../transport/trouble.ts'
import type { AnswerDemand, AnswerMismatch } from './finding.ts'
import { decodePath } from './findDocumentMismatches.ts'
import { listPageDemands } from './listPageDemands.ts'
import { formatValue } from './formatValue.ts'
import { readMediaType } from './mediaType.ts'

/** All of an answer at an address of openapi.yaml that is not as every answer has to be. */
export function findAnswerMismatches(exchange: Exchange): AnswerMismatch[] {
  const route = matchExactly(exchange)
  if (!route) return []
  const demands = {
    'answers.headers': listHeaderDemands(exchange, route.allow),
    'answers.refusals': listRefusalDemands(exchange),
    'answers.pages': listPageDemands(exchange),
  } as const
  const { method } = exchange.request
  const { status } = exchange.response
  return Object.entries(demands).flatMap(([contract, list]) =>
    list
      .filter(([, holds]) => !holds)
      .map(([place, , expected, seen]) => ({
        contract: contract as AnswerMismatch['contract'],
        kind: `${contract} ${place} ${status}`,
        expected: `${expected} in the answer ${status} to ${method} ${route.path}`,
        seen: formatValue(seen),
        exchange,
      })),
  )
}

/** Waldur answers there by itself, in JSON or with nothing: no redirect, no page in HTML, no gateway. */
function matchExactly(exchange: Exchange): Route | null {
  const { request } = exchange
  const path = request.path.split('?')[0] ?? ''
  if (request.method === 'OPTIONS' || !path.endsWith('/') || !isOfWaldur(exchange)) return null
  const match = matchRoute(released, decodePath(path))
  return match?.format === null ? match.route : null
}

function isOfWaldur({ response }: Exchange): boolean {
  const { status, headers, text } = response
  if (status >= 200 && status < 300 && text === '') return true
  const isDone = status < 300 || (status >= 400 && status < 500)
  return isDone && !isTrouble(response) && readMediaType(headers) === 'application/json'
}

/** §1.5: the headers of every answer. */
function listHeaderDemands(exchange: Exchange, wanted: string): AnswerDemand[] {
  const { headers } = exchange.response
  const { allow, vary = '', 'x-frame-options': frame, 'content-language': language } = headers
  const isVaried = /\baccept-language\b/i.test(vary) && /\bcookie\b/i.test(vary)
  return [
    ['allow', allow === wanted, `Allow: ${wanted}`, allow],
    ['vary', isVaried, 'Vary: Accept-Language, Cookie', vary],
    ['x-frame-options', frame === 'DENY', 'X-Frame-Options: DENY', frame],
    ['content-language', language === 'en', 'Content-Language: en', language],
    ...listLocationDemands(exchange),
    ...listBodyDemands(exchange),
  ]
}

/** §1.5: what was made is where its own `url` says, to the letter, whoever made it. */
function listLocationDemands({ response: { status, headers, json } }: Exchange): AnswerDemand[] {
  const url = (json as { url?: unknown } | null)?.url
  if (status !== 201 || typeof url !== 'string') return []
  return [['location', headers['location'] === url, `Location: ${url}`, headers['location']]]
}

/** What stands before a body that is neither left out nor packed. */
function listBodyDemands({ request, response: { headers, text } }: Exchange): AnswerDemand[] {
  if (request.method === 'HEAD' || headers['content-encoding'] !== undefined) return []
  const wanted = String(Buffer.byteLength(text))
  const { 'content-length': length = wanted, 'content-type': type } = headers
  return [
    ['content-length', length === wanted, `Content-Length: ${wanted}`, length],
    ['content-type', text !== '' || type === undefined, 'no Content-Type', type],
  ]
}

const DETAILS: Readonly<Record<number, readonly string[]>> = {
  403: ['You do not have permission to perform this action.'],
  406: ['Could not satisfy the request Accept header.'],
  404: [
    'No Plan matches the given query.',
    'No Offering matches the given query.',
    'Invalid page.',
    'Not found.',
  ],
}

/** §1.4: the bodies of refusals that have one text, or one of a few. */
function listRefusalDemands({ request, response: { status, json } }: Exchange): AnswerDemand[] {
  const { method, path } = request
  // What a link without a route leads to is a matter of dialect (§1.10).
  if (method === 'HEAD' || path.includes('offering=')) return []
  const details = status === 405 ? [`Method "${method}" not allowed.`] : DETAILS[status]
  if (!details) return []
  const isOne = details.some((detail) => isDeepStrictEqual(json, { detail }))
  return [['body', isOne, `the detail ${details.map((one) => `"${one}"`).join(' or ')}`, json]]
}
