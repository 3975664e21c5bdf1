import { PLANS } from '../harness/createPlan.ts'
import { notePlan } from '../harness/notePlan.ts'
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
  stage: StoryApi,
  { body }: Create,
  role: Role,
): Promise<StoryPlan> {
  const { tag, offering } = stage.facts
  const exchange = await stage.post(PLANS, { ...body, backend_id: tag, offering }, { role })
  stage.demandStatus(exchange, 201)
  const row = stage.readObject(exchange)
  const uuid = findUuid(String(row['uuid']))
  stage.demand(uuid !== null, 'the new plan to have a uuid', row)
  notePlan(uuid)
  const told = { uuid, path: `${PLANS}${uuid}/`, model: createModel(stage.facts, body) }
  stage.plans.push(told)
  stage.demandSame(row, told, 'in the answer of create')
  return told
}

/** Who does what to which plan. */
interface ActionContext<D> {
  readonly stage: StoryApi
  readonly told: StoryPlan
  readonly model: PlanModel
  readonly role: Role
  readonly deed: D
}

type ActionTable = {
  readonly [Does in Action['does']]?: (scene: ActionContext<never>) => Promise<void>
}

/** What each deed asks of the server, and what it makes of the model. */
const actions: ActionTable = {
  patch: writePlan,
  put: writePlan,
  update_prices: async (scene: ActionContext<Extract<Action, { does: 'update_prices' }>>) => {
    const { prices } = scene.deed
    await postAction(scene, { prices })
    const exact = Object.entries(prices).map(([type, price]) => [type, toUnits(price)] as const)
    scene.told.model = updatePrices(scene.model, Object.fromEntries(exact))
  },
  update_quotas: async (scene: ActionContext<Extract<Action, { does: 'update_quotas' }>>) => {
    const { quotas } = scene.deed
    await postAction(scene, { quotas })
    scene.told.model = updateQuotas(scene.model, quotas)
  },
  update_discounts: async (scene: ActionContext<Extract<Action, { does: 'update_discounts' }>>) => {
    const entries = Object.entries(scene.deed.discounts)
    const discounts = Object.fromEntries(entries.map(([type, pair]) => [type, toDiscount(pair)]))
    await postAction(scene, { discounts })
    scene.told.model = updateDiscounts(scene.model, discounts)
  },
  update_organization_groups: async (
    scene: ActionContext<Extract<Action, { does: 'update_organization_groups' }>>,
  ) => {
    const groups = scene.deed.groups.flatMap((index) => scene.stage.facts.groups[index] ?? [])
    await postAction(scene, { organization_groups: groups.map(({ link }) => link) })
    scene.told.model = updateGroups(
      scene.model,
      groups.map(({ uuid }) => uuid),
    )
  },
  delete_organization_groups: async (scene: ActionContext<Action>) => {
    await postAction(scene)
    scene.told.model = updateGroups(scene.model, [])
  },
  archive,
  delete: deletePlan,
}

/** Does one thing to a plan, and to its model. */
export async function doAction(
  stage: StoryApi,
  told: StoryPlan,
  { deed, role }: RoleAction,
): Promise<void> {
  const { model } = told
  if (model === null) return
  await actions[deed.does]?.({ stage, told, model, role, deed } as never)
}

export interface RoleAction {
  readonly deed: Action
  readonly role: Role
}

async function postAction(
  { stage, told, role, deed }: ActionContext<Action>,
  body?: Row,
): Promise<void> {
  stage.demandAccepted(await stage.post(`${told.path}${deed.does}/`, body, { role }))
}

async function writePlan(
  scene: ActionContext<Extract<Action, { does: 'patch' | 'put' }>>,
): Promise<void> {
  const { stage, told, model, role, deed } = scene
  const exchange = await stage[deed.does](told.path, deed.body, { role })
  stage.demandStatus(exchange, 200)
  told.model = updateFields(model, deed.body)
  stage.demandSame(stage.readObject(exchange), told, `in the answer of ${deed.does}`)
}

const toDiscount = (pair: Pair): Row => (pair === null ? NO_DISCOUNT : createDiscount(...pair))

/** Archiving is done once; a second time is refused, and nothing brings a plan back. */
async function archive(scene: ActionContext<Action>): Promise<void> {
  const { stage, told, model, role } = scene
  if (!model.fields.archived) {
    await postAction(scene)
    told.model = updateFields(model, { archived: true })
    return
  }
  const exchange = await stage.post(`${told.path}archive/`, undefined, { role })
  stage.demandStatus(exchange, 400)
  stage.demandEqual(exchange.response.json, ['Plan is already archived.'], 'the refusal')
}

/** Only staff deletes. */
async function deletePlan({ stage, told, role }: ActionContext<Action>): Promise<void> {
  const exchange = await stage.delete(told.path, { role })
  if (role !== 'staff') return stage.demandStatus(exchange, 403)
  stage.demandAccepted(exchange)
  told.model = null
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
  stage: StoryApi,
  { path }: StoryPlan,
  { mistake, role }: { mistake: number; role: Role },
): Promise<void> {
  const [action, body] = mistakes[mistake] ?? mistakes[0] ?? ['', () => ({ name: '' })]
  const sent = body(stage.facts.components.map(({ type }) => type))
  if (Object.keys(Object.values(sent)[0] ?? {}).length === 0 && action) return
  const exchange =
    action === ''
      ? await stage.patch(path, sent, { role })
      : await stage.post(`${path}${action}/`, sent, { role })
  stage.demandStatus(exchange, 400)
}
