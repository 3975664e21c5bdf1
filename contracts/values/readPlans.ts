import type { Api } from '../harness/api.ts'
import { PLANS, readAllRows } from '../harness/ownPlans/createPlan.ts'
import type { Row } from '../harness/readBookings.ts'
import { Inapplicable } from '../harness/unmet.ts'

export async function readPlans(api: Api): Promise<Row[]> {
  const plans = await readAllRows(api, PLANS)
  if (plans.length === 0) throw new Inapplicable('no plan is visible')
  return plans
}
