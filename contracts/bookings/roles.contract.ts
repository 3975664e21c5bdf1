import {
  addAllowedCustomer,
  getChosenUuid,
  listCustomers,
  listGroups,
  readNestedPlans,
} from '../access/readNestedPlans.ts'
import { outsiders } from '../access/roles/roleDemands.ts'
import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import { BOOKINGS, PLANS, readAllRows } from '../harness/ownPlans/createPlan.ts'
import {
  omitMoving,
  readBookings,
  readBookingsOrNone,
  sampleRows,
  toHex,
  toRows,
} from '../harness/readBookings.ts'
import type { Row } from '../harness/readBookings.ts'
import { getSession } from '../harness/session.ts'
import { nameRole } from '../harness/settings.ts'
import type { Role } from '../harness/settings.ts'
import { Inapplicable } from '../harness/unmet.ts'

contracts<Role>(
  { ...outsiders, manager: 'manager', 'customer-support': 'customer-support' },
  (name, role) => ({
    id: `booking.hidden-from-a-${name}`,
    demand: `${nameRole(role)} neither lists nor finds an offering of somebody else`,
    source: '§2.1',
    needs: { roles: [role] },
  }),
  async (api, role) => {
    const targets = await readForeignUuids(api)
    const listed = await readBookingsOrNone(api, role)
    const seen = listed.map(({ uuid }) => toHex(uuid)).filter((uuid) => targets.includes(uuid))
    api.demandEqual(seen, [], 'the offerings of others in the list')
    const head = await api.head(BOOKINGS, { role })
    api.demandEqual(
      head.response.headers['x-result-count'],
      String(listed.length),
      'X-Result-Count',
    )
    for (const uuid of targets.slice(0, 10)) {
      for (const query of ['', '?field=name']) {
        const exchange = await api.get(`${BOOKINGS}${uuid}/${query}`, { role })
        api.demandStatus(exchange, 404)
        const body = { detail: 'No Offering matches the given query.' }
        api.demandEqual(exchange.response.json, body, 'the body', exchange)
      }
    }
  },
)

/** Offerings of the owner, and the chosen one: nobody else's. */
async function readForeignUuids(api: Api): Promise<(string | null)[]> {
  const { tokens } = getSession().settings
  const role = tokens.owner === undefined ? 'staff' : 'owner'
  const rows = await readBookingsOrNone(api, role)
  const uuids = rows.map(({ uuid }) => toHex(uuid))
  const targets = role === 'owner' ? uuids : uuids.filter((uuid) => uuid === getChosenUuid())
  if (targets.length === 0) throw new Inapplicable('no booking offering of the owner is known')
  return targets
}

contract(
  {
    id: 'booking.owner-sees-own',
    demand: 'an owner sees all offerings of own customers, as staff sees them, and no others',
    source: '§2.1',
    needs: { roles: ['staff', 'owner'] },
  },
  async (api: Api) => {
    const all = await readBookings(api, 'staff')
    const own = await readBookingsOrNone(api, 'owner')
    await demandSeesAny(api, all, own)
    const customers = new Set(own.map((row) => toHex(row['customer_uuid'])))
    const wanted = all.filter((row) => customers.has(toHex(row['customer_uuid'])))
    const uuids = (rows: readonly Row[]) => rows.map(({ uuid }) => toHex(uuid))
    api.demandEqual(uuids(own), uuids(wanted), 'the offerings of the customers of the owner')
    for (const [index, row] of own.entries())
      api.demandEqual(
        omitPersonal(row),
        omitPersonal(wanted[index] ?? {}),
        'an offering as staff sees it',
      )
  },
)

/** Who lists plans of booking offerings as their owner sees one of those at least. */
async function demandSeesAny(api: Api, all: readonly Row[], own: readonly Row[]): Promise<void> {
  if (own.length > 0) return
  const plans = await readAllRows(api, PLANS, 300, 'owner')
  const sellers = new Set(plans.map(({ offering }) => toHex(offering)))
  const sold = all.filter(({ uuid }) => sellers.has(toHex(uuid)))
  if (sold.length === 0) throw new Inapplicable('the owner has no booking offering')
  api.demand(false, 'the owner to see a booking offering', own)
}

/** What does not depend on who asks. */
function omitPersonal(row: Row): Row {
  const { plans: _, user_has_consent: __, is_accessible: ___, ...rest } = omitMoving(row)
  return rest
}

contract(
  {
    id: 'booking.plans-by-group',
    demand: 'an owner sees the plans without groups, and those with a group of an own customer',
    source: '§2.12',
    needs: { roles: ['staff', 'owner'] },
  },
  async (api: Api) => {
    const own = await readBookings(api, 'owner')
    const groups = new Set(own.flatMap(listPlans).flatMap(listOnlyGroup))
    const customers = await listCustomers(api, own)
    for (const row of sampleRows(own, 20)) {
      const path = `${BOOKINGS}${toHex(row['uuid'])}/`
      const seen = listPlans(row).map(readUuid)
      const all = await readNestedPlans(api, path, 'staff')
      const allowed = await Promise.all(
        customers.map((customer) =>
          readNestedPlans(api, addAllowedCustomer(path, customer), 'owner'),
        ),
      )
      const wanted = all.filter(
        (plan) =>
          listGroups(plan).length === 0 ||
          listGroups(plan).some((group) => groups.has(group)) ||
          allowed.flat().some((one) => readUuid(one) === readUuid(plan)),
      )
      const missing = wanted.filter((plan) => !seen.includes(readUuid(plan)))
      api.demandEqual(missing.map(getName), [], 'plans that the owner should see')
      const known = all.map(readUuid)
      const extra = listPlans(row).filter((plan) => !known.includes(readUuid(plan)))
      api.demandEqual(extra.map(getName), [], 'plans that staff does not see')
    }
  },
)

const listPlans = ({ plans }: Row): Row[] => toRows(plans)
const readUuid = ({ uuid }: Row): string | null => toHex(uuid)
const getName = ({ name }: Row): unknown => name
const listOnlyGroup = (plan: Row): string[] =>
  listGroups(plan).length === 1 ? listGroups(plan) : []
