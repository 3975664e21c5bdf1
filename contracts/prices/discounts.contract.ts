import type { Api } from '../harness/api.ts'
import type { NewPlan } from '../harness/createPlan.ts'
import { demandShownAlike, planContract, readPlan } from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'
import {
  createDiscountedPlan,
  createPair,
  readDiscounts,
  readTypes,
  updateDiscounts,
} from './updateDiscounts.ts'

const NONE = createPair(null, null)

/** Demands discounts, and nothing else changed. */
async function demandDiscounts(api: Api, plan: NewPlan, before: Row, wanted: Row): Promise<void> {
  const row = await readPlan(api, plan)
  api.demandEqual(readDiscounts(row), wanted, 'the discounts of the plan')
  const components = (before['components'] as Row[]).map((one) => ({
    ...one,
    ...(wanted[String(one['type'])] as Row),
  }))
  api.demandEqual(row, { ...before, components }, 'the rest of the plan')
}

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
    for (const values of [createPair(1, 0), createPair(2147483647, 100), createPair(7, 33)]) {
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

planContract(
  {
    id: 'discounts.cleared',
    demand: 'two nulls or an empty entry clear the discount of that component alone',
    source: '§2.8',
  },
  async (api) => {
    const types = await readTypes(api)
    for (const clear of [NONE, {}, { discount_rate: null }, { discount_threshold: null }]) {
      const plan = await createDiscountedPlan(api, types)
      const before = await readPlan(api, plan)
      const wanted = readDiscounts(before)
      for (const type of types) {
        await updateDiscounts(api, plan, { [type]: clear })
        wanted[type] = NONE
        await demandDiscounts(api, plan, before, wanted)
      }
      await demandShownAlike(api, plan)
    }
  },
)
