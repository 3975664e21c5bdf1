import type { Api } from '../harness/api.ts'
import { createPlan, readOfferingComponents } from '../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../harness/ownPlans/createPlan.ts'
import { demandSuccess } from './planContract.ts'
import { createDiscount } from '../prices/discounts.ts'

/** A plan whose every figure would show a change. */
export async function createPricedPlan(api: Api): Promise<NewPlan> {
  const { types } = await readOfferingComponents(api)
  const plan = await createPlan(api, { article_code: '007', max_amount: 9, description: 'Kept' })
  const each = (value: (place: number) => unknown) =>
    Object.fromEntries(types.map(({ type }, place) => [type, value(place)]))
  const prices = each((place) => place + 1)
  const discounts = each((place) => createDiscount(place + 2, place + 3))
  demandSuccess(api, await api.post(`${plan.path}update_prices/`, { prices }))
  demandSuccess(api, await api.post(`${plan.path}update_discounts/`, { discounts }))
  return plan
}
