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

/**
 * Node's parser refuses a method that it does not know, such as FOO; Waldur answers it like any
 * other (§1.4). So its head is read here, and the connection is closed after the answer.
 */
export const answerUnknownMethod =
  (answer: Answer) =>
  (error: ParserError, socket: Socket): void => {
    const req = error.code === 'HPE_INVALID_METHOD' ? readHead(error.rawPacket, socket) : null
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

/** A request without its body, which nobody reads under such a method; null: not a whole head. */
function readHead(packet: Buffer | undefined, socket: Socket): IncomingMessage | null {
  const [head, rest] = (packet?.toString('latin1') ?? '').split('\r\n\r\n', 2)
  const [first = '', ...lines] = (head ?? '').split('\r\n')
  const [, method, url] = REQUEST_LINE.exec(first) ?? []
  if (rest === undefined || method === undefined || url === undefined) return null
  if (METHODS.includes(method)) return null
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), stripHeader(line.slice(colon + 1))]
  })
  const unread = ['content-length', 'transfer-encoding']
  return Object.assign(new IncomingMessage(socket), {
    method,
    url,
    httpVersion: '1.1',
    headers: Object.fromEntries(headers.filter(([name]) => !unread.includes(name))),
  })
}
