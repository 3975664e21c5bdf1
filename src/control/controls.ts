import type { State } from '../domain/state.ts'
import type { Owner } from '../mock/owner.ts'
import { isReal } from '../mock/clock.ts'
import type { ClockChange } from '../mock/clock.ts'
import type { AdversaryState } from '../mock/adversary/adversary.ts'
import type { Fault } from '../mock/faults/fault.ts'
import { faultSets } from '../mock/faults/faultSets.ts'
import { makeFixture, parseFixture } from '../fixture/fixture.ts'
import type { Exchange } from '../mock/journal/exchange.ts'
import type { Sandbox } from '../mock/sandboxes/sandbox.ts'
import { START } from '../mock/snapshots.ts'
import { compareStates } from './compareStates.ts'
import type { RowDiff } from './compareStates.ts'
import { writeCurl, writeHar } from './har.ts'
import { summariseExchange } from './summariseExchange.ts'
import type { ExchangeSummary } from './summariseExchange.ts'
import { matchesQuery, findInOrder } from './matchesQuery.ts'
import type { JournalQuery, Order } from './matchesQuery.ts'
import { describeExchange, explainExchange } from './describeExchange.ts'
import type { ExchangeDetails, ExchangeExplanation } from './describeExchange.ts'
import { notFound } from '../mock/refusal.ts'

/** The name of the state that a sandbox has now, where a snapshot can be named. */
export const CURRENT = 'current'

export interface ClockReading {
  readonly now: string
  readonly speed: number
  /** The real time, at the real speed. */
  readonly real: boolean
}

export interface TimelineSummary {
  readonly current: number
  readonly moments: readonly { readonly label: string; readonly at: string }[]
}

/** What a reset brings back. */
export type ResetPart = 'data' | 'clock' | 'faults'

/** Everything that can be done to one sandbox. What can't be done is a Refusal that says why. */
export interface Controls {
  /** Brings back the start data, real time and no faults, or only what is named; tells what it was. */
  readonly reset: (...only: readonly ResetPart[]) => readonly ResetPart[]
  readonly undo: () => TimelineSummary
  readonly redo: () => TimelineSummary
  readonly timeline: () => TimelineSummary
  readonly goTo: (index: number) => TimelineSummary
  /** Keeps the present state under a name, for all sandboxes. */
  readonly save: (snapshot: string) => void
  readonly restore: (snapshot: string) => void
  /** By row and field; `current` names the present state. */
  readonly diff: (from: string, to: string) => readonly RowDiff[]
  /** A fixture that `--data` can serve. */
  readonly exported: (snapshot: string) => object
  readonly clock: {
    readonly get: () => ClockReading
    /** `{ now: '2026-04-01T00:00:00Z' }`, `{ advance: 'P1M' }`, `{ speed: 60 }`, or together. */
    readonly change: (change: ClockChange) => ClockReading
    /** Time stands still. */
    readonly freeze: () => ClockReading
    readonly reset: () => ClockReading
  }
  readonly faults: {
    readonly list: () => readonly Fault[]
    readonly add: (fault: Fault) => Fault
    readonly remove: (id: string) => void
    readonly clear: () => void
    /** Switches a ready set on, or off. */
    readonly use: (set: string, on?: boolean) => void
  }
  readonly adversary: {
    readonly get: () => AdversaryState | null
    /** Without a seed: one that nobody has chosen, to be read from the answer. */
    readonly start: (seed?: number, changes?: readonly string[]) => AdversaryState
    readonly stop: () => void
    readonly narrow: (outcome: 'broke' | 'held') => AdversaryState
  }
  readonly journal: {
    /** Newest first. */
    readonly find: (query?: JournalQuery, limit?: number) => readonly ExchangeSummary[]
    readonly count: (query?: JournalQuery) => number
    readonly inOrder: (queries: readonly JournalQuery[]) => Order
    readonly get: (id: string) => ExchangeDetails
    readonly curl: (id: string) => string
    readonly har: () => object
    readonly clear: () => void
  }
  readonly why: (id: string) => ExchangeExplanation
}

export function createControls(owner: Owner, sandbox: Sandbox): Controls {
  const { current, faults } = sandbox
  const stateNamed = (name: string): State =>
    name === CURRENT ? current.state() : owner.snapshots.get(name).state
  const step = (by: number) => moveTo(current.timeline.current() + by)
  const moveTo = (index: number) => {
    current.goTo(index)
    return summariseTimeline(sandbox)
  }
  const become = (name: string, label: string) => current.become(owner.snapshots.get(name), label)
  return {
    reset: createReset(owner, sandbox),
    undo: () => step(-1),
    redo: () => step(1),
    timeline: () => summariseTimeline(sandbox),
    goTo: moveTo,
    save: (name) => owner.snapshots.save(makeSnapshot(name, current)),
    restore: (name) => become(name, `restore ${name}`),
    diff: (from, to) => compareStates(stateNamed(from), stateNamed(to)),
    exported: (name) => makeFixture(stateNamed(name)),
    clock: createClockControls(sandbox),
    faults: {
      list: faults.list,
      add: faults.add,
      remove: (id) => {
        if (!faults.remove(id)) throw notFound(`There is no fault "${id}".`)
      },
      clear: faults.clear,
      use: (set, on) => {
        const names = Object.keys(faultSets).join(', ')
        if (!faults.use(set, on)) throw notFound(`There is no set "${set}". There are: ${names}.`)
      },
    },
    adversary: createAdversaryControls(sandbox),
    journal: createJournalControls(sandbox),
    why: (id) => explainExchange(findExchange(sandbox, id)),
  }
}

/** A faulty file refuses it, and then nothing is reset. */
function createReset(owner: Owner, { current, faults }: Sandbox): Controls['reset'] {
  const parts: Readonly<Record<ResetPart, () => void>> = {
    data: () => {
      owner.readStartAgain()
      current.become(owner.snapshots.get(START), 'reset')
    },
    clock: () => current.changeClock(null),
    faults: faults.clear,
  }
  return (...only) => {
    const wanted = only.length > 0 ? only : (Object.keys(parts) as ResetPart[])
    for (const part of wanted) parts[part]()
    return wanted
  }
}

const makeSnapshot = (name: string, { state, time, weight }: Sandbox['current']) => ({
  name,
  at: time().toISOString(),
  state: state(),
  weight: weight(),
})

/** A fixture becomes a snapshot; throws FixtureError with the place in it and the cure. */
export function importSnapshot(owner: Owner, name: string, fixture: unknown): void {
  const now = owner.main.current.time()
  const text = JSON.stringify(fixture)
  const state = parseFixture(text, `snapshot ${name}`, now)
  owner.snapshots.save({ name, at: now.toISOString(), state, weight: text.length * 4 })
}

function summariseTimeline({ current: { timeline } }: Sandbox): TimelineSummary {
  const moments = timeline
    .moments()
    .map(({ label, at }) => ({ label, at: new Date(at).toISOString() }))
  return { current: timeline.current(), moments }
}

function createClockControls({ current }: Sandbox): Controls['clock'] {
  const get = (): ClockReading => {
    const clock = current.clock()
    return { now: current.time().toISOString(), speed: clock.speed, real: isReal(clock) }
  }
  const change = (wanted: ClockChange | null) => {
    current.changeClock(wanted)
    return get()
  }
  return { get, change, freeze: () => change({ speed: 0 }), reset: () => change(null) }
}

const SEEDS = 2 ** 31

function createAdversaryControls({ adversary }: Sandbox): Controls['adversary'] {
  return {
    get: adversary.state,
    stop: adversary.stop,
    narrow: adversary.narrow,
    start: (seed = Math.floor(Math.random() * SEEDS), changes) => {
      adversary.start(seed, changes)
      return adversary.state() as AdversaryState
    },
  }
}

const NEWEST = 100

function createJournalControls(sandbox: Sandbox): Controls['journal'] {
  const { journal } = sandbox
  const fitting = (query: JournalQuery) => journal.all().filter((one) => matchesQuery(one, query))
  const retell = (exchange: Exchange) => ({
    ...describeExchange(exchange),
    origin: exchange.request.origin,
  })
  return {
    find: (query = {}, limit = NEWEST) =>
      fitting(query).slice(-limit).toReversed().map(summariseExchange),
    count: (query = {}) => fitting(query).length,
    inOrder: (queries) => findInOrder(journal.all(), queries),
    get: (id) => describeExchange(findExchange(sandbox, id)),
    curl: (id) => writeCurl(retell(findExchange(sandbox, id))),
    har: () => writeHar(journal.all().map(retell)),
    clear: journal.clear,
  }
}

function findExchange({ journal, name }: Sandbox, id: string): Exchange {
  const exchange = journal.byId(id)
  if (exchange) return exchange
  throw notFound(
    `The journal of sandbox "${name}" has no exchange ${id}; it keeps the last ones only.`,
  )
}
