import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzip } from 'node:zlib'
import { deliver } from './deliver.ts'
import type { ApiRequest } from '../pipeline/request.ts'
import type { ApiResponse } from '../pipeline/response.ts'

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

const WORTH_PACKING = 1024

/** Sends an answer, packed if the client asks for it and it is worth it. */
export function send(req: IncomingMessage, res: ServerResponse, response: ApiResponse): void {
  if (response.body.length < WORTH_PACKING || !acceptsGzip(req)) return write(res, response)
  gzip(response.body, (error, body) => {
    if (error) return write(res, response)
    const headers = {
      ...response.headers,
      Vary: `${response.headers['Vary']}, Accept-Encoding`,
      'Content-Encoding': 'gzip',
      'Content-Length': String(body.length),
    }
    write(res, { ...response, headers, body })
  })
}

const acceptsGzip = ({ headers }: IncomingMessage): boolean => {
  const accepted = headers['accept-encoding']
  return (
    typeof accepted === 'string' &&
    /\b(?:x-)?gzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(accepted)
  )
}

function write(res: ServerResponse, response: ApiResponse): void {
  const { status, headers, body, isHead, delivery } = response
  if (delivery) return deliver(res, response, delivery)
  res.writeHead(status, headers)
  if (isHead || body.length === 0) res.end()
  else res.end(body)
}
