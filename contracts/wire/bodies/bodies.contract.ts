import type { Api } from '../../harness/api.ts'
import { createPlan } from '../../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../../harness/ownPlans/createPlan.ts'
import {
  demandRefusal,
  demandSuccess,
  demandUnchanged,
  planContract,
  readPlan,
} from '../../plans/planContract.ts'
import {
  demandForeign,
  demandMalformed,
  demandNoObject,
  foreignTypes,
  formatUnread,
  malformed,
  others,
  readers,
  sendBody,
} from './sendBody.ts'
import type { Reader } from './sendBody.ts'

function bodyContracts(
  name: string,
  demand: string,
  check: (api: Api, plan: NewPlan, reader: Reader) => Promise<void>,
): void {
  for (const [operation, reader] of Object.entries(readers)) {
    planContract(
      {
        id: `bodies.${name}.${operation}`,
        demand,
        source: '§1.4',
        operation: `marketplace_plans_${operation}`,
      },
      async (api: Api) => {
        const plan = await createPlan(api, { article_code: 'KEEP' })
        const before = await readPlan(api, plan)
        await check(api, plan, reader)
        await demandUnchanged(api, plan, before)
      },
    )
  }
}

bodyContracts(
  'malformed',
  'a body that is no JSON is refused as such, and changes nothing',
  async (api: Api, plan, reader) => {
    for (const body of malformed) {
      const exchange = await sendBody(api, plan, reader, { body })
      demandMalformed(api, exchange)
    }
  },
)

bodyContracts(
  'not-an-object',
  'a body that is JSON but no object is refused by the name of its type',
  async (api: Api, plan, reader) => {
    for (const [body, type] of others) {
      demandNoObject(api, await sendBody(api, plan, reader, { body }), type)
    }
    const exchange = await sendBody(api, plan, reader, { body: 'null' })
    demandRefusal(api, exchange, { non_field_errors: ['No data provided'] })
  },
)

bodyContracts(
  'unsupported-type',
  'a body of a type that is not read is 415 with the name of the type',
  async (api: Api, plan, reader) => {
    for (const type of foreignTypes) {
      const exchange = await sendBody(api, plan, reader, { body: formatUnread(), type })
      demandForeign(api, exchange, type)
    }
  },
)

bodyContracts(
  'empty',
  'an empty body is an empty object, with any type or none',
  async (api: Api, plan, reader) => {
    if (reader.empty === undefined) return
    for (const sending of [
      {},
      { body: '', type: 'application/json' },
      { body: '', type: 'text/plain' },
      { body: '{}' },
      { body: ' {\n} ' },
    ]) {
      const exchange = await sendBody(api, plan, reader, sending)
      if (reader.empty === null) demandSuccess(api, exchange)
      else demandRefusal(api, exchange, reader.empty)
    }
  },
)
