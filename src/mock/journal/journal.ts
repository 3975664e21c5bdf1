import { weighChanges } from '../budget.ts'
import type { Budget } from '../budget.ts'
import type { Exchange } from './exchange.ts'
import { redact } from './redact.ts'

/** What it tells is without secrets. */
export interface Journal {
  readonly add: (exchange: Exchange) => void
  readonly all: () => readonly Exchange[]
  readonly byId: (id: string) => Exchange | undefined
  /** Of all since the last clear, also those that had to make room. */
  readonly total: () => number
  readonly clear: () => void
}

/** The last exchanges of a sandbox: at most `limit`, and no more than the budget has room for. */
export function createJournal(limit: number, budget: Budget): Journal {
  let ring: (Exchange | undefined)[] = []
  let total = 0

  const list = (): Exchange[] => {
    const oldest = total % limit
    return [...ring.slice(oldest), ...ring.slice(0, oldest)].filter((one) => one !== undefined)
  }
  const drop = (exchange: Exchange) => void (ring[ring.indexOf(exchange)] = undefined)
  return {
    add: (exchange) => {
      const at = total++ % limit
      const oldest = ring[at]
      if (oldest) budget.remove(oldest)
      ring[at] = exchange
      budget.add(exchange, weighExchange(exchange), drop)
    },
    all: () => list().map(redact),
    byId: (id) => {
      const exchange = ring.find((one) => one?.id === id)
      return exchange && redact(exchange)
    },
    total: () => total,
    clear: () => {
      for (const exchange of list()) budget.remove(exchange)
      ring = []
      total = 0
    },
  }
}

function weighExchange({ request, changes }: Exchange): number {
  let signs = request.target.length
  for (const name in request.headers) signs += name.length + (request.headers[name]?.length ?? 0)
  return request.body.length + BYTES_A_SIGN * signs + OF_AN_EXCHANGE + weighChanges(changes)
}

const BYTES_A_SIGN = 2
const OF_AN_EXCHANGE = 1024
