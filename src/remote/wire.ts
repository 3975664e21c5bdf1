import { Agent as PlainAgent, request as plainRequest } from 'node:http'
import type { Agent, ClientRequest, IncomingMessage } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { setTimeout as wait } from 'node:timers/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { chooseAgent } from './agent.ts'
import type { Certificates } from './agent.ts'
import { readWithin, TooLarge } from './bounded.ts'
import { explainFault } from './explainFault.ts'

/** What goes over the wire, and what bounds its answer. */
export interface Sending {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  /** Accept a certificate that is not trusted. */
  readonly insecure: boolean
  /** The address of a proxy, which may hold a password. */
  readonly proxy: string | null
  readonly certificates: Certificates | null
  /** See what a HEAD is answered with after its head. */
  readonly isWatched: boolean
  /** Bytes that the answer may have, unpacked. */
  readonly most: number
  /** Milliseconds in which the answer must be whole. */
  readonly timeout: number
  /** Ends everything that is under way. */
  readonly signal: AbortSignal
}

/** An answer was not whole in its time. */
export class TooLate extends Error {
  override name = 'TooLate'
}

export interface Received {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** A HEAD was answered with a body, which no client expects: it spoils the next answer. */
  readonly hasStrayBody?: true
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Sends a request and reads its whole answer; no redirect is followed. Throws `TooLate`, or why the signal was aborted. */
export async function sendOverWire(sending: Sending): Promise<Received> {
  const connection = openConnection(sending)
  const request = openRequest(sending, connection)
  const { getEnd, unwatch } = watchTime(request, sending)
  try {
    return await receive(request, sending, connection)
  } catch (error) {
    throw getEnd() ?? error
  } finally {
    unwatch()
    if (connection.isWatched) connection.agent?.destroy()
  }
}

async function receive(
  request: ClientRequest,
  sending: Sending,
  { isWatched }: Connection,
): Promise<Received> {
  const { message, stray } = await sendHead(request, sending, isWatched)
  const bytes = await readWithin(unpack(message, sending), sending.most)
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
  )
  const received = { status: message.statusCode ?? 0, headers, text: decoder.decode(bytes) }
  if (isWatched) await wait(MOMENT)
  return stray() ? { ...received, hasStrayBody: true } : received
}

/** Ends a request when its time is over or everybody is to stop. Lighter than signals made for each request. */
function watchTime(request: ClientRequest, { timeout, signal }: Sending) {
  let end: unknown = null
  const endBy = (reason: unknown) => {
    end ??= reason
    request.destroy()
  }
  const stop = () => endBy(signal.reason)
  const timer = setTimeout(() => endBy(new TooLate(`not whole within ${timeout} ms`)), timeout)
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop, { once: true })
  const unwatch = () => {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
  return { getEnd: () => end, unwatch }
}

/** Through which agent a request goes. `isWatched`: a connection of its own, read until it is silent. */
interface Connection {
  readonly agent: Agent | undefined
  readonly isWatched: boolean
}

/** Milliseconds after a head within which a body of it would have come. */
const MOMENT = 30

function openConnection({ url, isWatched, proxy }: Sending): Connection {
  const isSecure = url.startsWith('https:')
  if (proxy !== null) return { agent: chooseAgent(proxy, isSecure), isWatched: false }
  if (!isWatched) return { agent: undefined, isWatched }
  const settings = { keepAlive: true }
  return { agent: isSecure ? new SecureAgent(settings) : new PlainAgent(settings), isWatched }
}

interface Head {
  readonly message: IncomingMessage
  /** Has a HEAD been answered with a body? Node ends such a connection with an error. */
  readonly stray: () => boolean
}

function openRequest(sending: Sending, { agent }: Connection): ClientRequest {
  const { url, method, headers, body, insecure, certificates } = sending
  const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
  const options = { method, headers: { ...length, ...headers }, agent }
  if (!url.startsWith('https:')) return plainRequest(url, options)
  return secureRequest(url, { ...options, ...certificates, rejectUnauthorized: !insecure })
}

function sendHead(
  request: ClientRequest,
  { method, body }: Sending,
  isWatched: boolean,
): Promise<Head> {
  const stray = method === 'HEAD' ? watchForBody(request, isWatched) : () => false
  return new Promise((resolve, reject) => {
    request.on('response', (message) => resolve({ message, stray }))
    request.on('upgrade', ({ statusCode }, socket) => {
      socket.destroy()
      reject(new Error(`it answers ${statusCode} and speaks another protocol from then on`))
    })
    request.on('error', reject).end(body)
  })
}

/**
 * Does a connection say more after the head of an answer to HEAD? Node ends it with an error when that
 * comes along with the head; what comes later is seen on a connection of its own only.
 */
function watchForBody(request: ClientRequest, isWatched: boolean): () => boolean {
  let [isAnswered, isOver, isSeen] = [false, false, false]
  request.on('response', () => {
    isAnswered = true
    setImmediate(() => (isOver = true))
  })
  request.on('error', ({ code }: NodeJS.ErrnoException) => {
    isSeen ||= isAnswered && (code ?? '').startsWith('HPE_')
  })
  if (isWatched)
    request.on('socket', (socket) =>
      socket.on('data', () => {
        isSeen ||= isOver
      }),
    )
  return () => isSeen
}

const UNPACKERS = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const

/** A packed body is unpacked, whether that was asked for or not; a fault of either stream ends both. */
function unpack(message: IncomingMessage, { method }: Sending): AsyncIterable<Uint8Array> {
  const coding = message.headers['content-encoding'] ?? ''
  if (method === 'HEAD' || !Object.hasOwn(UNPACKERS, coding)) return message
  const unpacker = UNPACKERS[coding as keyof typeof UNPACKERS]()
  message.on('error', (error) => unpacker.destroy(error))
  unpacker.on('close', () => message.destroy())
  return message.pipe(unpacker)
}

export const describeReason = (error: unknown, most: number): string =>
  error instanceof TooLarge
    ? `it is larger than ${most / 1_000_000} MB (--answer-limit)`
    : explainFault(error)
