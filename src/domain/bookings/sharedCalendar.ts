import type { Style } from '../links/links.ts'
import type { Offering, Schedule, State } from '../state.ts'
import { findGroup, findRow, listRows } from '../table.ts'

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
  return [...windows, ...listBookings(state, offering)].sort((a, b) => +a.start - +b.start)
}

/** Bookings that are accepted or wait for it; Google never hears of the others (§4.3). */
function listBookings(state: State, offering: Offering): CalendarEvent[] {
  return [offering.uuid, offering.parent ?? '']
    .flatMap((seller) => findGroup(state.plans, 'offering', seller).keysArray())
    .flatMap((plan) => findGroup(state.resources, 'plan', plan.uuid).keysArray())
    .filter((resource) => resource.offering === offering.uuid)
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
  schedules: readonly Schedule[],
  { kind, owner, title }: Pick<CalendarEvent, 'kind' | 'title'> & { readonly owner: string },
): CalendarEvent[] =>
  schedules.map((schedule, index) => ({
    uid: `${owner}-${index + 1}@waldur-mock`,
    kind,
    title: typeof schedule['title'] === 'string' ? schedule['title'] || title : title,
    start: new Date(schedule.start),
    end: new Date(schedule.end),
  }))
