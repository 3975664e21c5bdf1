import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import {
  BOOKINGS,
  cleanUpAfter,
  createPlan,
  getOfferingLink,
  inventUuid,
  noteCreated,
  PLANS,
} from '../harness/createPlan.ts'
import { getSession } from '../harness/session.ts'
import type { Role } from '../harness/settings.ts'
import { Inapplicable } from '../harness/unmet.ts'
import {
  demandSameRows,
  omitChanging,
  readSomeRows,
  readUuid,
  readWholeList,
} from '../lists/lists.ts'
import type { Row } from '../lists/lists.ts'
import { readOfferings } from '../lists/readFiltered.ts'
import {
  createPricedPlan,
  demandAllowed,
  demandDenied,
  demandMissing,
  DENIED,
  findRelation,
  isOfferingOwner,
  NO_OFFERING,
  NO_PLAN,
  readPlan,
  writes,
} from './refusals.ts'

const demand = (name: string, sentence: string, roles: readonly Role[] = []) => ({
  id: `roles.${name}`,
  demand: sentence,
  source: '§2.1',
  needs: { roles: ['staff' as const, ...roles] },
})

const demandWrite = (name: string, sentence: string, roles: readonly Role[] = []) => ({
  ...demand(name, sentence, roles),
  needs: { write: true, roles: ['staff' as const, ...roles] },
})

const users = {
  support: 'support',
  owner: 'owner',
  manager: 'manager',
  member: 'member',
  stranger: 'stranger',
} as const
const outsiders = { support: 'support', member: 'member', stranger: 'stranger' } as const

/** Rows of a list that are asked for one by one at most. */
const MOST = 60

contracts(
  users,
  (_, role) => demand(`plans-seen.${role}`, `a ${role} sees all plans of some customers`, [role]),
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
  { owner: 'owner' } as const,
  (_, role) =>
    demand(`bookings-seen.${role}`, `an ${role} sees all bookings of its customers`, [role]),
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
  { ...outsiders, manager: 'manager' } as const,
  (_, role) =>
    demand(`no-bookings.${role}`, `a ${role} sees no bookings, not even one by one`, [role]),
  async (api, role) => {
    const all = await readSomeRows(api, BOOKINGS)
    api.demandEqual(await readWholeList(api, BOOKINGS, { role }), [], `the bookings of ${role}`)
    for (const row of all.slice(0, MOST)) {
      const exchange = await api.get(`${BOOKINGS}${readUuid(row)}/`, { role })
      demandMissing(api, exchange, NO_OFFERING)
    }
  },
)

contracts(
  outsiders,
  (_, role) => demand(`no-plans.${role}`, `a ${role} sees no plans`, [role]),
  async (api, role) => {
    await readSomeRows(api, PLANS)
    api.demandEqual(await readWholeList(api, PLANS, { role }), [], `the plans of ${role}`)
  },
)

contracts(
  users,
  (_, role) =>
    demand(`details.${role}`, `a ${role} retrieves what it is listed, and nothing else`, [role]),
  async (api, role) => {
    for (const [path, body] of [
      [PLANS, NO_PLAN],
      [BOOKINGS, NO_OFFERING],
    ] as const) {
      const seen = await readWholeList(api, path, { role })
      for (const row of (await readSomeRows(api, path)).slice(0, MOST)) {
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

contracts(
  users,
  (_, role) =>
    demandWrite(`writes.${role}`, `a ${role} changes plans only as an owner of their customer`, [
      role,
    ]),
  (api, role) =>
    cleanUpAfter(api, async () => {
      const plan = await createPricedPlan(api)
      const standing = await findRelation(api, role, plan)
      for (const [name, write] of Object.entries(writes)) {
        const own = standing === 'owner' ? await createPricedPlan(api) : plan
        const before = await readPlan(api, own)
        const exchange = await write(api, own, role)
        demandAllowed(api, exchange, name === 'destroy' ? 'outsider' : standing, name)
        if (name === 'destroy' || standing !== 'owner')
          api.demandEqual(
            await readPlan(api, own),
            before,
            `the plan after the refused ${name} of ${role}`,
          )
      }
    }),
)

contract(demandWrite('writes.staff', 'staff may do everything, and deletes with 204'), (api) =>
  cleanUpAfter(api, async () => {
    for (const [name, write] of Object.entries(writes)) {
      const plan = await createPricedPlan(api)
      const exchange = await write(api, plan, 'staff')
      demandAllowed(api, exchange, 'owner', name)
      if (name !== 'destroy') continue
      api.demandStatus(exchange, 204)
      demandMissing(api, await api.get(plan.path), NO_PLAN)
      demandMissing(api, await api.delete(plan.path), NO_PLAN)
    }
  }),
)

contracts(
  users,
  (_, role) => demandWrite(`creates.${role}`, `a ${role} makes plans only as an owner`, [role]),
  (api, role) =>
    cleanUpAfter(api, async () => {
      const isOwner = await isOfferingOwner(api, role)
      const before = (await readWholeList(api, PLANS)).length
      const bad = await api.post(PLANS, createBody({ name: '' }), { role })
      noteCreated(api, bad)
      api.demandStatus(bad, 400)
      api.demandEqual(bad.response.json, { name: ['This field may not be blank.'] }, 'the body')
      const good = await api.post(PLANS, createBody({ name: `Contract of ${role}` }), { role })
      noteCreated(api, good)
      api.demandStatus(good, isOwner ? 201 : 403)
      if (!isOwner) api.demandEqual(good.response.json, DENIED, 'the body')
      const after = (await readWholeList(api, PLANS)).length
      api.demandEqual(after, before + (isOwner ? 1 : 0), 'the number of plans afterwards')
    }),
)

contracts(
  { staff: 'staff', ...users } as const,
  (_, role) =>
    demandWrite(`unknown-writes.${role}`, 'nobody writes to a plan that is not there', [role]),
  async (api, role) => {
    const uuid = inventUuid()
    const plan = { uuid, path: `${PLANS}${uuid}/`, row: {} }
    for (const [name, write] of Object.entries(writes)) {
      const exchange = await write(api, plan, role)
      if (name === 'destroy' && role !== 'staff') demandDenied(api, exchange)
      else demandMissing(api, exchange, NO_PLAN)
    }
  },
)

contracts(
  { ...outsiders, manager: 'manager' } as const,
  (_, role) => demandWrite(`calendars.${role}`, `a ${role} uses no calendar`, [role]),
  async (api, role) => {
    const { offering } = getSession().settings
    if (offering === null) throw new Inapplicable('no offering is given (--offering)')
    for (const uuid of [offering, inventUuid()])
      for (const action of CALENDAR) {
        const exchange = await api.post(`${BOOKINGS}${uuid}/${action}/`, undefined, { role })
        demandMissing(api, exchange, NO_OFFERING)
      }
  },
)

contract(
  demandWrite('unknown-calendars', 'a calendar of nobody is not found by staff either'),
  async (api) => {
    for (const action of CALENDAR)
      demandMissing(api, await api.post(`${BOOKINGS}${inventUuid()}/${action}/`), NO_OFFERING)
  },
)

contracts(
  users,
  (_, role) =>
    demandWrite(
      `refusals-in-order.${role}`,
      'who may not write hears that before what is wrong with the body',
      [role],
    ),
  (api, role) =>
    cleanUpAfter(api, async () => {
      const plan = await createPricedPlan(api)
      const standing = await findRelation(api, role, plan)
      if (standing === 'owner') throw new Inapplicable(`${role} may write`)
      for (const [method, path] of BODIES) {
        const request = { method, path: `${plan.path}${path}`, role }
        for (const sent of [{ body: '{' }, { body: 'x', type: 'text/plain' }, { body: '[]' }])
          demandAllowed(api, await api.send({ ...request, ...sent }), standing, `${method} ${path}`)
      }
    }),
)

contract(
  demandWrite('personal', 'what depends on who is looking stays theirs, whoever looked before', [
    'owner',
  ]),
  (api) =>
    cleanUpAfter(api, async () => {
      const ours: string[] = []
      const looks = async (...roles: readonly Role[]) => {
        const seen: Record<string, unknown> = {}
        for (const role of roles) {
          const rows = await readSomeRows(api, BOOKINGS, role)
          seen[role] = rows.map((row) => pickPersonal(row, ours))
        }
        return seen
      }
      const first = await looks('staff', 'owner')
      for (const order of [
        ['owner', 'staff'],
        ['staff', 'owner'],
      ] as const) {
        ours.push((await createPlan(api)).uuid)
        const seen = await looks(...order)
        for (const role of order)
          api.demandEqual(seen[role], first[role], `what ${role} sees again`)
      }
    }),
)

contract(
  demandWrite('body-before-object', 'an unknown plan is missed before the body is read'),
  async (api) => {
    const path = `${PLANS}${inventUuid()}/`
    for (const [method, action] of BODIES)
      for (const sent of [{ body: '{' }, { body: 'x', type: 'text/plain' }, { body: '{}' }])
        demandMissing(api, await api.send({ method, path: `${path}${action}`, ...sent }), NO_PLAN)
  },
)

const CALENDAR = ['google_calendar_sync', 'share_google_calendar', 'unshare_google_calendar']

const BODIES = [
  ['PUT', ''],
  ['PATCH', ''],
  ['POST', 'update_prices/'],
  ['POST', 'update_quotas/'],
  ['POST', 'update_discounts/'],
  ['POST', 'update_organization_groups/'],
] as const

const createBody = (fields: Row): Row => ({
  backend_id: getSession().settings.tag,
  offering: getOfferingLink(),
  ...fields,
})

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

/** What of a booking depends on who is looking, without plans of our own making. */
const pickPersonal = (row: Row, ours: readonly string[]): Row => ({
  uuid: readUuid(row),
  plans: (row['plans'] as Row[])
    .map((plan) => readUuid(plan))
    .filter((uuid) => !ours.includes(uuid)),
  user_has_consent: row['user_has_consent'],
  is_accessible: row['is_accessible'],
})

/** A booking without what depends on who is looking. */
function omitPersonal(row: Row): Row {
  const { plans: _, user_has_consent: __, is_accessible: ___, ...same } = row
  return same
}
