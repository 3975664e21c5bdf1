import { openapi, resolveSchema } from '../../src/document/load.ts'
import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { demandMaps, demandTotal, partsOf, planTypeOf, totals } from '../plans/units.ts'
import type { Part } from '../plans/units.ts'
import { allRows, PLANS, STATS } from '../harness/given.ts'
import { bookingsOrNone, hex, listOf, mayPrecede, textOf } from '../harness/offerings.ts'
import type { Row } from '../harness/offerings.ts'

async function plansSeen(api: Api): Promise<Row[]> {
  const plans = await allRows(api, PLANS)
  if (plans.length === 0) throw new Inapplicable('no plan is visible')
  return plans
}

/** How components are billed, by offering; only booking offerings say it. */
async function billingsOf(api: Api): Promise<Map<string | null, Map<string, string>>> {
  const offerings = await bookingsOrNone(api, api.role)
  return new Map(
    offerings.map(({ uuid, components }) => [
      hex(uuid),
      new Map(listOf(components).map((one) => [textOf(one['type']), textOf(one['billing_type'])])),
    ]),
  )
}

contract(
  {
    id: 'consistency.totals',
    demand: 'init_price, switch_price, minimal_price and plan_type follow from the components',
    source: '§2.14',
  },
  async (api: Api) => {
    const billings = await billingsOf(api)
    for (const plan of await plansSeen(api)) {
      const known = billings.get(hex(plan['offering']))
      const parts = known ? partsOf(plan, known) : guessedParts(plan)
      if (!parts) continue
      for (const total of totals) demandTotal(api, plan, total, parts)
      api.equal(plan['plan_type'], planTypeOf(parts), `plan_type of ${textOf(plan['name'])}`)
    }
  },
)

const BILLING: Readonly<Record<string, string>> = {
  'usage-based': 'usage',
  fixed: 'fixed',
  'one-time': 'one',
  'on-plan-switch': 'few',
  limit: 'limit',
}

/** Where the offering is not visible, a plan_type other than mixed tells how all prices are billed. */
function guessedParts(plan: Row): Part[] | null {
  const billing =
    BILLING[textOf(plan['plan_type'])] ?? (plan['plan_type'] === null ? 'usage' : null)
  if (billing === null) return null
  const types = listOf(plan['components']).map(({ type }) => [textOf(type), billing] as const)
  return partsOf(plan, new Map(types))
}

contract(
  {
    id: 'consistency.maps',
    demand: 'prices, future_prices and quotas say by type what the components say',
    source: '§2.14',
  },
  async (api: Api) => {
    for (const plan of await plansSeen(api)) demandMaps(api, plan)
  },
)

contract(
  {
    id: 'consistency.components',
    demand: 'components of a plan come by name, each type once, with or without a whole discount',
    source: '§2.14',
  },
  async (api: Api) => {
    for (const plan of await plansSeen(api)) {
      const components = listOf(plan['components'])
      const types = components.map(({ type }) => type)
      api.equal(new Set(types).size, types.length, 'the number of different types')
      const names = components.map(({ name }) => textOf(name))
      for (const [index, name] of names.slice(1).entries())
        api.demand(mayPrecede(names[index] ?? '', name), 'components in the order of names', names)
      for (const { discount_threshold: threshold, discount_rate: rate, type } of components)
        api.equal(threshold === null, rate === null, `half a discount of ${textOf(type)}`)
    }
  },
)

const TEN_PLACES = /^\d{1,12}\.\d{10}$/

contract(
  {
    id: 'consistency.decimals',
    demand: 'unit_price and the prices of components are texts with ten decimal places',
    source: '§1.11',
  },
  async (api: Api) => {
    for (const { unit_price, components } of await plansSeen(api)) {
      const futures = listOf(components).map((one) => one['future_price'])
      const prices = listOf(components).map(({ price }) => price)
      for (const price of [unit_price, ...prices, ...futures.filter((one) => one !== null)])
        api.demand(TEN_PLACES.test(textOf(price)), 'ten decimal places', price)
    }
  },
)

contract(
  {
    id: 'consistency.same-offering',
    demand: 'plans of one offering price the same components, by the same names and units',
    source: '§2.14',
  },
  async (api: Api) => {
    const known = new Map<string, Row>()
    for (const plan of await plansSeen(api)) {
      for (const { type, name, measured_unit } of listOf(plan['components'])) {
        const key = `${hex(plan['offering'])} ${textOf(type)}`
        const facts = { name, measured_unit }
        api.equal(facts, known.get(key) ?? facts, `component ${textOf(type)} as in other plans`)
        known.set(key, facts)
      }
    }
  },
)

contract(
  {
    id: 'consistency.plan-keys-in-order',
    demand: 'the keys of a plan and of its components come in the order of the page',
    source: '§2.2',
  },
  async (api: Api) => {
    const orderOf = (name: string) =>
      Object.keys(resolveSchema(openapi.components.schemas[name] ?? {}).properties ?? {})
    for (const plan of await plansSeen(api)) {
      inOrder(api, plan, orderOf('ProviderPlanDetails'))
      for (const component of listOf(plan['components']))
        inOrder(api, component, orderOf('NestedPlanComponent'))
    }
  },
)

function inOrder(api: Api, row: Row, order: readonly string[]): void {
  const keys = Object.keys(row).filter((key) => order.includes(key))
  api.equal(
    keys,
    order.filter((key) => keys.includes(key)),
    'the order of keys',
  )
}

contract(
  {
    id: 'consistency.usage',
    demand: 'limit, usage and names in usage_stats agree with the plans, and decide is_active',
    source: '§2.14',
  },
  async (api: Api) => {
    const usage = new Map((await allRows(api, STATS)).map((row) => [hex(row['plan_uuid']), row]))
    for (const plan of await plansSeen(api)) {
      const { max_amount: limit, resources_count: count, is_active: active, name } = plan
      if (limit === null) api.equal(active, true, `is_active of ${textOf(name)}, without a limit`)
      if (limit !== null && Number(limit) > Number(count))
        api.equal(active, true, `is_active of ${textOf(name)}, below its limit`)
      const row = usage.get(hex(plan['uuid']))
      if (!row) continue
      const used = Number(row['usage'])
      api.demand(used <= Number(count), 'usage to be at most resources_count', row)
      api.equal(active, limit === null || Number(limit) > used, `is_active of ${textOf(name)}`)
      api.equal(row['limit'], limit, `the limit of ${textOf(name)}`)
      api.equal(row['plan_name'], name, 'plan_name')
      api.equal(hex(row['offering_uuid']), hex(plan['offering']), 'offering_uuid')
    }
  },
)

contract(
  {
    id: 'consistency.billable',
    demand: 'usage_stats has the plans of billable offerings, all of them and no others',
    source: '§2.11',
    needs: { roles: ['staff'] },
  },
  async (api: Api) => {
    const usage = await allRows(api, STATS, 300, 'staff')
    const plans = await allRows(api, PLANS, 300, 'staff')
    if (usage.length >= 3000) throw new Inapplicable('there are too many plans to read them all')
    const rowsOf = (uuid: string | null) =>
      usage.filter((row) => hex(row['offering_uuid']) === uuid)
    for (const offering of await bookingsOrNone(api, 'staff')) {
      const uuid = hex(offering['uuid'])
      const rows = rowsOf(uuid)
      const own = plans.filter((plan) => hex(plan['offering']) === uuid)
      const wanted = offering['billable'] === true ? own.map((plan) => hex(plan['uuid'])) : []
      const seen = rows.map((row) => hex(row['plan_uuid']))
      api.equal(seen.sort(), wanted.sort(), `the plans of ${textOf(offering['name'])}`)
      for (const row of rows) {
        api.equal(row['offering_name'], offering['name'], 'offering_name')
        api.equal(hex(row['customer_provider_uuid']), hex(offering['customer_uuid']), 'provider')
        api.equal(row['customer_provider_name'], offering['customer_name'], 'provider name')
      }
    }
  },
)
