import { inLanes, shareOut } from '../../harness/inLanes.ts'
import { createPlan, getOfferingLink, noteCreated } from '../../harness/ownPlans/createPlan.ts'
import { demandNothingMade } from '../../harness/ownPlans/demandNothingMade.ts'
import { demandRefusal, demandUnchanged, planContract, readPlan } from '../../plans/planContract.ts'
import { listOwnFields, listRefused } from './listRefused.ts'
import { formatBody } from '../demandStored.ts'

for (const operation of ['create', 'update', 'partial_update']) {
  const id = `marketplace_plans_${operation}`
  const own = listOwnFields(id, false)
  planContract(
    {
      id: `bounds.together.${operation}`,
      demand:
        'values beyond the limits of several fields are all refused at once, each by its text',
      source: '§1.4',
      operation: id,
    },
    async (api) => {
      // What PUT and PATCH make of another offering is a matter of dialect (§2.0, row 7).
      const offering = JSON.stringify(getOfferingLink())
      const fields = own.filter(({ field }) => operation === 'create' || field !== 'offering')
      const plan = operation === 'create' ? null : await createPlan(api)
      const before = plan && (await readPlan(api, plan))
      await inLanes(api, async (lane, place) => {
        for (const { members, errors } of shareOut(listRefused(fields, { offering }), place)) {
          const method = fields[0]?.method.toUpperCase() ?? ''
          const path = plan?.path ?? fields[0]?.path ?? ''
          const exchange = await lane.send({ method, path, body: formatBody(members) })
          if (!plan) noteCreated(lane, exchange)
          demandRefusal(lane, exchange, errors)
        }
      })
      if (plan && before) await demandUnchanged(api, plan, before)
      else await demandNothingMade(api, null)
    },
  )
}
