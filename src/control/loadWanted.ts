import { decodeText } from '../pipeline/bytes.ts'
import type { ApiRequest } from '../pipeline/reading/request.ts'
import type { ApiResponse } from '../pipeline/response.ts'
import { readAddress } from '../mock/sandboxes/sandboxes.ts'
import type { Releases } from '../mock/releases.ts'
import { Refusal } from '../mock/refusal.ts'
import { makeRefusal } from './handleControl.ts'

/**
 * Loads the release that a request wants a sandbox opened as, for all else is done at once. Null:
 * there is nothing to wait for. What it comes to: a refusal, or null when the request can be answered.
 */
export function loadWanted(
  releases: Releases,
  request: ApiRequest,
): Promise<ApiResponse | null> | null {
  const version = readWanted(request)
  if (version === null || releases.has(version)) return null
  return releases.load(version).then(
    () => null,
    (error: unknown) => {
      if (error instanceof Refusal) return makeRefusal(error.status, error.message)
      throw error
    },
  )
}

function readWanted(request: ApiRequest): string | null {
  const { headers, method } = request
  const inHeader = headers['x-mock-release']
  if (inHeader !== undefined) return inHeader
  if (method !== 'POST' || !request.target.includes('/__mock/')) return null
  const { target } = readAddress(request).request
  return /^\/__mock\/sandboxes(?=\?|$)/.test(target) ? readInBody(request) : null
}

/** What else is wrong with the body is said when it is read. */
function readInBody({ body }: ApiRequest): string | null {
  try {
    const { release } = JSON.parse(decodeText(body)) as { release?: unknown }
    return typeof release === 'string' ? release : null
  } catch {
    return null
  }
}
