import type { Api } from '../harness/api.ts'
import { createPlan, readOfferingComponents } from '../harness/createPlan.ts'
import type { NewPlan } from '../harness/createPlan.ts'
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
import { codes, createHostilePlan, descriptions, markByArticle, names } from './hostile.ts'

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
  patch({ name: 'Contract renamed' }),
  patch({ unit: 'quantity' }),
  patch({ article_code: '' }),
  patch({ max_amount: 1 }, 'is_active'),
  patch({ max_amount: null }, 'is_active'),
  patch({ description: '' }),
  { send: (api, { path }) => api.put(path, { name: 'Contract put' }), fields: ['name'] },
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
  { send: post('archive'), fields: ['archived'] },
]

/** Sends each write in turn, and demands that what it does not name stays. */
async function demandKept(api: Api, plan: NewPlan, writes: readonly Write[]): Promise<void> {
  const { types } = await readOfferingComponents(api)
  for (const write of writes) {
    const before = await readPlan(api, plan)
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
    await demandShownAlike(api, plan)
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
    for (const { send } of [...actions.slice(0, -1), ...updates.slice(2), ...actions.slice(-1)]) {
      demandSuccess(api, await send(api, plan, types))
      await demandUnchanged(api, twin, before)
    }
    const third = await createPlan(api, { name: before['name'] })
    await demandUnchanged(api, twin, before)
    demandSuccess(api, await api.post(`${third.path}archive/`))
    await demandUnchanged(api, twin, before)
    await api.delete(third.path)
    await demandUnchanged(api, twin, before)
  },
)

planContract(
  {
    id: 'hostile.texts-come-back',
    demand:
      'texts come back to the letter: from create, PUT and PATCH, and wherever a plan is shown',
    source: '§1.13',
  },
  async (api) => {
    const rounds = Math.max(names.length, codes.length, descriptions.length)
    const first = createTexts(0)
    const plan = await createPlan(api, first)
    demandTexts(api, await readPlan(api, plan), first)
    for (let round = 1; round <= rounds; round++) {
      const body = createTexts(round)
      const exchange = await (round % 2 ? api.patch : api.put)(plan.path, body)
      api.demandStatus(exchange, 200)
      demandTexts(api, api.readObject(exchange), body)
      demandTexts(api, await readPlan(api, plan), body)
      if (round % 4 === 0) await demandShownAlike(api, plan)
    }
    for (const round of [5, 6, 7, 14]) {
      const body = createTexts(round)
      demandTexts(api, (await createPlan(api, body)).row, body)
    }
  },
)

const pick = (texts: readonly string[], round: number): string => texts[round % texts.length] ?? ''

const createTexts = (round: number) => ({
  name: pick(names, round),
  article_code: pick(codes, round),
  description: pick(descriptions, round),
})

function demandTexts(api: Api, seen: Row, wanted: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(wanted)) api.demandEqual(seen[name], text, name)
}
