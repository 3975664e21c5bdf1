import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { allowing, chosen, customersOf, groupsOf, plansShown } from '../access/audience.ts'
import { contract, contracts } from '../harness/contract.ts'
import { allRows, BOOKINGS, PLANS } from '../harness/given.ts'
import { bookings, bookingsOrNone, hex, listOf, spread, steady } from '../harness/offerings.ts'
import type { Row } from '../harness/offerings.ts'
import { session } from '../harness/session.ts'
import type { Role } from '../run/settings.ts'

contracts<Role>(
  { support: 'support', manager: 'manager', member: 'member', stranger: 'stranger' },
  (name, role) => ({
    id: `booking.hidden-from-a-${name}`,
    demand: `a ${name} neither lists nor finds an offering of somebody else`,
    source: '§2.1',
    needs: { roles: [role] },
  }),
  async (api, role) => {
    const targets = await foreign(api)
    const listed = await bookingsOrNone(api, role)
    const seen = listed.map(({ uuid }) => hex(uuid)).filter((uuid) => targets.includes(uuid))
    api.equal(seen, [], 'the foreign offerings in the list')
    const head = await api.head(BOOKINGS, { role })
    api.equal(head.response.headers['x-result-count'], String(listed.length), 'X-Result-Count')
    for (const uuid of targets.slice(0, 10)) {
      for (const query of ['', '?field=name']) {
        const exchange = await api.get(`${BOOKINGS}${uuid}/${query}`, { role })
        api.status(exchange, 404)
        const body = { detail: 'No Offering matches the given query.' }
        api.equal(exchange.response.json, body, 'the body', exchange)
      }
    }
  },
)

/** Offerings of the owner, and the chosen one: nobody else's. */
async function foreign(api: Api): Promise<(string | null)[]> {
  const { tokens } = session().settings
  const role = tokens.owner === undefined ? 'staff' : 'owner'
  const rows = await bookingsOrNone(api, role)
  const uuids = rows.map(({ uuid }) => hex(uuid))
  const targets = role === 'owner' ? uuids : uuids.filter((uuid) => uuid === chosen())
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
    const all = await bookings(api, 'staff')
    const own = await bookingsOrNone(api, 'owner')
    await seesAny(api, all, own)
    const customers = new Set(own.map((row) => hex(row['customer_uuid'])))
    const wanted = all.filter((row) => customers.has(hex(row['customer_uuid'])))
    const uuids = (rows: readonly Row[]) => rows.map(({ uuid }) => hex(uuid))
    api.equal(uuids(own), uuids(wanted), 'the offerings of the customers of the owner')
    for (const [index, row] of own.entries())
      api.equal(common(row), common(wanted[index] ?? {}), 'an offering as staff sees it')
  },
)

/** Who lists plans of booking offerings as their owner sees one of those at least. */
async function seesAny(api: Api, all: readonly Row[], own: readonly Row[]): Promise<void> {
  if (own.length > 0) return
  const plans = await allRows(api, PLANS, 300, 'owner')
  const sellers = new Set(plans.map(({ offering }) => hex(offering)))
  const sold = all.filter(({ uuid }) => sellers.has(hex(uuid)))
  if (sold.length === 0) throw new Inapplicable('the owner has no booking offering')
  api.demand(false, 'the owner to see a booking offering', own)
}

/** What does not depend on who asks. */
function common(row: Row): Row {
  const { plans: _, user_has_consent: __, is_accessible: ___, ...rest } = steady(row)
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
    const own = await bookings(api, 'owner')
    const groups = new Set(own.flatMap(plansOf).flatMap(onlyGroup))
    const customers = await customersOf(api, own)
    for (const row of spread(own, 20)) {
      const path = `${BOOKINGS}${hex(row['uuid'])}/`
      const seen = plansOf(row).map(uuidOf)
      const all = await plansShown(api, path, 'staff')
      const allowed = await Promise.all(
        customers.map((customer) => plansShown(api, allowing(path, customer), 'staff')),
      )
      const wanted = all.filter(
        (plan) =>
          groupsOf(plan).length === 0 ||
          groupsOf(plan).some((group) => groups.has(group)) ||
          allowed.flat().some((one) => uuidOf(one) === uuidOf(plan)),
      )
      const missing = wanted.filter((plan) => !seen.includes(uuidOf(plan)))
      api.equal(missing.map(nameOf), [], 'plans that the owner should see')
      const known = all.map(uuidOf)
      const extra = plansOf(row).filter((plan) => !known.includes(uuidOf(plan)))
      api.equal(extra.map(nameOf), [], 'plans that staff does not see')
    }
  },
)

const plansOf = ({ plans }: Row): Row[] => listOf(plans)
const uuidOf = ({ uuid }: Row): string | null => hex(uuid)
const nameOf = ({ name }: Row): unknown => name
const onlyGroup = (plan: Row): string[] => (groupsOf(plan).length === 1 ? groupsOf(plan) : [])
