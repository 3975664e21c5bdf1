import type { Api } from '../harness/api.ts'
import { createPlan } from '../harness/createPlan.ts'
import type { NewPlan } from '../harness/createPlan.ts'
import { demandChanged, demandRefusal, demandUnchanged, readPlan } from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'
import type { BoundedField } from './boundedFields.ts'
import type { Bound } from './bounds.ts'
import { describeBound, formatBody } from './demandStored.ts'
import { listOfferingLinkBounds } from './listOfferingLinkBounds.ts'

/** Pages say that PUT and PATCH write these, real servers do not (§2.0, row 6). */
const MAY_BE_IGNORED = ['archived', 'unit_price', 'backend_id', 'offering']

export async function tryUpdate(api: Api, { field, method, bounds }: BoundedField): Promise<void> {
  const plan = await createPlan(api)
  const send = method === 'put' ? api.put : api.patch
  const all = field === 'offering' ? [...bounds, ...listOfferingLinkBounds()] : bounds
  let number = 0
  for (const bound of all) {
    const before = await readPlan(api, plan)
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
      exchange.response.text,
      exchange,
    )
    await demandUpdated(api, plan, { before, bound, field, beside: { [beside]: value } })
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
): Promise<void> {
  const isNamed = 'stored' in bound && field !== 'offering'
  if (!isNamed) return void (await demandChanged(api, plan, before, beside))
  const seen = (await readPlan(api, plan))[field]
  const isIgnored = MAY_BE_IGNORED.includes(field) && seen === before[field]
  if (!isIgnored) api.demandEqual(seen, bound.stored, `what is stored ${describeBound(bound)}`)
  await demandChanged(api, plan, before, { ...beside, [field]: seen })
}
