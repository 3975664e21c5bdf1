import { makeResponse } from '../pipeline/response.ts'
import type { ApiResult } from '../pipeline/world.ts'
import type { StrictResult } from './prepareExchange.ts'

/** `report` takes one line about an answer that breaks openapi.yaml, or about a fault of the mock. */
interface Strictness {
  readonly strict?: boolean
  readonly report?: (line: string) => void
}

/** An answer that openapi.yaml does not allow is never hidden: it says so, or it is not sent. */
export function checkResult(
  { response, breaches, fault }: ApiResult,
  settings: Strictness,
): StrictResult {
  if (fault !== undefined) settings.report?.(`fault: ${describeError(fault)}`)
  if (breaches.length === 0) return { response, isKept: true }
  const text = breaches.slice(0, 5).join('; ')
  settings.report?.(`not allowed by openapi.yaml: ${text}`)
  if (!settings.strict) {
    const headers = { ...response.headers, [BREACH_HEADER]: text }
    return { response: { ...response, headers }, isKept: true }
  }
  const detail = `The mock was about to answer what openapi.yaml does not allow: ${text}`
  const refusal = makeResponse({ status: 500, json: { detail } }, { [BREACH_HEADER]: text })
  return { response: refusal, isKept: false }
}

const BREACH_HEADER = 'X-Mock-Contract-Breach'

export const describeError = (fault: unknown): string =>
  fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)
