import { ServerResponse } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { gzip, gzipSync } from 'node:zlib'
import { deliver } from './deliver.ts'
import { EMPTY } from '../pipeline/bytes.ts'
import { createHeaderMaker, joinMarks, listHeaders } from '../pipeline/marks.ts'
import type { ApiResponse } from '../pipeline/response.ts'

const WORTH_PACKING = 1024

/** A longer body is packed beside the loop. */
const SHORT = 65_536

/** Bodies are never changed, and what is shown of rows is sent again and again: each is packed once. */
const packed = new WeakMap<Uint8Array, Uint8Array>()

/** Sends an answer, packed if the client asks for it and it is worth it. */
export function send(req: IncomingMessage, res: ServerResponse, response: ApiResponse): void {
  const { body } = response
  if (body.length < WORTH_PACKING || !acceptsGzip(req)) return write(res, response)
  const known = packed.get(body)
  if (known) return writePacked(res, response, known)
  const keep = (bytes: Uint8Array) => {
    packed.set(body, bytes)
    writePacked(res, response, bytes)
  }
  if (body.length <= SHORT) return keep(gzipSync(body))
  gzip(body, (error, bytes) => (error ? write(res, response) : keep(bytes)))
}

const makePackedHeaders = createHeaderMaker()

function writePacked(res: ServerResponse, response: ApiResponse, body: Uint8Array): void {
  const { headers: plain } = response
  const length = String(body.length)
  const headers = makePackedHeaders(plain, length, () => ({
    ...plain,
    Vary: `${plain['Vary']}, Accept-Encoding`,
    'Content-Encoding': 'gzip',
    'Content-Length': length,
  }))
  write(res, { ...response, headers, body })
}

function acceptsGzip({ headers }: IncomingMessage): boolean {
  const accepted = headers['accept-encoding']
  return accepted !== undefined && String(accepted).split(',').some(isGzip)
}

/** `gzip`, unless its quality says that it is not wanted. */
function isGzip(text: string): boolean {
  const [coding = '', ...parameters] = text.split(';').map((one) => one.trim().toLowerCase())
  const isRefused = parameters.some((one) => /^q=0(?:\.0*)?$/.test(one))
  return (coding === 'gzip' || coding === 'x-gzip') && !isRefused
}

function write(res: ServerResponse, response: ApiResponse): void {
  const { status, body, isHead, delivery } = response
  if (delivery) return deliver(res, joinMarks(response), delivery)
  if (knowsLists(res)) res.writeHead(status, listHeaders(response))
  else res.writeHead(status, joinMarks(response).headers)
  endSoon(res, isHead ? EMPTY : body)
}

/** Answers that become ready in one turn of the loop: whoever waits for several is woken once. */
let ready: { readonly res: ServerResponse; readonly body: Uint8Array }[] = []

/** Tests put timers of their own in place of those of the world. */
const afterTurn = setImmediate

function endSoon(res: ServerResponse, body: Uint8Array): void {
  if (ready.push({ res, body }) === 1) afterTurn(endReady)
}

function endReady(): void {
  const all = ready
  ready = []
  for (const { res, body } of all) {
    if (body.length === 0) res.end()
    else res.end(body)
  }
}

/** Middleware that puts a function of its own in its place may know headers as an object only. */
const knowsLists = ({ writeHead }: ServerResponse): boolean =>
  writeHead === ServerResponse.prototype.writeHead
