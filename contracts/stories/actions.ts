import { PLANS } from '../harness/ownPlans/createPlan.ts'
import { notePlan } from '../harness/ownPlans/notePlan.ts'
import type { Row } from '../harness/readBookings.ts'
import type { Role } from '../harness/settings.ts'
import { findUuid } from '../harness/transport/guard.ts'
import { BROKEN_DISCOUNT, createDiscount, NO_DISCOUNT } from '../prices/discounts.ts'
import { toUnits } from '../prices/totals.ts'
import {
  createModel,
  updateDiscounts,
  updateFields,
  updateGroups,
  updatePrices,
  updateQuotas,
} from './planModel.ts'
import type { PlanModel } from './planModel.ts'
import type { Action, Pair } from './steps.ts'
import type { StoryApi, StoryPlan } from './storyApi.ts'

type Create = Extract<Action, { does: 'create' }>

export async function createStoryPlan(
  api: StoryApi,
  { body }: Create,
  role: Role,
): Promise<StoryPlan> {
  const { tag, offering } = api.facts
  const exchange = await api.post(PLANS, { ...body, backend_id: tag, offering }, { role })
  api.demandStatus(exchange, 201)
  const row = api.readObject(exchange)
  const uuid = findUuid(String(row['uuid']))
  api.demand(uuid !== null, 'the new plan to have a uuid', row)
  notePlan(uuid)
  const plan = { uuid, path: `${PLANS}${uuid}/`, model: createModel(api.facts, body) }
  api.plans.push(plan)
  api.demandSame(row, plan, 'in the answer of create')
  return plan
}

/** Who does what to which plan. */
interface ActionContext<D> {
  readonly api: StoryApi
  readonly plan: StoryPlan
  readonly model: PlanModel
  readonly role: Role
  readonly action: D
}

type ActionTable = {
  readonly [Does in Action['does']]?: (context: ActionContext<never>) => Promise<void>
}

/** What each action asks of the server, and what it makes of the model. */
const actions: ActionTable = {
  patch: writePlan,
  put: writePlan,
  update_prices: async (context: ActionContext<Extract<Action, { does: 'update_prices' }>>) => {
    const { prices } = context.action
    await postAction(context, { prices })
    const exact = Object.entries(prices).map(([type, price]) => [type, toUnits(price)] as const)
    context.plan.model = updatePrices(context.model, Object.fromEntries(exact))
  },
  update_quotas: async (context: ActionContext<Extract<Action, { does: 'update_quotas' }>>) => {
    const { quotas } = context.action
    await postAction(context, { quotas })
    context.plan.model = updateQuotas(context.model, quotas)
  },
  update_discounts: async (
    context: ActionContext<Extract<Action, { does: 'update_discounts' }>>,
  ) => {
    const entries = Object.entries(context.action.discounts)
    const discounts = Object.fromEntries(entries.map(([type, pair]) => [type, toDiscount(pair)]))
    await postAction(context, { discounts })
    context.plan.model = updateDiscounts(context.model, discounts)
  },
  update_organization_groups: async (
    context: ActionContext<Extract<Action, { does: 'update_organization_groups' }>>,
  ) => {
    const groups = context.action.groups.flatMap((index) => context.api.facts.groups[index] ?? [])
    await postAction(context, { organization_groups: groups.map(({ link }) => link) })
    context.plan.model = updateGroups(
      context.model,
      groups.map(({ uuid }) => uuid),
    )
  },
  delete_organization_groups: async (context: ActionContext<Action>) => {
    await postAction(context)
    context.plan.model = updateGroups(context.model, [])
  },
  archive,
  delete: deletePlan,
}

/** Does one thing to a plan, and to its model. */
export async function doAction(
  api: StoryApi,
  plan: StoryPlan,
  { action, role }: RoleAction,
): Promise<void> {
  const { model } = plan
  if (model === null) return
  await actions[action.does]?.({ api, plan, model, role, action } as never)
}

export interface RoleAction {
  readonly action: Action
  readonly role: Role
}

async function postAction(
  { api, plan, role, action }: ActionContext<Action>,
  body?: Row,
): Promise<void> {
  api.demandAccepted(await api.post(`${plan.path}${action.does}/`, body, { role }))
}

async function writePlan(
  context: ActionContext<Extract<Action, { does: 'patch' | 'put' }>>,
): Promise<void> {
  const { api, plan, model, role, action } = context
  const exchange = await api[action.does](plan.path, action.body, { role })
  api.demandStatus(exchange, 200)
  plan.model = updateFields(model, action.body)
  api.demandSame(api.readObject(exchange), plan, `in the answer of ${action.does}`)
}

const toDiscount = (pair: Pair): Row => (pair === null ? NO_DISCOUNT : createDiscount(...pair))

/** Archiving is done once; a second time is refused, and nothing brings a plan back. */
async function archive(context: ActionContext<Action>): Promise<void> {
  const { api, plan, model, role } = context
  if (!model.fields.archived) {
    await postAction(context)
    plan.model = updateFields(model, { archived: true })
    return
  }
  const exchange = await api.post(`${plan.path}archive/`, undefined, { role })
  api.demandStatus(exchange, 400)
  api.demandEqual(exchange.response.json, ['Plan is already archived.'], 'the refusal')
}

/** Only staff deletes. */
async function deletePlan({ api, plan, role }: ActionContext<Action>): Promise<void> {
  const exchange = await api.delete(plan.path, { role })
  if (role !== 'staff') return api.demandStatus(exchange, 403)
  api.demandAccepted(exchange)
  plan.model = null
}

/** Bodies that are refused, whatever the plan is like; each names the action, or none for PATCH. */
const mistakes: readonly (readonly [action: string, body: (types: readonly string[]) => Row])[] = [
  ['', () => ({ name: '', description: 'Must not be kept' })],
  ['', () => ({ name: 'Must not be kept', max_amount: 0 })],
  ['update_prices', ([type = 'x']) => ({ prices: { [type]: '1', 'no-such-type': '2' } })],
  ['update_prices', (types) => ({ prices: Object.fromEntries(types.map((one) => [one, -1])) })],
  ['update_quotas', () => ({ quotas: { 'no-such-type': 1 } })],
  ['update_discounts', ([type = 'x']) => ({ discounts: { [type]: BROKEN_DISCOUNT } })],
]

export async function makeMistake(
  api: StoryApi,
  { path }: StoryPlan,
  { mistake, role }: { mistake: number; role: Role },
): Promise<void> {
  const [action, body] = mistakes[mistake] ?? mistakes[0] ?? ['', () => ({ name: '' })]
  const sent = body(api.facts.components.map(({ type }) => type))
  if (Object.keys(Object.values(sent)[0] ?? {}).length === 0 && action) return
  const exchange =
    action === ''
      ? await api.patch(path, sent, { role })
      : await api.post(`${path}${action}/`, sent, { role })
  api.demandStatus(exchange, 400)
}
