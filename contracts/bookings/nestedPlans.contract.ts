import { addAllowedCustomer, listGroups, readNestedPlans } from '../access/readNestedPlans.ts'
import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { BOOKINGS, inventUuid, PLANS, readAllRows } from '../harness/ownPlans/createPlan.ts'
import { canPrecede } from '../harness/canPrecede.ts'
import {
  readBookings,
  readComponents,
  readHexPath,
  sampleRows,
  toHex,
  toRows,
  toText,
} from '../harness/readBookings.ts'
import type { Row } from '../harness/readBookings.ts'
import { Inapplicable } from '../harness/unmet.ts'

/** The offering whose plans and components are shown: a child shows those of its parent. */
const findSeller = ({ uuid, parent_uuid }: Row): string => toHex(parent_uuid) ?? toHex(uuid) ?? ''

contract(
  {
    id: 'booking.plans-agree',
    demand: 'a plan inside an offering is what the plan list shows, without `offering`',
    source: '§2.0 row 27',
  },
  async (api: Api) => {
    for (const row of sampleRows(await readBookings(api), 30)) {
      const seller = findSeller(row)
      const listed = await readAllRows(api, `${PLANS}?offering_uuid=${seller}`)
      const known = new Map(listed.map((plan) => [toHex(plan['uuid']), plan]))
      for (const { url, ...plan } of toRows(row['plans'])) {
        const path = `/api/marketplace-public-offerings/${seller}/plans/${toHex(plan['uuid'])}/`
        api.demandEqual(readHexPath(url), path, 'the path of url')
        api.demandEqual('offering' in plan, false, 'offering in a nested plan')
        const { url: _, offering, ...terms } = known.get(toHex(plan['uuid'])) ?? {}
        const place = `/api/marketplace-provider-offerings/${seller}/`
        api.demandEqual(readHexPath(offering), place, 'the offering of the plan in the list')
        demandSamePlan(api, plan, terms)
      }
    }
  },
)

function demandSamePlan(api: Api, seen: Row, wanted: Row): void {
  for (const name of new Set([...Object.keys(seen), ...Object.keys(wanted)]))
    api.demandEqual(
      seen[name],
      wanted[name],
      `${name} of plan ${toText(seen['name'])} as in the list`,
    )
  const order = Object.keys(wanted).filter((key) => key in seen)
  api.demandEqual(Object.keys(seen), order, 'the order of keys as in the list')
}

contract(
  {
    id: 'booking.plans-are-all',
    demand: 'staff sees every plan of an offering in it, archived and restricted ones too',
    source: '§2.12',
    needs: { roles: ['staff'] },
  },
  async (api: Api) => {
    for (const row of sampleRows(await readBookings(api, 'staff'), 30)) {
      const listed = await readAllRows(
        api,
        `${PLANS}?offering_uuid=${findSeller(row)}`,
        300,
        'staff',
      )
      const uuids = (plans: readonly Row[]) => plans.map(({ uuid }) => toHex(uuid)).sort()
      const plans = toRows(row['plans'])
      api.demandEqual(uuids(plans), uuids(listed), `the plans of ${toText(row['name'])}`)
      const names = plans.map(({ name }) => toText(name))
      for (const [index, name] of names.slice(1).entries())
        api.demand(canPrecede(names[index] ?? '', name), 'plans in the order of names', names)
    }
  },
)

contract(
  {
    id: 'booking.plan-components-agree',
    demand: 'components of a plan have the name, unit and order of those of the offering',
    source: '§2.14',
  },
  async (api: Api) => {
    for (const { plans, components } of await readBookings(api)) {
      const offered = toRows(components)
      for (const plan of toRows(plans)) {
        const priced = readComponents(plan)
        const wanted = offered
          .filter(({ type }) => priced.some((one) => one['type'] === type))
          .map(({ type, name, measured_unit }) => ({ type, name, measured_unit }))
        const seen = priced.map(({ type, name, measured_unit }) => ({ type, name, measured_unit }))
        api.demandEqual(seen, wanted, `the components of plan ${toText(plan['name'])}`)
      }
    }
  },
)

contract(
  {
    id: 'booking.allowed-customer',
    demand: 'allowed_customer_uuid narrows the plans for nobody who is staff',
    source: '§2.12',
    needs: { roles: ['staff'] },
  },
  async (api: Api) => {
    const rows = (await readBookings(api, 'staff')).filter(isRestricted)
    if (rows.length === 0) throw new Inapplicable('no plan is restricted to groups')
    for (const row of sampleRows(rows, 10)) {
      const path = `${BOOKINGS}${toHex(row['uuid'])}/`
      const all = toRows(row['plans'])
      for (const customer of [inventUuid(), row['customer_uuid'], '']) {
        const plans = await readNestedPlans(api, addAllowedCustomer(path, customer), 'staff')
        demandSamePlans(api, plans, all, `for the customer ${toText(customer)}`)
      }
    }
  },
)

const isRestricted = ({ plans }: Row): boolean =>
  toRows(plans).some((plan) => listGroups(plan).length > 0)

function demandSamePlans(
  api: Api,
  seen: readonly Row[],
  wanted: readonly Row[],
  when: string,
): void {
  const uuids = (plans: readonly Row[]) => [...new Set(plans.map(({ uuid }) => toHex(uuid)))].sort()
  api.demandEqual(uuids(seen), uuids(wanted), `the plans ${when}`)
}
