import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { BOOKINGS, createPlan, PLANS, readOfferingComponents } from '../harness/createPlan.ts'
import type { NewPlan } from '../harness/createPlan.ts'
import { findUuid } from '../harness/guard.ts'
import { Inapplicable } from '../harness/unmet.ts'
import {
  demandRefusal,
  demandShownAlike,
  demandSuccess,
  demandUnchanged,
  planContract,
  readPlan,
} from './planContract.ts'
import type { Row } from './planContract.ts'
import {
  computePlanType,
  demandMaps,
  demandTotal,
  formatDecimal,
  readParts,
  totals,
  toUnits,
} from './totals.ts'

/** Billing types by component type; the contract does not apply without a component. */
export async function readBillings(api: Api, wanted = /./): Promise<Map<string, string>> {
  const { types } = await readOfferingComponents(api)
  const billings = new Map(types.map(({ type, billing }) => [type, billing]))
  if (types.some(({ billing }) => wanted.test(billing))) return billings
  throw new Inapplicable(`the offering has no component billed as ${String(wanted)}`)
}

export async function updatePrices(api: Api, { path }: NewPlan, prices: unknown): Promise<void> {
  const exchange = await api.post(`${path}update_prices/`, { prices })
  demandSuccess(api, exchange)
  api.demandEqual(exchange.response.text, '', 'the body of the answer', exchange)
}

/** Prices of the components of a plan, as stored. */
export const readStored = (row: Row, field = 'price'): Row =>
  Object.fromEntries((row['components'] as Row[]).map((one) => [String(one['type']), one[field]]))

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
  for (const field of ['amount', 'future_price', 'discount_threshold', 'discount_rate'])
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
    for (const prices of sets) {
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
      demand: `${name} of every plan that is shown follows from its components`,
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
