import { closeSync, openSync, writeSync } from 'node:fs'
import { dropUndefined } from '../control/describeExchange.ts'
import type { Message } from '../control/describeExchange.ts'
import { writeHarEntry } from '../control/har.ts'
import { redactHeaders, redactText } from '../mock/journal/redact.ts'
import { maskText } from '../mock/journal/secrets.ts'
import type { Known } from '../mock/journal/secrets.ts'
import { decodeText } from '../pipeline/bytes.ts'
import type { ProxiedExchange, ProxiedMessage } from './exchange.ts'

/** A file in the HTTP Archive format that is whole after each exchange. */
export interface Tape {
  readonly write: (exchange: ProxiedExchange) => void
  readonly close: () => void
}

const HEAD = `{"log":{"version":"1.2","creator":{"name":"waldur-mock","version":"1"},"entries":[`
const TAIL = ']}}\n'

/** `isKnown`: finds the tokens of callers. The end of the file is written over by each exchange. */
export function openTape(file: string, origin: string, isKnown: Known): Tape {
  const descriptor = openSync(file, 'w', 0o600)
  let at = writeSync(descriptor, HEAD)
  writeSync(descriptor, TAIL, at)
  let comma = '\n'
  return {
    write: (exchange) => {
      const entry = comma + JSON.stringify(writeEntry(exchange, origin, isKnown))
      writeSync(descriptor, entry + TAIL, at)
      at += Buffer.byteLength(entry)
      comma = ',\n'
    },
    close: () => closeSync(descriptor),
  }
}

function writeEntry(exchange: ProxiedExchange, origin: string, isKnown: Known): object {
  const { duration, target, request, response, ...others } = exchange
  return writeHarEntry({
    ...others,
    origin,
    took: duration,
    target: maskText(target, isKnown),
    request: redactMessage(request, isKnown),
    response: redactMessage(response, isKnown),
  })
}

/** What a login sends and is answered is secret by its name, before anybody has used it. */
const redactMessage = ({ headers, body }: ProxiedMessage, isKnown: Known): Message => ({
  headers: dropUndefined(redactHeaders(headers, isKnown)),
  body: body ? redactText(decodeText(body), isKnown) : '',
})
