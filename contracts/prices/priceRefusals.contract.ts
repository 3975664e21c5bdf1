import { createPlan } from '../harness/ownPlans/createPlan.ts'
import { demandRefusal, demandUnchanged, planContract, readPlan } from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'
import { readBillings, updatePrices } from './updatePrices.ts'

planContract(
  {
    id: 'prices.unknown-types',
    demand: 'unknown component types refuse the whole with their sorted names, nothing changes',
    source: '§2.6',
  },
  async (api) => {
    const [known = ''] = (await readBillings(api)).keys()
    const plan = await createPlan(api)
    await updatePrices(api, plan, { [known]: 4 })
    const before = await readPlan(api, plan)
    const cases: [Row, string][] = [
      [{ zz_x: 1 }, 'zz_x'],
      [{ zz_x: 1, [known]: 9 }, 'zz_x'],
      [{ [known]: 9, zz_c: 1, zz_a: 2, zz_b: 0 }, 'zz_a, zz_b, zz_c'],
      [{ zz_b9: 1, zz_b10: 1, zz_B: 1 }, 'zz_B, zz_b10, zz_b9'],
      [{ [`${known}_`]: 1 }, `${known}_`],
      [{ [`${known} `]: 1 }, `${known} `],
    ]
    for (const [prices, names] of cases) {
      const exchange = await api.post(`${plan.path}update_prices/`, { prices })
      demandRefusal(api, exchange, [`Invalid components ${names}.`])
      await demandUnchanged(api, plan, before)
    }
  },
)

planContract(
  {
    id: 'prices.errors-by-component',
    demand: 'every wrong price is named by its component, before unknown types are, none is set',
    source: '§2.6',
  },
  async (api) => {
    const [one = '', two = 'zz_two'] = (await readBillings(api)).keys()
    const plan = await createPlan(api)
    await updatePrices(api, plan, { [one]: 4 })
    const before = await readPlan(api, plan)
    const negative = ['Ensure this value is greater than or equal to 0.']
    const text = ['A valid number is required.']
    const cases: [Row, Row][] = [
      [{ [one]: -1 }, { [one]: negative }],
      [{ [one]: 9, [two]: 'much' }, { [two]: text }],
      [
        { [one]: -1, [two]: 'much' },
        { [one]: negative, [two]: text },
      ],
      [{ zz_x: null, [one]: 9 }, { zz_x: ['This field may not be null.'] }],
      [{ zz_x: 1, [one]: -1 }, { [one]: negative }],
    ]
    for (const [prices, errors] of cases) {
      const exchange = await api.post(`${plan.path}update_prices/`, { prices })
      demandRefusal(api, exchange, { prices: errors })
      await demandUnchanged(api, plan, before)
    }
  },
)
