import type { Api } from '../harness/api.ts'
import { getOfferingLink, noteCreated, PLANS } from '../harness/ownPlans/createPlan.ts'
import { demandNothingMade } from '../harness/ownPlans/demandNothingMade.ts'
import { inLanes, shareOut } from '../harness/inLanes.ts'
import { getSession } from '../harness/session.ts'
import { findUuid } from '../harness/transport/guard.ts'
import { describeAnswer } from '../harness/findings/describeAnswer.ts'
import { demandRefusal, readPlan } from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'
import type { Bound } from './bounds/bound.ts'
import type { BoundedField } from './bounds/boundedFields.ts'
import { demandStored, describeBound, formatBody } from './demandStored.ts'
import { listOfferingLinkBounds } from './bounds/listOfferingLinkBounds.ts'

/** A plan is marked as ours where its marks are not what is tried. */
export async function tryCreate(api: Api, { field, bounds }: BoundedField): Promise<void> {
  const { tag } = getSession().settings
  const marks: Row = {
    name: `Contract bounds ${field}`,
    backend_id: tag,
    offering: getOfferingLink(),
  }
  if (field === 'backend_id') marks['article_code'] = tag
  const members = Object.fromEntries(
    Object.entries(marks).map(([name, value]) => [name, JSON.stringify(value)]),
  )
  const all = field === 'offering' ? [...bounds, ...listOfferingLinkBounds()] : bounds
  await inLanes(api, async (own, lane) => {
    for (const bound of shareOut(all, lane)) await tryBound(own, { field, bound, members })
  })
  await demandNothingMade(api, null, field === 'offering' ? PLANS : undefined)
}

interface Trial extends Pick<BoundedField, 'field'> {
  readonly bound: Bound
  readonly members: Readonly<Record<string, string>>
}

async function tryBound(api: Api, { field, bound, members }: Trial): Promise<void> {
  const exchange = await api.post(PLANS, formatBody({ ...members, [field]: bound.json }))
  const plan = noteCreated(api, exchange)
  if (bound.errors) {
    return demandRefusal(api, exchange, { [field]: bound.errors })
  }
  api.demand(
    plan !== null,
    `status 201 ${describeBound(bound)}`,
    () => describeAnswer(exchange.response),
    exchange,
  )
  api.demandStatus(exchange, 201)
  const row = await readPlan(api, plan)
  if (field !== 'offering') demandStored(api, { bound, seen: row[field], exchange })
  else
    api.demandEqual(
      findUuid(String(row[field])),
      findUuid(getOfferingLink()),
      'the offering',
      exchange,
    )
}
