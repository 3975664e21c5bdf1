import type { Change, State } from '../domain/state.ts'
import { weighChanges } from './budget.ts'
import type { Budget } from './budget.ts'
import { conflict } from './refusal.ts'

/** A state that was current once, and what made it: an exchange's id, or what was asked of the control. */
export interface Moment {
  readonly label: string
  /** What the clock showed, in milliseconds. */
  readonly at: number
  readonly state: State
  /** Bytes of what was written into the state since the start data. */
  readonly weight: number
  /** What was written to reach it. */
  readonly changes: readonly Change[]
}

/** The last states, and which of them is current. States share their rows: a moment costs little. */
export interface Timeline {
  readonly moments: () => readonly Moment[]
  readonly current: () => number
  /** Forgets what was undone, as an editor does. */
  readonly write: (moment: Moment) => void
  /** The state of a moment; throws a Refusal when there is none. */
  readonly at: (index: number) => Moment
  readonly goTo: (index: number) => void
  /** Ends it: nothing is kept any more. */
  readonly clear: () => void
}

/** At most `limit` moments are kept, and no more than the budget has room for. */
export function createTimeline(start: Moment, limit: number, budget: Budget): Timeline {
  const kept = [start]
  let current = 0

  /** The current one is what undo comes back to. */
  const drop = (moment: Moment) => {
    const index = kept.indexOf(moment)
    if (index === -1 || index === current) return
    budget.remove(moment)
    removeAt(kept, index)
    if (index < current) current--
  }
  return {
    moments: () => kept,
    current: () => current,
    write: (moment) => {
      for (const undone of kept.splice(current + 1)) budget.remove(undone)
      current = kept.push(moment) - 1
      const [oldest] = kept
      if (oldest && kept.length > limit) drop(oldest)
      const bytes = weighChanges(moment.changes)
      budget.add(moment, bytes, drop)
    },
    at: (index) => {
      const moment = kept[index]
      if (moment) return moment
      throw conflict(
        kept.length === 1
          ? 'Nothing was written yet, so there is nothing to undo or redo.'
          : `There is no moment ${index}: the timeline has 0 to ${kept.length - 1}.`,
      )
    },
    goTo: (index) => {
      current = index
    },
    clear: () => {
      for (const moment of kept.splice(0)) budget.remove(moment)
    },
  }
}

/** Mostly the first: the others need not be moved for that. */
function removeAt(list: unknown[], index: number): void {
  if (index === 0) list.shift()
  else list.splice(index, 1)
}
