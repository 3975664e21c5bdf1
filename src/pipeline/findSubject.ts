import type { Behaviour } from './behaviours.ts'
import { BOOKING } from '../domain/bookings/booking.ts'
import type { Context } from './decisions.ts'
import { canSeeBooking, canSeePlan } from '../domain/people/access.ts'
import { filterOfferings } from '../domain/plans/listPlans.ts'
import type { Offering, Plan } from '../domain/state.ts'
import { findRow } from '../domain/table.ts'
import { readUuid } from '../domain/uuid.ts'
import { notFound } from '../errors.ts'

/** What an operation is about: an object that the caller may see, or nothing (§1.2). */
export function findSubject(
  context: Context,
  { find }: Behaviour,
  parameters: Readonly<Record<string, string>>,
): unknown {
  if (typeof find === 'function') return find(context, parameters)
  const text = parameters['uuid'] ?? ''
  if (find === 'any plan') return findPlan(context, text)
  if (find === 'plan') return findSeenPlan(context, text)
  if (find !== 'booking') return undefined
  const offering = findRow(context.state.offerings, readUuid(text))
  if (offering?.type !== BOOKING || !canSeeBooking(context, offering)) throw notFound('Offering')
  return offering
}

function findPlan({ state }: Context, text: string): Plan {
  const plan = findRow(state.plans, readUuid(text))
  if (!plan) throw notFound('Plan')
  return plan
}

function findSeenPlan(context: Context, text: string): Plan {
  const wanted = filterOfferings(context)
  const plan = findPlan(context, text)
  if (!canSeePlan(context, plan) || !isPlanOf(plan, wanted)) throw notFound('Plan')
  return plan
}

/** The filters of the list hold for each of its plans, too. */
const isPlanOf = (plan: Plan, offerings: readonly Offering[] | 'all'): boolean =>
  offerings === 'all' || offerings.some(({ uuid }) => uuid === plan.offering)
