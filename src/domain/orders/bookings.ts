import { denied, invalid, wrongState } from '../../errors.ts'
import { writeUuid } from '../links/links.ts'
import { isAllowed } from '../people/permissions.ts'
import { rule } from '../rule.ts'
import type { Order, Resource, State } from '../state.ts'
import { findGroup, findRow } from '../table.ts'
import type { Context, Result } from '../context.ts'
import { changeOrder, changeResource, findBuyer, findCreation, isBooking } from './orders.ts'
import type { Acting } from './orders.ts'

type Deciding = Context<Resource, unknown>

function listPlaces(state: State, { project, offering }: Resource): (string | null | undefined)[] {
  const sold = findRow(state.offerings, offering)
  return [findBuyer(state, { project }), offering, sold?.customer]
}

export const demandAcceptor = rule(
  'Staff, and who has RESOURCE.ACCEPT_BOOKING_REQUEST in the offering or an organisation.',
  '§2.1',
  ({ state, user, subject }: Deciding) => {
    const places = listPlaces(state, subject)
    if (!isAllowed(user, 'RESOURCE.ACCEPT_BOOKING_REQUEST', places)) throw denied()
  },
)

/** Whoever has ordered may take it back, but not accept it. */
export const demandRejector = rule(
  'Staff, the one who ordered, and who has RESOURCE.REJECT_BOOKING_REQUEST.',
  '§2.1',
  ({ state, user, subject }: Deciding) => {
    if (findCreation(state, subject)?.created_by === user.uuid) return
    const places = [subject.project, ...listPlaces(state, subject)]
    if (!isAllowed(user, 'RESOURCE.REJECT_BOOKING_REQUEST', places)) throw denied()
  },
)

export const demandCreating = rule(
  'The booking still waits for an answer.',
  '§1.4',
  ({ subject }: Deciding) => {
    if (subject.state !== 'Creating') throw wrongState('Creating')
  },
)

/** The order that a booking waits with; anything but one is refused. */
function demandOrder(state: State, { uuid }: Resource): Order {
  const [order, ...more] = findGroup(state.orders, 'resource', uuid)
    .keysArray()
    .filter((one) => one.state === 'executing')
  const problem = order === undefined ? 'related order is not' : 'multiple related orders are'
  if (order && more.length === 0) return order
  throw invalid([`Unable to complete action because ${problem} found.`])
}

export function acceptBooking(context: Deciding): Result {
  const { state, subject, now, user, style } = context
  const order = demandOrder(state, subject)
  const done = changeOrder(context, order, {
    state: 'done',
    completed_at: now.toISOString(),
    provider_reviewed_by: user.uuid,
    provider_reviewed_at: now.toISOString(),
  })
  const json = { order_uuid: writeUuid(style, order.uuid) }
  return {
    state: changeResource(done, subject.uuid, { state: 'OK' }),
    reply: { status: 200, json },
  }
}

export function rejectBooking(context: Deciding): Result {
  const order = demandOrder(context.state, context.subject)
  const json = { order_uuid: writeUuid(context.style, order.uuid) }
  return { state: dropBooking(context, order), reply: { status: 200, json } }
}

/** Its time is free again: an order that was canceled does not count. */
const dropBooking = (acting: Pick<Acting, 'state' | 'now'>, order: Order): State =>
  changeResource(changeOrder(acting, order, { state: 'canceled' }), order.resource, {
    state: 'Terminated',
  })

/** When the daily job runs, in UTC. */
const HOUR = 10

/** Each day at ten, bookings are rejected that nobody has answered until their last period began. */
export function rejectLateBookings(state: State, now: Date): State {
  const waiting = findGroup(state.orders, 'state', 'executing')
  if (waiting.size === 0) return state
  const run = findLastRun(now)
  if (isChecked(state, run)) return state
  const late = waiting.keysArray().filter((order) => isLate(state, order, run))
  return late.reduce(
    (next, order) => dropBooking({ state: next, now: new Date(run) }, order),
    state,
  )
}

const DAY = 86_400_000
const OFFSET = HOUR * 3_600_000

const findLastRun = (now: Date): number => Math.floor((now.getTime() - OFFSET) / DAY) * DAY + OFFSET

/** Asked with every request: the same bookings are looked at once a day. */
function isChecked({ orders, resources }: State, run: number): boolean {
  const known = checked.get(orders)
  if (known?.resources === resources && known.run === run) return true
  checked.set(orders, { resources, run })
  return false
}

const checked = new WeakMap<object, { readonly resources: object; readonly run: number }>()

function isLate(state: State, { resource, offering }: Order, run: number): boolean {
  const booking = findRow(state.resources, resource)
  if (booking?.state !== 'Creating' || !isBooking(findRow(state.offerings, offering))) return false
  const starts = (booking.schedules ?? []).map(({ start }) => Date.parse(start))
  return starts.length > 0 && Math.max(...starts) <= run
}
