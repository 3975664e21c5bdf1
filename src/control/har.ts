import { STARS } from '../mock/journal/secrets.ts'
import { encodeText } from '../pipeline/bytes.ts'
import { readQuery } from '../pipeline/request.ts'
import type { ExchangeDetails, Message } from './describeExchange.ts'

/** Exchanges in the HTTP Archive format 1.2, which browsers and many tools open. */
export const writeHar = (
  exchanges: readonly (ExchangeDetails & { readonly origin: string })[],
): object => ({
  log: {
    version: '1.2',
    creator: { name: 'waldur-mock', version: '1' },
    entries: exchanges.map((exchange) => ({
      startedDateTime: exchange.at,
      time: exchange.duration_ms + exchange.waited_ms,
      request: writeRequest(exchange),
      response: writeResponse(exchange),
      cache: {},
      timings: { send: 0, wait: exchange.duration_ms + exchange.waited_ms, receive: 0 },
      comment: `exchange ${exchange.id}`,
    })),
  },
})

function writeRequest({
  method,
  target,
  origin,
  request,
}: ExchangeDetails & { origin: string }): object {
  const { body } = request
  const type = request.headers['content-type'] ?? 'application/json'
  return {
    method,
    url: `${origin}${target}`,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: listPairs(request),
    queryString: [...readQuery({ target })].map(([name, value]) => ({ name, value })),
    headersSize: -1,
    bodySize: countBytes(body),
    ...(body !== '' && { postData: { mimeType: type, text: body } }),
  }
}

const writeResponse = ({ status, response }: ExchangeDetails): object => ({
  status,
  statusText: '',
  httpVersion: 'HTTP/1.1',
  cookies: [],
  headers: listPairs(response),
  content: {
    size: countBytes(response.body),
    mimeType: response.headers['Content-Type'] ?? '',
    text: response.body,
  },
  redirectURL: response.headers['Location'] ?? '',
  headersSize: -1,
  bodySize: countBytes(response.body),
})

const listPairs = ({ headers }: Message) =>
  Object.entries(headers).map(([name, value]) => ({ name, value }))

const countBytes = (text: string): number => encodeText(text).length

/** What a client sets by itself. */
const ITS_OWN = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'user-agent'])

/** The request as a command for a shell; the token is a variable. */
export function writeCurl(exchange: ExchangeDetails & { readonly origin: string }): string {
  const { method, origin, target, request } = exchange
  const headers = Object.entries(request.headers)
    .filter(([name]) => !ITS_OWN.has(name))
    .map(([name, value]) => ` \\\n  -H ${quoteHeader(name, value)}`)
  const body = request.body === '' ? '' : ` \\\n  --data-raw ${quote(request.body)}`
  return `curl -X ${quote(method)} ${quote(origin + target)}${headers.join('')}${body}`
}

const quoteHeader = (name: string, value: string): string =>
  quote(`${name}: ${value}`).replaceAll(STARS, () => `'"$TOKEN"'`)

const quote = (text: string): string => `'${text.replaceAll("'", () => `'\\''`)}'`
