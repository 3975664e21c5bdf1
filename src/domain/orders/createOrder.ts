import { invalid } from '../../errors.ts'
import { canSeeAsBuyer, canSeeProject } from '../people/visibility.ts'
import { countResources } from '../plans/usage.ts'
import { put } from '../state.ts'
import type { Offering, Order, Plan, Project, State } from '../state.ts'
import { findRow } from '../table.ts'
import type { Context } from '../context.ts'
import { checkSchedules } from './bookingRules.ts'
import { estimateCost } from './estimateCost.ts'
import { isBooking } from './orders.ts'
import { approveForConsumer, skipsConsumer } from './process.ts'

/** What a buyer sends; links are uuids already. */
export interface OrderBody {
  readonly offering: string
  readonly project: string
  readonly plan?: string
  readonly attributes?: unknown
  readonly limits?: unknown
  readonly request_comment?: string | null
}

type Ordering = Context<undefined, OrderBody>

interface Wanted {
  readonly offering: Offering
  readonly project: Project
  readonly plan: Plan | undefined
  readonly attributes: Order['attributes']
}

/** Makes the order and, at once, its resource, which is not accepted yet. */
export function createOrder(context: Ordering): { state: State; order: Order } {
  const wanted = checkOrder(context)
  const order = makeOrder(context, wanted)
  const { offering } = wanted
  const counted = put(context.state, 'offerings', {
    ...offering,
    order_count: offering.order_count + 1,
  })
  const made = put(counted, 'resources', {
    uuid: order.resource,
    name: nameResource(wanted),
    plan: order.plan,
    offering: order.offering,
    project: order.project,
    state: 'Creating',
    created: order.created,
  })
  const state = put(made, 'orders', order)
  const acting = { ...context, state }
  const next = skipsConsumer(acting, order) ? approveForConsumer(acting, order) : state
  return { state: next, order: findRow(next.orders, order.uuid) ?? order }
}

function checkOrder(context: Ordering): Wanted {
  const { state, body } = context
  const offering = findRow(state.offerings, body.offering)
  const project = findRow(state.projects, body.project)
  if (!offering || !canSeeAsBuyer(context, offering)) throw invalid({ offering: [NO_OBJECT] })
  if (!project || !canSeeProject(context, project)) throw invalid({ project: [NO_OBJECT] })
  if (offering.state !== 'Active') throw invalid({ offering: ['Offering is not available.'] })
  const plan = findRow(state.plans, body.plan ?? null)
  if (plan) checkPlan(context, plan, { offering, project })
  const attributes = asObject(body.attributes)
  if (!isBooking(offering)) return { offering, project, plan, attributes }
  const schedules = checkSchedules(context, offering, attributes['schedules'])
  return { offering, project, plan, attributes: { ...attributes, schedules } }
}

const NO_OBJECT = 'Invalid hyperlink - Object does not exist.'

/** A plan that is archived is not refused. */
function checkPlan(
  { state, user }: Ordering,
  plan: Plan,
  { offering, project }: Pick<Wanted, 'offering' | 'project'>,
): void {
  const groups = findRow(state.customers, project.customer)?.organization_groups ?? []
  const isOpen = plan.organization_groups.length === 0 || user.is_staff
  const isAllowed = isOpen || plan.organization_groups.some((group) => groups.includes(group))
  if (plan.offering !== (offering.parent ?? offering.uuid) || !isAllowed) {
    throw invalid({ plan: ['This plan is not available for selected offering.'] })
  }
  if (plan.max_amount && plan.max_amount <= countResources(state, plan).live) {
    throw invalid({ plan: ['Plan is not available because limit has been reached.'] })
  }
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {}

function makeOrder({ state, body, user, now, newUuid }: Ordering, wanted: Wanted): Order {
  const { offering, project, plan, attributes } = wanted
  const limits = asObject(body.limits)
  return {
    uuid: newUuid(),
    type: 'Create',
    state: 'pending-consumer',
    created: now.toISOString(),
    resource: newUuid(),
    offering: offering.uuid,
    project: project.uuid,
    plan: plan?.uuid ?? null,
    attributes,
    limits,
    cost: plan ? estimateCost(state, plan, limits) : null,
    created_by: user.uuid,
    consumer_reviewed_by: null,
    consumer_reviewed_at: null,
    provider_reviewed_by: null,
    provider_reviewed_at: null,
    completed_at: null,
    error_message: '',
    request_comment: body.request_comment ?? '',
  }
}

/** As it was asked for, or like the offering. */
function nameResource({ attributes, offering }: Wanted): string {
  const name = attributes['name']
  const given = typeof name === 'string' ? [...name.trim()].slice(0, 150).join('') : ''
  return given || offering.name
}
