import { startCore } from './core.ts'
import { startMock } from './mock.ts'
import { judge } from './judge.ts'
import { startOracle } from './oracle.ts'
import { request } from './request.ts'
import type { Answer, Pair, Request, Side } from './request.ts'

/** How the mock is asked: over HTTP, as its users do, or in this process, which takes a tenth of the time. */
export type Door = 'http' | 'process'

/** The oracle and a mock side by side, both with the start data before each request. */
export interface Lane {
  /** Asks; after a write that happened, what it has written is read on both sides and compared too. */
  readonly through: (door: Door) => Compare
  readonly stop: () => void
}

export type Compare = (request: Request) => Promise<Compared>

export interface Compared {
  readonly pair: Pair
  readonly difference: string | null
}

export async function openLane(venv: string): Promise<Lane> {
  const oracle = startOracle(venv)
  const mocks: Record<Door, Side> = { http: await startMock(), process: startCore() }
  const through = (door: Door) => async (sent: Request) => {
    const read = ['GET', 'HEAD', 'OPTIONS'].includes(sent.method) ? null : readAfter(sent)
    const [one, other] = await Promise.all([oracle.ask(sent, read), mocks[door].ask(sent, read)])
    const pair = pairOf(one[0], other[0])
    const difference = judge(sent, pair)
    if (difference !== null || !read || pair.oracle.status >= 300) return { pair, difference }
    const after = judge(read, pairOf(one[1], other[1]))
    return { pair, difference: after && `afterwards ${after}` }
  }
  const stop = () => [oracle, mocks.http].forEach((side) => side.stop())
  return { through, stop }
}

const pairOf = (oracle: Answer | undefined, mock: Answer | undefined): Pair => {
  if (!oracle || !mock) throw new Error('A side did not answer.')
  return { oracle, mock }
}

/** The row of a path, or the one that was just made: each side knows it by its own address. */
function readAfter({ target }: Request): Request {
  const plan = /^\/api\/marketplace-plans\/[^/.?]+/.exec(target)?.[0]
  const offering = /^\/api\/booking-offerings\/[^/.?]+/.exec(target)?.[0]
  if (offering) return request('GET', `${offering}/?field=name&field=state`)
  return request('GET', plan ? `${plan}/` : '{location}')
}
