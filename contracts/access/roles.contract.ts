import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import { offeringsOf } from '../values/facts.ts'
import {
  BOOKINGS,
  made,
  newPlan,
  nobodysUuid,
  offeringLink,
  PLANS,
  tidied,
} from '../harness/given.ts'
import { sameRows, some, still, uuidOf, whole } from '../lists/pages.ts'
import type { Row } from '../lists/pages.ts'
import { session } from '../harness/session.ts'
import {
  DENIED,
  isAllowed,
  isDenied,
  isMissing,
  NO_OFFERING,
  NO_PLAN,
  owns,
  pricedPlan,
  shown,
  standingOf,
  writes,
} from './refusals.ts'
import type { Role } from '../run/settings.ts'

const law = (name: string, demand: string, roles: readonly Role[] = []) => ({
  id: `roles.${name}`,
  demand,
  source: '§2.1',
  needs: { roles: ['staff' as const, ...roles] },
})

const writing = (name: string, demand: string, roles: readonly Role[] = []) => ({
  ...law(name, demand, roles),
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
  (_, role) => law(`plans-seen.${role}`, `a ${role} sees all plans of some customers`, [role]),
  async (api, role) => {
    const { all, customerOf } = await world(api)
    const seen = await whole(api, PLANS, { role })
    sameRows(api, seen, also(all, seen), `the plans of ${role}, as staff sees them`)
    const customers = new Set(seen.map(customerOf))
    const missing = also(all, seen, false).filter((plan) => {
      const customer = customerOf(plan)
      return customer !== null && customers.has(customer)
    })
    const names = missing.map((plan) => uuidOf(plan))
    api.equal(names, [], `other plans of the same customers that ${role} does not see`)
  },
)

contract(
  law('owner-sees', 'an owner sees bookings and plans of its customers', ['owner']),
  async (api: Api) => {
    for (const path of [BOOKINGS, PLANS]) {
      await some(api, path)
      const rows = await whole(api, path, { role: 'owner' })
      api.demand(rows.length > 0, `an owner (of a customer that has some) to see ${path}`, '[]')
    }
  },
)

contract(
  law('manager-sees', 'a manager sees the plans of its customers', ['manager']),
  async (api: Api) => {
    await some(api, PLANS)
    const rows = await whole(api, PLANS, { role: 'manager' })
    api.demand(rows.length > 0, 'a manager (of a customer that has plans) to see them', '[]')
  },
)

contract(
  law('owner-plans', 'an owner sees the plans of those customers whose bookings it sees', [
    'owner',
  ]),
  async (api) => {
    const { all, customerOf, offerings } = await world(api)
    const sellers = customersOf(await whole(api, BOOKINGS))
    const own = customersOf(await some(api, BOOKINGS, 'owner'))
    const seen = new Set((await whole(api, PLANS, { role: 'owner' })).map((row) => uuidOf(row)))
    for (const plan of all) {
      const customer = customerOf(plan)
      if (customer === null || !sellers.has(customer)) continue
      const name = offerings.get(uuidOf(plan, 'offering'))?.['name']
      const what = `that the owner sees a plan of ${name}`
      api.equal(seen.has(uuidOf(plan)), own.has(customer), what)
    }
  },
)

contracts(
  { owner: 'owner' } as const,
  (_, role) =>
    law(`bookings-seen.${role}`, `an ${role} sees all bookings of its customers`, [role]),
  async (api, role) => {
    const all = await some(api, BOOKINGS)
    const seen = await some(api, BOOKINGS, role)
    const shown = also(all, seen)
    sameRows(api, seen.map(impersonal), shown.map(impersonal), `the bookings of ${role}`)
    const own = customersOf(seen)
    const wanted = all.filter((row) => own.has(uuidOf(row, 'customer_uuid')))
    api.equal(
      seen.map((row) => uuidOf(row)),
      wanted.map((row) => uuidOf(row)),
      'bookings of the owner',
    )
  },
)

contracts(
  { ...outsiders, manager: 'manager' } as const,
  (_, role) =>
    law(`no-bookings.${role}`, `a ${role} sees no bookings, not even one by one`, [role]),
  async (api, role) => {
    const all = await some(api, BOOKINGS)
    api.equal(await whole(api, BOOKINGS, { role }), [], `the bookings of ${role}`)
    for (const row of all.slice(0, MOST)) {
      const exchange = await api.get(`${BOOKINGS}${uuidOf(row)}/`, { role })
      isMissing(api, exchange, NO_OFFERING)
    }
  },
)

contracts(
  outsiders,
  (_, role) => law(`no-plans.${role}`, `a ${role} sees no plans`, [role]),
  async (api, role) => {
    await some(api, PLANS)
    api.equal(await whole(api, PLANS, { role }), [], `the plans of ${role}`)
  },
)

contracts(
  users,
  (_, role) =>
    law(`details.${role}`, `a ${role} retrieves what it is listed, and nothing else`, [role]),
  async (api, role) => {
    for (const [path, body] of [
      [PLANS, NO_PLAN],
      [BOOKINGS, NO_OFFERING],
    ] as const) {
      const seen = await whole(api, path, { role })
      for (const row of (await some(api, path)).slice(0, MOST)) {
        const own = seen.find((one) => uuidOf(one) === uuidOf(row))
        const exchange = await api.get(`${path}${uuidOf(row)}/`, { role })
        if (own) api.equal(still(api.object(exchange)), still(own), `the detail for ${role}`)
        else isMissing(api, exchange, body)
      }
    }
  },
)

contracts(
  { staff: 'staff', ...users } as const,
  (_, role) => law(`unknown.${role}`, 'what nobody has is not found by anybody', [role]),
  async (api, role) => {
    isMissing(api, await api.get(`${PLANS}${nobodysUuid()}/`, { role }), NO_PLAN)
    isMissing(api, await api.get(`${BOOKINGS}${nobodysUuid()}/`, { role }), NO_OFFERING)
  },
)

contracts(
  users,
  (_, role) =>
    writing(`writes.${role}`, `a ${role} changes plans only as an owner of their customer`, [role]),
  (api, role) =>
    tidied(api, async () => {
      const plan = await pricedPlan(api)
      const standing = await standingOf(api, role, plan)
      for (const [name, write] of Object.entries(writes)) {
        const own = standing === 'owner' ? await pricedPlan(api) : plan
        const before = await shown(api, own)
        const exchange = await write(api, own, role)
        isAllowed(api, exchange, name === 'destroy' ? 'outsider' : standing, name)
        if (name === 'destroy' || standing !== 'owner')
          api.equal(await shown(api, own), before, `the plan after the refused ${name} of ${role}`)
      }
    }),
)

contract(writing('writes.staff', 'staff may do everything, and deletes with 204'), (api) =>
  tidied(api, async () => {
    for (const [name, write] of Object.entries(writes)) {
      const plan = await pricedPlan(api)
      const exchange = await write(api, plan, 'staff')
      isAllowed(api, exchange, 'owner', name)
      if (name !== 'destroy') continue
      api.status(exchange, 204)
      isMissing(api, await api.get(plan.path), NO_PLAN)
      isMissing(api, await api.delete(plan.path), NO_PLAN)
    }
  }),
)

contracts(
  users,
  (_, role) => writing(`creates.${role}`, `a ${role} makes plans only as an owner`, [role]),
  (api, role) =>
    tidied(api, async () => {
      const isOwner = await owns(api, role)
      const before = (await whole(api, PLANS)).length
      const bad = await api.post(PLANS, ours({ name: '' }), { role })
      made(api, bad)
      api.status(bad, 400)
      api.equal(bad.response.json, { name: ['This field may not be blank.'] }, 'the body')
      const good = await api.post(PLANS, ours({ name: `Contract of ${role}` }), { role })
      made(api, good)
      api.status(good, isOwner ? 201 : 403)
      if (!isOwner) api.equal(good.response.json, DENIED, 'the body')
      const after = (await whole(api, PLANS)).length
      api.equal(after, before + (isOwner ? 1 : 0), 'the number of plans afterwards')
    }),
)

contracts(
  { staff: 'staff', ...users } as const,
  (_, role) =>
    writing(`unknown-writes.${role}`, 'nobody writes to a plan that is not there', [role]),
  async (api, role) => {
    const uuid = nobodysUuid()
    const plan = { uuid, path: `${PLANS}${uuid}/`, row: {} }
    for (const [name, write] of Object.entries(writes)) {
      const exchange = await write(api, plan, role)
      if (name === 'destroy' && role !== 'staff') isDenied(api, exchange)
      else isMissing(api, exchange, NO_PLAN)
    }
  },
)

contracts(
  { ...outsiders, manager: 'manager' } as const,
  (_, role) => writing(`calendars.${role}`, `a ${role} uses no calendar`, [role]),
  async (api, role) => {
    const { offering } = session().settings
    if (offering === null) throw new Inapplicable('no offering is given (--offering)')
    for (const uuid of [offering, nobodysUuid()])
      for (const action of CALENDAR) {
        const exchange = await api.post(`${BOOKINGS}${uuid}/${action}/`, undefined, { role })
        isMissing(api, exchange, NO_OFFERING)
      }
  },
)

contract(
  writing('unknown-calendars', 'a calendar of nobody is not found by staff either'),
  async (api) => {
    for (const action of CALENDAR)
      isMissing(api, await api.post(`${BOOKINGS}${nobodysUuid()}/${action}/`), NO_OFFERING)
  },
)

contracts(
  users,
  (_, role) =>
    writing(
      `refusals-in-order.${role}`,
      'who may not write hears that before what is wrong with the body',
      [role],
    ),
  (api, role) =>
    tidied(api, async () => {
      const plan = await pricedPlan(api)
      const standing = await standingOf(api, role, plan)
      if (standing === 'owner') throw new Inapplicable(`${role} may write`)
      for (const [method, path] of BODIES) {
        const request = { method, path: `${plan.path}${path}`, role }
        for (const sent of [{ body: '{' }, { body: 'x', type: 'text/plain' }, { body: '[]' }])
          isAllowed(api, await api.send({ ...request, ...sent }), standing, `${method} ${path}`)
      }
    }),
)

contract(
  writing('personal', 'what depends on who is looking stays theirs, whoever looked before', [
    'owner',
  ]),
  (api) =>
    tidied(api, async () => {
      const ours: string[] = []
      const looks = async (...roles: readonly Role[]) => {
        const seen: Record<string, unknown> = {}
        for (const role of roles) {
          const rows = await some(api, BOOKINGS, role)
          seen[role] = rows.map((row) => personal(row, ours))
        }
        return seen
      }
      const first = await looks('staff', 'owner')
      for (const order of [
        ['owner', 'staff'],
        ['staff', 'owner'],
      ] as const) {
        ours.push((await newPlan(api)).uuid)
        const seen = await looks(...order)
        for (const role of order) api.equal(seen[role], first[role], `what ${role} sees again`)
      }
    }),
)

contract(
  writing('body-before-object', 'an unknown plan is missed before the body is read'),
  async (api) => {
    const path = `${PLANS}${nobodysUuid()}/`
    for (const [method, action] of BODIES)
      for (const sent of [{ body: '{' }, { body: 'x', type: 'text/plain' }, { body: '{}' }])
        isMissing(api, await api.send({ method, path: `${path}${action}`, ...sent }), NO_PLAN)
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

const ours = (fields: Row): Row => ({
  backend_id: session().settings.tag,
  offering: offeringLink(),
  ...fields,
})

/** What staff sees, and which customer sells what, as far as it is shown. */
async function world(api: Api) {
  const all = await some(api, PLANS)
  const offerings = await offeringsOf(api, all)
  const customerOf = (plan: Row): string | null => {
    const offering = offerings.get(uuidOf(plan, 'offering'))
    return offering?.['customer_uuid'] ? uuidOf(offering, 'customer_uuid') : null
  }
  return { all, offerings, customerOf }
}

const customersOf = (bookings: readonly Row[]): Set<string> =>
  new Set(bookings.map((row) => uuidOf(row, 'customer_uuid')))

/** Those of all rows that are among some (or are not), in the order of all. */
function also(all: readonly Row[], some: readonly Row[], wanted = true): Row[] {
  const uuids = new Set(some.map((row) => uuidOf(row)))
  return all.filter((row) => uuids.has(uuidOf(row)) === wanted)
}

/** What of a booking depends on who is looking, without plans of our own making. */
const personal = (row: Row, ours: readonly string[]): Row => ({
  uuid: uuidOf(row),
  plans: (row['plans'] as Row[]).map((plan) => uuidOf(plan)).filter((uuid) => !ours.includes(uuid)),
  user_has_consent: row['user_has_consent'],
  is_accessible: row['is_accessible'],
})

/** A booking without what depends on who is looking. */
function impersonal(row: Row): Row {
  const { plans: _, user_has_consent: __, is_accessible: ___, ...same } = row
  return same
}
