import { request as plainRequest } from 'node:http'
import type { IncomingMessage, RequestOptions } from 'node:http'
import { request as secureRequest } from 'node:https'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { readWithin } from '../../../src/remote/bounded.ts'

/** What goes over the wire, and what bounds its answer. */
export interface Sending {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  /** Accept a certificate that is not trusted. */
  readonly insecure: boolean
  /** Bytes that the answer may have, unpacked. */
  readonly most: number
  /** Ends everything that is under way. */
  readonly signal: AbortSignal
}

export interface Received {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Sends a request and reads its whole answer; no redirect is followed. */
export async function sendOverWire(sending: Sending): Promise<Received> {
  const message = await sendHead(sending)
  const bytes = await readWithin(unpack(message, sending), sending.most)
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
  )
  return { status: message.statusCode ?? 0, headers, text: decoder.decode(bytes) }
}

function sendHead({
  url,
  method,
  headers,
  body,
  insecure,
  signal,
}: Sending): Promise<IncomingMessage> {
  const target = new URL(url)
  const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
  const options: RequestOptions = { method, headers: { ...length, ...headers }, signal }
  return new Promise((resolve, reject) => {
    const request =
      target.protocol === 'https:'
        ? secureRequest(target, { ...options, rejectUnauthorized: !insecure }, resolve)
        : plainRequest(target, options, resolve)
    request.on('error', reject).end(body)
  })
}

const UNPACKERS = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const

/** A body is unpacked when packing was asked for; a fault of either stream ends both. */
function unpack(message: IncomingMessage, { headers, method }: Sending): AsyncIterable<Uint8Array> {
  const coding = message.headers['content-encoding'] ?? ''
  const isAsked = 'Accept-Encoding' in headers && method !== 'HEAD'
  if (!isAsked || !(coding in UNPACKERS)) return message
  const unpacker = UNPACKERS[coding as keyof typeof UNPACKERS]()
  message.on('error', (error) => unpacker.destroy(error))
  unpacker.on('close', () => message.destroy())
  return message.pipe(unpacker)
}
