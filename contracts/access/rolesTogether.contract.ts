import { isQuick } from '../harness/choice/limitSample.ts'
import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import {
  BOOKINGS,
  cleanUpAfter,
  getOfferingLink,
  noteCreated,
  PLANS,
  STATS,
} from '../harness/createPlan.ts'
import type { NewPlan } from '../harness/createPlan.ts'
import { nameRole } from '../harness/settings.ts'
import type { Role } from '../harness/settings.ts'
import { findUuid } from '../harness/transport/guard.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { listGivenRoles, readUuid, readWholeList } from '../lists/lists.ts'
import type { Row } from '../lists/lists.ts'
import { createBody } from '../plans/createBody.ts'
import {
  createPricedPlan,
  demandAllowed,
  demandDenied,
  demandMissing,
  DENIED,
  NO_OFFERING,
  NO_PLAN,
  readPlan,
  writes,
} from './refusals.ts'
import type { Relation } from './refusals.ts'
import { demandWrite, outsiders, users } from './roleDemands.ts'

contract(
  demandWrite(
    'together',
    'each role sees of one plan what it may, and writes to it only as its owner',
  ),
  (api) =>
    cleanUpAfter(api, async () => {
      const roles = listGivenRoles(...Object.values(users))
      if (roles.length === 0) throw new Inapplicable('there is no token of another role')
      const plan = await createPricedPlan(api)
      const facts = { plan, row: await readPlan(api, plan), count: await countUsage(api, 'staff') }
      const relations: Relation[] = []
      for (const role of roles) relations.push(await demandSeen(api, role, facts))
      for (const [place, role] of roles.entries()) {
        const relation = relations[place] ?? 'outsider'
        await tryWrites(api, { role, relation, place }, plan)
        await tryCreate(api, role, relation)
        if (relation !== 'owner') await tryCalendar(api, role, place)
      }
      api.demandEqual(await readPlan(api, plan), facts.row, 'the plan after all that was refused')
    }),
)

interface Facts {
  readonly plan: NewPlan
  readonly row: Row
  readonly count: string | undefined
}

/** What a role sees of a plan: its own offering and the plan, the plan alone, or neither; statistics in any case. */
async function demandSeen(api: Api, role: Role, { plan, row, count }: Facts): Promise<Relation> {
  const offering = await api.get(`${BOOKINGS}${readUuid(row, 'offering')}/`, { role })
  const alone = await api.get(plan.path, { role })
  const sees = alone.response.status === 200
  const isOwner = offering.response.status === 200
  if (!isOwner) demandMissing(api, offering, NO_OFFERING)
  api.demand(sees || !isOwner, `${nameRole(role)} who owns an offering to see its plans`, sees)
  api.demand(!sees || !(role in outsiders), `${nameRole(role)} to see no plan`, sees, alone)
  if (sees) api.demandEqual(api.readObject(alone), row, `the plan for ${nameRole(role)}`)
  else demandMissing(api, alone, NO_PLAN)
  const path = `${PLANS}?offering_uuid=${readUuid(row, 'offering')}`
  const listed = await readWholeList(api, path, { role })
  const own = listed.filter((one) => readUuid(one) === plan.uuid)
  api.demandEqual(own, sees ? [row] : [], `the plan in the list of ${nameRole(role)}`)
  if (!sees) api.demandEqual(listed, [], `other plans of that offering for ${nameRole(role)}`)
  if (role in outsiders) {
    const { headers } = (await api.head(PLANS, { role })).response
    api.demandEqual(headers['x-result-count'], '0', `plans that HEAD counts for ${nameRole(role)}`)
  }
  api.demandEqual(await countUsage(api, role), count, `rows of statistics for ${nameRole(role)}`)
  if (isOwner) return 'owner'
  return sees ? 'connected' : 'outsider'
}

async function countUsage(api: Api, role: Role): Promise<string | undefined> {
  const exchange = await api.head(`${STATS}?page_size=1`, { role })
  api.demandStatus(exchange, 200)
  return exchange.response.headers['x-result-count']
}

/** Writes that a quick run tries as each role; together the roles try all of them. */
const FEW = 6

async function tryWrites(
  api: Api,
  { role, relation, place }: { role: Role; relation: Relation; place: number },
  plan: NewPlan,
): Promise<void> {
  if (relation === 'owner') return tryNothing(api, role, plan)
  const all = Object.entries(writes)
  const few = all.map((_, index) => all[(place * FEW + index) % all.length] ?? all[0])
  for (const one of isQuick() ? few.slice(0, FEW) : all)
    if (one) demandAllowed(api, await one[1](api, plan, role), relation, one[0])
}

/** An owner may write, but is no staff: writes of nothing show that. */
async function tryNothing(api: Api, role: Role, plan: NewPlan): Promise<void> {
  api.demandStatus(await api.patch(plan.path, {}, { role }), 200)
  const body = { discounts: {} }
  api.demandStatus(await api.post(`${plan.path}update_discounts/`, body, { role }), 200)
  demandDenied(api, await api.delete(plan.path, { role }))
}

/** A body that is right is refused for who sends it; nothing is made by that. */
async function tryCreate(api: Api, role: Role, relation: Relation): Promise<void> {
  const exchange = await api.post(PLANS, createBody({ name: `Contract of ${role}` }), { role })
  noteCreated(api, exchange)
  api.demandStatus(exchange, relation === 'owner' ? 201 : 403)
  if (relation !== 'owner') api.demandEqual(exchange.response.json, DENIED, 'the body', exchange)
}

const CALENDAR = ['google_calendar_sync', 'share_google_calendar', 'unshare_google_calendar']

async function tryCalendar(api: Api, role: Role, place: number): Promise<void> {
  const path = `${BOOKINGS}${findUuid(getOfferingLink())}/${CALENDAR[place % CALENDAR.length]}/`
  demandMissing(api, await api.post(path, undefined, { role }), NO_OFFERING)
}
