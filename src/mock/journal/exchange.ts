import type { Rules } from '../prepareExchange.ts'
import type { Change, State, User } from '../../domain/state.ts'
import type { ApiRequest } from '../../pipeline/reading/request.ts'
import type { Delivery } from '../../pipeline/response.ts'
import type { Hit } from '../faults/fault.ts'

/** One request and what became of it. With the state before it, everything else can be told again. */
export interface Exchange {
  readonly id: string
  /** The time that the sandbox's clock showed, in milliseconds. */
  readonly at: number
  readonly sandbox: string
  /** Of the release that answered. */
  readonly rules: Rules
  /** As it came; who is told of it is told without its secrets. */
  readonly request: ApiRequest
  readonly before: State
  /** Whose token it was. */
  readonly user: User | undefined
  /** Of the contract, or of a neighbour. */
  readonly operation: string | null
  /** Where the answer is from, when it is not the mock's own: `empty`, `document`, `tape`, or a host. */
  readonly source: string | null
  readonly status: number
  /** Bytes of the answer's body. */
  readonly size: number
  /** Milliseconds in the mock, without what a fault made it wait. */
  readonly duration: number
  /** How a fault let it be sent; null: at once, as a whole. */
  readonly delivery: Delivery | null
  readonly changes: readonly Change[]
  /** The uuids that were made for it, in order. */
  readonly minted: readonly string[]
  readonly hit: Hit | null
  /** Ids of the changes that the adversary made; null: it was off. */
  readonly adversary: readonly string[] | null
  /** How the answer broke openapi.yaml. */
  readonly breaches: readonly string[]
}
