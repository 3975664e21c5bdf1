import type { Change, State } from '../domain/state.ts'
import { isElsewhere, isUnmatched } from '../mock/journal/findSimilarOperations.ts'
import type { Exchange } from '../mock/journal/exchange.ts'

/** An exchange as a line of the journal. */
export interface ExchangeSummary {
  readonly id: string
  readonly at: string
  readonly sandbox: string
  readonly method: string
  readonly target: string
  readonly operation: string | null
  /** Where the answer is from, when it is not the mock's own: `empty`, `document`, `tape`, or a host. */
  readonly source: string | null
  readonly persona: string | null
  readonly status: number
  readonly size: number
  /** Milliseconds of work. */
  readonly duration_ms: number
  /** Milliseconds that a fault let the caller wait. */
  readonly waited_ms: number
  /** How a fault cut the answer off; null: it came whole. */
  readonly cut: 'reset' | 'empty' | 'truncated' | null
  readonly changes: readonly ChangeSummary[]
  /** Ids of the faults that hit it. */
  readonly faults: readonly string[]
  /** No operation answers this method at this path. */
  readonly unmatched: boolean
  /** It is unmatched, and Waldur itself has such an address: `--rest` says what answers it. */
  readonly of_waldur: boolean
}

export interface ChangeSummary {
  readonly table: string
  readonly uuid: string
  readonly change: 'created' | 'changed' | 'deleted'
  /** Of a changed row: the fields that have another value. */
  readonly fields: readonly string[]
}

export function summariseExchange(exchange: Exchange): ExchangeSummary {
  const { id, at, sandbox, request, operation, user, status, size, hit, before } = exchange
  const { delivery } = exchange
  return {
    id,
    at: new Date(at).toISOString(),
    sandbox,
    method: request.method,
    target: request.target,
    operation,
    source: exchange.source,
    persona: user?.name ?? null,
    status,
    size,
    duration_ms: Math.round(exchange.duration * 1000) / 1000,
    waited_ms: Math.round(countWait(exchange)),
    cut: delivery === null || delivery.ending === 'whole' ? null : delivery.ending,
    changes: exchange.changes.map((change) => summariseChange(before, change)),
    faults: hit?.ids ?? [],
    unmatched: isUnmatched(exchange),
    of_waldur: isElsewhere(exchange),
  }
}

/** Before the first byte, and until the last. */
function countWait({ delivery, size }: Exchange): number {
  if (delivery === null) return 0
  const { delay, bytesPerSecond } = delivery
  return delay + (bytesPerSecond === null ? 0 : (size / bytesPerSecond) * 1000)
}

export function summariseChange(before: State, [table, uuid, row]: Change): ChangeSummary {
  const old: object | undefined = before[table].rows.get(uuid)
  if (row === null) return { table, uuid, change: 'deleted', fields: [] }
  if (!old) return { table, uuid, change: 'created', fields: [] }
  return { table, uuid, change: 'changed', fields: listChangedFields(old, row) }
}

type Fields = Readonly<Record<string, unknown>>

/** Names of the fields in which two rows differ. */
export function listChangedFields(a: object, b: object): string[] {
  const [one, other] = [a as Fields, b as Fields]
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].filter((name) => !isSame(one[name], other[name]))
}

/** Rows share what was not written, so that most values are the same ones. */
const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && writeText(a) === writeText(b))

const writeText = (value: unknown): string => JSON.stringify(value)
