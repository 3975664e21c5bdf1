import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'

/** What is not larger is held in memory, and looked at; bytes. */
export const LOOKED_AT = 32 * 1024 * 1024

/** The whole of a body; what comes after so much of it is left in the stream. */
export async function collectBody(message: IncomingMessage): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of message as AsyncIterable<Uint8Array>) {
    size += part.length
    if (size > LOOKED_AT) throw new BodyTooLarge(message.method ? 'request' : 'answer')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** A body that the proxy would have to hold in memory, and whose it is. */
export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge'
  readonly of: 'request' | 'answer'

  constructor(of: 'request' | 'answer') {
    super(
      of === 'request'
        ? `The request body is larger than ${MOST}, the most that is passed on. Send it to the server itself.`
        : `The answer of the server behind is larger than ${MOST}, the most that is passed on. Ask for less, for example with page_size, or ask the server itself.`,
    )
    this.of = of
  }
}

const MOST = `${LOOKED_AT / 1024 / 1024} MiB`

const unpackers = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['br', promisify(brotliDecompress)],
  ['deflate', promisify(inflate)],
])

/** A body unpacked; null when it is packed in an unknown way, wrongly, or to something very large. */
export async function unpack(body: Uint8Array, coding = ''): Promise<Uint8Array | null> {
  if (body.length === 0 || coding === '' || coding === 'identity') return body
  const unpacker = unpackers.get(coding.toLowerCase())
  if (!unpacker) return null
  return await unpacker(body, { maxOutputLength: LOOKED_AT }).catch(() => null)
}
