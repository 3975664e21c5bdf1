import type { IncomingMessage } from 'node:http'
import { EMPTY, encodeText } from '../pipeline/bytes.ts'
import { makeResponse } from '../pipeline/response.ts'
import type { ApiResponse } from '../pipeline/response.ts'

/** A request, and what a body parser in front of the mock has made of its body. */
type Parsed = IncomingMessage & { body?: unknown }

/** The body of a request as it was sent: Waldur unpacks none (§1.4). Rejects with a `status`. */
export function readBody(req: Parsed, limit: number): Promise<Uint8Array> {
  if (req.readableEnded) return Promise.resolve(rewriteBody(req))
  return collectBytes(req, limit)
}

/** A body that was read before is written as JSON again, whatever it came as. */
function rewriteBody({ body, headers }: Parsed): Uint8Array {
  if (body === undefined) return EMPTY
  if (body instanceof Uint8Array) return body
  if (typeof body === 'string') return encodeText(body)
  headers['content-type'] = 'application/json'
  return encodeText(JSON.stringify(body))
}

function collectBytes(req: IncomingMessage, limit: number) {
  return new Promise<Uint8Array>((resolve, reject) => {
    const parts: Uint8Array[] = []
    let size = 0
    const take = (part: Uint8Array) => {
      size += part.length
      if (size > limit) stop(413, `it has more than ${limit} bytes`)
      else parts.push(part)
    }
    const finish = () => resolve(Buffer.concat(parts))
    const stop = (status: number, message: string) => {
      req.off('data', take).off('end', finish)
      refuseBody(req, status, message).catch(reject)
    }
    req.on('data', take).on('end', finish)
    req.on('error', ({ message }: Error) => stop(400, message))
  })
}

/** Nobody reads an answer while still sending: what is left of the body is read first, and dropped. */
function refuseBody(req: IncomingMessage, status: number, message: string): Promise<never> {
  const refusal = Object.assign(new Error(message), { status })
  return new Promise((_, reject) => {
    if (req.readableEnded) return reject(refusal)
    req.once('end', () => reject(refusal)).resume()
  })
}

/** A body that could not be received: too large, cut off, or packed in an unknown way. */
export function makeBodyRefusal(error: unknown, limit: number): ApiResponse {
  const { status = 400, message = '' } = error as { status?: number; message?: string }
  const tooLarge = `The request body is larger than ${limit} bytes. Start with a higher --body-limit to allow it.`
  const detail = status === 413 ? tooLarge : `The request body can't be read: ${message}.`
  return makeResponse({ status, json: { detail } }, { Connection: 'close' })
}
