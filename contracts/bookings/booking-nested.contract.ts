import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { allRows, BOOKINGS, nobodysUuid, PLANS } from '../harness/given.ts'
import { bookings, hex, hexPath, listOf, mayPrecede, spread, textOf } from '../harness/offerings.ts'
import type { Row } from '../harness/offerings.ts'
import { allowing, groupsOf, plansShown } from '../access/audience.ts'

/** The offering whose plans and components are shown: a child shows those of its parent. */
const sellerOf = ({ uuid, parent_uuid }: Row): string => hex(parent_uuid) ?? hex(uuid) ?? ''

contract(
  {
    id: 'booking.plans-agree',
    demand: 'a plan inside an offering is what the plan list shows, without `offering`',
    source: '§2.0 row 27',
  },
  async (api: Api) => {
    for (const row of spread(await bookings(api), 30)) {
      const seller = sellerOf(row)
      const listed = await allRows(api, `${PLANS}?offering_uuid=${seller}`)
      const known = new Map(listed.map((plan) => [hex(plan['uuid']), plan]))
      for (const { url, ...plan } of listOf(row['plans'])) {
        const path = `/api/marketplace-public-offerings/${seller}/plans/${hex(plan['uuid'])}/`
        api.equal(hexPath(url), path, 'the path of url')
        api.equal('offering' in plan, false, 'offering in a nested plan')
        const { url: _, offering, ...terms } = known.get(hex(plan['uuid'])) ?? {}
        const place = `/api/marketplace-provider-offerings/${seller}/`
        api.equal(hexPath(offering), place, 'the offering of the plan in the list')
        samePlan(api, plan, terms)
      }
    }
  },
)

function samePlan(api: Api, seen: Row, wanted: Row): void {
  for (const name of new Set([...Object.keys(seen), ...Object.keys(wanted)]))
    api.equal(seen[name], wanted[name], `${name} of plan ${textOf(seen['name'])} as in the list`)
  const order = Object.keys(wanted).filter((key) => key in seen)
  api.equal(Object.keys(seen), order, 'the order of keys as in the list')
}

contract(
  {
    id: 'booking.plans-are-all',
    demand: 'staff sees every plan of an offering in it, archived and restricted ones too',
    source: '§2.12',
    needs: { roles: ['staff'] },
  },
  async (api: Api) => {
    for (const row of spread(await bookings(api, 'staff'), 30)) {
      const listed = await allRows(api, `${PLANS}?offering_uuid=${sellerOf(row)}`, 300, 'staff')
      const uuids = (plans: readonly Row[]) => plans.map(({ uuid }) => hex(uuid)).sort()
      const plans = listOf(row['plans'])
      api.equal(uuids(plans), uuids(listed), `the plans of ${textOf(row['name'])}`)
      const names = plans.map(({ name }) => textOf(name))
      for (const [index, name] of names.slice(1).entries())
        api.demand(mayPrecede(names[index] ?? '', name), 'plans in the order of names', names)
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
    for (const { plans, components } of await bookings(api)) {
      const offered = listOf(components)
      for (const plan of listOf(plans)) {
        const priced = listOf(plan['components'])
        const wanted = offered
          .filter(({ type }) => priced.some((one) => one['type'] === type))
          .map(({ type, name, measured_unit }) => ({ type, name, measured_unit }))
        const seen = priced.map(({ type, name, measured_unit }) => ({ type, name, measured_unit }))
        api.equal(seen, wanted, `the components of plan ${textOf(plan['name'])}`)
      }
    }
  },
)

contract(
  {
    id: 'booking.allowed-customer',
    demand: 'allowed_customer_uuid leaves plans without groups, and those of its groups',
    source: '§2.12',
    needs: { roles: ['staff'] },
  },
  async (api: Api) => {
    const rows = (await bookings(api, 'staff')).filter(isRestricted)
    if (rows.length === 0) throw new Inapplicable('no plan is restricted to groups')
    for (const row of spread(rows, 10)) {
      const path = `${BOOKINGS}${hex(row['uuid'])}/`
      const all = listOf(row['plans'])
      const open = all.filter((plan) => groupsOf(plan).length === 0)
      const nobody = await plansShown(api, allowing(path, nobodysUuid()), 'staff')
      same(api, nobody, open, 'for an unknown customer')
      same(api, await plansShown(api, `${path}?allowed_customer_uuid=`, 'staff'), all, 'for none')
      const customer = await plansShown(api, allowing(path, row['customer_uuid']), 'staff')
      const groups = new Set(customer.flatMap(onlyGroup))
      const shared = all.filter((plan) => groupsOf(plan).some((group) => groups.has(group)))
      const missing = [...open, ...shared].filter((plan) => !includes(customer, plan))
      api.equal(missing.map(named), [], 'plans that the customer should be allowed')
    }
  },
)

const isRestricted = ({ plans }: Row): boolean =>
  listOf(plans).some((plan) => groupsOf(plan).length > 0)

/** A plan with one group shows that the caller has it; of several groups any may be it. */
const onlyGroup = (plan: Row): string[] => {
  const groups = groupsOf(plan)
  return groups.length === 1 ? groups : []
}

const includes = (plans: readonly Row[], plan: Row): boolean =>
  plans.some(({ uuid }) => hex(uuid) === hex(plan['uuid']))

const named = ({ name }: Row): unknown => name

function same(api: Api, seen: readonly Row[], wanted: readonly Row[], when: string): void {
  const uuids = (plans: readonly Row[]) => [...new Set(plans.map(({ uuid }) => hex(uuid)))].sort()
  api.equal(uuids(seen), uuids(wanted), `the plans ${when}`)
}
