import { IncomingMessage, METHODS, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { makeStrip } from '../python.ts'

/** What Node's parser has against a request, and the bytes that it read. */
type ParserError = Error & { readonly code?: string; readonly rawPacket?: Buffer }

type Answer = (req: IncomingMessage, res: ServerResponse) => void

const REFUSALS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** What a connection has asked last, and what it is answered. */
export interface Exchange {
  readonly req: IncomingMessage
  readonly res: ServerResponse
}

/** Calls of one connection are answered in their order: what can't be read waits for what was asked before. */
export const answerUnreadable =
  (findLast: (socket: Socket) => Exchange | undefined, answer: Answer) =>
  (error: ParserError, socket: Socket): void => {
    const refuse = () => answerUnknownMethod(error, socket, answer)
    const last = findLast(socket)
    const isWaiting = last?.req.complete && !last.res.writableFinished
    if (isWaiting) last.res.once('finish', refuse)
    else refuse()
  }

/**
 * Node's parser refuses a method that it does not know, such as FOO; Waldur answers it like any
 * other (§1.4). So its head is read here, and the connection is closed after the answer.
 */
function answerUnknownMethod(error: ParserError, socket: Socket, answer: Answer): void {
  const packet = error.rawPacket?.toString('latin1') ?? ''
  const req = error.code === 'HPE_INVALID_METHOD' ? readHead(packet, socket) : null
  if (!socket.writable || socket.errored) return void socket.destroy()
  if (!req) {
    const status = REFUSALS[error.code ?? ''] ?? '400 Bad Request'
    return void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`)
  }
  const res = new ServerResponse(req)
  res.shouldKeepAlive = false
  res.assignSocket(socket)
  res.on('finish', () => socket.end())
  answer(req, res)
}

/** As Node's parser does: a no-break space is part of a value. */
const stripHeader = makeStrip(String.raw`[ \t]`)

const REQUEST_LINE = /^([!#$%&'*+.^_`|~\w-]+) (\S+) HTTP\/1\.[01]$/

/** A name, and a value without control signs: others could not be repeated in an answer. */
const HEADER_LINE = /^[!#$%&'*+.^_`|~\w-]+:[\t -~\x80-\xff]*$/

/** A request without its body, which nobody reads under such a method; null: not a whole head. */
function readHead(packet: string, socket: Socket): IncomingMessage | null {
  const [text, rest] = packet.split('\r\n\r\n', 2)
  const [first = '', ...lines] = (text ?? '').split('\r\n')
  const [, method, url] = REQUEST_LINE.exec(first) ?? []
  if (rest === undefined || method === undefined || url === undefined) return null
  if (METHODS.includes(method) || !lines.every((line) => HEADER_LINE.test(line))) return null
  const headers = readHeaders(lines)
  const head = { method, url, complete: true, httpVersion: '1.1', headers }
  return Object.assign(new IncomingMessage(socket), head)
}

/** Without those that tell of a body. */
function readHeaders(lines: readonly string[]): Record<string, string> {
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), stripHeader(line.slice(colon + 1))]
  })
  const unread = ['content-length', 'transfer-encoding']
  return Object.fromEntries(headers.filter(([name]) => !unread.includes(name)))
}
