import type { OperationId } from '../../document/operations.ts'
import type { Change, State, User } from '../../domain/state.ts'
import type { ApiRequest } from '../../pipeline/request.ts'
import type { Hit } from '../faults/faults.ts'

/** One call and what became of it. With the state before it, everything else can be told again. */
export interface Exchange {
  readonly id: string
  /** The time that the sandbox's clock showed, in milliseconds. */
  readonly at: number
  readonly sandbox: string
  /** Without tokens. */
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

export interface Journal {
  readonly add: (exchange: Exchange) => void
  readonly all: () => readonly Exchange[]
  readonly byId: (id: string) => Exchange | undefined
  /** Of all since the last clear, also those that had to make room. */
  readonly total: () => number
  readonly clear: () => void
}

/** The last exchanges of a sandbox: at most `limit`, and not more than some megabytes of bodies. */
export function createJournal(limit: number): Journal {
  let kept: Exchange[] = []
  /** Where the oldest is that counts: those before it are cut off now and then. */
  let first = 0
  let total = 0
  let bytes = 0

  const makeRoom = () => {
    for (; kept.length - first > limit || bytes > MOST_BYTES; first++) {
      bytes -= kept[first]?.request.body.length ?? 0
    }
    if (first < limit) return
    kept = kept.slice(first)
    first = 0
  }
  return {
    add: (exchange) => {
      kept.push(exchange)
      bytes += exchange.request.body.length
      total++
      makeRoom()
    },
    all: () => kept.slice(first),
    byId: (id) => kept.findLast((exchange, index) => index >= first && exchange.id === id),
    total: () => total,
    clear: () => {
      kept = []
      first = total = bytes = 0
    },
  }
}

const MOST_BYTES = 16 * 1024 * 1024
