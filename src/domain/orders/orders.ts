import { BOOKING } from '../bookings/booking.ts'
import type { Context } from '../context.ts'
import { put } from '../state.ts'
import type { Offering, Order, Resource, Schedule, State } from '../state.ts'
import { findGroup, findRow, listRows } from '../table.ts'

export type Acting = Pick<Context, 'state' | 'user' | 'now' | 'newUuid'>

export const isBooking = (offering: Offering | undefined): boolean => offering?.type === BOOKING

/** The order that made a resource. */
export const findCreation = (state: State, resource: Pick<Resource, 'uuid'>): Order | undefined =>
  findGroup(state.orders, 'resource', resource.uuid)
    .keysArray()
    .findLast(({ type }) => type === 'Create')

/** The time that an order asks for; of what is no booking, none. */
export function readPeriods({ attributes }: Pick<Order, 'attributes'>): Schedule[] {
  const { schedules } = attributes
  return Array.isArray(schedules) ? schedules.filter(isPeriod) : []
}

function isPeriod(value: unknown): value is Schedule {
  const { start, end } = (value ?? {}) as Readonly<Record<string, unknown>>
  return [start, end].every((text) => typeof text === 'string' && !Number.isNaN(Date.parse(text)))
}

/** Organisation of the buyer. */
export const findBuyer = (state: State, { project }: Pick<Order, 'project'>): string | null =>
  findRow(state.projects, project)?.customer ?? null

/** Those of an organisation's projects that wait for somebody's word. */
export const listPendingOrders = (state: State, customer: string): Order[] =>
  listRows(state.orders).filter(
    (order) => order.state.startsWith('pending') && findBuyer(state, order) === customer,
  )

export const changeOrder = (
  { state, now }: Pick<Acting, 'state' | 'now'>,
  order: Order,
  change: Partial<Order>,
): State => put(state, 'orders', { ...order, ...change, modified: now.toISOString() })

export function changeResource(state: State, uuid: string, change: Partial<Resource>): State {
  const resource = findRow(state.resources, uuid)
  return resource ? put(state, 'resources', { ...resource, ...change }) : state
}
