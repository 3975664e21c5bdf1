import { closeSync, openSync, writeSync } from 'node:fs'
import { isSecretName } from '../mock/journal/secrets.ts'
import { decodeText } from '../pipeline/bytes.ts'
import type { ProxiedExchange, ProxiedMessage } from './exchange.ts'

/** A file in the HTTP Archive format that is whole after each exchange. */
export interface Tape {
  readonly write: (exchange: ProxiedExchange) => void
  readonly close: () => void
}

const HEAD = `{"log":{"version":"1.2","creator":{"name":"waldur-mock","version":"1"},"entries":[`
const TAIL = ']}}\n'

/** `mask`: takes secrets out of a text. The end of the file is written over by each exchange. */
export function openTape(file: string, origin: string, mask: (text: string) => string): Tape {
  const descriptor = openSync(file, 'w', 0o600)
  let at = writeSync(descriptor, HEAD)
  writeSync(descriptor, TAIL, at)
  let comma = '\n'
  return {
    write: (exchange) => {
      const entry = comma + JSON.stringify(writeEntry(exchange, origin, mask))
      writeSync(descriptor, entry + TAIL, at)
      at += Buffer.byteLength(entry)
      comma = ',\n'
    },
    close: () => closeSync(descriptor),
  }
}

type Mask = (text: string) => string

function writeEntry(exchange: ProxiedExchange, origin: string, mask: Mask): object {
  const { at, duration, method, target, status } = exchange
  const [sent, got] = [exchange.request, exchange.response].map((message) => clean(message, mask))
  const url = new URL(mask(target), origin)
  return {
    startedDateTime: at,
    time: duration,
    request: {
      method,
      url: url.href,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: sent?.headers,
      queryString: [...url.searchParams].map(([name, value]) => ({ name, value })),
      headersSize: -1,
      bodySize: sent?.text.length,
      ...(sent?.text && { postData: { mimeType: sent.type, text: sent.text } }),
    },
    response: {
      status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: got?.headers,
      content: { size: got?.text.length, mimeType: got?.type, text: got?.text },
      redirectURL: '',
      headersSize: -1,
      bodySize: got?.text.length,
    },
    cache: {},
    timings: { send: 0, wait: duration, receive: 0 },
  }
}

function clean({ headers, body }: ProxiedMessage, mask: Mask) {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value: isSecretName(name) ? '***' : mask(value) }],
  )
  const text = body ? mask(decodeText(body)) : ''
  return { headers: pairs, text, type: headers['content-type'] ?? '' }
}
