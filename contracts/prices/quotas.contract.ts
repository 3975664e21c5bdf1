import type { Api } from '../harness/api.ts'
import { pickCases } from '../harness/choice/limitSample.ts'
import { createPlan, readOfferingComponents } from '../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../harness/ownPlans/createPlan.ts'
import { Inapplicable } from '../harness/unmet.ts'
import {
  demandRefusal,
  demandShownAlike,
  demandSuccess,
  demandUnchanged,
  planContract,
  readPlan,
} from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'
import { demandMaps } from './totals.ts'

interface ComponentKinds {
  readonly all: readonly string[]
  readonly fixed: readonly string[]
  readonly others: readonly string[]
}

async function readKinds(api: Api): Promise<ComponentKinds> {
  const { types } = await readOfferingComponents(api)
  const listTypes = (isFixed: boolean) =>
    types.filter(({ billing }) => (billing === 'fixed') === isFixed).map(({ type }) => type)
  return { all: types.map(({ type }) => type), fixed: listTypes(true), others: listTypes(false) }
}

async function updateQuotas(api: Api, { path }: NewPlan, quotas: unknown): Promise<void> {
  const exchange = await api.post(`${path}update_quotas/`, { quotas })
  demandSuccess(api, exchange)
  api.demandEqual(exchange.response.text, '', 'the body of the answer', exchange)
}

const QUOTA_FIELDS = ['components', 'quotas', 'minimal_price', 'init_price', 'switch_price']

const omitAmounts = (row: Row): Row[] =>
  (row['components'] as Row[]).map(({ amount: _, ...rest }) => rest)

async function demandQuotas(api: Api, plan: NewPlan, before: Row, quotas: Row): Promise<void> {
  const row = await readPlan(api, plan)
  const wanted = Object.keys(row['quotas'] as Row).map((type) => [type, quotas[type] ?? 0])
  api.demandEqual(row['quotas'], Object.fromEntries(wanted), 'the quotas of the plan')
  demandMaps(api, row)
  api.demandEqual(omitAmounts(row), omitAmounts(before), 'all but the amounts of the components')
  const figures = Object.fromEntries(QUOTA_FIELDS.map((name) => [name, row[name]]))
  api.demandEqual(row, { ...before, ...figures }, 'the rest of the plan')
}

planContract(
  {
    id: 'quotas.replace',
    demand: 'update_quotas sets the named amounts, zeroes the others and leaves prices alone',
    source: '§2.7',
  },
  async (api) => {
    const { all, fixed } = await readKinds(api)
    if (fixed.length === 0) throw new Inapplicable('the offering has no fixed component')
    const plan = await createPlan(api)
    const prices = Object.fromEntries(all.map((type, index) => [type, `${index + 2}.5`]))
    demandSuccess(api, await api.post(`${plan.path}update_prices/`, { prices }))
    const pair = { discount_threshold: 3, discount_rate: 20 }
    const discounts = Object.fromEntries(all.map((type) => [type, pair]))
    demandSuccess(api, await api.post(`${plan.path}update_discounts/`, { discounts }))
    const before = await readPlan(api, plan)
    const every = Object.fromEntries(fixed.map((type, index) => [type, index + 4]))
    const sets: Row[] = [every, ...fixed.map((type) => ({ [type]: 9 })), every, {}, {}, every]
    for (const quotas of pickCases(sets, 4)) {
      await updateQuotas(api, plan, quotas)
      await demandQuotas(api, plan, before, quotas)
      await demandShownAlike(api, plan)
    }
  },
)

planContract(
  {
    id: 'quotas.nothing',
    demand: 'quotas of no component are accepted, and all amounts are zero',
    source: '§2.7',
  },
  async (api) => {
    const plan = await createPlan(api)
    const before = await readPlan(api, plan)
    await updateQuotas(api, plan, {})
    await demandUnchanged(api, plan, before)
  },
)

planContract(
  {
    id: 'quotas.only-fixed',
    demand: 'other than fixed components cannot be named: sorted names refuse the whole',
    source: '§2.7',
  },
  async (api) => {
    const { fixed, others } = await readKinds(api)
    const plan = await createPlan(api)
    const known = Object.fromEntries(fixed.map((type) => [type, 5]))
    await updateQuotas(api, plan, known)
    const before = await readPlan(api, plan)
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
      demandRefusal(api, exchange, [`Invalid components ${names}.`])
      await demandUnchanged(api, plan, before)
    }
  },
)

planContract(
  {
    id: 'quotas.errors-by-component',
    demand: 'every wrong amount is named by its component, before unknown types are, none is set',
    source: '§2.7',
  },
  async (api) => {
    const { fixed, all } = await readKinds(api)
    const plan = await createPlan(api)
    const known = Object.fromEntries(fixed.map((type) => [type, 5]))
    await updateQuotas(api, plan, known)
    const before = await readPlan(api, plan)
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
      demandRefusal(api, exchange, { quotas: errors })
      await demandUnchanged(api, plan, before)
    }
  },
)
