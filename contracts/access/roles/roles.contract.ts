import { limitSample } from '../../harness/choice/limitSample.ts'
import type { Api } from '../../harness/api.ts'
import { contract, contracts } from '../../harness/contract.ts'
import { BOOKINGS, inventUuid, PLANS } from '../../harness/ownPlans/createPlan.ts'
import { nameRole } from '../../harness/settings.ts'
import {
  demandSameRows,
  omitChanging,
  readSomeRows,
  readUuid,
  readWholeList,
} from '../../lists/lists.ts'
import type { Row } from '../../lists/lists.ts'
import { readOfferings } from '../../lists/filters/readFiltered.ts'
import { demandMissing, NO_OFFERING, NO_PLAN } from '../refusals.ts'
import { demand, outsiders, users } from './roleDemands.ts'

/** Rows of a list that are asked for one by one at most. */
const MOST = 60

contracts(
  users,
  (_, role) =>
    demand(`plans-seen.${role}`, `${nameRole(role)} sees all plans of some customers, or none`, [
      role,
    ]),
  async (api, role) => {
    const { all, customerOf } = await readWorld(api)
    const seen = await readWholeList(api, PLANS, { role })
    demandSameRows(api, seen, selectRows(all, seen), `the plans of ${role}, as staff sees them`)
    const customers = new Set(seen.map(customerOf))
    const missing = selectRows(all, seen, false).filter((plan) => {
      const customer = customerOf(plan)
      return customer !== null && customers.has(customer)
    })
    const names = missing.map((plan) => readUuid(plan))
    api.demandEqual(names, [], `other plans of the same customers that ${role} does not see`)
  },
)

contract(
  demand('owner-sees', 'an owner sees bookings and plans of its customers', ['owner']),
  async (api: Api) => {
    for (const path of [BOOKINGS, PLANS]) {
      await readSomeRows(api, path)
      const rows = await readWholeList(api, path, { role: 'owner' })
      api.demand(rows.length > 0, `an owner (of a customer that has some) to see ${path}`, '[]')
    }
  },
)

contract(
  demand('manager-sees', 'a manager sees the plans of its customers', ['manager']),
  async (api: Api) => {
    await readSomeRows(api, PLANS)
    const rows = await readWholeList(api, PLANS, { role: 'manager' })
    api.demand(rows.length > 0, 'a manager (of a customer that has plans) to see them', '[]')
  },
)

contract(
  demand('owner-plans', 'an owner sees the plans of those customers whose bookings it sees', [
    'owner',
  ]),
  async (api) => {
    const { all, customerOf, offerings } = await readWorld(api)
    const sellers = listCustomers(await readWholeList(api, BOOKINGS))
    const own = listCustomers(await readSomeRows(api, BOOKINGS, 'owner'))
    const seen = new Set(
      (await readWholeList(api, PLANS, { role: 'owner' })).map((row) => readUuid(row)),
    )
    for (const plan of all) {
      const customer = customerOf(plan)
      if (customer === null || !sellers.has(customer)) continue
      const name = offerings.get(readUuid(plan, 'offering'))?.['name']
      const what = `that the owner sees a plan of ${name}`
      api.demandEqual(seen.has(readUuid(plan)), own.has(customer), what)
    }
  },
)

contracts(
  { owner: 'owner', 'second-owner': 'second-owner' } as const,
  (_, role) =>
    demand(`bookings-seen.${role}`, `${nameRole(role)} sees all bookings of its customers`, [role]),
  async (api, role) => {
    const all = await readSomeRows(api, BOOKINGS)
    const seen = await readSomeRows(api, BOOKINGS, role)
    const shown = selectRows(all, seen)
    demandSameRows(api, seen.map(omitPersonal), shown.map(omitPersonal), `the bookings of ${role}`)
    const own = listCustomers(seen)
    const wanted = all.filter((row) => own.has(readUuid(row, 'customer_uuid')))
    api.demandEqual(
      seen.map((row) => readUuid(row)),
      wanted.map((row) => readUuid(row)),
      'bookings of the owner',
    )
  },
)

contracts(
  { ...outsiders, manager: 'manager', 'customer-support': 'customer-support' } as const,
  (_, role) =>
    demand(
      `no-bookings.${role}`,
      `${nameRole(role)} sees no booking offering, neither listed nor by its uuid`,
      [role],
    ),
  async (api, role) => {
    const all = await readSomeRows(api, BOOKINGS)
    api.demandEqual(await readWholeList(api, BOOKINGS, { role }), [], `the bookings of ${role}`)
    for (const row of all.slice(0, limitSample(MOST))) {
      const exchange = await api.get(`${BOOKINGS}${readUuid(row)}/`, { role })
      demandMissing(api, exchange, NO_OFFERING)
    }
  },
)

contracts(
  outsiders,
  (_, role) => demand(`no-plans.${role}`, `${nameRole(role)} sees no plans`, [role]),
  async (api, role) => {
    await readSomeRows(api, PLANS)
    api.demandEqual(await readWholeList(api, PLANS, { role }), [], `the plans of ${role}`)
  },
)

contracts(
  users,
  (_, role) =>
    demand(
      `details.${role}`,
      `${nameRole(role)} retrieves what the lists show them, and nothing else`,
      [role],
    ),
  async (api, role) => {
    for (const [path, body] of [
      [PLANS, NO_PLAN],
      [BOOKINGS, NO_OFFERING],
    ] as const) {
      const seen = await readWholeList(api, path, { role })
      for (const row of (await readSomeRows(api, path)).slice(0, limitSample(MOST))) {
        const own = seen.find((one) => readUuid(one) === readUuid(row))
        const exchange = await api.get(`${path}${readUuid(row)}/`, { role })
        if (own)
          api.demandEqual(
            omitChanging(api.readObject(exchange)),
            omitChanging(own),
            `the detail for ${role}`,
          )
        else demandMissing(api, exchange, body)
      }
    }
  },
)

contracts(
  { staff: 'staff', ...users } as const,
  (_, role) => demand(`unknown.${role}`, 'what nobody has is not found by anybody', [role]),
  async (api, role) => {
    demandMissing(api, await api.get(`${PLANS}${inventUuid()}/`, { role }), NO_PLAN)
    demandMissing(api, await api.get(`${BOOKINGS}${inventUuid()}/`, { role }), NO_OFFERING)
  },
)

/** What staff sees, and which customer sells what, as far as it is shown. */
async function readWorld(api: Api) {
  const all = await readSomeRows(api, PLANS)
  const offerings = await readOfferings(api, all)
  const customerOf = (plan: Row): string | null => {
    const offering = offerings.get(readUuid(plan, 'offering'))
    return offering?.['customer_uuid'] ? readUuid(offering, 'customer_uuid') : null
  }
  return { all, offerings, customerOf }
}

const listCustomers = (bookings: readonly Row[]): Set<string> =>
  new Set(bookings.map((row) => readUuid(row, 'customer_uuid')))

/** Those of all rows that are among some (or are not), in the order of all. */
function selectRows(all: readonly Row[], some: readonly Row[], wanted = true): Row[] {
  const uuids = new Set(some.map((row) => readUuid(row)))
  return all.filter((row) => uuids.has(readUuid(row)) === wanted)
}

/** A booking without what depends on who is looking. */
function omitPersonal(row: Row): Row {
  const { plans: _, user_has_consent: __, is_accessible: ___, ...same } = row
  return same
}
