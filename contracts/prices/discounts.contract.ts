import type { Api } from '../harness/api.ts'
import type { NewPlan } from '../harness/ownPlans/createPlan.ts'
import { pickCases } from '../harness/choice/limitSample.ts'
import { demandShownAlike, planContract, readPlan } from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'
import { createDiscount, hasFormulas, NO_DISCOUNT, readDiscounts } from './discounts.ts'
import { readTypes } from '../harness/ownPlans/readTypes.ts'
import { createDiscountedPlan, updateDiscounts } from './updateDiscounts.ts'

/** Demands discounts, and nothing else changed. */
async function demandDiscounts(api: Api, plan: NewPlan, before: Row, wanted: Row): Promise<void> {
  const row = await readPlan(api, plan)
  api.demandEqual(readDiscounts(row), wanted, 'the discounts of the plan')
  const components = (before['components'] as Row[]).map((one) => ({
    ...one,
    ...(wanted[String(one['type'])] as Row),
  }))
  api.demandEqual(omitDerived(row), omitDerived({ ...before, components }), 'the rest of the plan')
}

/** A plan without what later releases tell of its discounts in words. */
const omitDerived = (row: Row): Row => ({
  ...row,
  components: (row['components'] as Row[]).map(
    ({ discounted_price: _, discount_description: __, ...component }) => component,
  ),
})

planContract(
  {
    id: 'discounts.named-only',
    demand: 'update_discounts sets the named discounts and leaves the others and the prices',
    source: '§2.8',
  },
  async (api) => {
    const types = await readTypes(api)
    const plan = await createDiscountedPlan(api, types)
    const before = await readPlan(api, plan)
    const wanted = readDiscounts(before)
    const pairs = [createDiscount(1, 0), createDiscount(2147483647, 100), createDiscount(7, 33)]
    for (const values of pickCases(pairs, 1)) {
      for (const type of types) {
        await updateDiscounts(api, plan, { [type]: values })
        wanted[type] = values
        await demandDiscounts(api, plan, before, wanted)
      }
    }
    await updateDiscounts(api, plan, {})
    await demandDiscounts(api, plan, before, wanted)
    await demandShownAlike(api, plan)
  },
)

const CLEARING: readonly Row[] = hasFormulas
  ? [NO_DISCOUNT, { discount_formula: '' }, { discount_formula: null }]
  : [NO_DISCOUNT, {}, { discount_rate: null }, { discount_threshold: null }]

planContract(
  {
    id: 'discounts.cleared',
    demand: 'an entry without a value clears the discount of that component alone',
    source: '§2.8',
  },
  async (api) => {
    const types = await readTypes(api)
    for (const clear of CLEARING) {
      const plan = await createDiscountedPlan(api, types)
      const before = await readPlan(api, plan)
      const wanted = readDiscounts(before)
      for (const type of types) {
        await updateDiscounts(api, plan, { [type]: clear })
        wanted[type] = NO_DISCOUNT
        await demandDiscounts(api, plan, before, wanted)
      }
      await demandShownAlike(api, plan)
    }
  },
)
