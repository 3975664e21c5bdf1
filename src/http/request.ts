import type { IncomingMessage } from 'node:http'
import type { ApiRequest } from '../pipeline/request.ts'

/** A Node request as plain data; where Express has mounted the mock is part of the origin of its links. */
export function readRequest(
  req: IncomingMessage & { baseUrl?: string },
  body: Uint8Array,
): ApiRequest {
  return {
    method: req.method ?? 'GET',
    target: readTarget(req.url ?? '/'),
    origin: readOrigin(req) + (req.baseUrl ?? ''),
    headers: req.headers as ApiRequest['headers'],
    body,
  }
}

/** A proxy may send the whole address as target. */
const readTarget = (target: string): string => target.replace(/^https?:\/\/[^/?#]*/i, '') || '/'

const HOST = /^(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i

/** Links are made for the host that the caller used; https when a proxy in front says so (§1.1). */
function readOrigin({ headers, socket }: IncomingMessage): string {
  const scheme = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http'
  const host = headers.host ?? ''
  return `${scheme}://${HOST.test(host) ? host : `localhost:${socket.localPort}`}`
}
