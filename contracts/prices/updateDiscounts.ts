import type { Api } from '../harness/api.ts'
import { createPlan } from '../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../harness/ownPlans/createPlan.ts'
import { demandSuccess } from '../plans/planContract.ts'
import { createDiscount } from './discounts.ts'

export async function updateDiscounts(
  api: Api,
  { path }: NewPlan,
  discounts: unknown,
): Promise<void> {
  const exchange = await api.post(`${path}update_discounts/`, { discounts })
  demandSuccess(api, exchange)
  api.demandEqual(exchange.response.text, '', 'the body of the answer', exchange)
}

/** A plan with prices and discounts on every component. */
export async function createDiscountedPlan(api: Api, types: readonly string[]): Promise<NewPlan> {
  const plan = await createPlan(api)
  const prices = Object.fromEntries(types.map((type, index) => [type, index + 10]))
  demandSuccess(api, await api.post(`${plan.path}update_prices/`, { prices }))
  await updateDiscounts(
    api,
    plan,
    Object.fromEntries(types.map((type) => [type, createDiscount(50, 25)])),
  )
  return plan
}
