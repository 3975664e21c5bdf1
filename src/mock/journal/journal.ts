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
  const kept = new Map<string, Exchange>()
  let total = 0

  const drop = (id = '') => {
    const exchange = kept.get(id)
    if (exchange) budget.remove(exchange)
    kept.delete(id)
  }
  const clear = () => {
    for (const id of kept.keys()) drop(id)
    total = 0
  }
  return {
    add: (exchange) => {
      kept.set(exchange.id, exchange)
      total++
      if (kept.size > limit) drop(kept.keys().next().value)
      budget.add(exchange, weighExchange(exchange), () => kept.delete(exchange.id))
    },
    all: () => [...kept.values()].map(redact),
    byId: (id) => {
      const exchange = kept.get(id)
      return exchange && redact(exchange)
    },
    total: () => total,
    clear,
  }
}

function weighExchange({ request, changes }: Exchange): number {
  let signs = request.target.length
  for (const name in request.headers) signs += name.length + (request.headers[name]?.length ?? 0)
  return request.body.length + BYTES_A_SIGN * signs + OF_AN_EXCHANGE + weighChanges(changes)
}

const BYTES_A_SIGN = 2
const OF_AN_EXCHANGE = 1024
