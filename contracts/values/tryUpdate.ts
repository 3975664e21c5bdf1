import type { Api } from '../harness/api.ts'
import { createPlan } from '../harness/ownPlans/createPlan.ts'
import { inLanes, shareOut } from '../harness/inLanes.ts'
import type { NewPlan } from '../harness/ownPlans/createPlan.ts'
import { describeAnswer } from '../harness/findings/describeAnswer.ts'
import { demandOnly, demandRefusal, demandUnchanged, readPlan } from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'
import type { BoundedField } from './bounds/boundedFields.ts'
import type { Bound } from './bounds/bound.ts'
import { describeBound, formatBody } from './demandStored.ts'
import { listOfferingLinkBounds } from './bounds/listOfferingLinkBounds.ts'

/** Pages say that PUT and PATCH write these, real servers do not (§2.0, row 6). */
const MAY_BE_IGNORED = ['archived', 'unit_price', 'backend_id', 'offering']

export async function tryUpdate(api: Api, { field, method, bounds }: BoundedField): Promise<void> {
  const all = field === 'offering' ? [...bounds, ...listOfferingLinkBounds()] : bounds
  await inLanes(api, (own, lane) => tryBounds(own, { field, method, bounds: shareOut(all, lane) }))
}

async function tryBounds(
  api: Api,
  { field, method, bounds }: Pick<BoundedField, 'field' | 'method' | 'bounds'>,
): Promise<void> {
  const plan = await createPlan(api)
  const send = method === 'put' ? api.put : api.patch
  let number = 0
  let before = await readPlan(api, plan)
  for (const bound of bounds) {
    const beside = field === 'name' ? 'article_code' : 'name'
    const value = `Bound ${number++}`
    const members = { [beside]: JSON.stringify(value), [field]: bound.json }
    const exchange = await send(plan.path, formatBody(members))
    if (bound.errors) {
      demandRefusal(api, exchange, { [field]: bound.errors })
      await demandUnchanged(api, plan, before)
      continue
    }
    api.demand(
      exchange.response.status === 200,
      `status 200 ${describeBound(bound)}`,
      () => describeAnswer(exchange.response),
      exchange,
    )
    before = await demandUpdated(api, plan, { before, bound, field, beside: { [beside]: value } })
  }
}

interface Updated {
  readonly before: Row
  readonly bound: Bound
  readonly field: string
  readonly beside: Row
}

async function demandUpdated(
  api: Api,
  plan: NewPlan,
  { before, bound, field, beside }: Updated,
): Promise<Row> {
  const after = await readPlan(api, plan)
  const isNamed = 'stored' in bound && field !== 'offering'
  const seen = isNamed ? after[field] : before[field]
  const isIgnored = MAY_BE_IGNORED.includes(field) && seen === before[field]
  if (isNamed && !isIgnored)
    api.demandEqual(seen, bound.stored, `what is stored ${describeBound(bound)}`)
  demandOnly(api, after, { before, wanted: { ...beside, [field]: seen } })
  return after
}
