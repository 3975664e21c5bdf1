import { STARS } from '../mock/journal/redact.ts'
import { encodeText } from '../pipeline/bytes.ts'
import { readQuery } from '../pipeline/request.ts'
import type { ExchangeTold, Message } from './tell.ts'

/** Exchanges in the HTTP Archive format 1.2, which browsers and many tools open. */
export const harOf = (
  exchanges: readonly (ExchangeTold & { readonly origin: string })[],
): object => ({
  log: {
    version: '1.2',
    creator: { name: 'waldur-mock', version: '1' },
    entries: exchanges.map((exchange) => ({
      startedDateTime: exchange.at,
      time: exchange.duration_ms,
      request: requestOf(exchange),
      response: responseOf(exchange),
      cache: {},
      timings: { send: 0, wait: exchange.duration_ms, receive: 0 },
      comment: `exchange ${exchange.id}`,
    })),
  },
})

function requestOf({ method, target, origin, request }: ExchangeTold & { origin: string }): object {
  const { body } = request
  const type = request.headers['content-type'] ?? 'application/json'
  return {
    method,
    url: `${origin}${target}`,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: pairsOf(request),
    queryString: [...readQuery({ target })].map(([name, value]) => ({ name, value })),
    headersSize: -1,
    bodySize: bytesOf(body),
    ...(body !== '' && { postData: { mimeType: type, text: body } }),
  }
}

const responseOf = ({ status, response }: ExchangeTold): object => ({
  status,
  statusText: '',
  httpVersion: 'HTTP/1.1',
  cookies: [],
  headers: pairsOf(response),
  content: {
    size: bytesOf(response.body),
    mimeType: response.headers['Content-Type'] ?? '',
    text: response.body,
  },
  redirectURL: response.headers['Location'] ?? '',
  headersSize: -1,
  bodySize: bytesOf(response.body),
})

const pairsOf = ({ headers }: Message) =>
  Object.entries(headers).map(([name, value]) => ({ name, value }))

const bytesOf = (text: string): number => encodeText(text).length

/** What a client sets by itself. */
const ITS_OWN = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'user-agent'])

/** The request as a command for a shell; the token is a variable. */
export function curlOf(exchange: ExchangeTold & { readonly origin: string }): string {
  const { method, origin, target, request } = exchange
  const headers = Object.entries(request.headers)
    .filter(([name]) => !ITS_OWN.has(name))
    .map(([name, value]) => ` \\\n  -H ${headerOf(name, value)}`)
  const body = request.body === '' ? '' : ` \\\n  --data-raw ${quoted(request.body)}`
  return `curl -X ${quoted(method)} ${quoted(origin + target)}${headers.join('')}${body}`
}

const headerOf = (name: string, value: string): string =>
  quoted(`${name}: ${value}`).replaceAll(STARS, () => `'"$TOKEN"'`)

const quoted = (text: string): string => `'${text.replaceAll("'", () => `'\\''`)}'`
