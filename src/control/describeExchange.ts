import { cite } from '../document/sections.ts'
import type { Citation } from '../document/sections.ts'
import { createAdversary } from '../mock/adversary/adversary.ts'
import { prepareExchange } from '../mock/prepareExchange.ts'
import { findSimilarOperations, isUnmatched } from '../mock/journal/findSimilarOperations.ts'
import type { SimilarOperation } from '../mock/journal/findSimilarOperations.ts'
import { listRoles } from '../mock/faults/faults.ts'
import type { Exchange } from '../mock/journal/exchange.ts'
import { redactResponse } from '../mock/journal/redact.ts'
import { STARS } from '../mock/journal/secrets.ts'
import { PASSWORD } from '../neighbours/boot/login.ts'
import { decodeText, encodeText } from '../pipeline/bytes.ts'
import type { ApiResponse } from '../pipeline/response.ts'
import { handle } from '../pipeline/handle.ts'
import { explain } from '../pipeline/explain.ts'
import type { Explanation } from '../pipeline/explain.ts'
import { summariseExchange } from './summariseExchange.ts'
import type { ChangeSummary, ExchangeSummary } from './summariseExchange.ts'

/** Headers and body of a request or an answer, as texts. */
export interface Message {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A line of the journal, and request and answer in full. */
export interface ExchangeDetails extends ExchangeSummary {
  readonly request: Message
  readonly response: Message
  /** For a request that no operation answers: those that are nearest. */
  readonly nearest: readonly SimilarOperation[]
}

export function describeExchange(exchange: Exchange): ExchangeDetails {
  const { headers, body } = repeatExchange(exchange)
  const { request } = exchange
  return {
    ...summariseExchange(exchange),
    request: { headers: dropUndefined(request.headers), body: decodeText(request.body) },
    response: { headers: { ...headers, 'X-Mock-Id': exchange.id }, body: decodeText(body) },
    nearest: listSimilarOperations(exchange),
  }
}

const listSimilarOperations = (exchange: Exchange): readonly SimilarOperation[] =>
  isUnmatched(exchange) ? findSimilarOperations(exchange.rules.api, exchange.request) : []

/** Headers that are there. */
export const dropUndefined = (headers: Exchange['request']['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  )

/** Answers are not kept: from the state before it, the same request is answered the same again. */
function repeatExchange(exchange: Exchange): ApiResponse {
  const { hit, before, at, adversary } = exchange
  const same = createAdversary(exchange.rules.api)
  if (adversary) same.start(0, adversary)
  const conditions = {
    state: before,
    now: new Date(at),
    hitting: () => hit,
    adversary: same,
    handle,
  }
  const rules = { ...exchange.rules, newUuid: repeatUuids(exchange) }
  const checkResult = ({ response }: { response: ApiResponse }) => ({ response, isKept: true })
  const { response } = prepareExchange(restoreSecrets(exchange), conditions, { rules, checkResult })
  return redactResponse(response)
}

/** The request with its token, which the state knows, or the password that everybody has. */
function restoreSecrets({ request, user, operation, status }: Exchange): Exchange['request'] {
  if (operation === 'login' && status === 200) {
    return { ...request, body: encodeText(decodeText(request.body).replace(STARS, PASSWORD)) }
  }
  if (!user) return request
  const authorization = request.headers['authorization']?.replace(STARS, () => user.token)
  return { ...request, headers: { ...request.headers, authorization } }
}

function repeatUuids({ minted }: Exchange): () => string {
  const left = [...minted]
  return () => left.shift() ?? crypto.randomUUID().replaceAll('-', '')
}

/** Why an exchange was answered as it was. */
export interface ExchangeExplanation extends Explanation {
  readonly id: string
  readonly operation: string | null
  readonly persona: { readonly name: string; readonly roles: readonly string[] } | null
  readonly status: number
  /** Where waldur-behaviour.md tells of the refusal; null: the rules did not refuse it. */
  readonly refused: (Citation & { readonly rule: string; readonly body: string }) | null
  /** What a fault did, if one hit. */
  readonly fault: Exchange['hit']
  readonly written: readonly ChangeSummary[]
  /** How the answer breaks openapi.yaml. */
  readonly breaches: readonly string[]
  readonly nearest: readonly SimilarOperation[]
}

export function explainExchange(exchange: Exchange): ExchangeExplanation {
  const { id, operation, user, status, hit, before, at, breaches } = exchange
  const world = {
    ...exchange.rules,
    newUuid: repeatUuids(exchange),
    state: before,
    now: new Date(at),
  }
  const explanation = explain(world, restoreSecrets(exchange))
  const refusing = explanation.steps.findLast(({ outcome }) => outcome === 'refused')
  const isOfRules = refusing !== undefined && hit?.status === undefined
  const body = decodeText(repeatExchange(exchange).body)
  return {
    id,
    operation,
    persona: user ? { name: user.name, roles: listRoles(user).slice(1) } : null,
    status,
    refused: isOfRules ? { rule: refusing.rule, ...cite(refusing.section), body } : null,
    ...(hit?.status === undefined ? explanation : { steps: [], read: [], dialect: [] }),
    fault: hit,
    written: summariseExchange(exchange).changes,
    breaches,
    nearest: listSimilarOperations(exchange),
  }
}
