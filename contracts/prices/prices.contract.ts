import type { Api } from '../harness/api.ts'
import { pickCases } from '../harness/choice/limitSample.ts'
import { createPlan } from '../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../harness/ownPlans/createPlan.ts'
import {
  demandShownAlike,
  demandSuccess,
  demandUnchanged,
  planContract,
  readPlan,
} from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'
import { DISCOUNT_FIELDS } from './discounts.ts'
import { demandMaps, formatDecimal, toUnits } from './totals.ts'
import { readBillings, readStored, updatePrices } from './updatePrices.ts'

const PRICE_FIELDS = [
  'components',
  'prices',
  'plan_type',
  'minimal_price',
  'init_price',
  'switch_price',
]

/** Demands prices, zero where none is named, all that follows from them, and nothing else changed. */
async function demandPrices(api: Api, plan: NewPlan, before: Row, prices: Row) {
  const row = await readPlan(api, plan)
  const wanted = Object.keys(readStored(before)).map((type) => [
    type,
    formatDecimal(toUnits(String(prices[type] ?? 0))),
  ])
  api.demandEqual(readStored(row), Object.fromEntries(wanted), 'the prices of the components')
  demandMaps(api, row)
  const figures = Object.fromEntries(PRICE_FIELDS.map((name) => [name, row[name]]))
  api.demandEqual(row, { ...before, ...figures }, 'the rest of the plan')
  for (const field of ['amount', 'future_price', ...DISCOUNT_FIELDS])
    api.demandEqual(readStored(row, field), readStored(before, field), `${field} of the components`)
  return row
}

/** One decimal in many spellings, as JSON, and how it is stored. */
const spellings: readonly (readonly [json: string, stored: string])[] = [
  ['0.0000000001', '0.0000000001'],
  ['"0.0000000001"', '0.0000000001'],
  ['"999999999999.9999999999"', '999999999999.9999999999'],
  ['"123456789012.1234567891"', '123456789012.1234567891'],
  ['999999999999', '999999999999.0000000000'],
  ['1', '1.0000000000'],
  ['1.0', '1.0000000000'],
  ['0', '0.0000000000'],
  ['"0.0"', '0.0000000000'],
  ['"1.50"', '1.5000000000'],
  ['"007.5"', '7.5000000000'],
  ['" 5 "', '5.0000000000'],
  ['1e3', '1000.0000000000'],
  ['"1E+3"', '1000.0000000000'],
  ['"25e-10"', '0.0000000025'],
  ['1e-7', '0.0000001000'],
  ['0.1', '0.1000000000'],
  ['"0.3"', '0.3000000000'],
  ['2.675', '2.6750000000'],
  ['"1.0000000005"', '1.0000000005'],
]

planContract(
  {
    id: 'prices.replace',
    demand: 'update_prices sets the named prices and zeroes all others; {} zeroes all',
    source: '§2.6',
  },
  async (api) => {
    const types = [...(await readBillings(api)).keys()]
    const plan = await createPlan(api, { unit_price: '3.5' })
    const before = await readPlan(api, plan)
    const all = Object.fromEntries(types.map((type, index) => [type, `${index + 1}.25`]))
    const sets: Row[] = [all, ...types.map((type) => ({ [type]: 7 })), all, {}, {}, all]
    for (const prices of pickCases(sets, 4)) {
      await updatePrices(api, plan, prices)
      await demandPrices(api, plan, before, prices)
      await demandShownAlike(api, plan)
    }
  },
)

planContract(
  {
    id: 'prices.exact',
    demand: 'a price is kept to its last digit, however it is written',
    source: '§2.6',
  },
  async (api) => {
    const types = [...(await readBillings(api)).keys()]
    const plan = await createPlan(api)
    for (const [json, decimal] of spellings) {
      for (const type of types) {
        const path = `${plan.path}update_prices/`
        demandSuccess(api, await api.post(path, `{"prices": {${JSON.stringify(type)}: ${json}}}`))
        const row = await readPlan(api, plan)
        api.demandEqual(readStored(row)[type], decimal, `the price of ${type} sent as ${json}`)
        demandMaps(api, row)
      }
    }
  },
)

planContract(
  {
    id: 'prices.not-yet-future',
    demand: 'prices of a plan that nothing uses change at once, and no future price is set',
    source: '§2.6',
  },
  async (api) => {
    const types = [...(await readBillings(api)).keys()]
    const plan = await createPlan(api)
    for (const price of [5, 5, 6, 0]) {
      await updatePrices(api, plan, Object.fromEntries(types.map((type) => [type, price])))
      const row = await readPlan(api, plan)
      api.demandEqual(row['resources_count'], 0, 'resources_count')
      for (const type of types) {
        api.demandEqual((row['future_prices'] as Row)[type], null, `the future price of ${type}`)
        api.demandEqual(readStored(row, 'future_price')[type], null, `future_price of ${type}`)
        api.demandEqual(Number((row['prices'] as Row)[type]), price, `the price of ${type}`)
      }
    }
  },
)

planContract(
  {
    id: 'prices.keep-amounts-and-discounts',
    demand: 'new prices leave amounts, discounts and all other fields as they are',
    source: '§2.6',
  },
  async (api) => {
    const billings = await readBillings(api)
    const types = [...billings.keys()]
    const fixed = types.filter((type) => billings.get(type) === 'fixed')
    const plan = await createPlan(api, { unit_price: '8', article_code: 'KEEP', max_amount: 2 })
    const quotas = Object.fromEntries(fixed.map((type, index) => [type, index + 3]))
    const discounts = types.map((type, index) => [
      type,
      { discount_threshold: index + 1, discount_rate: index + 10 },
    ])
    demandSuccess(api, await api.post(`${plan.path}update_quotas/`, { quotas }))
    const discounted = { discounts: Object.fromEntries(discounts) }
    demandSuccess(api, await api.post(`${plan.path}update_discounts/`, discounted))
    const before = await readPlan(api, plan)
    for (const prices of [Object.fromEntries(types.map((type) => [type, 5])), {}]) {
      await updatePrices(api, plan, prices)
      await demandPrices(api, plan, before, prices)
    }
  },
)

planContract(
  {
    id: 'prices.of-one-plan',
    demand: 'prices, quotas and discounts of one plan are not those of another',
    source: '§2.6',
  },
  async (api) => {
    const billings = await readBillings(api)
    const plan = await createPlan(api)
    const other = await createPlan(api)
    const before = await readPlan(api, other)
    const all = (value: unknown, only = /./) => {
      const types = [...billings].filter(([, billing]) => only.test(billing))
      return Object.fromEntries(types.map(([type]) => [type, value]))
    }
    await updatePrices(api, plan, all(5))
    demandSuccess(api, await api.post(`${plan.path}update_quotas/`, { quotas: all(3, /fixed/) }))
    const discounts = all({ discount_threshold: 2, discount_rate: 50 })
    demandSuccess(api, await api.post(`${plan.path}update_discounts/`, { discounts }))
    await demandUnchanged(api, other, before)
    const fresh = await readPlan(api, await createPlan(api))
    const nameless = (row: Row): Row => ({ ...row, url: '', uuid: '' })
    api.demandEqual(nameless(fresh), nameless(before), 'a plan that is made afterwards')
  },
)
