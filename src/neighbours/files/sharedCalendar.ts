import type { Style } from '../../domain/links/links.ts'
import type { Offering, Schedule, State } from '../../domain/state.ts'
import { findGroup, findRow, listRows } from '../../domain/table.ts'

/** What a calendar shows. Only availability leaves the time free; a request is not accepted yet. */
export interface CalendarEvent {
  readonly uid: string
  readonly kind: 'available' | 'booked' | 'requested'
  readonly title: string
  readonly start: Date
  readonly end: Date
}

export interface SharedCalendar {
  readonly backendId: string
  readonly offering: Offering
  /** By start. */
  readonly events: readonly CalendarEvent[]
}

/** The calendar that Google would show to everybody; a private one looks as if it did not exist. */
export function findSharedCalendar(state: State, backendId: string): SharedCalendar | undefined {
  const calendar = listRows(state.calendars).find(
    (row) => row.public && row.backend_id === backendId,
  )
  const offering = findRow(state.offerings, calendar?.uuid ?? null)
  return offering && { backendId, offering, events: listEvents(state, offering) }
}

/** The subscription beside the page of a calendar, in the path that Google uses. */
export const linkToFeed = ({ origin }: Pick<Style, 'origin'>, backendId: string): string =>
  `${origin}/calendar/ical/${encodeURIComponent(backendId)}/public/basic.ics`

function listEvents(state: State, offering: Offering): CalendarEvent[] {
  const windows = makeEvents(offering.attributes.schedules ?? [], {
    kind: 'available',
    owner: offering.uuid,
    title: 'Available',
  })
  const busy = findGroup(state.busy_slots, 'offering', offering.uuid)
    .keysArray()
    .flatMap((slot) => makeEvents([slot], { kind: 'booked', owner: slot.uuid, title: 'Busy' }))
  const all = [...windows, ...listBookings(state, offering), ...busy]
  return all.sort((a, b) => +a.start - +b.start)
}

/** Bookings that are accepted or wait for it; Google never hears of the others (§4.3). */
function listBookings(state: State, offering: Offering): CalendarEvent[] {
  return findGroup(state.resources, 'offering', offering.uuid)
    .keysArray()
    .filter((resource) => resource.state === 'OK' || resource.state === 'Creating')
    .flatMap((resource) =>
      makeEvents(resource.schedules ?? [], {
        kind: resource.state === 'OK' ? 'booked' : 'requested',
        owner: resource.uuid,
        title: resource.name,
      }),
    )
}

const makeEvents = (
  schedules: readonly Pick<Schedule, 'start' | 'end'>[],
  { kind, owner, title }: Pick<CalendarEvent, 'kind' | 'title'> & { readonly owner: string },
): CalendarEvent[] =>
  schedules.map((schedule, index) => ({
    uid: `${owner}-${index + 1}@waldur-mock`,
    kind,
    title: readTitle(schedule) || title,
    start: new Date(schedule.start),
    end: new Date(schedule.end),
  }))

const readTitle = (schedule: object): string => {
  const { title } = schedule as { title?: unknown }
  return typeof title === 'string' ? title : ''
}
