import { BOOKINGS, PLANS, readAllRows, STATS } from '../harness/ownPlans/createPlan.ts'
import { toHex, toRows } from '../harness/readBookings.ts'
import type { Row } from '../harness/readBookings.ts'
import type { Role } from '../harness/settings.ts'
import { findUuid } from '../harness/transport/guard.ts'
import type { StoryApi, StoryPlan } from './storyApi.ts'

/** The plan at its own address is what the model says; a deleted one is not found. */
export async function demandShown(api: StoryApi, plan: StoryPlan, role: Role): Promise<void> {
  const exchange = await api.get(plan.path, { role })
  if (plan.model === null) return api.demandStatus(exchange, 404)
  api.demandStatus(exchange, 200)
  const row = api.readObject(exchange)
  api.demandSame(row, plan, 'of the plan')
  for (const name of ['plan_type', 'minimal_price'])
    api.demand(name in row, `${name} of the plan`, row)
}

/** Every place that shows plans shows those of the story, and none that was deleted. */
export async function demandEveryView(api: StoryApi, role: Role): Promise<void> {
  const offering = toHex(api.facts.offering)
  const rows = await readAllRows(api, `${PLANS}?offering_uuid=${offering}`, 300, role)
  for (const plan of api.plans) {
    await demandShown(api, plan, role)
    demandRows(api, plan, { rows: filterByPlan(rows, 'uuid', plan), where: 'in the list' })
  }
  await demandInOffering(api, role)
  const usage = await readAllRows(api, `${STATS}?offering_uuid=${offering}`, 300, role)
  if (!api.facts.billable) return
  for (const plan of api.plans) {
    const seen = filterByPlan(usage, 'plan_uuid', plan).map(pickUsage)
    const { name, max_amount: limit } = plan.model?.fields ?? {}
    const wanted = { plan_name: name, limit, usage: 0, remaining: limit }
    api.demandEqual(seen, plan.model ? [wanted] : [], 'the row of the plan in usage_stats')
  }
}

const pickUsage = ({ plan_name, limit, usage, remaining }: Row): Row => {
  return { plan_name, limit, usage, remaining }
}

/** Inside the offering, plans with groups are for those that have them: staff has all. */
async function demandInOffering(api: StoryApi, role: Role): Promise<void> {
  if (api.facts.isChild) return
  const exchange = await api.get(`${BOOKINGS}${toHex(api.facts.offering)}/`, { role })
  api.demandStatus(exchange, 200)
  const rows = toRows(api.readObject(exchange)['plans'])
  for (const plan of api.plans) {
    const isHidden = role !== 'staff' && plan.model !== null && plan.model.groups.length > 0
    if (!isHidden)
      demandRows(api, plan, {
        rows: filterByPlan(rows, 'uuid', plan),
        where: 'inside the offering',
      })
  }
}

const filterByPlan = (rows: readonly Row[], key: string, { uuid }: StoryPlan): Row[] =>
  rows.filter((row) => findUuid(String(row[key])) === uuid)

function demandRows(
  api: StoryApi,
  plan: StoryPlan,
  { rows, where }: { rows: readonly Row[]; where: string },
): void {
  api.demandEqual(rows.length, plan.model ? 1 : 0, `the number of rows of the plan ${where}`)
  for (const row of rows) api.demandSame(row, plan, where)
}
