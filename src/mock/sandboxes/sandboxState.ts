import { elapse } from '../../domain/elapse.ts'
import type { Change, State } from '../../domain/state.ts'
import { changeClock, startRealTime, readTime } from '../clock.ts'
import type { Clock, ClockChange } from '../clock.ts'
import { weighRow } from '../budget.ts'
import type { Budget } from '../budget.ts'
import type { Snapshot } from '../snapshots.ts'
import { createTimeline } from '../timeline.ts'
import type { Timeline } from '../timeline.ts'

/** What a sandbox holds: a state that time and requests change, its clock, and its last states. */
export interface SandboxState {
  /** The state at this moment: what time alone changes has happened. */
  readonly state: () => State
  readonly time: () => Date
  readonly clock: () => Clock
  /** null: real time again. Throws a Refusal with what is wrong. */
  readonly changeClock: (change: ClockChange | null) => void
  /** Makes a state current that a request has made of the current one. */
  readonly commit: (next: State, label: string) => void
  /** Makes any state current, as one step that can be undone. */
  readonly become: (snapshot: Pick<Snapshot, 'state' | 'weight'>, label: string) => void
  /** Bytes of what was written into the state since the start data. */
  readonly weight: () => number
  readonly timeline: Pick<Timeline, 'moments' | 'current'>
  /** Makes a moment of the timeline current; throws a Refusal when there is none. */
  readonly goTo: (index: number) => void
  /** Ends it: its moments take no memory any more. */
  readonly end: () => void
}

export interface SandboxStateOptions {
  readonly state: State
  /** Bytes of what the state has beyond the start data. */
  readonly weight?: number
  readonly timelineLimit: number
  readonly budget: Budget
  /** Called with its weight when that has changed. */
  readonly weigh?: (weight: number) => void
  /** Called before a state is current; when it throws, nothing changes. null: all rows may be new. */
  readonly keep?: (next: State, changes: readonly Change[] | null) => void
}

/** The only place where the state of a sandbox changes. `now`: real milliseconds. */
export function createSandboxState(options: SandboxStateOptions, now: () => number): SandboxState {
  const ticking = createTimekeeping(now)
  const current = trackState(options)
  const moment = (label: string, changes: readonly Change[] = []) => {
    const [state, weight] = [current.state(), current.weight()]
    return { label, at: ticking.time().getTime(), state, weight, changes }
  }
  const timeline = createTimeline(moment('start'), options.timelineLimit, options.budget)
  return {
    ...ticking,
    state: () => {
      current.accept(elapse(current.state(), ticking.time()))
      return current.state()
    },
    weight: current.weight,
    commit: (next, label) => {
      current.accept(next)
      if (next.changes.length > 0) timeline.write(moment(label, next.changes))
    },
    become: (next, label) => {
      current.replace(next)
      timeline.write(moment(label))
    },
    timeline,
    goTo: (index) => {
      current.replace(timeline.at(index))
      timeline.goTo(index)
    },
    end: timeline.clear,
  }
}

/** The state, and how heavy it is: it changes only after the store has it. */
function trackState({ keep, weigh, ...first }: SandboxStateOptions) {
  let { state, weight = 0 } = first
  const become = (next: State, bytes: number) => {
    state = next
    if (bytes !== weight) weigh?.(bytes)
    weight = bytes
  }
  return {
    state: () => state,
    weight: () => weight,
    accept: (next: State) => {
      if (next === state) return
      const { changes } = next
      if (changes.length > 0 || next.month !== state.month) keep?.(next, changes)
      const grown = weight + weighGrowth(state, changes)
      become(changes.length > 0 ? { ...next, changes: [] } : next, grown)
    },
    replace: (next: Pick<Snapshot, 'state' | 'weight'>) => {
      if (next.state !== state) keep?.(next.state, null)
      become(next.state, next.weight)
    },
  }
}

const weighGrowth = (before: State, changes: readonly Change[]): number =>
  changes.reduce((sum, [table, uuid, row]) => {
    const old: object | undefined = before[table].rows.get(uuid)
    return sum + weighRow(row) - weighRow(old)
  }, 0)

function createTimekeeping(
  now: () => number,
): Pick<SandboxState, 'time' | 'clock' | 'changeClock'> {
  let clock = startRealTime(now())
  return {
    time: () => readTime(clock, now()),
    clock: () => clock,
    changeClock: (change) => {
      clock = change ? changeClock(clock, change, now()) : startRealTime(now())
    },
  }
}
