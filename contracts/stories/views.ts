import { allRows, BOOKINGS, PLANS, STATS } from '../harness/given.ts'
import { uuidIn } from '../harness/guard.ts'
import { hex, listOf } from '../harness/offerings.ts'
import type { Row } from '../harness/offerings.ts'
import type { Role } from '../run/settings.ts'
import type { Stage, Told } from './stage.ts'

/** The plan at its own address is what the model says; a deleted one is not found. */
export async function shownAs(stage: Stage, told: Told, role: Role): Promise<void> {
  const exchange = await stage.get(told.path, { role })
  if (told.model === null) return stage.status(exchange, 404)
  stage.status(exchange, 200)
  const row = stage.object(exchange)
  stage.same(row, told, 'of the plan')
  for (const name of ['plan_type', 'minimal_price'])
    stage.demand(name in row, `${name} of the plan`, row)
}

/** Every place that shows plans shows those of the story, and none that was deleted. */
export async function look(stage: Stage, role: Role): Promise<void> {
  const offering = hex(stage.facts.offering)
  const rows = await allRows(stage, `${PLANS}?offering_uuid=${offering}`, 300, role)
  for (const told of stage.plans) {
    await shownAs(stage, told, role)
    sameRows(stage, told, { rows: at(rows, 'uuid', told), where: 'in the list' })
  }
  await lookInside(stage, role)
  const usage = await allRows(stage, `${STATS}?offering_uuid=${offering}`, 300, role)
  if (!stage.facts.billable) return
  for (const told of stage.plans) {
    const seen = at(usage, 'plan_uuid', told).map(usageOf)
    const { name, max_amount: limit } = told.model?.fields ?? {}
    const wanted = { plan_name: name, limit, usage: 0, remaining: limit }
    stage.equal(seen, told.model ? [wanted] : [], 'the row of the plan in usage_stats')
  }
}

const usageOf = ({ plan_name, limit, usage, remaining }: Row): Row => {
  return { plan_name, limit, usage, remaining }
}

/** Inside the offering, plans with groups are for those that have them: staff has all. */
async function lookInside(stage: Stage, role: Role): Promise<void> {
  if (stage.facts.isChild) return
  const exchange = await stage.get(`${BOOKINGS}${hex(stage.facts.offering)}/`, { role })
  stage.status(exchange, 200)
  const rows = listOf(stage.object(exchange)['plans'])
  for (const told of stage.plans) {
    const isHidden = role !== 'staff' && told.model !== null && told.model.groups.length > 0
    if (!isHidden)
      sameRows(stage, told, { rows: at(rows, 'uuid', told), where: 'inside the offering' })
  }
}

const at = (rows: readonly Row[], key: string, { uuid }: Told): Row[] =>
  rows.filter((row) => uuidIn(String(row[key])) === uuid)

function sameRows(
  stage: Stage,
  told: Told,
  { rows, where }: { rows: readonly Row[]; where: string },
): void {
  stage.equal(rows.length, told.model ? 1 : 0, `the number of rows of the plan ${where}`)
  for (const row of rows) stage.same(row, told, where)
}
