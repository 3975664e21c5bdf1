import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { demandMaps } from './units.ts'
import { newPlan, offeringFacts } from '../harness/given.ts'
import type { NewPlan } from '../harness/given.ts'
import { done, refused, shown, shownAlike, unchanged, writing } from './writing.ts'
import type { Row } from './writing.ts'

interface Kinds {
  readonly all: readonly string[]
  readonly fixed: readonly string[]
  readonly others: readonly string[]
}

async function kindsOf(api: Api): Promise<Kinds> {
  const { types } = await offeringFacts(api)
  const named = (isFixed: boolean) =>
    types.filter(({ billing }) => (billing === 'fixed') === isFixed).map(({ type }) => type)
  return { all: types.map(({ type }) => type), fixed: named(true), others: named(false) }
}

async function quoted(api: Api, { path }: NewPlan, quotas: unknown): Promise<void> {
  const exchange = await api.post(`${path}update_quotas/`, { quotas })
  done(api, exchange)
  api.equal(exchange.response.text, '', 'the body of the answer', exchange)
}

const FIELDS = ['components', 'quotas', 'minimal_price', 'init_price', 'switch_price']

const withoutAmounts = (row: Row): Row[] =>
  (row['components'] as Row[]).map(({ amount: _, ...rest }) => rest)

async function demandQuotas(api: Api, plan: NewPlan, before: Row, quotas: Row): Promise<void> {
  const row = await shown(api, plan)
  const wanted = Object.keys(row['quotas'] as Row).map((type) => [type, quotas[type] ?? 0])
  api.equal(row['quotas'], Object.fromEntries(wanted), 'the quotas of the plan')
  demandMaps(api, row)
  api.equal(withoutAmounts(row), withoutAmounts(before), 'all but the amounts of the components')
  const figures = Object.fromEntries(FIELDS.map((name) => [name, row[name]]))
  api.equal(row, { ...before, ...figures }, 'the rest of the plan')
}

writing(
  {
    id: 'quotas.replace',
    demand: 'update_quotas sets the named amounts, zeroes the others and leaves prices alone',
    source: '§2.7',
  },
  async (api) => {
    const { all, fixed } = await kindsOf(api)
    if (fixed.length === 0) throw new Inapplicable('the offering has no fixed component')
    const plan = await newPlan(api)
    const prices = Object.fromEntries(all.map((type, index) => [type, `${index + 2}.5`]))
    done(api, await api.post(`${plan.path}update_prices/`, { prices }))
    const pair = { discount_threshold: 3, discount_rate: 20 }
    const discounts = Object.fromEntries(all.map((type) => [type, pair]))
    done(api, await api.post(`${plan.path}update_discounts/`, { discounts }))
    const before = await shown(api, plan)
    const every = Object.fromEntries(fixed.map((type, index) => [type, index + 4]))
    const sets: Row[] = [every, ...fixed.map((type) => ({ [type]: 9 })), every, {}, {}, every]
    for (const quotas of sets) {
      await quoted(api, plan, quotas)
      await demandQuotas(api, plan, before, quotas)
      await shownAlike(api, plan)
    }
  },
)

writing(
  {
    id: 'quotas.nothing',
    demand: 'quotas of no component are accepted, and all amounts are zero',
    source: '§2.7',
  },
  async (api) => {
    const plan = await newPlan(api)
    const before = await shown(api, plan)
    await quoted(api, plan, {})
    await unchanged(api, plan, before)
  },
)

writing(
  {
    id: 'quotas.only-fixed',
    demand: 'other than fixed components cannot be named: sorted names refuse the whole',
    source: '§2.7',
  },
  async (api) => {
    const { fixed, others } = await kindsOf(api)
    const plan = await newPlan(api)
    const known = Object.fromEntries(fixed.map((type) => [type, 5]))
    await quoted(api, plan, known)
    const before = await shown(api, plan)
    const cases: Row[] = [
      ...others.map((type) => ({ [type]: 1 })),
      ...others.map((type) => ({ [type]: 0 })),
      { zz_x: 1 },
      { zz_b: 1, ...Object.fromEntries(others.map((type) => [type, 1])), zz_a: 1 },
    ]
    for (const quotas of cases) {
      const exchange = await api.post(`${plan.path}update_quotas/`, {
        quotas: { ...Object.fromEntries(fixed.map((type) => [type, 8])), ...quotas },
      })
      const names = Object.keys(quotas).sort().join(', ')
      refused(api, exchange, [`Invalid components ${names}.`])
      await unchanged(api, plan, before)
    }
  },
)

writing(
  {
    id: 'quotas.errors-by-component',
    demand: 'every wrong amount is named by its component, before unknown types are, none is set',
    source: '§2.7',
  },
  async (api) => {
    const { fixed, all } = await kindsOf(api)
    const plan = await newPlan(api)
    const known = Object.fromEntries(fixed.map((type) => [type, 5]))
    await quoted(api, plan, known)
    const before = await shown(api, plan)
    const negative = ['Ensure this value is greater than or equal to 0.']
    const text = ['A valid integer is required.']
    const [one = 'zz_one'] = all
    const cases: [Row, Row][] = [
      [{ [one]: -1 }, { [one]: negative }],
      [
        { zz_x: 'many', [one]: -1 },
        { zz_x: text, [one]: negative },
      ],
      [{ zz_x: 1, zz_y: 1.5 }, { zz_y: text }],
      [{ zz_x: null }, { zz_x: ['This field may not be null.'] }],
    ]
    for (const [quotas, errors] of cases) {
      const exchange = await api.post(`${plan.path}update_quotas/`, {
        quotas: { ...Object.fromEntries(fixed.map((type) => [type, 8])), ...quotas },
      })
      refused(api, exchange, { quotas: errors })
      await unchanged(api, plan, before)
    }
  },
)
