import type { Order, Schedule, State } from '../state.ts'
import { findRow } from '../table.ts'
import { isAllowed } from '../people/permissions.ts'
import { changeOrder, changeResource, findBuyer, isBooking, readPeriods } from './orders.ts'
import type { Acting } from './orders.ts'

/** Whether the buyer's side need not be asked: the one who orders has its word already. */
export function skipsConsumer({ state, user }: Acting, order: Order): boolean {
  const offering = findRow(state.offerings, order.offering)
  const customer = findBuyer(state, order)
  const places = [order.project, customer]
  if (isAllowed(user, 'ORDER.APPROVE', places)) return true
  if (offering && !offering.shared && isAllowed(user, 'ORDER.APPROVE_PRIVATE', places)) return true
  const options = (offering?.plugin_options ?? {}) as Readonly<Record<string, unknown>>
  return (
    offering?.customer === customer && options['auto_approve_in_service_provider_projects'] === true
  )
}

/** The buyer's side agrees. Bookings do not wait for the provider: it accepts the booking itself. */
export function approveForConsumer(acting: Acting, order: Order): State {
  const { state, user, now } = acting
  const reviewed = {
    consumer_reviewed_by: user.uuid,
    consumer_reviewed_at: now.toISOString(),
  }
  const offering = findRow(state.offerings, order.offering)
  if (isBooking(offering)) return takeSlots(acting, { ...order, ...reviewed })
  const isProvider = isAllowed(user, 'OFFERING.UPDATE', [offering?.uuid, offering?.customer])
  return isProvider
    ? approveForProvider(acting, { ...order, ...reviewed })
    : changeOrder(acting, order, { ...reviewed, state: 'pending-provider' })
}

/** Whatever is no booking is made at once. */
export function approveForProvider({ state, user, now }: Acting, order: Order): State {
  const moment = now.toISOString()
  const done = changeOrder({ state, now }, order, {
    state: 'done',
    provider_reviewed_by: user.uuid,
    provider_reviewed_at: moment,
    completed_at: moment,
  })
  return changeResource(done, order.resource, { state: 'OK' })
}

/** One slot a period; the resource waits for the provider. */
function takeSlots({ state, now, newUuid }: Acting, order: Order): State {
  const executing = changeOrder({ state, now }, order, { state: 'executing' })
  const schedules = readPeriods(order).map(({ start, end, title }): Schedule => ({
    start,
    end,
    id: `booking_${newUuid()}`,
    ...(typeof title === 'string' && { title }),
  }))
  return changeResource(executing, order.resource, { schedules })
}
