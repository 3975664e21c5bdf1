import type { State } from '../domain/state.ts'
import { conflict } from './refusal.ts'

/** A state that was current once, and what made it: an exchange's id, or what was asked of the control. */
export interface Moment {
  readonly label: string
  readonly at: string
  readonly state: State
}

/** The last states, and which of them is current. States share their rows: a moment costs little. */
export interface Timeline {
  readonly moments: readonly Moment[]
  readonly current: number
}

export const timelineFrom = (moment: Moment): Timeline => ({ moments: [moment], current: 0 })

/** A write after an undo forgets what was undone, as in an editor. At most `limit` moments are kept. */
export function written({ moments, current }: Timeline, moment: Moment, limit: number): Timeline {
  const kept = [...moments.slice(Math.max(0, current + 2 - limit), current + 1), moment]
  return { moments: kept, current: kept.length - 1 }
}

/** Throws a Refusal when there is no such moment. */
export function movedTo(timeline: Timeline, index: number): { timeline: Timeline; state: State } {
  const { moments } = timeline
  const moment = moments[index]
  if (moment) return { timeline: { ...timeline, current: index }, state: moment.state }
  throw conflict(
    moments.length === 1
      ? 'Nothing was written yet, so there is nothing to undo or redo.'
      : `There is no moment ${index}: the timeline has 0 to ${moments.length - 1}.`,
  )
}
