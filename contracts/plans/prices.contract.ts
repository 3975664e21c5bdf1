import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { decimalOf, demandMaps, demandTotal, partsOf, planTypeOf, totals, units } from './units.ts'
import { BOOKINGS, newPlan, offeringFacts, PLANS } from '../harness/given.ts'
import type { NewPlan } from '../harness/given.ts'
import { uuidIn } from '../harness/guard.ts'
import { done, refused, shown, shownAlike, unchanged, writing } from './writing.ts'
import type { Row } from './writing.ts'

/** Billing types by component type; the contract does not apply without a component. */
export async function billingsOf(api: Api, wanted = /./): Promise<Map<string, string>> {
  const { types } = await offeringFacts(api)
  const billings = new Map(types.map(({ type, billing }) => [type, billing]))
  if (types.some(({ billing }) => wanted.test(billing))) return billings
  throw new Inapplicable(`the offering has no component billed as ${String(wanted)}`)
}

export async function priced(api: Api, { path }: NewPlan, prices: unknown): Promise<void> {
  const exchange = await api.post(`${path}update_prices/`, { prices })
  done(api, exchange)
  api.equal(exchange.response.text, '', 'the body of the answer', exchange)
}

/** Prices of the components of a plan, as stored. */
export const stored = (row: Row, field = 'price'): Row =>
  Object.fromEntries((row['components'] as Row[]).map((one) => [String(one['type']), one[field]]))

const FIGURES = ['components', 'prices', 'plan_type', 'minimal_price', 'init_price', 'switch_price']

/** Demands prices, zero where none is named, all that follows from them, and nothing else changed. */
async function demandPrices(api: Api, plan: NewPlan, before: Row, prices: Row) {
  const row = await shown(api, plan)
  const wanted = Object.keys(stored(before)).map((type) => [
    type,
    decimalOf(units(String(prices[type] ?? 0))),
  ])
  api.equal(stored(row), Object.fromEntries(wanted), 'the prices of the components')
  demandMaps(api, row)
  const figures = Object.fromEntries(FIGURES.map((name) => [name, row[name]]))
  api.equal(row, { ...before, ...figures }, 'the rest of the plan')
  for (const field of ['amount', 'future_price', 'discount_threshold', 'discount_rate'])
    api.equal(stored(row, field), stored(before, field), `${field} of the components`)
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

writing(
  {
    id: 'prices.replace',
    demand: 'update_prices sets the named prices and zeroes all others; {} zeroes all',
    source: '§2.6',
  },
  async (api) => {
    const types = [...(await billingsOf(api)).keys()]
    const plan = await newPlan(api, { unit_price: '3.5' })
    const before = await shown(api, plan)
    const all = Object.fromEntries(types.map((type, index) => [type, `${index + 1}.25`]))
    const sets: Row[] = [all, ...types.map((type) => ({ [type]: 7 })), all, {}, {}, all]
    for (const prices of sets) {
      await priced(api, plan, prices)
      await demandPrices(api, plan, before, prices)
      await shownAlike(api, plan)
    }
  },
)

writing(
  {
    id: 'prices.exact',
    demand: 'a price is kept to its last digit, however it is written',
    source: '§2.6',
  },
  async (api) => {
    const types = [...(await billingsOf(api)).keys()]
    const plan = await newPlan(api)
    for (const [json, decimal] of spellings) {
      for (const type of types) {
        const path = `${plan.path}update_prices/`
        done(api, await api.post(path, `{"prices": {${JSON.stringify(type)}: ${json}}}`))
        const row = await shown(api, plan)
        api.equal(stored(row)[type], decimal, `the price of ${type} sent as ${json}`)
        demandMaps(api, row)
      }
    }
  },
)

writing(
  {
    id: 'prices.not-yet-future',
    demand: 'prices of a plan that nothing uses change at once, and no future price is set',
    source: '§2.6',
  },
  async (api) => {
    const types = [...(await billingsOf(api)).keys()]
    const plan = await newPlan(api)
    for (const price of [5, 5, 6, 0]) {
      await priced(api, plan, Object.fromEntries(types.map((type) => [type, price])))
      const row = await shown(api, plan)
      api.equal(row['resources_count'], 0, 'resources_count')
      for (const type of types) {
        api.equal((row['future_prices'] as Row)[type], null, `the future price of ${type}`)
        api.equal(stored(row, 'future_price')[type], null, `future_price of ${type}`)
        api.equal(Number((row['prices'] as Row)[type]), price, `the price of ${type}`)
      }
    }
  },
)

writing(
  {
    id: 'prices.unknown-types',
    demand: 'unknown component types refuse the whole with their sorted names, nothing changes',
    source: '§2.6',
  },
  async (api) => {
    const [known = ''] = (await billingsOf(api)).keys()
    const plan = await newPlan(api)
    await priced(api, plan, { [known]: 4 })
    const before = await shown(api, plan)
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
      refused(api, exchange, [`Invalid components ${names}.`])
      await unchanged(api, plan, before)
    }
  },
)

writing(
  {
    id: 'prices.errors-by-component',
    demand: 'every wrong price is named by its component, before unknown types are, none is set',
    source: '§2.6',
  },
  async (api) => {
    const [one = '', two = 'zz_two'] = (await billingsOf(api)).keys()
    const plan = await newPlan(api)
    await priced(api, plan, { [one]: 4 })
    const before = await shown(api, plan)
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
      refused(api, exchange, { prices: errors })
      await unchanged(api, plan, before)
    }
  },
)

writing(
  {
    id: 'prices.plan-type',
    demand: 'plan_type names the only billing type with a price, else mixed, null without',
    source: '§2.14',
  },
  async (api) => {
    const billings = await billingsOf(api)
    const types = [...billings.keys()].slice(0, 6)
    const plan = await newPlan(api)
    for (let subset = 0; subset < 2 ** types.length; subset++) {
      const prices = types.filter((_, bit) => (subset >> bit) & 1).map((type) => [type, '0.01'])
      await priced(api, plan, Object.fromEntries(prices))
      const row = await shown(api, plan)
      const parts = partsOf(row, billings) ?? []
      api.equal(row['plan_type'], planTypeOf(parts), `plan_type with ${JSON.stringify(prices)}`)
    }
  },
)

for (const total of totals) {
  writing(
    {
      id: `prices.total.${total}`,
      demand: `${total} is the exact sum that its formula says, after prices and quotas changed`,
      source: '§2.14',
    },
    async (api) => {
      const billings = await billingsOf(api)
      const types = [...billings.keys()]
      const fixed = types.filter((type) => billings.get(type) === 'fixed')
      const plan = await newPlan(api)
      for (const values of vectors) {
        const prices = types.map((type, index) => [type, values[index % values.length]])
        await priced(api, plan, Object.fromEntries(prices))
        for (const amount of [0, 1, 2, 7]) {
          const quotas = Object.fromEntries(fixed.map((type) => [type, amount]))
          done(api, await api.post(`${plan.path}update_quotas/`, { quotas }))
          const row = await shown(api, plan)
          demandTotal(api, row, total, partsOf(row, billings) ?? [])
        }
      }
    },
  )
}

writing(
  {
    id: 'prices.keep-amounts-and-discounts',
    demand: 'new prices leave amounts, discounts and all other fields as they are',
    source: '§2.6',
  },
  async (api) => {
    const billings = await billingsOf(api)
    const types = [...billings.keys()]
    const fixed = types.filter((type) => billings.get(type) === 'fixed')
    const plan = await newPlan(api, { unit_price: '8', article_code: 'KEEP', max_amount: 2 })
    const quotas = Object.fromEntries(fixed.map((type, index) => [type, index + 3]))
    const discounts = types.map((type, index) => [
      type,
      { discount_threshold: index + 1, discount_rate: index + 10 },
    ])
    done(api, await api.post(`${plan.path}update_quotas/`, { quotas }))
    const discounted = { discounts: Object.fromEntries(discounts) }
    done(api, await api.post(`${plan.path}update_discounts/`, discounted))
    const before = await shown(api, plan)
    for (const prices of [Object.fromEntries(types.map((type) => [type, 5])), {}]) {
      await priced(api, plan, prices)
      await demandPrices(api, plan, before, prices)
    }
  },
)

writing(
  {
    id: 'prices.of-one-plan',
    demand: 'prices, quotas and discounts of one plan are not those of another',
    source: '§2.6',
  },
  async (api) => {
    const billings = await billingsOf(api)
    const plan = await newPlan(api)
    const other = await newPlan(api)
    const before = await shown(api, other)
    const all = (value: unknown, only = /./) => {
      const types = [...billings].filter(([, billing]) => only.test(billing))
      return Object.fromEntries(types.map(([type]) => [type, value]))
    }
    await priced(api, plan, all(5))
    done(api, await api.post(`${plan.path}update_quotas/`, { quotas: all(3, /fixed/) }))
    const discounts = all({ discount_threshold: 2, discount_rate: 50 })
    done(api, await api.post(`${plan.path}update_discounts/`, { discounts }))
    await unchanged(api, other, before)
    const fresh = await shown(api, await newPlan(api))
    const nameless = (row: Row): Row => ({ ...row, url: '', uuid: '' })
    api.equal(nameless(fresh), nameless(before), 'a plan that is made afterwards')
  },
)

/** Prices whose sums a double gets wrong, or that are as large or small as they come. */
const vectors: readonly (readonly [string, ...string[]])[] = [
  ['0.1', '0.2', '0.7'],
  ['0.7', '0.1', '0.2'],
  ['1.1', '2.2', '3.3'],
  ['999999999999.9999999999', '0.0000000001', '0.0000000001'],
  ['0.0000000001', '0.0000000003', '999999999999.9999999999'],
  ['0', '1.005', '0'],
  ['0', '0', '19.99'],
  ['0', '0', '0'],
]

const figures: Readonly<
  Record<string, (api: Api, row: Row, billings: Map<string, string>) => void>
> = {
  maps: (api, row) => demandMaps(api, row),
  plan_type: (api, row, billings) => {
    const parts = partsOf(row, billings)
    if (parts) api.equal(row['plan_type'], planTypeOf(parts), `plan_type of ${String(row['url'])}`)
  },
  ...Object.fromEntries(
    totals.map((total) => [
      total,
      (api: Api, row: Row, billings: Map<string, string>) => {
        const parts = partsOf(row, billings)
        if (parts) demandTotal(api, row, total, parts)
      },
    ]),
  ),
}

for (const [name, demand] of Object.entries(figures)) {
  contract(
    {
      id: `figures.${name}`,
      demand: `${name} of every plan that is shown follows from its components`,
      source: '§2.14',
    },
    async (api) => {
      const offerings = api.rows(await api.get(`${BOOKINGS}?page_size=100`))
      const billings = new Map<string | null, Map<string, string>>()
      for (const offering of offerings) {
        const components = offering['components'] as Row[]
        const types = components.map((one) => [String(one['type']), String(one['billing_type'])])
        const map = new Map(types as [string, string][])
        billings.set(uuidIn(String(offering['url'])), map)
        for (const plan of offering['plans'] as Row[]) demand(api, plan, map)
      }
      const plans = api.rows(await api.get(`${PLANS}?page_size=300`))
      if (plans.length === 0) throw new Inapplicable('no plan is shown')
      for (const plan of plans)
        demand(api, plan, billings.get(uuidIn(String(plan['offering']))) ?? new Map())
    },
  )
}
