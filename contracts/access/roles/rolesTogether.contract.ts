import { isQuick } from '../../harness/choice/limitSample.ts'
import type { Api } from '../../harness/api.ts'
import { contracts } from '../../harness/contract.ts'
import {
  BOOKINGS,
  cleanUpAfter,
  noteCreated,
  PLANS,
  STATS,
} from '../../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../../harness/ownPlans/createPlan.ts'
import { nameRole } from '../../harness/settings.ts'
import type { Role } from '../../harness/settings.ts'
import { readUuid, readWholeList } from '../../lists/lists.ts'
import type { Row } from '../../lists/lists.ts'
import { createBody } from '../../plans/createBody.ts'
import { chooseTargets, tryNothing } from './harmless.ts'
import {
  demandAllowed,
  demandDenied,
  demandMissing,
  DENIED,
  NO_OFFERING,
  NO_PLAN,
  writes,
} from '../refusals.ts'
import { createPricedPlan } from '../../plans/createPricedPlan.ts'
import { readPlan } from '../../plans/planContract.ts'
import type { Relation } from '../refusals.ts'
import { demandWrite, outsiders, users } from './roleDemands.ts'

contracts(
  users,
  (_, role) =>
    demandWrite(
      `together.${role}`,
      `${nameRole(role)} sees of plans what that role may, and writes to them only as their owner`,
      [role],
    ),
  (api, role) =>
    cleanUpAfter(api, async () => {
      const targets = await chooseTargets(api)
      const plan = await createPricedPlan(api)
      const row = await readPlan(api, plan)
      const view = await demandSeen(api, role, { plan, row })
      for (const target of targets) await tryNothing(api, target, view)
      await tryWrites(api, view, plan)
      await tryCreate(api, view)
      if (view.relation !== 'owner') await tryCalendar(api, role, row)
      api.demandEqual(await readPlan(api, plan), row, 'the plan after all that was refused')
    }),
)

interface Facts {
  readonly plan: NewPlan
  readonly row: Row
}

/** Who sees the booking offering of a plan owns it; who sees the plan alone is connected in another way. */
interface View {
  readonly role: Role
  readonly relation: Relation
  readonly plans: readonly string[]
  readonly offerings: readonly string[]
}

/** What a role sees of a plan: alone and in the list, beside its offering; statistics in any case. */
async function demandSeen(api: Api, role: Role, { plan, row }: Facts): Promise<View> {
  const alone = await api.get(plan.path, { role })
  const sees = alone.response.status === 200
  if (sees) api.demandEqual(api.readObject(alone), row, `the plan for ${nameRole(role)}`)
  else demandMissing(api, alone, NO_PLAN)
  const listed = await readWholeList(api, PLANS, { role })
  const own = listed.filter((one) => readUuid(one) === plan.uuid)
  api.demandEqual(own, sees ? [row] : [], `the plan in the list of ${nameRole(role)}`)
  const bookings = await readWholeList(api, `${BOOKINGS}?field=uuid`, { role })
  const offerings = bookings.map((one) => readUuid(one))
  if (role in outsiders) await demandOutside(api, role, { plan, rows: [...listed, ...bookings] })
  const [count, seen] = [await countUsage(api, 'staff'), await countUsage(api, role)]
  api.demandEqual(seen, count, `rows of statistics for ${nameRole(role)}`)
  const isOwner = offerings.includes(readUuid(row, 'offering'))
  api.demand(sees || !isOwner, `${nameRole(role)} who owns an offering to see its plans`, sees)
  const relation = isOwner ? 'owner' : sees ? 'connected' : 'outsider'
  return { role, relation, plans: listed.map((one) => readUuid(one)), offerings }
}

/** Who has no role at a provider sees nothing, by HEAD either. */
async function demandOutside(
  api: Api,
  role: Role,
  { plan, rows }: { plan: NewPlan; rows: readonly Row[] },
): Promise<void> {
  api.demandEqual(rows, [], `plans and offerings for ${nameRole(role)}`)
  const { headers } = (await api.head(PLANS, { role })).response
  api.demandEqual(headers['x-result-count'], '0', `plans that HEAD counts for ${nameRole(role)}`)
  api.demandStatus(await api.head(plan.path, { role }), 404)
}

async function countUsage(api: Api, role: Role): Promise<string | undefined> {
  const exchange = await api.head(`${STATS}?page_size=1`, { role })
  api.demandStatus(exchange, 200)
  return exchange.response.headers['x-result-count']
}

/** Writes that a quick run tries as each role; together the roles try all of them. */
const FEW = 6

/** Roles begin with different writes, or with different actions of calendars. */
const turn = <Item>(items: readonly Item[], role: Role): Item[] => {
  const start = Object.keys(users).indexOf(role) % items.length
  return [...items.slice(start), ...items.slice(0, start)]
}

/** An owner may write, but is no staff. */
async function tryWrites(api: Api, { role, relation }: View, plan: NewPlan): Promise<void> {
  if (relation === 'owner') {
    api.demandStatus(await api.patch(plan.path, {}, { role }), 200)
    return demandDenied(api, await api.delete(plan.path, { role }))
  }
  const all = turn(Object.entries(writes), role)
  for (const [name, write] of all.slice(0, isQuick() ? FEW : all.length))
    demandAllowed(api, await write(api, plan, role), relation, name)
}

/** A body that is right is refused for who sends it; nothing is made by that. */
async function tryCreate(api: Api, { role, relation }: View): Promise<void> {
  const exchange = await api.post(PLANS, createBody({ name: `Contract of ${role}` }), { role })
  noteCreated(api, exchange)
  api.demandStatus(exchange, relation === 'owner' ? 201 : 403)
  if (relation !== 'owner') api.demandEqual(exchange.response.json, DENIED, 'the body', exchange)
}

const CALENDAR = ['google_calendar_sync', 'share_google_calendar', 'unshare_google_calendar']

async function tryCalendar(api: Api, role: Role, row: Row): Promise<void> {
  const [action] = turn(CALENDAR, role)
  const path = `${BOOKINGS}${readUuid(row, 'offering')}/${action}/`
  demandMissing(api, await api.post(path, undefined, { role }), NO_OFFERING)
}
