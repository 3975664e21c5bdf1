import { listPlansFor } from '../../domain/people/access.ts'
import { listParts } from '../../domain/plans/renderPlan.ts'
import type { Part } from '../../domain/plans/renderPlan.ts'
import type { Offering, Plan } from '../../domain/state.ts'
import { shapeAs } from '../document.ts'
import { byFlag, byUuid } from '../listing.ts'
import type { Listing } from '../listing.ts'
import { publicOfferings } from './offerings.ts'

interface PricedComponent {
  readonly offering: Offering
  readonly plan: Plan
  readonly component: Part
}

/** What plans take for each component: the price list of all that the caller may choose from. */
export const planComponents: Listing<PricedComponent> = {
  rows: (context) =>
    publicOfferings
      .rows(context)
      .flatMap((offering) =>
        listPlansFor(context, offering, null).flatMap((plan) =>
          listParts(context.state, plan).map((component) => ({ offering, plan, component })),
        ),
      ),
  filters: {
    offering_uuid: byUuid(({ offering }) => offering.uuid),
    shared: byFlag(({ offering }) => offering.shared),
    archived: byFlag(({ plan }) => plan.archived),
  },
  render: (_, { offering, plan, component }) =>
    shapeAs('PlanComponent', {
      offering_name: offering.name,
      plan_name: plan.name,
      plan_unit: plan.unit,
      component_name: component.name,
      measured_unit: component.measured_unit,
      billing_type: component.billing_type,
      amount: component.amount,
      price: component.price,
    }),
}
