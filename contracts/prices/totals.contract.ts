import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { BOOKINGS, createPlan, PLANS } from '../harness/ownPlans/createPlan.ts'
import { findUuid } from '../harness/transport/guard.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { demandSuccess, planContract, readPlan } from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'
import { computePlanType, demandMaps, demandTotal, readParts, totals } from './totals.ts'
import { readBillings, updatePrices } from './updatePrices.ts'

planContract(
  {
    id: 'prices.plan-type',
    demand: 'plan_type names the only billing type with a price, else mixed, null without',
    source: '§2.14',
  },
  async (api) => {
    const billings = await readBillings(api)
    const types = [...billings.keys()].slice(0, 6)
    const plan = await createPlan(api)
    for (let subset = 0; subset < 2 ** types.length; subset++) {
      const prices = types.filter((_, bit) => (subset >> bit) & 1).map((type) => [type, '0.01'])
      await updatePrices(api, plan, Object.fromEntries(prices))
      const row = await readPlan(api, plan)
      const parts = readParts(row, billings) ?? []
      api.demandEqual(
        row['plan_type'],
        computePlanType(parts),
        `plan_type with ${JSON.stringify(prices)}`,
      )
    }
  },
)

for (const total of totals) {
  planContract(
    {
      id: `prices.total.${total}`,
      demand: `${total} is the exact sum that its formula says, after prices and quotas changed`,
      source: '§2.14',
    },
    async (api) => {
      const billings = await readBillings(api)
      const types = [...billings.keys()]
      const fixed = types.filter((type) => billings.get(type) === 'fixed')
      const plan = await createPlan(api)
      for (const values of priceSets) {
        const prices = types.map((type, index) => [type, values[index % values.length]])
        await updatePrices(api, plan, Object.fromEntries(prices))
        for (const amount of [0, 1, 2, 7]) {
          const quotas = Object.fromEntries(fixed.map((type) => [type, amount]))
          demandSuccess(api, await api.post(`${plan.path}update_quotas/`, { quotas }))
          const row = await readPlan(api, plan)
          demandTotal(api, row, total, readParts(row, billings) ?? [])
        }
      }
    },
  )
}

/** Prices whose sums a double gets wrong, or that are as large or small as they come. */
const priceSets: readonly (readonly [string, ...string[]])[] = [
  ['0.1', '0.2', '0.7'],
  ['0.7', '0.1', '0.2'],
  ['1.1', '2.2', '3.3'],
  ['999999999999.9999999999', '0.0000000001', '0.0000000001'],
  ['0.0000000001', '0.0000000003', '999999999999.9999999999'],
  ['0', '1.005', '0'],
  ['0', '0', '19.99'],
  ['0', '0', '0'],
]

const totalDemands: Readonly<
  Record<string, (api: Api, row: Row, billings: Map<string, string>) => void>
> = {
  maps: (api, row) => demandMaps(api, row),
  plan_type: (api, row, billings) => {
    const parts = readParts(row, billings)
    if (parts)
      api.demandEqual(
        row['plan_type'],
        computePlanType(parts),
        `plan_type of ${String(row['url'])}`,
      )
  },
  ...Object.fromEntries(
    totals.map((total) => [
      total,
      (api: Api, row: Row, billings: Map<string, string>) => {
        const parts = readParts(row, billings)
        if (parts) demandTotal(api, row, total, parts)
      },
    ]),
  ),
}

for (const [name, demand] of Object.entries(totalDemands)) {
  contract(
    {
      id: `figures.${name}`,
      demand: `what is shown as ${name === 'maps' ? 'prices, future_prices and quotas' : name} of a plan follows from its components`,
      source: '§2.14',
    },
    async (api) => {
      const offerings = api.readRows(await api.get(`${BOOKINGS}?page_size=100`))
      const billings = new Map<string | null, Map<string, string>>()
      for (const offering of offerings) {
        const components = offering['components'] as Row[]
        const types = components.map((one) => [String(one['type']), String(one['billing_type'])])
        const map = new Map(types as [string, string][])
        billings.set(findUuid(String(offering['url'])), map)
        for (const plan of offering['plans'] as Row[]) demand(api, plan, map)
      }
      const plans = api.readRows(await api.get(`${PLANS}?page_size=300`))
      if (plans.length === 0) throw new Inapplicable('no plan is shown')
      for (const plan of plans)
        demand(api, plan, billings.get(findUuid(String(plan['offering']))) ?? new Map())
    },
  )
}
