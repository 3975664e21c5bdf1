import { STARS } from '../mock/journal/secrets.ts'
import { encodeText } from '../pipeline/bytes.ts'
import { readQuery } from '../pipeline/reading/request.ts'
import type { ExchangeDetails, Message } from './describeExchange.ts'

type LoggedExchange = ExchangeDetails & { readonly origin: string }

/** What an entry says of an exchange; `took`: milliseconds until its answer was whole. */
export type HarExchange = Pick<
  LoggedExchange,
  'at' | 'method' | 'origin' | 'target' | 'status' | 'request' | 'response'
> & { readonly took: number }

/** Exchanges in the HTTP Archive format 1.2, which browsers and many tools open. */
export const writeHar = (exchanges: readonly LoggedExchange[]): object => ({
  log: {
    version: '1.2',
    creator: { name: 'waldur-mock', version: '1' },
    entries: exchanges.map((exchange) => ({
      ...writeHarEntry({ ...exchange, took: exchange.duration_ms + exchange.waited_ms }),
      comment: `exchange ${exchange.id}`,
    })),
  },
})

export const writeHarEntry = (exchange: HarExchange): object => ({
  startedDateTime: exchange.at,
  time: exchange.took,
  request: writeRequest(exchange),
  response: writeResponse(exchange),
  cache: {},
  timings: { send: 0, wait: exchange.took, receive: 0 },
})

function writeRequest({ method, target, origin, request }: HarExchange): object {
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

const writeResponse = ({ status, response }: HarExchange): object => ({
  status,
  statusText: '',
  httpVersion: 'HTTP/1.1',
  cookies: [],
  headers: listPairs(response),
  content: {
    size: countBytes(response.body),
    mimeType: findHeader(response, 'content-type'),
    text: response.body,
  },
  redirectURL: findHeader(response, 'location'),
  headersSize: -1,
  bodySize: countBytes(response.body),
})

const listPairs = ({ headers }: Message) =>
  Object.entries(headers).map(([name, value]) => ({ name, value }))

/** Names are as they were sent. */
const findHeader = ({ headers }: Message, wanted: string): string =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? ''

const countBytes = (text: string): number => encodeText(text).length

/** What a client sets by itself. */
const ITS_OWN = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'user-agent'])

/** The request as a command for a shell; the token is a variable. */
export function writeCurl(exchange: LoggedExchange): string {
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
