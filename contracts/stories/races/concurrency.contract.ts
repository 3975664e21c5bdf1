import type { Api } from '../../harness/api.ts'
import {
  createPlan,
  getOfferingLink,
  PLANS,
  readAllRows,
} from '../../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../../harness/ownPlans/createPlan.ts'
import { readTypes } from '../../harness/ownPlans/readTypes.ts'
import { findUuid } from '../../harness/transport/guard.ts'
import {
  demandShownAlike,
  demandSuccess,
  planContract,
  readListed,
  readPlan,
} from '../../plans/planContract.ts'
import type { Row } from '../../plans/planContract.ts'
import { countTo, runTogether } from './runTogether.ts'

const setAll = (types: readonly string[], value: unknown): Row =>
  Object.fromEntries(types.map((type) => [type, value]))

const postUpdate = async (api: Api, plan: NewPlan, kind: string, value: unknown): Promise<void> => {
  const name = kind === 'groups' ? 'organization_groups' : kind
  demandSuccess(api, await api.post(`${plan.path}update_${name}/`, { [name]: value }))
}

planContract(
  {
    id: 'concurrency.updates',
    demand: 'of many updates at once each answers with its own values, and one is what stays',
    source: '§0.4',
  },
  async (api: Api) => {
    const plan = await createPlan(api)
    const values = countTo(20).map((number) => ({
      name: `Name ${number}`,
      article_code: `CODE-${number}`,
      max_amount: number + 1,
    }))
    await runTogether(
      values.map((body, number) => async () => {
        const exchange = await (number % 2 ? api.patch : api.put)(plan.path, body)
        api.demandStatus(exchange, 200)
        const { name, article_code, max_amount } = api.readObject(exchange)
        const seen = { name, article_code, max_amount }
        api.demandEqual(seen, body, 'the values in the answer', exchange)
      }),
    )
    const { name, article_code, max_amount } = await readPlan(api, plan)
    const isSent = values.some((body) => body.name === name)
    api.demand(isSent, 'the name to be one of those sent', name)
    const wanted = values.find((body) => body.name === name)
    api.demandEqual({ name, article_code, max_amount }, wanted, 'the values of one update')
    await demandShownAlike(api, plan)
  },
)

planContract(
  {
    id: 'concurrency.prices',
    demand: 'of many sets of prices at once one stays, whole',
    source: '§0.4',
  },
  async (api: Api) => {
    const types = await readTypes(api)
    const plan = await createPlan(api)
    await runTogether(
      countTo(20).map((number) => () => postUpdate(api, plan, 'prices', setAll(types, number + 1))),
    )
    const prices = Object.values((await readPlan(api, plan))['prices'] as Row).map(Number)
    const [first = 0] = prices
    api.demand(first >= 1 && first <= 20, 'a price that was sent', first)
    api.demandEqual(prices, Array(types.length).fill(first), 'the prices, all of one set')
    await demandShownAlike(api, plan)
  },
)

planContract(
  {
    id: 'concurrency.creates',
    demand: 'plans that are made at once are plans of their own, and all are listed',
    source: '§2.3',
  },
  async (api: Api) => {
    const names = countTo(20).map((number) => `Contract at once ${number}`)
    const plans = await runTogether(names.map((name) => () => createPlan(api, { name })))
    const uuids = new Set(plans.map(({ uuid }) => uuid))
    api.demandEqual(uuids.size, names.length, 'the number of uuids')
    const path = `${PLANS}?offering_uuid=${findUuid(getOfferingLink())}`
    const rows = await readAllRows(api, path)
    const seen = rows.filter(({ uuid }) => uuids.has(findUuid(String(uuid)) ?? ''))
    const sortTexts = (list: unknown[]) => list.map(String).sort()
    api.demandEqual(
      sortTexts(seen.map(({ name }) => name)),
      sortTexts(names),
      'the names in the list',
    )
  },
)

planContract(
  {
    id: 'concurrency.lost-updates',
    demand: 'writes of different things at once all stay: terms, prices, and those in a row',
    source: '§0.4',
  },
  async (api: Api) => {
    const types = await readTypes(api)
    const plan = await createPlan(api)
    for (const round of countTo(8)) {
      const name = `Round ${round}`
      await runTogether([
        async () => demandSuccess(api, await api.patch(plan.path, { name })),
        () => postUpdate(api, plan, 'prices', setAll(types, round + 1)),
        () => postUpdate(api, plan, 'groups', []),
      ])
      const row = await readPlan(api, plan)
      api.demandEqual(row['name'], name, 'the name')
      const prices = Object.values(row['prices'] as Row).map(Number)
      api.demandEqual(prices, Array(types.length).fill(round + 1), 'the prices')
    }
    await demandShownAlike(api, plan)
  },
)

planContract(
  {
    id: 'concurrency.prices-and-quotas',
    demand: 'prices and quotas that are sent at once both stay',
    source: '§0.4',
  },
  async (api: Api) => {
    const types = await readTypes(api)
    const fixed = await readTypes(api, 'fixed')
    const plan = await createPlan(api)
    for (const round of countTo(8)) {
      const runs = [
        () => postUpdate(api, plan, 'prices', setAll(types, round + 1)),
        () => postUpdate(api, plan, 'quotas', setAll(fixed, round + 1)),
      ]
      await runTogether(round % 2 ? runs : runs.toReversed())
      const row = await readPlan(api, plan)
      const figures = Object.values(row['prices'] as Row).map(Number)
      api.demandEqual(figures, Array(types.length).fill(round + 1), 'the prices')
      for (const type of fixed)
        api.demandEqual((row['quotas'] as Row)[type], round + 1, `the quota of ${type}`)
    }
  },
)

planContract(
  {
    id: 'concurrency.plans-apart',
    demand: 'writes to different plans at once all stay',
    source: '§0.4',
  },
  async (api: Api) => {
    const types = await readTypes(api)
    const plans = await runTogether(countTo(6).map(() => () => createPlan(api)))
    await runTogether(
      plans.flatMap((plan, number) => [
        async () => demandSuccess(api, await api.patch(plan.path, { name: `Apart ${number}` })),
        () => postUpdate(api, plan, 'prices', setAll(types, number + 1)),
      ]),
    )
    for (const [number, plan] of plans.entries()) {
      const row = await readPlan(api, plan)
      api.demandEqual(row['name'], `Apart ${number}`, 'the name')
      const prices = Object.values(row['prices'] as Row).map(Number)
      api.demandEqual(prices, Array(types.length).fill(number + 1), 'the prices')
      api.demandEqual((await readListed(api, plan.uuid)).length, 1, 'rows in the list')
    }
  },
)
