import {
  ApiError,
  crashed,
  denied,
  methodNotAllowed,
  notAcceptable,
  notFoundDetail,
  unauthenticated,
  unsupportedMediaType,
} from '../../errors.ts'
import type { Reply } from '../../errors.ts'
import { encodeText, readJson, decodeText } from '../../pipeline/bytes.ts'
import { makeResponse } from '../../pipeline/response.ts'
import type { ApiRequest } from '../../pipeline/reading/request.ts'
import type { Delivery, ApiResponse } from '../../pipeline/response.ts'
import type { Hit } from './fault.ts'

const FAULT_HEADER = 'X-Mock-Fault'

/** The refusal that a fault asks for: in the words that the server itself uses, as far as it has any. */
export function makeFaultRefusal(
  { status = 500, retry_after }: Hit,
  request: ApiRequest,
): ApiResponse {
  const { reply } = refusals[status]?.(request, retry_after) ?? makeOtherRefusal(status)
  const wait = retry_after === undefined ? {} : { 'Retry-After': String(retry_after) }
  return makeResponse(reply, wait)
}

const refusals: Readonly<Record<number, (request: ApiRequest, wait?: number) => { reply: Reply }>> =
  {
    401: () => unauthenticated('Invalid token.'),
    403: () => denied(),
    404: () => notFoundDetail('Not found.'),
    405: ({ method }) => methodNotAllowed(method),
    406: () => notAcceptable(),
    415: ({ headers }) => unsupportedMediaType(headers['content-type'] ?? ''),
    429: (_, wait = 1) => makeThrottled(wait),
    500: () => crashed(),
    502: () => makeGatewayPage('502 Bad Gateway'),
    503: () => makeGatewayPage('503 Service Temporarily Unavailable'),
    504: () => makeGatewayPage('504 Gateway Time-out'),
  }

const makeThrottled = (wait: number) => {
  const detail = `Request was throttled. Expected available in ${wait} second${wait === 1 ? '' : 's'}.`
  return new ApiError(429, { json: { detail } }, { 'Retry-After': String(wait) })
}

const makeOtherRefusal = (status: number) =>
  new ApiError(status, { json: { detail: `A fault of the mock: ${status}.` } })

/** What a web server says when the one behind it does not. */
const makeGatewayPage = (title: string) => {
  const content = `<html>\n<head><title>${title}</title></head>\n<body>\n<center><h1>${title}</h1></center>\n</body>\n</html>\n`
  return new ApiError(Number(title.slice(0, 3)), { text: { type: 'text/html', content } })
}

/** An answer as a fault leaves it; a header says which fault it was. */
export function applyFault(response: ApiResponse, hit: Hit): ApiResponse {
  const body = changeBody(response.body, hit)
  const headers = {
    ...response.headers,
    ...(body !== response.body && { 'Content-Length': String(body.length) }),
    [FAULT_HEADER]: hit.ids.map(keepPrintable).join(', '),
  }
  return { ...response, headers, body, delivery: planDelivery(hit, body) }
}

const keepPrintable = (text: string): string => text.replace(/[^ -~]/g, '?')

const DRIP_SECONDS = 5

function planDelivery({ delay, bytes_per_second, answer }: Hit, body: Uint8Array): Delivery {
  const ending =
    answer === 'reset' || answer === 'empty' || answer === 'truncated' ? answer : 'whole'
  const drip = answer === 'drip' ? Math.max(1, Math.ceil(body.length / DRIP_SECONDS)) : null
  return { delay, bytesPerSecond: bytes_per_second ?? drip, ending }
}

function changeBody(body: Uint8Array, { answer, breach }: Hit): Uint8Array {
  if (answer === 'malformed') return encodeText(decodeText(body).replace(/.$|^$/s, '",'))
  return breach === undefined ? body : breakValue(body, breach)
}

/** The value at a JSON pointer becomes one of a type that nothing there may have. */
function breakValue(body: Uint8Array, pointer: string): Uint8Array {
  const whole = { value: readJson(body) }
  const keys = pointer.split('/').slice(1).map(unescapePointer)
  let holder: object = whole
  let key = 'value'
  for (const next of keys) {
    const inner: unknown = Object.hasOwn(holder, key) ? (holder as Indexed)[key] : undefined
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, next)) return body
    holder = inner
    key = next
  }
  const held = (holder as Indexed)[key]
  const isHolder = typeof held === 'object' && held !== null
  ;(holder as Indexed)[key] = isHolder ? 'not what openapi.yaml says' : { unexpected: held }
  return encodeText(JSON.stringify(whole.value))
}

type Indexed = Record<string, unknown>

const unescapePointer = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~')
