import { writeTime } from '../../domain/bookings/renderNested.ts'
import { writeUuid } from '../../domain/links/links.ts'
import { findCreation } from '../../domain/orders/orders.ts'
import type { Resource } from '../../domain/state.ts'
import { findRow } from '../../domain/table.ts'
import { makeUuid } from '../../domain/uuid.ts'
import { shapeAs } from '../document.ts'
import type { Listing } from '../listing.ts'

/** A resource keeps its plan; the period begins when the order is done. */
export const planPeriodsOf = (resource: Resource): Listing<Resource> => ({
  rows: ({ state }) =>
    findRow(state.plans, resource.plan) && resource.state !== 'Creating' ? [resource] : [],
  filters: {},
  render: ({ state, style }, { uuid, plan }) => {
    const begun = findCreation(state, resource)?.completed_at ?? null
    return shapeAs('PlanPeriod', {
      uuid: writeUuid(style, makeUuid('plan period', uuid)),
      plan_name: findRow(state.plans, plan)?.name ?? '',
      plan_uuid: writeUuid(style, plan ?? ''),
      start: begun && writeTime(begun),
    })
  },
})
