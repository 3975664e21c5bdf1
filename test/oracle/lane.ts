import { startMock } from './mock.ts'
import { startOracle } from './oracle.ts'
import { request } from './request.ts'
import type { Answer, Request } from './request.ts'

/** What both sides answered to the same request in the same state. */
export interface Pair {
  readonly oracle: Answer
  readonly mock: Answer
}

/** The oracle and a mock side by side, both with the start data before each request. */
export interface Lane {
  /** Asks; after a write that happened, what it has written is read on both sides and compared too. */
  readonly compare: (request: Request, judge: Judge) => Promise<Compared>
  readonly stop: () => void
}

export interface Compared {
  readonly pair: Pair
  readonly difference: string | null
}

/** What is different, or null. */
export type Judge = (request: Request, pair: Pair) => string | null

export async function openLane(venv: string): Promise<Lane> {
  const [oracle, mock] = [startOracle(venv), await startMock()]
  const compare = async (sent: Request, judge: Judge): Promise<Compared> => {
    const read = ['GET', 'HEAD', 'OPTIONS'].includes(sent.method) ? null : readAfter(sent)
    const [one, other] = await Promise.all([oracle.ask(sent, read), mock.ask(sent, read)])
    const pair = pairOf(one[0], other[0])
    const difference = judge(sent, pair)
    if (difference !== null || !read || pair.oracle.status >= 300) return { pair, difference }
    const after = judge(read, pairOf(one[1], other[1]))
    return { pair, difference: after && `afterwards ${after}` }
  }
  const stop = () => [oracle, mock].forEach((side) => side.stop())
  return { compare, stop }
}

const pairOf = (oracle: Answer | undefined, mock: Answer | undefined): Pair => {
  if (!oracle || !mock) throw new Error('A side did not answer.')
  return { oracle, mock }
}

/** The row of a path, or the one that was just made: each side knows it by its own address. */
function readAfter({ target }: Request): Request {
  const row = /^\/api\/(?:marketplace-plans|booking-offerings)\/[^/.?]+/.exec(target)?.[0]
  return request('GET', row ? `${row}/` : '{location}')
}
