import type { State } from '../domain/state.ts'
import type { Owner } from '../mock/owner.ts'
import { isReal } from '../mock/clock.ts'
import type { ClockChange } from '../mock/clock.ts'
import type { AdversaryState } from '../mock/adversary/adversary.ts'
import type { Fault } from '../mock/faults/faults.ts'
import { faultSets } from '../mock/faults/faultSets.ts'
import { fixtureOf, parseFixture } from '../fixture/fixture.ts'
import type { Exchange } from '../mock/journal/journal.ts'
import type { Sandbox } from '../mock/sandbox.ts'
import { START } from '../mock/snapshots.ts'
import { diffOf } from './diff.ts'
import type { RowDiff } from './diff.ts'
import { curlOf, harOf } from './har.ts'
import { lineOf } from './lines.ts'
import type { ExchangeLine } from './lines.ts'
import { fitsQuery, inOrder } from './query.ts'
import type { JournalQuery, Order } from './query.ts'
import { exchangeTold, why } from './tell.ts'
import type { ExchangeTold, Why } from './tell.ts'
import { unknown } from '../mock/refusal.ts'

/** The name of the state that a sandbox has now, where a snapshot can be named. */
export const CURRENT = 'current'

export interface ClockTold {
  readonly now: string
  readonly speed: number
  /** The real time, at the real speed. */
  readonly real: boolean
}

export interface TimelineTold {
  readonly current: number
  readonly moments: readonly { readonly label: string; readonly at: string }[]
}

/** Everything that can be done to one sandbox. What can't be done is a Refusal that says why. */
export interface Controls {
  /** Back to the start data. */
  readonly reset: () => void
  readonly undo: () => TimelineTold
  readonly redo: () => TimelineTold
  readonly timeline: () => TimelineTold
  readonly goTo: (index: number) => TimelineTold
  /** Keeps the present state under a name, for all sandboxes. */
  readonly save: (snapshot: string) => void
  readonly restore: (snapshot: string) => void
  /** By row and field; `current` names the present state. */
  readonly diff: (from: string, to: string) => readonly RowDiff[]
  /** A fixture that `--data` can serve. */
  readonly exported: (snapshot: string) => object
  readonly clock: {
    readonly get: () => ClockTold
    /** `{ now: '2026-04-01T00:00:00Z' }`, `{ advance: 'P1M' }`, `{ speed: 60 }`, or together. */
    readonly change: (change: ClockChange) => ClockTold
    /** Time stands still. */
    readonly freeze: () => ClockTold
    readonly reset: () => ClockTold
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
    readonly find: (query?: JournalQuery, limit?: number) => readonly ExchangeLine[]
    readonly count: (query?: JournalQuery) => number
    readonly inOrder: (queries: readonly JournalQuery[]) => Order
    readonly get: (id: string) => ExchangeTold
    readonly curl: (id: string) => string
    readonly har: () => object
    readonly clear: () => void
  }
  readonly why: (id: string) => Why
}

export function controlsOf(owner: Owner, sandbox: Sandbox): Controls {
  const { held, faults } = sandbox
  const stateNamed = (name: string): State =>
    name === CURRENT ? held.state() : owner.snapshots.get(name).state
  const step = (by: number) => moveTo(held.timeline.current() + by)
  const moveTo = (index: number) => {
    held.goTo(index)
    return timelineTold(sandbox)
  }
  const become = (name: string, label: string) =>
    held.become(owner.snapshots.get(name).state, label)
  return {
    reset: () => become(START, 'reset'),
    undo: () => step(-1),
    redo: () => step(1),
    timeline: () => timelineTold(sandbox),
    goTo: moveTo,
    save: (name) => owner.snapshots.save(name, held.state(), held.time().toISOString()),
    restore: (name) => become(name, `restore ${name}`),
    diff: (from, to) => diffOf(stateNamed(from), stateNamed(to)),
    exported: (name) => fixtureOf(stateNamed(name)),
    clock: clockOf(sandbox),
    faults: {
      list: faults.list,
      add: faults.add,
      remove: (id) => {
        if (!faults.remove(id)) throw unknown(`There is no fault "${id}".`)
      },
      clear: faults.clear,
      use: (set, on) => {
        const names = Object.keys(faultSets).join(', ')
        if (!faults.use(set, on)) throw unknown(`There is no set "${set}". There are: ${names}.`)
      },
    },
    adversary: adversaryControls(sandbox),
    journal: journalControls(owner, sandbox),
    why: (id) => why(owner, exchangeBy(sandbox, id)),
  }
}

/** A fixture becomes a snapshot; throws FixtureError with the place in it and the cure. */
export function imported(owner: Owner, name: string, fixture: unknown): void {
  const now = owner.main.held.time()
  const state = parseFixture(JSON.stringify(fixture), `snapshot ${name}`, now)
  owner.snapshots.save(name, state, now.toISOString())
}

function timelineTold({ held }: Sandbox): TimelineTold {
  const { moments, current } = held.timeline
  const told = moments().map(({ label, at }) => ({ label, at: new Date(at).toISOString() }))
  return { current: current(), moments: told }
}

function clockOf({ held }: Sandbox): Controls['clock'] {
  const get = (): ClockTold => {
    const clock = held.clock()
    return { now: held.time().toISOString(), speed: clock.speed, real: isReal(clock) }
  }
  const change = (wanted: ClockChange | null) => {
    held.changeClock(wanted)
    return get()
  }
  return { get, change, freeze: () => change({ speed: 0 }), reset: () => change(null) }
}

const SEEDS = 2 ** 31

function adversaryControls({ adversary }: Sandbox): Controls['adversary'] {
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

function journalControls(owner: Owner, sandbox: Sandbox): Controls['journal'] {
  const { journal } = sandbox
  const fitting = (query: JournalQuery) => journal.all().filter((one) => fitsQuery(one, query))
  const told = (exchange: Exchange) => ({
    ...exchangeTold(owner, exchange),
    origin: exchange.request.origin,
  })
  return {
    find: (query = {}, limit = NEWEST) => fitting(query).slice(-limit).toReversed().map(lineOf),
    count: (query = {}) => fitting(query).length,
    inOrder: (queries) => inOrder(journal.all(), queries),
    get: (id) => exchangeTold(owner, exchangeBy(sandbox, id)),
    curl: (id) => curlOf(told(exchangeBy(sandbox, id))),
    har: () => harOf(journal.all().map(told)),
    clear: journal.clear,
  }
}

function exchangeBy({ journal, name }: Sandbox, id: string): Exchange {
  const exchange = journal.byId(id)
  if (exchange) return exchange
  throw unknown(
    `The journal of sandbox "${name}" has no exchange ${id}; it keeps the last ones only.`,
  )
}
