import type { ProxiedExchange, Violation } from './exchange.ts'

/** What a proxy has seen: counts of all, and the exchanges with violations that came last. */
export interface Log {
  readonly add: (exchange: ProxiedExchange, violations: readonly Violation[] | null) => void
  readonly summarize: () => LogSummary
}

export interface LogSummary {
  readonly exchanges: number
  /** Of paths that the document does not have. */
  readonly unchecked: number
  readonly violations: number
  readonly last: readonly ToldExchange[]
}

export interface ToldExchange extends Pick<ProxiedExchange, 'at' | 'method' | 'target' | 'status'> {
  readonly violations: readonly Violation[]
}

const LAST = 200

export function createLog(): Log {
  let [exchanges, unchecked, count] = [0, 0, 0]
  let last: readonly ToldExchange[] = []
  return {
    add: ({ at, method, target, status }, violations) => {
      exchanges++
      if (violations === null) unchecked++
      else if (violations.length > 0) {
        count += violations.length
        last = [{ at, method, target, status, violations }, ...last].slice(0, LAST)
      }
    },
    summarize: () => ({ exchanges, unchecked, violations: count, last }),
  }
}
