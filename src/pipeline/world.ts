import type { Behaviour, Behaviours } from './behaviours.ts'
import type { Dialect } from '../dialect.ts'
import type { Api } from '../document/api.ts'
import type { Document } from '../document/load.ts'
import type { Match } from '../document/matchRoute.ts'
import type { Operation } from '../document/operations.ts'
import type { Style } from '../domain/links/links.ts'
import type { State } from '../domain/state.ts'
import type { CalendarJobs } from '../domain/context.ts'
import type { Rule } from '../domain/rule.ts'
import type { Reply } from '../errors.ts'
import type { ApiRequest } from './reading/request.ts'
import type { ApiResponse } from './response.ts'

/** Everything that an answer depends on besides the request. */
export interface World {
  readonly state: State
  readonly now: Date
  readonly as: Dialect
  readonly api: Api
  readonly calendarJobs: CalendarJobs
  readonly newUuid: () => string
  /** The table of behaviours; a mutant has one row broken. */
  readonly behaviours?: Behaviours | undefined
  /** What stands around the operations of openapi.yaml. */
  readonly neighbours?: Neighbours | undefined
  /** What answers all other addresses of Waldur. */
  readonly rest?: Rest | undefined
  /** Hears of each step before it is taken; the last one that it hears of may refuse the request. */
  readonly trace?: (step: Step, rule?: Rule) => void
}

/** Everything else of Waldur: without data, as a document says, as it was recorded, or from a server. */
export interface Rest {
  /** `empty`, `document`, `tape`, or the host that is asked. */
  readonly source: string
  /** It gives the same answer to the same request, always. */
  readonly isLasting: boolean
  /** Null: it knows nothing of that address. */
  readonly answer: (request: ApiRequest, path: string) => RestAnswer | null
}

export interface RestAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly type?: string
}

/** Operations outside the contract: a document of their own, a table, and files that need no token. */
export interface Neighbours {
  readonly document: () => Document
  readonly match: (path: string) => Match | null
  readonly behaviours: Readonly<Record<string, Behaviour>>
  readonly findFile: (path: string) => OpenFile | null
}

/** What browsers fetch without a token; a reply of null: there is no such file. */
export interface OpenFile {
  readonly id: string
  readonly show: (view: FileView) => Reply | null
}

export type FileView = Pick<World, 'state' | 'as' | 'now'> & Pick<ParsedRequest, 'query' | 'style'>

/** The order of refusals (§1.2). `otherwise`: a path outside the contract. */
export type Step =
  | 'otherwise'
  | 'accept'
  | 'token'
  | 'method'
  | 'enter'
  | 'find'
  | 'may'
  | 'guard'
  | 'body'
  | 'act'

export interface ApiResult {
  readonly state: State
  readonly response: ApiResponse
  readonly operation: Operation | null
  /** What answered outside the contract, by its operationId. */
  readonly neighbour?: string
  /** Where the answer is from, when it is not the mock's own. */
  readonly source?: string
  /** How the answer breaks openapi.yaml: `marketplace_plans_list 200 /name maxLength`. */
  readonly breaches: readonly string[]
  /** Milliseconds: until then the state gives the same answer to the same request; not told of others. */
  readonly until?: number
  /** An error of ours, behind a 500 that no rule asked for. */
  readonly fault?: unknown
}

/** A request taken apart: its decoded path, its query and the route that they lead to. */
export interface ParsedRequest {
  readonly path: string
  readonly query: URLSearchParams
  readonly match: Match | null
  /** Whose document the match is of, when it is not that of the contract. */
  readonly outside: Neighbours | null
  readonly style: Style
  readonly isHead: boolean
}

export const keepState = ({ state }: { state: State }, response: ApiResponse): ApiResult => ({
  state,
  response: response,
  operation: null,
  breaches: [],
})

export const markHead = (
  response: ApiResponse,
  { isHead }: Pick<ParsedRequest, 'isHead'>,
): ApiResponse => (isHead ? { ...response, isHead } : response)
