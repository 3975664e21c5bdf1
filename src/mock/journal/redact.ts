import type { ApiRequest } from '../../pipeline/request.ts'

const SECRET = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'x-api-key',
  'x-mock-control',
])
const SECRET_QUERY = /([?&][^=&]*(?:token|secret|password|api_?key)[^=&]*=)[^&]*/gi

/** A call as it may be kept: tokens are stars, whatever they were; their scheme is still to be seen. */
export function redact(request: ApiRequest): ApiRequest {
  const headers: Record<string, string> = {}
  for (const name in request.headers) {
    const value = request.headers[name]
    if (value !== undefined) headers[name] = SECRET.has(name) ? hideSecret(value) : value
  }
  const hasQuery = request.target.includes('=')
  const target = hasQuery ? request.target.replace(SECRET_QUERY, `$1${STARS}`) : request.target
  return { ...request, headers, target }
}

export const STARS = '***'

const USUAL = /^Token \S+$/

/** `Token abc` becomes `Token ***`; what is no known scheme is a secret too. */
const hideSecret = (value: string): string =>
  USUAL.test(value) ? `Token ${STARS}` : value.trim().split(/\s+/).map(hideWord).join(' ')

const hideWord = (word: string): string =>
  /^(?:token|bearer|basic|digest)$/i.test(word) ? word : STARS
