import { BOOKINGS, PLANS, readAllRows, STATS } from '../harness/createPlan.ts'
import { toHex, toRows } from '../harness/readBookings.ts'
import type { Row } from '../harness/readBookings.ts'
import type { Role } from '../harness/settings.ts'
import { findUuid } from '../harness/transport/guard.ts'
import type { StoryApi, StoryPlan } from './storyApi.ts'

/** The plan at its own address is what the model says; a deleted one is not found. */
export async function demandShown(stage: StoryApi, told: StoryPlan, role: Role): Promise<void> {
  const exchange = await stage.get(told.path, { role })
  if (told.model === null) return stage.demandStatus(exchange, 404)
  stage.demandStatus(exchange, 200)
  const row = stage.readObject(exchange)
  stage.demandSame(row, told, 'of the plan')
  for (const name of ['plan_type', 'minimal_price'])
    stage.demand(name in row, `${name} of the plan`, row)
}

/** Every place that shows plans shows those of the story, and none that was deleted. */
export async function demandEveryView(stage: StoryApi, role: Role): Promise<void> {
  const offering = toHex(stage.facts.offering)
  const rows = await readAllRows(stage, `${PLANS}?offering_uuid=${offering}`, 300, role)
  for (const told of stage.plans) {
    await demandShown(stage, told, role)
    demandRows(stage, told, { rows: filterByPlan(rows, 'uuid', told), where: 'in the list' })
  }
  await demandInOffering(stage, role)
  const usage = await readAllRows(stage, `${STATS}?offering_uuid=${offering}`, 300, role)
  if (!stage.facts.billable) return
  for (const told of stage.plans) {
    const seen = filterByPlan(usage, 'plan_uuid', told).map(pickUsage)
    const { name, max_amount: limit } = told.model?.fields ?? {}
    const wanted = { plan_name: name, limit, usage: 0, remaining: limit }
    stage.demandEqual(seen, told.model ? [wanted] : [], 'the row of the plan in usage_stats')
  }
}

const pickUsage = ({ plan_name, limit, usage, remaining }: Row): Row => {
  return { plan_name, limit, usage, remaining }
}

/** Inside the offering, plans with groups are for those that have them: staff has all. */
async function demandInOffering(stage: StoryApi, role: Role): Promise<void> {
  if (stage.facts.isChild) return
  const exchange = await stage.get(`${BOOKINGS}${toHex(stage.facts.offering)}/`, { role })
  stage.demandStatus(exchange, 200)
  const rows = toRows(stage.readObject(exchange)['plans'])
  for (const told of stage.plans) {
    const isHidden = role !== 'staff' && told.model !== null && told.model.groups.length > 0
    if (!isHidden)
      demandRows(stage, told, {
        rows: filterByPlan(rows, 'uuid', told),
        where: 'inside the offering',
      })
  }
}

const filterByPlan = (rows: readonly Row[], key: string, { uuid }: StoryPlan): Row[] =>
  rows.filter((row) => findUuid(String(row[key])) === uuid)

function demandRows(
  stage: StoryApi,
  told: StoryPlan,
  { rows, where }: { rows: readonly Row[]; where: string },
): void {
  stage.demandEqual(rows.length, told.model ? 1 : 0, `the number of rows of the plan ${where}`)
  for (const row of rows) stage.demandSame(row, told, where)
}
