import type { AnyOperationId } from '../anyOperationId.ts'

/** Milliseconds; draws are repeatable by the fault's seed. */
export type Latency =
  | { readonly distribution: 'fixed'; readonly ms: number }
  | { readonly distribution: 'uniform'; readonly from: number; readonly to: number }
  | { readonly distribution: 'normal'; readonly mean: number; readonly deviation: number }
  | { readonly distribution: 'lognormal'; readonly median: number; readonly sigma: number }

/** Which requests go wrong, and how. Without a condition it is every request under /api. */
export interface Fault {
  readonly id?: string
  readonly operation?: AnyOperationId
  readonly method?: string
  /** A path; `*` stands for anything. */
  readonly path?: string
  /** `staff`, `support`, `nobody`, the second word of a role (`owner`), or a user's name. */
  readonly role?: string
  /** Of the requests that fit: only this one, counted from 1. */
  readonly nth?: number
  /** Of the requests that fit: every so many. */
  readonly every?: number
  /** At most so many requests. */
  readonly times?: number
  readonly probability?: number
  readonly seed?: number
  /** The request is refused with it, and changes nothing. */
  readonly status?: number
  readonly retry_after?: number
  readonly latency?: Latency
  readonly bytes_per_second?: number
  /** What becomes of the answer; what was written stays written, as when a real line breaks. */
  readonly answer?: 'reset' | 'empty' | 'truncated' | 'malformed' | 'drip'
  /** JSON pointer to a value in the answer that is replaced by one of another type. */
  readonly breach?: string
  /** The calendar job that the request starts fails; those that start none are not hit. */
  readonly calendar?: 'fails'
}

/** What is done to one request. */
export interface Hit extends Omit<Fault, 'id' | 'latency' | 'seed'> {
  readonly ids: readonly string[]
  readonly delay: number
}
