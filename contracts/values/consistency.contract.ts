import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { canPrecede } from '../harness/canPrecede.ts'
import {
  readBookingsOrNone,
  readComponents,
  toHex,
  toRows,
  toText,
} from '../harness/readBookings.ts'
import type { Row } from '../harness/readBookings.ts'
import { hasFormulas } from '../prices/discounts.ts'
import { computePlanType, demandMaps, demandTotal, readParts, totals } from '../prices/totals.ts'
import type { PricePart } from '../prices/totals.ts'
import { pages } from '../../src/document/api.ts'
import { resolveSchema } from '../../src/document/load.ts'
import { readPlans } from './readPlans.ts'

/** How components are billed, by offering; only booking offerings say it. */
async function readBillings(api: Api): Promise<Map<string | null, Map<string, string>>> {
  const offerings = await readBookingsOrNone(api, api.role)
  return new Map(
    offerings.map(({ uuid, components }) => [
      toHex(uuid),
      new Map(toRows(components).map((one) => [toText(one['type']), toText(one['billing_type'])])),
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
    const billings = await readBillings(api)
    for (const plan of await readPlans(api)) {
      const known = billings.get(toHex(plan['offering']))
      const parts = known ? readParts(plan, known) : guessParts(plan)
      if (!parts) continue
      for (const total of totals) demandTotal(api, plan, total, parts)
      api.demandEqual(
        plan['plan_type'],
        computePlanType(parts),
        `plan_type of ${toText(plan['name'])}`,
      )
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
function guessParts(plan: Row): PricePart[] | null {
  const billing =
    BILLING[toText(plan['plan_type'])] ?? (plan['plan_type'] === null ? 'usage' : null)
  if (billing === null) return null
  const types = readComponents(plan).map(({ type }) => [toText(type), billing] as const)
  return readParts(plan, new Map(types))
}

contract(
  {
    id: 'consistency.maps',
    demand: 'prices, future_prices and quotas say by type what the components say',
    source: '§2.14',
  },
  async (api: Api) => {
    for (const plan of await readPlans(api)) demandMaps(api, plan)
  },
)

contract(
  {
    id: 'consistency.components',
    demand: 'components of a plan come by name, each type once, with or without a whole discount',
    source: '§2.14',
  },
  async (api: Api) => {
    for (const plan of await readPlans(api)) {
      const components = readComponents(plan)
      const types = components.map(({ type }) => type)
      api.demandEqual(new Set(types).size, types.length, 'the number of different types')
      const names = components.map(({ name }) => toText(name))
      for (const [index, name] of names.slice(1).entries())
        api.demand(canPrecede(names[index] ?? '', name), 'components in the order of names', names)
      if (hasFormulas) continue
      for (const { discount_threshold: threshold, discount_rate: rate, type } of components)
        api.demandEqual(threshold === null, rate === null, `half a discount of ${toText(type)}`)
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
    for (const plan of await readPlans(api)) {
      const components = readComponents(plan)
      const futures = components.map((one) => one['future_price'])
      const prices = components.map(({ price }) => price)
      for (const price of [plan['unit_price'], ...prices, ...futures.filter((one) => one !== null)])
        api.demand(TEN_PLACES.test(toText(price)), 'ten decimal places', price)
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
    for (const plan of await readPlans(api)) {
      for (const { type, name, measured_unit } of readComponents(plan)) {
        const key = `${toHex(plan['offering'])} ${toText(type)}`
        const facts = { name, measured_unit }
        api.demandEqual(
          facts,
          known.get(key) ?? facts,
          `component ${toText(type)} as in other plans`,
        )
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
      Object.keys(
        resolveSchema(pages.document.components.schemas[name] ?? {}, pages.document).properties ??
          {},
      )
    for (const plan of await readPlans(api)) {
      demandKeyOrder(api, plan, orderOf('ProviderPlanDetails'))
      for (const component of readComponents(plan))
        demandKeyOrder(api, component, orderOf('NestedPlanComponent'))
    }
  },
)

function demandKeyOrder(api: Api, row: Row, order: readonly string[]): void {
  const keys = Object.keys(row).filter((key) => order.includes(key))
  api.demandEqual(
    keys,
    order.filter((key) => keys.includes(key)),
    'the order of keys',
  )
}
