import { elapse } from '../domain/elapse.ts'
import type { Change, State } from '../domain/state.ts'
import { changeClock, startRealTime, readTime } from './clock.ts'
import type { Clock, ClockChange } from './clock.ts'
import { createTimeline } from './timeline.ts'
import type { Timeline } from './timeline.ts'

/** What a sandbox holds: a state that time and calls change, its clock, and its last states. */
export interface SandboxState {
  /** The state at this moment: what time alone changes has happened. */
  readonly state: () => State
  readonly time: () => Date
  readonly clock: () => Clock
  /** null: real time again. Throws a Refusal with what is wrong. */
  readonly changeClock: (change: ClockChange | null) => void
  /** Makes a state current that a call has made of the current one. */
  readonly commit: (next: State, label: string) => void
  /** Makes any state current, as one step that can be undone. */
  readonly become: (state: State, label: string) => void
  readonly timeline: Pick<Timeline, 'moments' | 'current'>
  /** Makes a moment of the timeline current; throws a Refusal when there is none. */
  readonly goTo: (index: number) => void
}

export interface SandboxStateOptions {
  readonly state: State
  readonly timelineLimit: number
  /** Called before a state is current; when it throws, nothing changes. null: all rows may be new. */
  readonly keep?: (next: State, changes: readonly Change[] | null) => void
}

/** The only place where the state of a sandbox changes. `now`: real milliseconds. */
export function createSandboxState(
  { state, timelineLimit, keep }: SandboxStateOptions,
  now: () => number,
): SandboxState {
  const ticking = createTimekeeping(now)
  const { time } = ticking
  let current = state
  const moment = (label: string) => ({ label, at: time().getTime(), state: current })
  const timeline = createTimeline(moment('start'), timelineLimit)

  const accept = (next: State) => {
    if (next === current) return
    if (next.changes.length > 0 || next.month !== current.month) keep?.(next, next.changes)
    current = next.changes.length > 0 ? { ...next, changes: [] } : next
  }
  const replace = (next: State) => {
    if (next !== current) keep?.(next, null)
    current = next
  }
  return {
    ...ticking,
    state: () => {
      accept(elapse(current, time()))
      return current
    },
    commit: (next, label) => {
      accept(next)
      if (next.changes.length > 0) timeline.write(moment(label))
    },
    become: (next, label) => {
      replace(next)
      timeline.write(moment(label))
    },
    timeline,
    goTo: (index) => {
      replace(timeline.at(index))
      timeline.goTo(index)
    },
  }
}

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
