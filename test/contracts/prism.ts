import { join } from 'node:path'
import { getHttpOperationsFromSpec } from '@stoplight/prism-http/dist/utils/operations.js'
import type { IHttpRequest } from '@stoplight/prism-http'
import router from '@stoplight/prism-http/dist/router/index.js'
import { validateOutput } from '@stoplight/prism-http/dist/validator/index.js'
import { decodeText, readJson } from '../../src/pipeline/bytes.ts'
import type { ApiRequest } from '../../src/pipeline/reading/request.ts'
import type { ApiResponse } from '../../src/pipeline/response.ts'

/** What Prism has against a response, one line each; nothing when no operation is asked for. */
export type Referee = (request: ApiRequest, response: ApiResponse) => readonly string[]

/** Prism takes usage_stats for a uuid when a method is asked that only `{uuid}` has; Waldur does not. */
const MISTAKEN = /^(PUT|PATCH|DELETE) \/api\/marketplace-plans\/usage_stats\//

/** Finds the operation and judges the response as Prism's proxy does, without its two sockets. */
export async function prismReferee(): Promise<Referee> {
  const resources = await getHttpOperationsFromSpec(join(import.meta.dirname, '../../openapi.yaml'))
  return (request, { status: statusCode, headers, body }) => {
    const [path = ''] = request.target.split('?')
    const shown = `${request.method} ${path}`
    const method = request.method.toLowerCase() as IHttpRequest['method']
    const route = router.default({ resources, input: { method, url: { path } } })
    // A path without its last slash is no operation of the document, though Prism takes it for one.
    if (route._tag === 'Left' || MISTAKEN.test(shown) || !path.endsWith('/')) return []
    const isJson = /json/.test(headers['Content-Type'] ?? '')
    const element = { statusCode, headers, body: isJson ? readJson(body) : decodeText(body) }
    const verdict = validateOutput({ resource: route.right, element })
    if (verdict._tag === 'Right') return []
    return verdict.left.map(({ message }) => `${shown} ${statusCode}: ${message}`)
  }
}
