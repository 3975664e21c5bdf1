import { createHeaderMaker } from './marks.ts'
import { isPreflight } from './reading/parseRequest.ts'
import type { ApiRequest } from './reading/request.ts'
import type { ApiResponse } from './response.ts'

/** What a caller may send to be answered by another world, or to control one. */
export const OWN_REQUEST_HEADERS = 'X-Mock-Control, X-Mock-Sandbox, X-Mock-Snapshot, X-Mock-Release'

/** What the mock says about an answer. */
export const OWN_RESPONSE_HEADERS =
  'X-Mock-Id, X-Mock-Fault, X-Mock-Contract-Breach, X-Mock-Outside-Contract'

/**
 * An answer as a page of another origin may read it: with what is the mock's own, refusals and faults
 * too. Waldur's `*` stays unless credentials may come along, which browsers let nobody read with it.
 */
export function openToPages(
  response: ApiResponse,
  request: Pick<ApiRequest, 'method' | 'headers'>,
  allowed: readonly string[] = [],
): ApiResponse {
  const { origin } = request.headers
  if (origin === undefined) return response
  const isNamed = allowed.includes(origin) || mayHaveCredentials(request)
  const isWidened = isPreflight(request) && (isNamed || asksForOwn(request))
  const key = `${isNamed} ${isWidened} ${origin}`
  const make = () => openHeaders(response.headers, isNamed ? origin : null, isWidened)
  return { ...response, headers: makeOpenHeaders(response.headers, key, make) }
}

const makeOpenHeaders = createHeaderMaker()

/** `origin`: who is named; null: anybody. `isWidened`: the headers of the mock may be sent, too. */
function openHeaders(
  headers: ApiResponse['headers'],
  origin: string | null,
  isWidened: boolean,
): ApiResponse['headers'] {
  return {
    ...headers,
    ...(isWidened && addNames(headers, 'Access-Control-Allow-Headers', OWN_REQUEST_HEADERS)),
    ...addNames(headers, 'Access-Control-Expose-Headers', OWN_RESPONSE_HEADERS),
    ...(origin === null
      ? { 'Access-Control-Allow-Origin': '*' }
      : nameOrigin(origin, headers['Vary'])),
  }
}

export const nameOrigin = (origin: string, vary?: string) => ({
  'Access-Control-Allow-Origin': origin,
  'Access-Control-Allow-Credentials': 'true',
  Vary: vary === undefined ? 'Origin' : `${vary}, Origin`,
})

const addNames = (headers: ApiResponse['headers'], name: string, own: string) => ({
  [name]: [headers[name], own].filter(Boolean).join(', '),
})

const asksForOwn = ({ headers }: Pick<ApiRequest, 'headers'>): boolean =>
  /x-mock-/i.test(headers['access-control-request-headers'] ?? '')

/** A preflight never tells; a browser names the site of a page, and then may have a cookie to send. */
const mayHaveCredentials = (request: Pick<ApiRequest, 'headers'>): boolean => {
  const { cookie, 'sec-fetch-site': site, 'x-mock-sandbox': sandbox } = request.headers
  return [cookie, site, sandbox].some((one) => one !== undefined) || asksForOwn(request)
}
