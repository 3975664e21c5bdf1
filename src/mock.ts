import { answer } from './answer.ts'
import type { Behaviours } from './behaviours.ts'
import { dialects } from './dialect.ts'
import type { DialectName } from './dialect.ts'
import { elapsed } from './domain/elapse.ts'
import type { Change, State } from './domain/state.ts'
import type { CalendarJobs } from './domain/turn.ts'
import { EMPTY, sending, sendingOf } from './wire.ts'
import type { Call, Sending } from './wire.ts'
import type { Answered } from './world.ts'

/** Where acknowledged writes go before they are acknowledged; both calls return when they are safe. */
export interface Store {
  readonly append: (changes: readonly Change[], state: State) => void
  readonly replace: (state: State) => void
}

export interface MockSettings {
  /** The start data; `reset` brings it back. */
  readonly start: State
  /** What is served at first, when it is not the start data: a state kept from an earlier run. */
  readonly kept?: State
  readonly as?: DialectName
  readonly calendarJobs?: Partial<CalendarJobs>
  /** Answer 500 instead of anything that openapi.yaml does not allow. */
  readonly strict?: boolean
  readonly store?: Store
  readonly now?: () => Date
  readonly newUuid?: () => string
  /** Takes one line about an answer that breaks openapi.yaml, or about a fault of the mock. */
  readonly report?: (line: string) => void
  readonly behaviours?: Behaviours
}

export interface Mock {
  readonly answer: (call: Call) => Sending
  readonly reset: () => void
  readonly state: () => State
}

const randomUuid = (): string => crypto.randomUUID().replaceAll('-', '')

/** The only owner of a state: it lets time pass, answers, keeps what was written. */
export function mockOf(settings: MockSettings): Mock {
  const { start, store, now = () => new Date(), newUuid = randomUuid } = settings
  const as = dialects[settings.as ?? 'documented']
  const calendarJobs = { delay: 2, fails: false, ...settings.calendarJobs }
  const behaviours = settings.behaviours && { behaviours: settings.behaviours }
  const rules = { as, calendarJobs, newUuid, ...behaviours }
  let current = settings.kept ?? start

  const commit = (next: State) => {
    if (next === current) return
    if (next.changes.length > 0 || next.month !== current.month) store?.append(next.changes, next)
    current = next.changes.length > 0 ? { ...next, changes: [] } : next
  }
  const reset = () => {
    store?.replace(start)
    current = start
  }

  return {
    reset,
    state: () => current,
    answer: (call) => {
      try {
        return answerTo(call)
      } catch (error) {
        return notKept(error, settings)
      }
    },
  }

  function answerTo(call: Call): Sending {
    const moment = now()
    commit(elapsed(current, moment))
    if (call.target === '/__mock/reset') return resetAnswer(call, reset)
    const answered = answer({ state: current, now: moment, ...rules }, call)
    const sent = judged(answered, settings)
    if (sent === answered.sending || !settings.strict) commit(answered.state)
    return sent
  }
}

/** A write that can't be stored did not happen, and is not acknowledged. */
function notKept(error: unknown, { report }: MockSettings): Sending {
  report?.(`not kept: ${textOf(error)}`)
  const reason = error instanceof Error ? error.message : String(error)
  const detail = `The change can't be stored, so it was not made: ${reason}`
  return sendingOf({ status: 507, json: { detail } }, {})
}

function resetAnswer({ method }: Call, reset: () => void): Sending {
  if (method !== 'POST') {
    const detail = `Method "${method}" not allowed. Send POST to reset the data.`
    return sendingOf({ status: 405, json: { detail } }, { Allow: 'POST' })
  }
  reset()
  return sending({ status: 204 }, {}, EMPTY)
}

/** An answer that openapi.yaml does not allow is never hidden: it says so, or it is not sent. */
function judged({ sending: sent, breaches, fault }: Answered, settings: MockSettings): Sending {
  if (fault !== undefined) settings.report?.(`fault: ${textOf(fault)}`)
  if (breaches.length === 0) return sent
  const text = breaches.slice(0, 5).join('; ')
  settings.report?.(`not allowed by openapi.yaml: ${text}`)
  if (!settings.strict) return { ...sent, headers: { ...sent.headers, [BREACH_HEADER]: text } }
  const detail = `The mock was about to answer what openapi.yaml does not allow: ${text}`
  return sendingOf({ status: 500, json: { detail } }, { [BREACH_HEADER]: text })
}

const BREACH_HEADER = 'X-Mock-Contract-Breach'

const textOf = (fault: unknown): string =>
  fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)
