import { findOperationAt } from '../document/matchRoute.ts'
import type { Change, State, User } from '../domain/state.ts'
import { findGroup } from '../domain/table.ts'
import { isPreflight } from '../pipeline/reading/parseRequest.ts'
import { readPath } from '../pipeline/reading/request.ts'
import type { ApiRequest } from '../pipeline/reading/request.ts'
import type { ApiResponse } from '../pipeline/response.ts'
import type { ApiResult, World } from '../pipeline/world.ts'
import type { Adversary } from './adversary/adversary.ts'
import type { Hit } from './faults/fault.ts'
import type { Faults } from './faults/faults.ts'
import { makeFaultRefusal, applyFault } from './faults/applyFault.ts'

/** The part of a world that all sandboxes of a mock share. */
export type Rules = Pick<
  World,
  'as' | 'api' | 'calendarJobs' | 'newUuid' | 'behaviours' | 'neighbours' | 'rest'
>

/** What is sent; an answer that does not stand changes nothing. */
export interface StrictResult {
  readonly response: ApiResponse
  readonly isKept: boolean
}

/** What one request would be answered, and what it would change. */
export interface PreparedExchange {
  readonly response: ApiResponse
  readonly state: State
  readonly changes: readonly Change[]
  /** Of the contract, or of a neighbour. */
  readonly operation: string | null
  /** Where the answer is from, when it is not the mock's own. */
  readonly source: string | null
  readonly breaches: readonly string[]
  readonly user: User | undefined
  readonly minted: readonly string[]
  readonly hit: Hit | null
  /** What the adversary altered; null: it was off. */
  readonly adversary: readonly string[] | null
}

interface ExchangeRules {
  readonly rules: Rules
  readonly checkResult: (result: ApiResult) => StrictResult
}

export interface Conditions {
  readonly state: State
  readonly now: Date
  /** Which faults hit the request. */
  readonly hitting: Faults['hit']
  readonly adversary: Adversary
  /** The pipeline, with or without a memory. */
  readonly handle: (world: World, request: ApiRequest) => ApiResult
}

/**
 * Answers a request, with the faults and the adversary of its sandbox; nothing is changed yet. A
 * preflight is the browser's own: a fault is meant for the request that comes after it.
 */
export function prepareExchange(
  request: ApiRequest,
  { state, now, hitting, adversary, handle }: Conditions,
  common: ExchangeRules,
): PreparedExchange {
  const user = findUser(state, request)
  const hit = isPreflight(request) ? null : hitting(request, user)
  const minted: string[] = []
  const altered = adversary.state()?.changes ?? null
  if (hit?.status !== undefined)
    return refuseByFault(request, hit, { state, user, rules: common.rules })
  const run = runPipeline(request, { state, now, hit, minted, handle }, common)
  const { response, operation, source, contractId, breaches, next } = run
  const meant = altered ? adversary.alter(response, contractId) : response
  return {
    response: hit ? applyFault(meant, hit) : meant,
    state: next,
    changes: next === state ? NONE : next.changes,
    operation,
    source,
    breaches,
    user,
    minted,
    hit,
    adversary: altered,
  }
}

function runPipeline(
  request: ApiRequest,
  input: PipelineInput,
  { rules, checkResult }: ExchangeRules,
) {
  const result = input.handle(makeWorld(rules, input), request)
  const { response, isKept } = checkResult(result)
  const { operation, neighbour = null, source = null, breaches } = result
  const next = isKept ? result.state : input.state
  const contractId = operation?.id ?? null
  return { response, breaches, next, contractId, source, operation: contractId ?? neighbour }
}

function refuseByFault(
  request: ApiRequest,
  hit: Hit,
  { state, user, rules }: Pick<PreparedExchange, 'state' | 'user'> & { readonly rules: Rules },
): PreparedExchange {
  const response = applyFault(makeFaultRefusal(hit, request), hit)
  const operation = findOperationId(rules, request)
  const nothing = { source: null, changes: NONE, breaches: NO_BREACH, minted: [] }
  return { response, state, user, hit, operation, adversary: null, ...nothing }
}

const NONE: readonly Change[] = []
const NO_BREACH: readonly string[] = []

interface PipelineInput extends Pick<Conditions, 'state' | 'now' | 'handle'> {
  readonly hit: Hit | null
  readonly minted: string[]
}

/** Written out: it is made for every request, and copying part by part would cost more than most answers. */
function makeWorld(rules: Rules, { state, now, hit, minted }: PipelineInput): World {
  const { as, api, behaviours, neighbours, rest } = rules
  const calendarJobs = hit?.calendar ? { ...rules.calendarJobs, fails: true } : rules.calendarJobs
  const newUuid = () => {
    const uuid = rules.newUuid()
    minted.push(uuid)
    return uuid
  }
  return { state, now, as, api, calendarJobs, newUuid, behaviours, neighbours, rest }
}

/** What answers a request, in the contract or around it, whatever becomes of it. */
function findOperationId({ api, neighbours }: Rules, request: ApiRequest): string | null {
  const path = readPath(request)
  const own = findOperationAt(api, request.method, path)
  if (own || !neighbours) return own?.id ?? null
  return findOperationAt(neighbours, request.method, path)?.id ?? null
}

/** Whose token a request carries; only words that some scheme could mean are looked at. */
export function findUser({ users }: State, { headers }: ApiRequest): User | undefined {
  const words = (headers['authorization'] ?? '').trim()
  const token = words.slice(words.lastIndexOf(' ') + 1)
  if (token === '') return undefined
  const named = findGroup(users, 'token', token).minKey()
  return named ?? findGroup(users, 'token', token.replace(/^w_/, '')).minKey()
}
