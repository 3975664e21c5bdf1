import { invalid } from '../../errors.ts'
import { connectedCustomers, seesBooking } from '../people/access.ts'
import { pageOf } from '../list.ts'
import { put } from '../state.ts'
import type { Calendar, CalendarAction, Offering } from '../state.ts'
import { groupOf, rowOf } from '../table.ts'
import type { Outcome, Page, Turn } from '../context.ts'

export const BOOKING = 'Marketplace.Booking'

/** Bookable offerings that the caller sees, in any state, by name (§2.12). */
export function listBookings(turn: Turn): Page<Offering> {
  const all = groupOf(turn.state.offerings, 'type', BOOKING)
  if (turn.user.is_staff) return pageOf(all, turn.query)
  if (connectedCustomers(turn.user).length === 0) return pageOf([], turn.query)
  return pageOf(
    all.keysArray().filter((offering) => seesBooking(turn, offering)),
    turn.query,
  )
}

type Guard = (turn: Turn<Offering, unknown>) => void

const calendarOf = ({ state, subject }: Turn<Offering, unknown>) =>
  rowOf(state.calendars, subject.uuid)

/** A calendar action needs a provider that has connected its Google account (§4.2). */
export const demandCredentials: Guard = ({ state, subject }) => {
  const customer = rowOf(state.customers, subject.customer)
  const google = customer?.is_service_provider ? customer.google_credentials : null
  if (!google?.calendar_token || !google.calendar_refresh_token) {
    throw invalid(['Google credentials do not exist.'])
  }
}

export const refuseBusy: Guard = (turn) => {
  const calendar = calendarOf(turn)
  if (calendar && calendar.state !== 'OK' && calendar.state !== 'Erred') {
    throw invalid(['The calendar cannot be updated.'])
  }
}

export const refusePublic: Guard = (turn) => {
  if (calendarOf(turn)?.public) throw invalid(['The calendar is public already.'])
}

export const refuseMissing: Guard = (turn) => {
  if (!calendarOf(turn)) throw invalid(['The calendar does not exist.'])
}

export const refusePrivate: Guard = (turn) => {
  if (!calendarOf(turn)?.public) throw invalid(['The calendar is private already.'])
}

/** The action is only scheduled: the calendar changes when the job is done (§4.3). */
export const schedule =
  (action: CalendarAction) =>
  (turn: Turn<Offering, unknown>): Outcome => {
    const known = calendarOf(turn)
    const { delay, fails } = turn.calendarJobs
    const due = new Date(turn.now.getTime() + delay * 1000).toISOString()
    const calendar: Calendar = {
      uuid: turn.subject.uuid,
      backend_id: null,
      public: false,
      error_message: '',
      ...known,
      state: known ? 'Update Scheduled' : 'Creation Scheduled',
      job: { action, due, fails },
    }
    return { state: put(turn.state, 'calendars', calendar), reply: turn.as.calendarAccepted }
  }
