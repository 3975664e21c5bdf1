import { invalid } from '../../errors.ts'
import { listConnectedCustomers, canSeeBooking } from '../people/access.ts'
import { takePage } from '../list.ts'
import { put } from '../state.ts'
import type { Calendar, CalendarAction, Offering } from '../state.ts'
import { findGroup, findRow } from '../table.ts'
import type { Result, Page, Context } from '../context.ts'
import { rule } from '../rule.ts'

export const BOOKING = 'Marketplace.Booking'

/** Bookable offerings that the caller sees, in any state, by name (§2.12). */
export function listBookings(context: Context): Page<Offering> {
  const all = findGroup(context.state.offerings, 'type', BOOKING)
  if (context.user.is_staff) return takePage(all, context.query)
  if (listConnectedCustomers(context.user).length === 0) return takePage([], context.query)
  return takePage(
    all.keysArray().filter((offering) => canSeeBooking(context, offering)),
    context.query,
  )
}

const calendarRule = (meaning: string, check: (context: Context<Offering, unknown>) => void) =>
  rule(meaning, '§4.2', check)

const findCalendar = ({ state, subject }: Context<Offering, unknown>) =>
  findRow(state.calendars, subject.uuid)

/** A calendar action needs a provider that has connected its Google account (§4.2). */
export const demandCredentials = calendarRule(
  'The provider has connected its Google account.',
  ({ state, subject }) => {
    const customer = findRow(state.customers, subject.customer)
    const google = customer?.is_service_provider ? customer.google_credentials : null
    if (!google?.calendar_token || !google.calendar_refresh_token) {
      throw invalid(['Google credentials do not exist.'])
    }
  },
)

export const refuseBusy = calendarRule('No other job of the calendar is under way.', (context) => {
  const calendar = findCalendar(context)
  if (calendar && calendar.state !== 'OK' && calendar.state !== 'Erred') {
    throw invalid(['The calendar cannot be updated.'])
  }
})

export const refusePublic = calendarRule('The calendar is not public yet.', (context) => {
  if (findCalendar(context)?.public) throw invalid(['The calendar is public already.'])
})

export const refuseMissing = calendarRule('There is a calendar.', (context) => {
  if (!findCalendar(context)) throw invalid(['The calendar does not exist.'])
})

export const refusePrivate = calendarRule('The calendar is public.', (context) => {
  if (!findCalendar(context)?.public) throw invalid(['The calendar is private already.'])
})

/** The action is only scheduled: the calendar changes when the job is done (§4.3). */
export const scheduleJob =
  (action: CalendarAction) =>
  (context: Context<Offering, unknown>): Result => {
    const known = findCalendar(context)
    const { delay, fails } = context.calendarJobs
    const due = new Date(context.now.getTime() + delay * 1000).toISOString()
    const calendar: Calendar = {
      uuid: context.subject.uuid,
      backend_id: null,
      public: false,
      error_message: '',
      ...known,
      state: known ? 'Update Scheduled' : 'Creation Scheduled',
      job: { action, due, fails },
    }
    return { state: put(context.state, 'calendars', calendar), reply: context.as.calendarAccepted }
  }
