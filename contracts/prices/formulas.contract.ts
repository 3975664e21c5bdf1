import { demandSuccess, demandUnchanged, planContract, readPlan } from '../plans/planContract.ts'
import { BROKEN_DISCOUNT, createPair, hasFormulas } from './discounts.ts'
import { readTypes } from '../harness/ownPlans/readTypes.ts'
import { createDiscountedPlan } from './updateDiscounts.ts'

if (hasFormulas) {
  planContract(
    {
      id: 'discounts.broken-formula',
      demand: 'a formula that is no expression is refused, and nothing changes',
      source: '§6.2',
    },
    async (api) => {
      const types = await readTypes(api)
      const plan = await createDiscountedPlan(api, types)
      const before = await readPlan(api, plan)
      for (const type of types) {
        const discounts = { [type]: BROKEN_DISCOUNT }
        api.demandStatus(await api.post(`${plan.path}update_discounts/`, { discounts }), 400)
        await demandUnchanged(api, plan, before)
      }
    },
  )

  planContract(
    {
      id: 'discounts.old-pair',
      demand: 'threshold and rate are keys like any unknown ones: accepted, without an effect',
      source: '§6.2',
    },
    async (api) => {
      const types = await readTypes(api)
      const plan = await createDiscountedPlan(api, types)
      const before = await readPlan(api, plan)
      for (const type of types) {
        const discounts = { [type]: createPair(5, 50) }
        demandSuccess(api, await api.post(`${plan.path}update_discounts/`, { discounts }))
        await demandUnchanged(api, plan, before)
      }
    },
  )
}
