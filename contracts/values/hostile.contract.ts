import type { Api } from '../harness/api.ts'
import { createPlan, readOfferingComponents } from '../harness/ownPlans/createPlan.ts'
import { isQuick } from '../harness/choice/limitSample.ts'
import type { NewPlan } from '../harness/ownPlans/createPlan.ts'
import type { Exchange } from '../harness/transport/exchange.ts'
import {
  demandShownAlike,
  demandSuccess,
  demandUnchanged,
  planContract,
  readPlan,
} from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'
import { updateGroups } from '../plans/updateGroups.ts'
import { createDiscount, DISCOUNT_FIELDS } from '../prices/discounts.ts'
import { createHostilePlan, markByArticle } from './hostile.ts'

/** A write, the fields of a plan that it may change, and those of its components. */
interface Write {
  readonly send: (api: Api, plan: NewPlan, types: Types) => Promise<Exchange>
  readonly fields: readonly string[]
  readonly parts?: readonly string[]
}

type Types = Awaited<ReturnType<typeof readOfferingComponents>>['types']

const TOTALS = ['init_price', 'switch_price', 'minimal_price', 'plan_type']

const patch = (body: Row, ...derived: readonly string[]): Write => ({
  send: (api, { path }) => api.patch(path, body),
  fields: [...Object.keys(body), ...derived],
})

const updates: readonly Write[] = [
  patch({}),
  { send: (api, { path }) => api.put(path, { name: 'Contract put' }), fields: ['name'] },
  patch({ name: 'Contract renamed' }),
  patch({ unit: 'quantity' }),
  patch({ article_code: '' }),
  patch({ max_amount: 1 }, 'is_active'),
  patch({ max_amount: null }, 'is_active'),
  patch({ description: '' }),
]

const post =
  (action: string, body?: (types: Types) => unknown): Write['send'] =>
  (api, { path }, types) =>
    api.post(`${path}${action}/`, body?.(types))

const listFixed = (types: Types) => types.filter(({ billing }) => billing === 'fixed')
const mapAll = (types: Types, value: unknown): Row =>
  Object.fromEntries(types.map(({ type }) => [type, value]))

const actions: readonly Write[] = [
  {
    send: post('update_prices', (types) => ({ prices: mapAll(types, '0.0000000001') })),
    fields: ['prices', ...TOTALS],
    parts: ['price', 'discounted_price'],
  },
  { send: post('archive'), fields: ['archived'] },
  {
    send: post('update_quotas', (types) => ({ quotas: mapAll(listFixed(types), 3) })),
    fields: ['quotas', ...TOTALS],
    parts: ['amount'],
  },
  { send: post('update_discounts', () => ({ discounts: {} })), fields: [] },
  {
    send: post('update_discounts', (types) => ({
      discounts: mapAll(types.slice(0, 1), createDiscount(5, 100)),
    })),
    fields: [],
    parts: [...DISCOUNT_FIELDS, 'discounted_price'],
  },
  {
    send: (api, plan) => updateGroups(api, plan, { organization_groups: [] }),
    fields: ['organization_groups'],
  },
  { send: post('delete_organization_groups'), fields: ['organization_groups'] },
]

/** Sends each write in turn, and demands that what it does not name stays. */
async function demandKept(api: Api, plan: NewPlan, writes: readonly Write[]): Promise<void> {
  const { types } = await readOfferingComponents(api)
  let before = await readPlan(api, plan)
  for (const write of writes) {
    const exchange = await write.send(api, plan, types)
    demandSuccess(api, exchange)
    const after = await readPlan(api, plan)
    for (const name of Object.keys(before))
      api.demandEqual(
        omitNamed(after, write)[name],
        omitNamed(before, write)[name],
        `${name} after a write that does not name it`,
        exchange,
      )
    before = after
    if (!isQuick() || write === writes.at(-1)) await demandShownAlike(api, plan)
  }
}

function omitNamed(row: Row, { fields, parts = [] }: Write): Row {
  const components = (row['components'] as Row[]).map((part) => omit(part, parts))
  return { ...omit(row, fields), components }
}

const omit = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)))

planContract(
  {
    id: 'hostile.kept-by-updates',
    demand: 'PUT and PATCH leave what they do not name, whatever a plan holds',
    source: '§2.4',
  },
  async (api) => demandKept(api, await createHostilePlan(api), updates),
)

planContract(
  {
    id: 'hostile.kept-by-actions',
    demand: 'each action leaves what is none of its business, whatever a plan holds',
    source: '§2.6',
  },
  async (api) => demandKept(api, await createHostilePlan(api, markByArticle()), actions),
)

planContract(
  {
    id: 'hostile.archived-stays',
    demand: 'no update and no action brings a plan back from the archive',
    source: '§2.10',
  },
  async (api) => {
    const writes = [
      ...updates.filter(isMarkKept),
      ...actions.filter(({ fields }) => !fields.includes('archived')),
    ]
    await demandKept(
      api,
      await createHostilePlan(api, { archived: true, ...markByArticle() }),
      writes,
    )
  },
)

const isMarkKept = ({ fields }: Write): boolean => !fields.includes('article_code')

planContract(
  {
    id: 'hostile.other-plans-stay',
    demand: 'writes to a plan change no other, of the same name and offering least of all',
    source: '§2.4',
  },
  async (api) => {
    const [twin, plan] = [await createHostilePlan(api), await createHostilePlan(api)]
    const before = await readPlan(api, twin)
    const { types } = await readOfferingComponents(api)
    // What has happened to a plan stays: a quick run looks at the end.
    const demandSame = async () => isQuick() || (await demandUnchanged(api, twin, before))
    for (const { send } of [...updates, ...actions]) {
      demandSuccess(api, await send(api, plan, types))
      await demandSame()
    }
    const third = await createPlan(api, { name: before['name'] })
    await demandSame()
    demandSuccess(api, await api.post(`${third.path}archive/`))
    await demandSame()
    await api.delete(third.path)
    await demandUnchanged(api, twin, before)
  },
)
