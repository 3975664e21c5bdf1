import type { OperationId } from '../../document/operations.ts'
import type { Change, State, User } from '../../domain/state.ts'
import type { ApiRequest } from '../../pipeline/request.ts'
import { weighChanges } from '../budget.ts'
import type { Budget } from '../budget.ts'
import type { Hit } from '../faults/faults.ts'
import { redact } from './redact.ts'

/** One call and what became of it. With the state before it, everything else can be told again. */
export interface Exchange {
  readonly id: string
  /** The time that the sandbox's clock showed, in milliseconds. */
  readonly at: number
  readonly sandbox: string
  /** As it came; who is told of it is told without its secrets. */
  readonly request: ApiRequest
  readonly before: State
  /** Whose token it was. */
  readonly user: User | undefined
  readonly operation: OperationId | null
  readonly status: number
  /** Bytes of the answer's body. */
  readonly size: number
  /** Milliseconds in the mock, without what a fault made it wait. */
  readonly duration: number
  readonly changes: readonly Change[]
  /** The uuids that were made for it, in order. */
  readonly minted: readonly string[]
  readonly hit: Hit | null
  /** Ids of the changes that the adversary made; null: it was off. */
  readonly adversary: readonly string[] | null
  /** How the answer broke openapi.yaml. */
  readonly breaches: readonly string[]
}

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
