import type { State } from '../domain/state.ts'
import { conflict } from './refusal.ts'

/** A state that was current once, and what made it: an exchange's id, or what was asked of the control. */
export interface Moment {
  readonly label: string
  /** What the clock showed, in milliseconds. */
  readonly at: number
  readonly state: State
}

/** The last states, and which of them is current. States share their rows: a moment costs little. */
export interface Timeline {
  readonly moments: () => readonly Moment[]
  readonly current: () => number
  /** Forgets what was undone, as an editor does. */
  readonly write: (moment: Moment) => void
  /** The state of a moment; throws a Refusal when there is none. */
  readonly at: (index: number) => State
  readonly goTo: (index: number) => void
}

/** At most `limit` moments are kept. */
export function createTimeline(start: Moment, limit: number): Timeline {
  let kept = [start]
  /** Where the oldest is that counts: those before it are cut off now and then. */
  let first = 0
  let current = 0

  const cut = () => {
    first = Math.max(first, kept.length - limit)
    if (first < limit) return
    kept = kept.slice(first)
    current -= first
    first = 0
  }
  return {
    moments: () => kept.slice(first),
    current: () => current - first,
    write: (moment) => {
      kept.length = current + 1
      current = kept.push(moment) - 1
      cut()
    },
    at: (index) => {
      const moment = index < 0 ? undefined : kept[first + index]
      if (moment) return moment.state
      throw conflict(
        kept.length === 1
          ? 'Nothing was written yet, so there is nothing to undo or redo.'
          : `There is no moment ${index}: the timeline has 0 to ${kept.length - first - 1}.`,
      )
    },
    goTo: (index) => {
      current = first + index
    },
  }
}
