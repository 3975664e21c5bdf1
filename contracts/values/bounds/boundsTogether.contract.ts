import { inLanes, shareOut } from '../../harness/inLanes.ts'
import { createPlan, getOfferingLink, noteCreated } from '../../harness/createPlan.ts'
import { demandNothingMade } from '../../harness/demandNothingMade.ts'
import { demandRefusal, demandUnchanged, planContract, readPlan } from '../../plans/planContract.ts'
import { boundedFields } from './boundedFields.ts'
import type { BoundedField } from './boundedFields.ts'
import type { Messages } from './bounds.ts'
import { formatBody } from '../demandStored.ts'

/** Values of several fields that are all refused, as members of a body, and with what texts. */
interface Refused {
  readonly members: Readonly<Record<string, string | null>>
  readonly errors: Readonly<Record<string, Messages>>
}

for (const operation of ['create', 'update', 'partial_update']) {
  const id = `marketplace_plans_${operation}`
  const own = boundedFields.filter((one) => one.operation === id && one.entry === null)
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

/** The first refused value of each field, then the second of each, and so on. */
function listRefused(
  fields: readonly BoundedField[],
  right: Readonly<Record<string, string>>,
): Refused[] {
  const refused = fields.map(({ field, bounds }) => ({
    field,
    bounds: bounds.filter(({ errors }) => errors !== null),
  }))
  const rounds = Math.max(...refused.map(({ bounds }) => bounds.length))
  return Array.from({ length: rounds }, (_, round) => {
    const wrong = refused.flatMap(({ field, bounds }) => {
      const bound = bounds[round]
      return bound?.errors ? [{ field, json: bound.json, errors: bound.errors }] : []
    })
    return {
      members: {
        name: '"Contract bounds"',
        ...right,
        ...Object.fromEntries(wrong.map(({ field, json }) => [field, json])),
      },
      errors: Object.fromEntries(wrong.map(({ field, errors }) => [field, errors])),
    }
  })
}
