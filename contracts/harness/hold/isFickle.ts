import type { Mismatch } from '../findings/finding.ts'
import { getSession } from '../session.ts'
import { isRead } from '../transport/guard.ts'

/** Requests that are sent at the same moment. */
const TOGETHER = 6

/** How often answers to them may turn into others while somebody else writes, in so many milliseconds each. */
const MOST_TURNS = 2
const TURN = 50

/** Does a server answer the same request in other ways, faster than others could write? */
export async function isFickle({ exchange }: Mismatch): Promise<boolean> {
  const request = exchange?.request
  if (request === undefined || !isRead(request.method)) return false
  const { transport } = getSession()
  const texts: string[] = []
  const start = performance.now()
  await Promise.all(
    Array.from({ length: TOGETHER }, async () => {
      const { response } = await transport.exchange(request)
      texts.push(`${response.status} ${response.text}`)
    }),
  )
  return (
    texts.filter((text, index) => index > 0 && text !== texts[index - 1]).length >
    Math.max(MOST_TURNS, (performance.now() - start) / TURN)
  )
}
