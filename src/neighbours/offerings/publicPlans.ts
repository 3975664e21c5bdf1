import { listPlansFor } from '../../domain/people/access.ts'
import { canSeeAsBuyer } from '../../domain/people/visibility.ts'
import type { Offering, Plan } from '../../domain/state.ts'
import { findRow } from '../../domain/table.ts'
import { readUuid } from '../../domain/uuid.ts'
import { notFound } from '../../errors.ts'
import type { FindSubject } from '../../pipeline/behaviours.ts'
import { findIn } from '../find.ts'
import type { Listing } from '../listing.ts'
import { renderPublicPlan } from './renderOfferings.ts'

export const findPublicOffering = findIn('offerings', 'Offering', canSeeAsBuyer)

/** The plans of an offering that the caller may choose from. */
export const publicPlansOf = (offering: Offering): Listing<Plan> => ({
  rows: (context) => listPlansFor(context, offering, null),
  filters: {},
  render: renderPublicPlan,
})

export const findPublicPlan: FindSubject = (context, parameters) => {
  const offering = findPublicOffering(context, parameters) as Offering
  const plan = findRow(context.state.plans, readUuid(parameters['plan_uuid'] ?? ''))
  if (!plan || plan.offering !== (offering.parent ?? offering.uuid)) throw notFound('Plan')
  return plan
}
