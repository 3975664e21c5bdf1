import type { ServerResponse } from 'node:http'
import type { Mock } from '../control/addControls.ts'
import type { ExchangeSummary } from '../control/summariseExchange.ts'

const BEAT_MS = 15_000
const MOST_WAITING = 1_048_576
const MOST_STREAMS = 100

interface Stream {
  readonly res: ServerResponse
  readonly sandbox: string
  readonly headers: Readonly<Record<string, string>>
}

/** Sends each exchange of a sandbox as it happens, as one text to all. False: there are too many. */
export type Streams = (stream: Stream) => boolean

export function createStreams(mock: Pick<Mock, 'listen'>): Streams {
  const open = new Set<Stream>()
  let silence: (() => void) | undefined

  const tell = (exchange: ExchangeSummary) => {
    const readers = [...open].filter(({ sandbox }) => sandbox === exchange.sandbox)
    if (readers.length === 0) return
    const text = `id: ${exchange.id}\nevent: exchange\ndata: ${JSON.stringify(exchange)}\n\n`
    for (const { res } of readers) write(res, text)
  }
  const close = (stream: Stream) => {
    open.delete(stream)
    if (open.size === 0) silence = silence?.() as undefined
  }
  return (stream) => {
    if (open.size >= MOST_STREAMS) return false
    const { res, headers } = stream
    open.add(stream)
    silence ??= mock.listen(tell)
    res.writeHead(200, headers)
    res.write(': exchanges follow\n\n')
    const beat = setInterval(() => res.write(': still here\n\n'), BEAT_MS)
    res.once('close', () => {
      clearInterval(beat)
      close(stream)
    })
    return true
  }
}

/** A caller that does not read is let go. */
function write(res: ServerResponse, text: string): void {
  res.write(text)
  if (res.writableLength > MOST_WAITING) res.destroy()
}
