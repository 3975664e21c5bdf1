import type { Deed, Pair } from './commands.ts'
import { units } from '../plans/units.ts'
import { PLANS } from '../harness/given.ts'
import { uuidIn } from '../harness/guard.ts'
import { noted } from '../run/ledger.ts'
import { created, discounted, grouped, repriced, requoted, updated } from './model.ts'
import type { Discount, PlanModel } from './model.ts'
import type { Row } from '../harness/offerings.ts'
import type { Role } from '../run/settings.ts'
import type { Stage, Told } from './stage.ts'

type Create = Extract<Deed, { does: 'create' }>

export async function create(stage: Stage, { body }: Create, role: Role): Promise<Told> {
  const { tag, offering } = stage.facts
  const exchange = await stage.post(PLANS, { ...body, backend_id: tag, offering }, { role })
  stage.status(exchange, 201)
  const row = stage.object(exchange)
  const uuid = uuidIn(String(row['uuid']))
  stage.demand(uuid !== null, 'the new plan to have a uuid', row)
  noted(uuid)
  const told = { uuid, path: `${PLANS}${uuid}/`, model: created(stage.facts, body) }
  stage.plans.push(told)
  stage.same(row, told, 'in the answer of create')
  return told
}

/** Who does what to which plan. */
interface Scene<D> {
  readonly stage: Stage
  readonly told: Told
  readonly model: PlanModel
  readonly role: Role
  readonly deed: D
}

type Doing = { readonly [Does in Deed['does']]?: (scene: Scene<never>) => Promise<void> }

/** What each deed asks of the server, and what it makes of the model. */
const doing: Doing = {
  patch: write,
  put: write,
  update_prices: async (scene: Scene<Extract<Deed, { does: 'update_prices' }>>) => {
    const { prices } = scene.deed
    await act(scene, { prices })
    const exact = Object.entries(prices).map(([type, price]) => [type, units(price)] as const)
    scene.told.model = repriced(scene.model, Object.fromEntries(exact))
  },
  update_quotas: async (scene: Scene<Extract<Deed, { does: 'update_quotas' }>>) => {
    const { quotas } = scene.deed
    await act(scene, { quotas })
    scene.told.model = requoted(scene.model, quotas)
  },
  update_discounts: async (scene: Scene<Extract<Deed, { does: 'update_discounts' }>>) => {
    const entries = Object.entries(scene.deed.discounts)
    const asked = entries.map(([type, pair]) => [type, discountBody(pair)] as const)
    const wanted = entries.map(([type, pair]) => [type, discountOf(pair)] as const)
    await act(scene, { discounts: Object.fromEntries(asked) })
    scene.told.model = discounted(scene.model, Object.fromEntries(wanted))
  },
  update_organization_groups: async (
    scene: Scene<Extract<Deed, { does: 'update_organization_groups' }>>,
  ) => {
    const groups = scene.deed.groups.flatMap((index) => scene.stage.facts.groups[index] ?? [])
    await act(scene, { organization_groups: groups.map(({ link }) => link) })
    scene.told.model = grouped(
      scene.model,
      groups.map(({ uuid }) => uuid),
    )
  },
  delete_organization_groups: async (scene: Scene<Deed>) => {
    await act(scene)
    scene.told.model = grouped(scene.model, [])
  },
  archive,
  delete: destroy,
}

/** Does one thing to a plan, and to its model. */
export async function done(stage: Stage, told: Told, { deed, role }: Who): Promise<void> {
  const { model } = told
  if (model === null) return
  await doing[deed.does]?.({ stage, told, model, role, deed } as never)
}

export interface Who {
  readonly deed: Deed
  readonly role: Role
}

async function act({ stage, told, role, deed }: Scene<Deed>, body?: Row): Promise<void> {
  stage.accepted(await stage.post(`${told.path}${deed.does}/`, body, { role }))
}

async function write(scene: Scene<Extract<Deed, { does: 'patch' | 'put' }>>): Promise<void> {
  const { stage, told, model, role, deed } = scene
  const exchange = await stage[deed.does](told.path, deed.body, { role })
  stage.status(exchange, 200)
  told.model = updated(model, deed.body)
  stage.same(stage.object(exchange), told, `in the answer of ${deed.does}`)
}

const discountOf = (pair: Pair): Discount =>
  pair === null ? { threshold: null, rate: null } : { threshold: pair[0], rate: pair[1] }

const discountBody = (pair: Pair): Row =>
  pair === null
    ? { discount_threshold: null, discount_rate: null }
    : { discount_threshold: pair[0], discount_rate: pair[1] }

/** Archiving is done once; a second time is refused, and nothing brings a plan back. */
async function archive(scene: Scene<Deed>): Promise<void> {
  const { stage, told, model, role } = scene
  if (!model.fields.archived) {
    await act(scene)
    told.model = updated(model, { archived: true })
    return
  }
  const exchange = await stage.post(`${told.path}archive/`, undefined, { role })
  stage.status(exchange, 400)
  stage.equal(exchange.response.json, ['Plan is already archived.'], 'the refusal')
}

/** Only staff deletes. */
async function destroy({ stage, told, role }: Scene<Deed>): Promise<void> {
  const exchange = await stage.delete(told.path, { role })
  if (role !== 'staff') return stage.status(exchange, 403)
  stage.accepted(exchange)
  told.model = null
}

/** Bodies that are refused, whatever the plan is like; each names the action, or none for PATCH. */
const mistakes: readonly (readonly [action: string, body: (types: readonly string[]) => Row])[] = [
  ['', () => ({ name: '', description: 'Must not be kept' })],
  ['', () => ({ name: 'Must not be kept', max_amount: 0 })],
  ['update_prices', ([type = 'x']) => ({ prices: { [type]: '1', 'no-such-type': '2' } })],
  ['update_prices', (types) => ({ prices: Object.fromEntries(types.map((one) => [one, -1])) })],
  ['update_quotas', () => ({ quotas: { 'no-such-type': 1 } })],
  ['update_discounts', ([type = 'x']) => ({ discounts: { [type]: { discount_rate: 5 } } })],
]

export async function mistaken(
  stage: Stage,
  { path }: Told,
  { mistake, role }: { mistake: number; role: Role },
): Promise<void> {
  const [action, body] = mistakes[mistake] ?? mistakes[0] ?? ['', () => ({ name: '' })]
  const sent = body(stage.facts.components.map(({ type }) => type))
  if (Object.keys(Object.values(sent)[0] ?? {}).length === 0 && action) return
  const exchange =
    action === ''
      ? await stage.patch(path, sent, { role })
      : await stage.post(`${path}${action}/`, sent, { role })
  stage.status(exchange, 400)
}
