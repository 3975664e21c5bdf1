import { isBooking, findCreation, readPeriods } from '../../domain/orders/orders.ts'
import { linkTo } from '../../domain/links/links.ts'
import { listScopes } from '../../domain/people/access.ts'
import { writeTime } from '../../domain/bookings/renderNested.ts'
import type { Resource, Schedule } from '../../domain/state.ts'
import { findRow, listRows } from '../../domain/table.ts'
import { makeUuid } from '../../domain/uuid.ts'
import type { Context } from '../../pipeline/decisions.ts'
import { shapeAs } from '../document.ts'
import type { Listing } from '../listing.ts'
import { renderPerson } from './renderSale.ts'
import { renderResource, resourceFilters, resourceOrders } from './resources.ts'

/** Staff sees all; others those of organisations where they own or manage, and what they ordered. */
export function canSeeBookingResource(context: Context, resource: Resource): boolean {
  const { state, user } = context
  const offering = findRow(state.offerings, resource.offering)
  if (!isBooking(offering)) return false
  if (user.is_staff || findCreation(state, resource)?.created_by === user.uuid) return true
  return listScopes(user, 'CUSTOMER.OWNER', 'CUSTOMER.MANAGER').includes(offering?.customer ?? '')
}

export const bookingResources: Listing<Resource> = {
  rows: (context) =>
    listRows(context.state.resources).filter((one) => canSeeBookingResource(context, one)),
  filters: resourceFilters,
  orders: {
    ...resourceOrders,
    schedules: (resource, { state }) => {
      const [first] = readSchedules(state, resource)
      return first ? Date.parse(first.start) : Infinity
    },
  },
  render: renderBookingResource,
}

function readSchedules(state: Context['state'], resource: Resource): readonly Schedule[] {
  const order = findCreation(state, resource)
  return order ? readPeriods(order) : (resource.schedules ?? [])
}

function renderBookingResource(context: Context, resource: Resource): object {
  const order = findCreation(context.state, resource)
  const reviewer = findRow(context.state.users, order?.consumer_reviewed_by ?? null)
  return shapeAs('BookingResource', {
    ...renderResource(context, resource, 'booking resource'),
    ...renderPerson(context, 'created_by', order?.created_by),
    ...renderPerson(context, 'consumer_reviewed_by', reviewer?.uuid),
    ...(reviewer && { consumer_reviewed_by: linkTo(context.style, 'user', reviewer.uuid) }),
    slots: (resource.schedules ?? []).map((slot, index) => renderSlot(resource, slot, index)),
  })
}

const renderSlot = ({ uuid }: Resource, slot: Schedule, index: number): object => ({
  start: writeTime(slot.start),
  end: writeTime(slot.end),
  backend_id: /^booking_[0-9a-f]{32}$/.test(String(slot['id']))
    ? slot['id']
    : `booking_${makeUuid('slot', uuid, String(index))}`,
})
