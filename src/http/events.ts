import type { ServerResponse } from 'node:http'
import type { Mock } from '../control/addControls.ts'

const BEAT_MS = 15_000
const MOST_WAITING = 1_048_576

/** Sends each exchange of a sandbox as it happens. A caller that does not read is let go. */
export function streamEvents(
  mock: Pick<Mock, 'listen'>,
  {
    res,
    sandbox,
    headers,
  }: { res: ServerResponse; sandbox: string; headers: Record<string, string> },
): void {
  res.writeHead(200, headers)
  res.write(': exchanges follow\n\n')
  const beat = setInterval(() => res.write(': still here\n\n'), BEAT_MS)
  const silence = mock.listen((exchange) => {
    if (exchange.sandbox !== sandbox) return
    res.write(`id: ${exchange.id}\nevent: exchange\ndata: ${JSON.stringify(exchange)}\n\n`)
    if (res.writableLength > MOST_WAITING) res.destroy()
  })
  res.once('close', () => {
    clearInterval(beat)
    silence()
  })
}
