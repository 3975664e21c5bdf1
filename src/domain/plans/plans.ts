import { denied, invalid } from '../../errors.ts'
import { canManagePlans } from '../people/access.ts'
import { cleanHtml } from '../html/cleanHtml.ts'
import { recordVersion } from './history.ts'
import { unsignZero, ZERO } from './money.ts'
import { drop, put } from '../state.ts'
import type { Offering, Plan, PlanComponent, PlanUnit, State } from '../state.ts'
import { findGroup, findRow } from '../table.ts'
import type { Result, Context } from '../context.ts'
import { rule } from '../rule.ts'

/** The fields of a plan that a body may set, read and checked; `offering` is a uuid. */
export interface PlanBody {
  readonly name?: string
  readonly description?: string
  readonly article_code?: string
  readonly max_amount?: number | null
  readonly archived?: boolean
  readonly unit_price?: string
  readonly unit?: PlanUnit
  readonly backend_id?: string
  readonly offering?: string
}

/** Creates a plan with a component for each of its offering's own, all prices zero (§2.3). */
export function createPlan(context: Context<undefined, PlanBody>): { state: State; plan: Plan } {
  const { state, body } = context
  const offering = findRow(state.offerings, body.offering ?? null)
  if (!offering || !canManagePlans(context, offering)) throw denied()
  if (offering.parent !== null && context.as.plansOfChildren === 'refused') {
    throw invalid({ offering: ['Plans are created for the parent of an offering.'] })
  }
  const plan = recordVersion(context, {
    uuid: context.newUuid(),
    name: '',
    description: '',
    article_code: '',
    max_amount: null,
    archived: false,
    unit_price: ZERO,
    unit: 'day',
    backend_id: '',
    organization_groups: [],
    ...cleanBody(body),
    offering: offering.uuid,
    components: listEmptyComponents(offering),
  })
  return { state: storePlan(state, plan), plan }
}

/** What is stored is the plan itself, where nothing has to be mended: what is shown of it is so already. */
function storePlan(state: State, plan: Plan): State {
  const unit_price = unsignZero(plan.unit_price)
  return put(state, 'plans', unit_price === plan.unit_price ? plan : { ...plan, unit_price })
}

/** Components of a child offering are its parent's (§2.12). */
export const listComponents = (state: State, offering: Offering) =>
  (findRow(state.offerings, offering.parent) ?? offering).components

const emptyComponents = new WeakMap<Offering['components'], readonly PlanComponent[]>()

/** Plans of one offering begin with the same components: what is rendered of them is so for all. */
function listEmptyComponents({ components }: Offering): readonly PlanComponent[] {
  const known = emptyComponents.get(components)
  if (known) return known
  const made = components.map(({ type }) => makeEmptyComponent(type))
  emptyComponents.set(components, made)
  return made
}

export const makeEmptyComponent = (type: string): PlanComponent => ({
  type,
  amount: 0,
  price: ZERO,
  future_price: null,
  discount_threshold: null,
  discount_rate: null,
})

/** A plan that any resource ever used, terminated ones included, can't be updated (§2.4). */
export const refuseUsed = rule(
  'A plan that resources use is not changed.',
  '§2.4',
  ({ state, subject }: Context<Plan, unknown>) => {
    if (!isUsed(state, subject)) return
    throw invalid(['It is not possible to update plan because it is used by resources.'])
  },
)

export const isUsed = (state: State, plan: Plan): boolean =>
  findGroup(state.resources, 'plan', plan.uuid).size > 0

/** Names, descriptions and article codes of remote plans are set by the remote side (§2.4). */
const FROZEN_WHEN_REMOTE = ['name', 'description', 'article_code'] as const

/** Writes what the body names; a plan never moves to another offering. */
export function updatePlan(context: Context<Plan, PlanBody>): { state: State; plan: Plan } {
  const { state, subject, as } = context
  const ignored: readonly (keyof Plan)[] = [
    'offering',
    ...as.ignoredOnUpdate,
    ...(isRemote(context) ? FROZEN_WHEN_REMOTE : []),
  ]
  const kept = Object.fromEntries(ignored.map((name) => [name, subject[name]]))
  const plan = recordVersion(context, { ...subject, ...cleanBody(context.body), ...kept })
  return { state: storePlan(state, plan), plan }
}

export const isRemote = ({ state, subject }: Context<Plan, unknown>): boolean =>
  findRow(state.offerings, subject.offering)?.type === 'Waldur.RemoteOffering'

const cleanBody = (body: PlanBody): PlanBody =>
  body.description === undefined ? body : { ...body, description: cleanHtml(body.description) }

/** A deleted plan takes its resources with it, and they their orders (§2.5). */
export function destroyPlan({ state, subject }: Context<Plan, unknown>): Result {
  const resources = findGroup(state.resources, 'plan', subject.uuid).keysArray()
  const orders = [
    ...findGroup(state.orders, 'plan', subject.uuid).keysArray(),
    ...resources.flatMap(({ uuid }) => findGroup(state.orders, 'resource', uuid).keysArray()),
  ]
  const unordered = orders.reduce((next, { uuid }) => drop(next, 'orders', uuid), state)
  const emptied = resources.reduce((next, { uuid }) => drop(next, 'resources', uuid), unordered)
  return { state: drop(emptied, 'plans', subject.uuid), reply: { status: 204 } }
}

export const refuseArchived = rule(
  'A plan is archived once.',
  '§2.10',
  ({ subject }: Context<Plan, unknown>) => {
    if (subject.archived) throw invalid(['Plan is already archived.'])
  },
)

/** Archiving can't be undone through this API (§2.10). */
export function archivePlan(context: Context<Plan, unknown>): Result {
  const { state, subject, as } = context
  const plan = recordVersion(context, { ...subject, archived: true })
  return { state: put(state, 'plans', plan), reply: as.archived }
}
