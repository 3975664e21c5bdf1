import type { AdversaryState } from '../mock/adversary/adversary.ts'
import type { ClockChange } from '../mock/clock.ts'
import type { Fault } from '../mock/faults/fault.ts'
import type { ClockReading, ResetPart, TimelineSummary } from '../control/controls.ts'
import type { RowDiff } from '../control/compareStates.ts'
import type { ExchangeSummary } from '../control/summariseExchange.ts'
import type { JournalQuery, Order } from '../control/matchesQuery.ts'
import type { ExchangeDetails, ExchangeExplanation } from '../control/describeExchange.ts'

/** `token`: of `--control-token`. `sandbox`: the world that is controlled; the usual one if left out. */
export interface ClientOptions {
  readonly token?: string
  readonly sandbox?: string
}

/** The control refused; the message is its answer, which says what to do. */
export class ControlError extends Error {
  override name = 'ControlError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export interface FoundExchanges {
  readonly count: number
  readonly exchanges: readonly ExchangeSummary[]
}

type Ask = <T>(method: string, path: string, body?: unknown) => Promise<T>

const at = encodeURIComponent

/** Drives a mock over HTTP, from tests in any JavaScript: `connect('http://127.0.0.1:8000')`. */
export function connect(baseUrl: string, options: ClientOptions = {}) {
  const ask = createAsk(`${baseUrl.replace(/(?<!\/)\/+$/, '')}/__mock/`, options)
  return {
    /** Headers that send a request of the API to the same sandbox. */
    headers: options.sandbox === undefined ? {} : { 'X-Mock-Sandbox': options.sandbox },
    /** From a snapshot, as a release of Waldur; from the start data and as the mock if left out. */
    openSandbox: (name: string, from?: string, release?: string) =>
      ask<void>('POST', 'sandboxes', {
        name,
        ...(from !== undefined && { from }),
        ...(release !== undefined && { release }),
      }),
    dropSandbox: (name: string) => ask<void>('DELETE', `sandboxes/${at(name)}`),
    health: () => ask<Readonly<Record<string, unknown>>>('GET', 'health'),
    ...createStates(ask),
    clock: createClock(ask),
    faults: createFaults(ask),
    adversary: createAdversary(ask),
    journal: createJournal(ask),
    why: (id: string) => ask<ExchangeExplanation>('GET', `why/${at(id)}`),
  }
}

function createAsk(root: string, { token, sandbox }: ClientOptions): Ask {
  const headers: Record<string, string> = {
    ...(token !== undefined && { 'X-Mock-Control': token }),
    ...(sandbox !== undefined && { 'X-Mock-Sandbox': sandbox }),
  }
  return async (method, path, body) => {
    const answer = await fetch(root + path, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new ControlError(answer.status, readDetail(text))
    const isJson = answer.headers.get('content-type')?.startsWith('application/json')
    return isJson ? JSON.parse(text) : text
  }
}

const createStates = (ask: Ask) => ({
  /** All that a test changes: data, clock and faults; or one of them alone. */
  reset: async (only?: ResetPart) =>
    (await ask<{ reset: readonly ResetPart[] }>('POST', 'reset', { ...(only && { only }) })).reset,
  undo: () => ask<TimelineSummary>('POST', 'undo'),
  redo: () => ask<TimelineSummary>('POST', 'redo'),
  timeline: () => ask<TimelineSummary>('GET', 'timeline'),
  goTo: (index: number) => ask<TimelineSummary>('POST', 'timeline', { to: index }),
  save: (snapshot: string) => ask<void>('PUT', `snapshots/${at(snapshot)}`),
  restore: (snapshot: string) => ask<void>('POST', `snapshots/${at(snapshot)}/restore`),
  diff: (from: string, to: string) =>
    ask<readonly RowDiff[]>('GET', `diff?from=${at(from)}&to=${at(to)}`),
  exported: (snapshot: string) => ask<object>('GET', `snapshots/${at(snapshot)}`),
  imported: (snapshot: string, fixture: object) =>
    ask<void>('PUT', `snapshots/${at(snapshot)}`, { fixture }),
  dropSnapshot: (snapshot: string) => ask<void>('DELETE', `snapshots/${at(snapshot)}`),
})

const createClock = (ask: Ask) => ({
  get: () => ask<ClockReading>('GET', 'clock'),
  change: (change: ClockChange) => ask<ClockReading>('PATCH', 'clock', change),
  freeze: () => ask<ClockReading>('PATCH', 'clock', { speed: 0 }),
  reset: () => ask<ClockReading>('DELETE', 'clock'),
})

const createFaults = (ask: Ask) => ({
  list: async () => (await ask<{ faults: readonly Fault[] }>('GET', 'faults')).faults,
  add: (fault: Fault) => ask<Fault>('POST', 'faults', fault),
  remove: (id: string) => ask<void>('DELETE', `faults/${at(id)}`),
  clear: () => ask<void>('DELETE', 'faults'),
  use: (set: string, on = true) => ask<void>(on ? 'PUT' : 'DELETE', `fault-sets/${at(set)}`),
})

const createAdversary = (ask: Ask) => ({
  get: () => ask<AdversaryState | null>('GET', 'adversary'),
  start: (seed?: number, changes?: readonly string[]) =>
    ask<AdversaryState>('PUT', 'adversary', {
      ...(seed !== undefined && { seed }),
      ...(changes && { changes }),
    }),
  stop: () => ask<void>('DELETE', 'adversary'),
  narrow: (outcome: 'broke' | 'held') =>
    ask<AdversaryState>('POST', 'adversary/narrow', { outcome }),
})

const createJournal = (ask: Ask) => ({
  find: (query: JournalQuery = {}) => ask<FoundExchanges>('POST', 'journal/search', query),
  count: async (query: JournalQuery = {}) =>
    (await ask<FoundExchanges>('POST', 'journal/search', query)).count,
  inOrder: (queries: readonly JournalQuery[]) => ask<Order>('POST', 'journal/order', queries),
  get: (id: string) => ask<ExchangeDetails>('GET', `journal/${at(id)}`),
  curl: (id: string) => ask<string>('GET', `journal/${at(id)}/curl`),
  har: () => ask<object>('GET', 'journal.har'),
  clear: () => ask<void>('DELETE', 'journal'),
})

function readDetail(text: string): string {
  try {
    return String((JSON.parse(text) as { detail?: unknown }).detail)
  } catch {
    return text
  }
}
