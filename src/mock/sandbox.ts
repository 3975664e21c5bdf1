import type { State } from '../domain/state.ts'
import type { ApiRequest } from '../pipeline/request.ts'
import type { ApiResponse } from '../pipeline/response.ts'
import type { ApiResult } from '../pipeline/world.ts'
import { adversaryOf } from './adversary/adversary.ts'
import type { Adversary } from './adversary/adversary.ts'
import { attempted } from './attempt.ts'
import type { Attempt, Rules, StrictResult } from './attempt.ts'
import { isReal } from './clock.ts'
import { faultsOf } from './faults/faults.ts'
import type { Faults } from './faults/faults.ts'
import { holderOf } from './holder.ts'
import type { Held, Holder } from './holder.ts'
import { journalOf } from './journal/journal.ts'
import type { Exchange, Journal } from './journal/journal.ts'
import { redacted } from './journal/redact.ts'

/** A world of its own: state, clock, faults and journal. */
export interface Sandbox {
  readonly name: string
  readonly answer: (request: ApiRequest) => ApiResponse
  readonly held: Holder
  readonly faults: Faults
  readonly adversary: Adversary
  readonly journal: Journal
  /** When it was last used, in real milliseconds. */
  readonly used: () => number
}

/** What all sandboxes of a mock share. */
export interface Common {
  readonly rules: Rules
  readonly now: () => number
  readonly nextId: () => string
  readonly checkResult: (result: ApiResult) => StrictResult
  /** What is sent when a change can't be stored. */
  readonly notKept: (error: unknown) => ApiResponse
  readonly heard: (exchange: Exchange) => void
}

export interface Beginning extends Held {
  readonly name: string
  readonly journalLimit: number
}

export function sandboxOf(common: Common, beginning: Beginning): Sandbox {
  const { name, journalLimit } = beginning
  const held = holderOf(beginning, common.now)
  const faults = faultsOf()
  const adversary = adversaryOf()
  const journal = journalOf(journalLimit)
  let used = common.now()

  const record = (attempt: Attempt, place: Place) => {
    const exchange = exchangeOf(attempt, name, place)
    journal.add(exchange)
    common.heard(exchange)
  }
  const answer = (request: ApiRequest): ApiResponse => {
    const started = performance.now()
    used = common.now()
    const id = common.nextId()
    const now = held.time()
    const moment = reached(held, common)
    if ('refusal' in moment) return marked(moment.refusal, id, null)
    const { before } = moment
    const occasion = { state: before, now, hitting: faults.hit, adversary }
    const attempt = kept(attempted(request, occasion, common), held, { id, common })
    const { response } = attempt
    if (journalLimit > 0) record(attempt, { id, now, before, request, started })
    return marked(response, id, isReal(held.clock()) ? null : now)
  }
  return { name, answer, held, faults, adversary, journal, used: () => used }
}

/** What time alone changes has to be stored too, before anything is answered from it. */
function reached(held: Holder, { notKept }: Common): { before: State } | { refusal: ApiResponse } {
  try {
    return { before: held.state() }
  } catch (error) {
    return { refusal: notKept(error) }
  }
}

function kept(attempt: Attempt, held: Holder, { id, common }: { id: string; common: Common }) {
  try {
    held.commit(attempt.state, id)
    return attempt
  } catch (error) {
    return { ...attempt, response: common.notKept(error), changes: [] }
  }
}

interface Place {
  readonly id: string
  readonly now: Date
  readonly before: State
  readonly request: ApiRequest
  /** When work on it began, as `performance.now()` counts. */
  readonly started: number
}

/** Written out: copying objects part by part would cost more than all the rest of the journal. */
function exchangeOf(attempt: Attempt, sandbox: string, place: Place): Exchange {
  const { response } = attempt
  return {
    id: place.id,
    at: place.now.getTime(),
    sandbox,
    request: redacted(place.request),
    before: place.before,
    user: attempt.user,
    operation: attempt.operation,
    status: response.status,
    size: response.body.length,
    duration: performance.now() - place.started,
    changes: attempt.changes,
    minted: attempt.minted,
    hit: attempt.hit,
    adversary: attempt.adversary,
    breaches: attempt.breaches,
  }
}

/** Each answer names its exchange; a clock that was changed shows in the `Date`. */
const marked = (response: ApiResponse, id: string, now: Date | null): ApiResponse => {
  const headers: Record<string, string> = { ...response.headers, 'X-Mock-Id': id }
  if (now) headers['Date'] = now.toUTCString()
  return { ...response, headers }
}
