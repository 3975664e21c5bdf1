import { writeTime } from '../../domain/bookings/renderNested.ts'
import { findCreation } from '../../domain/orders/orders.ts'
import { canFind, listCustomersOf, seesAll } from '../../domain/people/visibility.ts'
import type { Offering, Resource } from '../../domain/state.ts'
import { findGroup, findRow } from '../../domain/table.ts'
import { readUuid } from '../../domain/uuid.ts'
import { notFound, routeNotFound } from '../../errors.ts'
import type { FindSubject } from '../../pipeline/behaviours.ts'
import type { Context, Decision } from '../../pipeline/decisions.ts'
import { replyWith } from '../listing.ts'

/** The route knows hex digits only: where uuids have no dashes, one with dashes has no route. */
export const findOrderable: FindSubject = (context, { uuid = '' }) => {
  if (context.as.uuids === 'hex' && !/^[a-f0-9]+$/.test(uuid)) throw routeNotFound()
  const offering = findRow(context.state.offerings, readUuid(uuid))
  if (!offering || !canFind(context, offering)) throw notFound('Offering')
  return offering
}

/** Bookings that are accepted or wait for it, then what else is in the calendar; not paged. */
export function listTakenTime(context: Context<Offering>): Decision {
  const { state, subject } = context
  const booked = findGroup(state.resources, 'offering', subject.uuid)
    .keysArray()
    .filter((resource) => resource.state === 'OK' || resource.state === 'Creating')
    .flatMap((resource) =>
      (resource.schedules ?? []).map((slot) => ({ ...slot, who: nameBuyer(context, resource) })),
    )
  const busy = findGroup(state.busy_slots, 'offering', subject.uuid)
    .keysArray()
    .map((slot) => ({ ...slot, who: 'google calendar' }))
  return replyWith(
    context,
    [...booked, ...busy].map(({ who, start, end }) => ({
      created_by_full_name: who,
      start: writeTime(start),
      end: writeTime(end),
    })),
  )
}

/** The name is told to those who share an organisation with the one who ordered. */
function nameBuyer(context: Context<Offering>, resource: Resource): string | null {
  const { state } = context
  const buyer = findRow(state.users, findCreation(state, resource)?.created_by ?? null)
  if (!buyer) return null
  const own = listCustomersOf(context)
  const isKnown =
    seesAll(context) ||
    buyer.uuid === context.user.uuid ||
    listCustomersOf({ state, user: buyer }).some((customer) => own.includes(customer))
  return isKnown ? buyer.name : null
}
