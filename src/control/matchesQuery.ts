import { isUnmatched } from '../mock/journal/findSimilarOperations.ts'
import type { AnyOperationId } from '../mock/anyOperationId.ts'
import { matchesPattern } from '../mock/faults/faults.ts'
import type { Exchange } from '../mock/journal/exchange.ts'
import { readJson } from '../pipeline/bytes.ts'
import { readPath, readQuery } from '../pipeline/reading/request.ts'
import type { ApiRequest } from '../pipeline/reading/request.ts'

/** Which exchanges are meant; a condition left out holds for all. */
export interface JournalQuery {
  readonly operation?: AnyOperationId
  readonly method?: string
  /** Path without its query; `*` stands for anything. */
  readonly path?: string
  readonly status?: number
  /** The name of a user. */
  readonly persona?: string
  /** The JSON body holds at least this. */
  readonly body?: unknown
  /** Parameters of the query, each with one of its values. */
  readonly query?: Readonly<Record<string, string>>
  readonly unmatched?: boolean
  /** Only those after the exchange with this id. */
  readonly after?: string
}

export function matchesQuery(exchange: Exchange, wanted: JournalQuery): boolean {
  return Object.entries(wanted).every(
    ([name, value]) =>
      value === undefined || conditions[name as keyof JournalQuery](exchange, value as never),
  )
}

const conditions: Readonly<Record<keyof JournalQuery, (one: Exchange, value: never) => boolean>> = {
  operation: ({ operation }, name: string) => operation === name,
  method: ({ request }, method: string) => request.method === method.toUpperCase(),
  path: ({ request }, pattern: string) => matchesPattern(readPath(request), pattern),
  status: ({ status }, code: number) => status === code,
  persona: ({ user }, name: string) => user?.name === name,
  body: ({ request }, part: unknown) => holds(readJson(request.body), part),
  query: ({ request }, pairs: Record<string, string>) => hasAll(request, pairs),
  unmatched: (exchange, is: boolean) => isUnmatched(exchange) === is,
  after: ({ id }, other: string) => Number(id) > Number(other),
}

export interface Order {
  readonly held: boolean
  /** Ids of the exchanges that were found, in order. */
  readonly found: readonly string[]
  /** The first that was not found after those. */
  readonly missing: JournalQuery | null
}

/** Whether exchanges that fit happened in this order, others in between or not. */
export function findInOrder(
  exchanges: readonly Exchange[],
  wanted: readonly JournalQuery[],
): Order {
  const found: string[] = []
  for (const exchange of exchanges) {
    const query = wanted[found.length]
    if (query && matchesQuery(exchange, query)) found.push(exchange.id)
  }
  return { held: found.length === wanted.length, found, missing: wanted[found.length] ?? null }
}

function hasAll(request: ApiRequest, pairs: Record<string, string>): boolean {
  const query = readQuery(request)
  return Object.entries(pairs).every(([name, value]) => query.getAll(name).includes(value))
}

/** Objects may have more than is asked for; everything else is equal. */
function holds(whole: unknown, part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return whole === part
  if (typeof whole !== 'object' || whole === null) return false
  if (Array.isArray(part) && !(Array.isArray(whole) && part.length === whole.length)) return false
  return Object.entries(part).every(
    ([name, value]) => Object.hasOwn(whole, name) && holds((whole as never)[name], value),
  )
}
