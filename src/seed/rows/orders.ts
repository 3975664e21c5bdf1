import { makeUuid } from '../random.ts'
import type { SparseRows } from './tables.ts'

type Resource = SparseRows['resources']
type Order = SparseRows['orders']

/** When orders were placed: before the rows were true. */
const ORDERED = '2026-02-20T09:30:00Z'
const DONE = '2026-02-21T13:05:00Z'

/** The order behind a resource: it waits as long as the resource does. */
export function makeOrder(resource: Resource, buyer: string): Order {
  const { uuid, name, schedules = [], state = 'OK' } = resource
  const isWaiting = state === 'Creating'
  const isOver = state === 'Terminated'
  return {
    uuid: makeUuid('order', uuid),
    state: isWaiting ? 'executing' : isOver ? 'canceled' : 'done',
    created: ORDERED,
    resource: uuid,
    attributes: { name, ...(schedules.length > 0 && { schedules }) },
    created_by: buyer,
    consumer_reviewed_by: buyer,
    consumer_reviewed_at: ORDERED,
    ...(!isWaiting && !isOver && { completed_at: DONE }),
  }
}
