import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzip } from 'node:zlib'
import { sendingOf } from './wire.ts'
import type { Call, Sending } from './wire.ts'

/** A Node request as a call; `target` is what the client asked for, wherever a router is mounted. */
export function callOf(req: IncomingMessage & { originalUrl?: string }, body: unknown): Call {
  return {
    method: req.method ?? 'GET',
    target: pathOf(req.originalUrl ?? req.url ?? '/'),
    origin: originOf(req),
    headers: req.headers as Call['headers'],
    body: body instanceof Uint8Array ? body : new Uint8Array(),
  }
}

/** A proxy may send the whole address as target. */
const pathOf = (target: string): string => target.replace(/^https?:\/\/[^/?#]*/i, '') || '/'

const HOST = /^(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i

/** Links are made for the host that the caller used; https when a proxy in front says so (§1.1). */
function originOf({ headers, socket }: IncomingMessage): string {
  const scheme = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http'
  const host = headers.host ?? ''
  return `${scheme}://${HOST.test(host) ? host : `localhost:${socket.localPort}`}`
}

const WORTH_PACKING = 1024

/** Sends an answer, packed if the client asks for it and it is worth it. */
export function send(req: IncomingMessage, res: ServerResponse, sent: Sending): void {
  if (sent.body.length < WORTH_PACKING || !takesGzip(req)) return finish(res, sent)
  gzip(sent.body, (error, body) => {
    if (error) return finish(res, sent)
    const headers = {
      ...sent.headers,
      Vary: `${sent.headers['Vary']}, Accept-Encoding`,
      'Content-Encoding': 'gzip',
      'Content-Length': String(body.length),
    }
    finish(res, { ...sent, headers, body })
  })
}

const takesGzip = ({ headers }: IncomingMessage): boolean => {
  const accepted = headers['accept-encoding']
  return (
    typeof accepted === 'string' &&
    /\b(?:x-)?gzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(accepted)
  )
}

function finish(res: ServerResponse, { status, headers, body, isHead }: Sending): void {
  res.writeHead(status, headers)
  if (isHead || body.length === 0) res.end()
  else res.end(body)
}

/** Forms with parts become plain forms: rules need only know one kind. Broken ones stay as they are. */
export async function withPlainForm(call: Call): Promise<Call> {
  const type = call.headers['content-type'] ?? ''
  if (!/^multipart\/form-data/i.test(type.trim())) return call
  try {
    const form = await new Response(call.body as BodyInit, {
      headers: { 'content-type': type },
    }).formData()
    const pairs = [...form].map(([name, value]) => [name, typeof value === 'string' ? value : ''])
    const headers = { ...call.headers, 'content-type': 'application/x-www-form-urlencoded' }
    return { ...call, headers, body: new TextEncoder().encode(String(new URLSearchParams(pairs))) }
  } catch {
    return call
  }
}

/** A body that could not be received: too large, cut off, or packed in an unknown way. */
export function refusedBody(error: unknown, limit: number): Sending {
  const { status = 400, message = '' } = error as { status?: number; message?: string }
  const tooLarge = `The request body is larger than ${limit} bytes. Start with a higher --body-limit to allow it.`
  const detail = status === 413 ? tooLarge : `The request body can't be read: ${message}.`
  return sendingOf({ status, json: { detail } }, { Connection: 'close' })
}
