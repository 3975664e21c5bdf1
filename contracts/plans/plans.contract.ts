import type { Api } from '../harness/api.ts'
import { createPlan, noteCreated, PLANS, readAllRows } from '../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../harness/ownPlans/createPlan.ts'
import { findUuid } from '../harness/transport/guard.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { createBody } from './createBody.ts'
import {
  demandShownAlike,
  demandSuccess,
  demandUnchanged,
  planContract,
  readListed,
  readNested,
  readPlan,
} from './planContract.ts'
import type { Row } from './planContract.ts'

planContract(
  {
    id: 'plans.create-is-seen',
    demand: 'a new plan is counted, and shown alike in the list, its offering and statistics',
    source: '§2.2',
  },
  async (api: Api) => {
    const before = await countPlans(api)
    const plan = await createPlan(api, { max_amount: 3, article_code: 'SEEN' })
    api.demandEqual(await countPlans(api), before + 1, 'the count of plans')
    await demandShownAlike(api, plan)
  },
)

planContract(
  {
    id: 'plans.create-twins',
    demand: 'plans may have the same name; each is a plan of its own with its own uuid',
    source: '§2.3',
  },
  async (api: Api) => {
    const twins = [await createPlan(api), await createPlan(api), await createPlan(api)]
    api.demandEqual(new Set(twins.map(({ uuid }) => uuid)).size, 3, 'the number of uuids')
    const [first, second, third] = twins
    if (!first || !second || !third) return
    const before = await readPlan(api, second)
    demandSuccess(api, await api.patch(first.path, { article_code: 'ONE' }))
    await demandUnchanged(api, second, before)
    for (const { uuid } of twins)
      api.demandEqual((await readListed(api, uuid)).length, 1, 'rows in list')
  },
)

planContract(
  {
    id: 'plans.create-in-order',
    demand: 'a new or renamed plan stands at the place of its name',
    source: '§1.10',
  },
  async (api: Api) => {
    const names = ['Contract order c', 'Contract order a', 'Contract order b']
    const plans: NewPlan[] = []
    for (const name of names) plans.push(await createPlan(api, { name }))
    const order = async () => {
      const rows = await findPositions(
        api,
        plans.map(({ uuid }) => uuid),
      )
      return plans.map((_, index) => rows.filter((row) => row < (rows[index] ?? 0)).length)
    }
    api.demandEqual(await order(), [2, 0, 1], 'the order of three new plans')
    const [first] = plans
    if (!first) return
    demandSuccess(api, await api.patch(first.path, { name: 'Contract order 0' }))
    api.demandEqual(await order(), [0, 1, 2], 'the order after the last plan was renamed')
  },
)

async function countPlans(api: Api): Promise<number> {
  const { response } = await api.head(PLANS)
  return Number(response.headers['x-result-count'])
}

async function findPositions(api: Api, uuids: readonly string[]): Promise<number[]> {
  const listed = (await readAllRows(api, PLANS)).map(({ uuid }) => findUuid(String(uuid)) ?? '')
  const places = uuids.map((uuid) => listed.indexOf(uuid))
  if (places.includes(-1)) throw new Inapplicable('a new plan is not among the first 3,000')
  return places
}

for (const operation of ['create', 'update', 'partial_update']) {
  planContract(
    {
      id: `plans.reply-is-whole.${operation}`,
      demand: 'the answer of a write has plan_type and minimal_price, as the page lists them',
      source: '#/components/schemas/ProviderPlanDetails',
      operation: `marketplace_plans_${operation}`,
    },
    async (api: Api) => {
      const exchange = await api.post(PLANS, createBody())
      const plan = noteCreated(api, exchange)
      if (!plan) return api.demandStatus(exchange, 201)
      if (operation === 'create') return demandWhole(api, plan.row)
      const path = { update: api.put, partial_update: api.patch }[operation]
      demandWhole(api, api.readObject((await path?.(plan.path, { name: 'Whole' })) ?? exchange))
    },
  )
}

planContract(
  {
    id: 'plans.delete',
    demand: 'a deleted plan is gone: 204 without a body, then 404, and no list has it',
    source: '§2.5',
    roles: ['staff'],
  },
  async (api: Api) => {
    const [plan, kept] = [await createPlan(api), await createPlan(api)]
    const before = await countPlans(api)
    const row = await readPlan(api, kept)
    const exchange = await api.delete(plan.path)
    api.demandStatus(exchange, 204)
    api.demandEqual(exchange.response.text, '', 'the body of 204', exchange)
    const lost = { detail: 'No Plan matches the given query.' }
    for (const again of [await api.get(plan.path), await api.delete(plan.path)]) {
      api.demandStatus(again, 404)
      api.demandEqual(again.response.json, lost, 'the body of 404', again)
    }
    api.demandStatus(await api.patch(plan.path, { name: 'Ghost' }), 404)
    api.demandStatus(await api.post(`${plan.path}archive/`), 404)
    api.demandStatus(await api.post(`${plan.path}update_prices/`, { prices: {} }), 404)
    api.demandEqual(await countPlans(api), before - 1, 'the count of plans')
    api.demandEqual(await readListed(api, plan.uuid), [], 'the rows of the plan in the list')
    api.demandEqual((await readNested(api, plan.uuid)) ?? [], [], 'its rows in the offering')
    await demandUnchanged(api, kept, row)
    await demandShownAlike(api, kept)
  },
)

function demandWhole(api: Api, row: Row): void {
  const missing = ['plan_type', 'minimal_price'].filter((name) => !(name in row))
  api.demandEqual(missing, [], 'the fields missing in the answer')
}
