import type { IncomingMessage } from 'node:http'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { EMPTY, encodeText } from '../pipeline/bytes.ts'
import { makeResponse } from '../pipeline/response.ts'
import type { ApiRequest } from '../pipeline/request.ts'
import type { ApiResponse } from '../pipeline/response.ts'

const unpackers = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
])

/** A request, and what a body parser in front of the mock has made of its body. */
type Parsed = IncomingMessage & { body?: unknown }

/** The body of a request, unpacked. Rejects with a `status`. */
export function readBody(req: Parsed, limit: number): Promise<Uint8Array> {
  if (req.readableEnded) return Promise.resolve(rewriteBody(req))
  const packing = req.headers['content-encoding']?.toLowerCase() ?? 'identity'
  const unpacker = unpackers.get(packing)
  if (unpacker) return collectBytes(req, req.pipe(unpacker()), limit)
  if (packing === 'identity') return collectBytes(req, req, limit)
  return refuseBody(req, 415, `it is packed as ${packing}`)
}

/** A body that was read before is written as JSON again, whatever it came as. */
function rewriteBody({ body, headers }: Parsed): Uint8Array {
  if (body === undefined) return EMPTY
  if (body instanceof Uint8Array) return body
  if (typeof body === 'string') return encodeText(body)
  headers['content-type'] = 'application/json'
  return encodeText(JSON.stringify(body))
}

function collectBytes(req: IncomingMessage, stream: NodeJS.ReadableStream, limit: number) {
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
      stream.off('data', take).off('end', finish)
      req.unpipe()
      refuseBody(req, status, message).catch(reject)
    }
    stream.on('data', take).on('end', finish)
    stream.on('error', ({ message }: Error) => stop(400, message))
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

export const isForm = ({ headers }: ApiRequest): boolean =>
  /^\s*multipart\/form-data/i.test(headers['content-type'] ?? '')

/** Forms with parts become plain forms: rules need only know one kind. Broken ones stay as they are. */
export async function flattenForm(request: ApiRequest): Promise<ApiRequest> {
  const type = request.headers['content-type'] ?? ''
  try {
    const form = await new Response(request.body as BodyInit, {
      headers: { 'content-type': type },
    }).formData()
    const pairs = [...form].map(([name, value]) => [name, typeof value === 'string' ? value : ''])
    const headers = { ...request.headers, 'content-type': 'application/x-www-form-urlencoded' }
    return { ...request, headers, body: encodeText(String(new URLSearchParams(pairs))) }
  } catch {
    return request
  }
}

/** A body that could not be received: too large, cut off, or packed in an unknown way. */
export function makeBodyRefusal(error: unknown, limit: number): ApiResponse {
  const { status = 400, message = '' } = error as { status?: number; message?: string }
  const tooLarge = `The request body is larger than ${limit} bytes. Start with a higher --body-limit to allow it.`
  const detail = status === 413 ? tooLarge : `The request body can't be read: ${message}.`
  return makeResponse({ status, json: { detail } }, { Connection: 'close' })
}
