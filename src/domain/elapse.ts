import { rejectLateBookings } from './orders/bookings.ts'
import { putAll } from './state.ts'
import type { Calendar, Plan, State } from './state.ts'
import { findGroup, listRows } from './table.ts'

/** What time alone changes: calendar jobs get done, late bookings go, a new month has new prices. */
export function elapse(state: State, now: Date): State {
  const month = writeMonth(now)
  const repriced = month > state.month ? startMonth(state, month) : state
  return rejectLateBookings(finishJobs(repriced, now), now)
}

let known = { day: NaN, month: '' }

/** `2026-03`; written out once a day, for it is asked with every request. */
function writeMonth(now: Date): string {
  const day = Math.floor(now.getTime() / 86_400_000)
  if (day !== known.day) known = { day, month: now.toISOString().slice(0, 7) }
  return known.month
}

/** A future price stays visible after it has become the price (§2.15). */
function startMonth(state: State, month: string): State {
  const plans = listRows(state.plans).filter(hasFuturePrice).map(withFuturePrices)
  return putAll({ ...state, month }, 'plans', plans)
}

const hasFuturePrice = ({ components }: Plan): boolean =>
  components.some(({ price, future_price }) => future_price !== null && future_price !== price)

const withFuturePrices = (plan: Plan): Plan => ({
  ...plan,
  components: plan.components.map((component) => ({
    ...component,
    price: component.future_price ?? component.price,
  })),
})

function finishJobs(state: State, now: Date): State {
  const waiting = findGroup(state.calendars, 'job', 'waiting')
  if (waiting.size === 0) return state
  const due = waiting.keysArray().filter(({ job }) => job && new Date(job.due) <= now)
  return due.length === 0 ? state : putAll(state, 'calendars', due.map(finishJob))
}

/** The first job of a calendar creates it at Google; a failed one changes nothing visible (§4.3). */
function finishJob({ job, ...calendar }: Calendar): Calendar {
  if (job?.fails) {
    return { ...calendar, job: null, state: 'Erred', error_message: 'Google refused the request.' }
  }
  return {
    ...calendar,
    job: null,
    state: 'OK',
    error_message: '',
    backend_id: calendar.backend_id ?? `c_${calendar.uuid}@group.calendar.google.com`,
    public: job?.action === 'sync' ? calendar.public : job?.action === 'share',
  }
}
