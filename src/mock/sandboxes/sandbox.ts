import type { Api } from '../../document/api.ts'
import type { State } from '../../domain/state.ts'
import type { ApiRequest } from '../../pipeline/reading/request.ts'
import type { ApiResponse } from '../../pipeline/response.ts'
import type { ApiResult } from '../../pipeline/world.ts'
import { createAdversary } from '../adversary/adversary.ts'
import type { Adversary } from '../adversary/adversary.ts'
import { handle as handlePlainly } from '../../pipeline/handle.ts'
import { rememberReads } from '../rememberReads.ts'
import { prepareExchange } from '../prepareExchange.ts'
import type { PreparedExchange, Rules, StrictResult } from '../prepareExchange.ts'
import { isReal } from '../clock.ts'
import { createFaults } from '../faults/faults.ts'
import type { Faults, Routes } from '../faults/faults.ts'
import { createSandboxState } from './sandboxState.ts'
import type { SandboxStateOptions, SandboxState } from './sandboxState.ts'
import { createJournal } from '../journal/journal.ts'
import type { Exchange } from '../journal/exchange.ts'
import type { Journal } from '../journal/journal.ts'

/** A world of its own: state, clock, faults and journal. */
export interface Sandbox {
  readonly name: string
  /** The document of the release that it serves. */
  readonly api: Api
  /** Its marks are beside its headers. */
  readonly answer: (request: ApiRequest) => ApiResponse
  readonly current: SandboxState
  readonly faults: Faults
  readonly adversary: Adversary
  readonly journal: Journal
  /** When it was last used, in real milliseconds. */
  readonly used: () => number
  /** Ends it: nothing that it kept takes memory any more. */
  readonly end: () => void
}

/** What all sandboxes of a mock share. */
export interface Common {
  readonly rules: Rules
  readonly now: () => number
  readonly nextId: () => string
  readonly checkResult: (result: ApiResult) => StrictResult
  /** What is sent when a change can't be stored. */
  readonly refuseUnstored: (error: unknown) => ApiResponse
  readonly announce: (exchange: Exchange) => void
}

export interface SandboxOptions extends SandboxStateOptions {
  readonly name: string
  readonly journalLimit: number
}

export function createSandbox(common: Common, options: SandboxOptions): Sandbox {
  const { name, journalLimit } = options
  const current = createSandboxState(options, common.now)
  const { api } = common.rules
  const faults = createFaults(findRoutes(common.rules))
  const adversary = createAdversary(api)
  const journal = createJournal(journalLimit, options.budget)
  const handle = rememberReads(handlePlainly)
  let used = common.now()

  const record = (prepared: PreparedExchange, context: ExchangeContext) => {
    const exchange = makeExchange(prepared, name, context)
    journal.add(exchange)
    common.announce(exchange)
  }
  const answer = (request: ApiRequest): ApiResponse => {
    const started = performance.now()
    used = common.now()
    const id = common.nextId()
    const now = current.time()
    const moment = reachNow(current, common)
    if ('refusal' in moment) return markResponse(moment.refusal, id, null)
    const { before } = moment
    const conditions = { state: before, now, hitting: faults.hit, adversary, handle }
    const prepared = keepChanges(prepareExchange(request, conditions, common), current, {
      id,
      common,
    })
    const { response } = prepared
    if (journalLimit > 0)
      record(prepared, { id, now, before, request, started, rules: common.rules })
    return markResponse(response, id, isReal(current.clock()) ? null : now)
  }
  const end = () => {
    journal.clear()
    current.end()
    options.weigh?.(0)
  }
  return { name, api, answer, current, faults, adversary, journal, used: () => used, end }
}

/** Of the contract first, then of what stands around it. */
const findRoutes = ({ api, neighbours }: Rules): Routes => ({
  match: (path) => api.match(path) ?? neighbours?.match(path) ?? null,
  operationIds: () => [
    ...api.operations.map(({ id }) => id),
    ...Object.keys(neighbours?.behaviours ?? {}),
  ],
})

/** What time alone changes has to be stored too, before anything is answered from it. */
function reachNow(
  current: SandboxState,
  { refuseUnstored }: Common,
): { before: State } | { refusal: ApiResponse } {
  try {
    return { before: current.state() }
  } catch (error) {
    return { refusal: refuseUnstored(error) }
  }
}

function keepChanges(
  prepared: PreparedExchange,
  current: SandboxState,
  { id, common }: { id: string; common: Common },
) {
  try {
    current.commit(prepared.state, id)
    return prepared
  } catch (error) {
    return { ...prepared, response: common.refuseUnstored(error), changes: [] }
  }
}

interface ExchangeContext {
  readonly id: string
  readonly now: Date
  readonly before: State
  readonly request: ApiRequest
  readonly rules: Rules
  /** When work on it began, as `performance.now()` counts. */
  readonly started: number
}

/** Written out: copying objects part by part would cost more than all the rest of the journal. */
function makeExchange(
  prepared: PreparedExchange,
  sandbox: string,
  context: ExchangeContext,
): Exchange {
  const { response } = prepared
  return {
    id: context.id,
    at: context.now.getTime(),
    sandbox,
    rules: context.rules,
    request: context.request,
    before: context.before,
    user: prepared.user,
    operation: prepared.operation,
    source: prepared.source,
    status: response.status,
    size: response.body.length,
    duration: performance.now() - context.started,
    delivery: response.delivery ?? null,
    changes: prepared.changes,
    minted: prepared.minted,
    hit: prepared.hit,
    adversary: prepared.adversary,
    breaches: prepared.breaches,
  }
}

/** Each answer names its exchange; a clock that was changed shows in the `Date`. */
const markResponse = (response: ApiResponse, id: string, now: Date | null): ApiResponse => {
  const { status, headers, body, isHead, delivery } = response
  const marks: [string, string][] = [['X-Mock-Id', id]]
  if (now) marks.push(['Date', now.toUTCString()])
  return { status, headers, body, isHead, delivery, marks }
}
