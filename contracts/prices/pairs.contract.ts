import { demandRefusal, demandUnchanged, planContract, readPlan } from '../plans/planContract.ts'
import { createPair, HALF_PAIR, hasFormulas } from './discounts.ts'
import { readTypes } from '../harness/ownPlans/readTypes.ts'
import { createDiscountedPlan } from './updateDiscounts.ts'

if (!hasFormulas)
  planContract(
    {
      id: 'discounts.both-or-none',
      demand: 'a threshold without a rate, or a rate without a threshold, is refused',
      source: '§2.8',
    },
    async (api) => {
      const types = await readTypes(api)
      const plan = await createDiscountedPlan(api, types)
      const before = await readPlan(api, plan)
      const halves = [
        createPair(5, null),
        createPair(null, 5),
        createPair(null, 0),
        { discount_threshold: 5 },
        { discount_rate: 5 },
        { discount_rate: 0 },
      ]
      for (const half of halves) {
        for (const type of types) {
          const others = Object.fromEntries(types.map((other) => [other, createPair(9, 9)]))
          const exchange = await api.post(`${plan.path}update_discounts/`, {
            discounts: { ...others, [type]: half },
          })
          demandRefusal(api, exchange, { discounts: { [type]: { non_field_errors: [HALF_PAIR] } } })
          await demandUnchanged(api, plan, before)
        }
      }
    },
  )
