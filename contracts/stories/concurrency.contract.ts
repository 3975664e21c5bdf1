import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { allRows, newPlan, offeringFacts, offeringLink, PLANS } from '../harness/given.ts'
import type { NewPlan } from '../harness/given.ts'
import { uuidIn } from '../harness/guard.ts'
import { done, listed, shown, shownAlike, writing } from '../plans/writing.ts'
import type { Row } from '../plans/writing.ts'

const range = (count: number): number[] => [...Array(count).keys()]

/** Runs all at once, and waits for the end of all, so that nothing goes on after a failure. */
async function together<Value>(runs: readonly (() => Promise<Value>)[]): Promise<Value[]> {
  const settled = await Promise.allSettled(runs.map((run) => run()))
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
}

async function typesOf(api: Api, billing = /./): Promise<string[]> {
  const { types } = await offeringFacts(api)
  const names = types.filter((one) => billing.test(one.billing)).map(({ type }) => type)
  if (names.length === 0) throw new Inapplicable(`no component is billed as ${String(billing)}`)
  return names
}

const all = (types: readonly string[], value: unknown): Row =>
  Object.fromEntries(types.map((type) => [type, value]))

const acted = async (api: Api, plan: NewPlan, kind: string, value: unknown): Promise<void> => {
  const name = kind === 'groups' ? 'organization_groups' : kind
  done(api, await api.post(`${plan.path}update_${name}/`, { [name]: value }))
}

writing(
  {
    id: 'concurrency.updates',
    demand: 'of many updates at once each answers with its own values, and one is what stays',
    source: '§0.4',
  },
  async (api: Api) => {
    const plan = await newPlan(api)
    const values = range(20).map((number) => ({
      name: `Name ${number}`,
      article_code: `CODE-${number}`,
      max_amount: number + 1,
    }))
    await together(
      values.map((body, number) => async () => {
        const exchange = await (number % 2 ? api.patch : api.put)(plan.path, body)
        api.status(exchange, 200)
        const { name, article_code, max_amount } = api.object(exchange)
        const seen = { name, article_code, max_amount }
        api.equal(seen, body, 'the values in the answer', exchange)
      }),
    )
    const { name, article_code, max_amount } = await shown(api, plan)
    const isSent = values.some((body) => body.name === name)
    api.demand(isSent, 'the name to be one of those sent', name)
    const wanted = values.find((body) => body.name === name)
    api.equal({ name, article_code, max_amount }, wanted, 'the values of one update')
    await shownAlike(api, plan)
  },
)

writing(
  {
    id: 'concurrency.prices',
    demand: 'of many sets of prices at once one stays, whole',
    source: '§0.4',
  },
  async (api: Api) => {
    const types = await typesOf(api)
    const plan = await newPlan(api)
    await together(
      range(20).map((number) => () => acted(api, plan, 'prices', all(types, number + 1))),
    )
    const prices = Object.values((await shown(api, plan))['prices'] as Row).map(Number)
    const [first = 0] = prices
    api.demand(first >= 1 && first <= 20, 'a price that was sent', first)
    api.equal(prices, Array(types.length).fill(first), 'the prices, all of one set')
    await shownAlike(api, plan)
  },
)

writing(
  {
    id: 'concurrency.creates',
    demand: 'plans that are made at once are plans of their own, and all are listed',
    source: '§2.3',
  },
  async (api: Api) => {
    const names = range(20).map((number) => `Contract at once ${number}`)
    const plans = await together(names.map((name) => () => newPlan(api, { name })))
    const uuids = new Set(plans.map(({ uuid }) => uuid))
    api.equal(uuids.size, names.length, 'the number of uuids')
    const path = `${PLANS}?offering_uuid=${uuidIn(offeringLink())}`
    const rows = await allRows(api, path)
    const seen = rows.filter(({ uuid }) => uuids.has(uuidIn(String(uuid)) ?? ''))
    const sorted = (list: unknown[]) => list.map(String).sort()
    api.equal(sorted(seen.map(({ name }) => name)), sorted(names), 'the names in the list')
  },
)

writing(
  {
    id: 'concurrency.lost-updates',
    demand: 'writes of different things at once all stay: terms, prices, and those in a row',
    source: '§0.4',
  },
  async (api: Api) => {
    const types = await typesOf(api)
    const plan = await newPlan(api)
    for (const round of range(8)) {
      const name = `Round ${round}`
      await together([
        async () => done(api, await api.patch(plan.path, { name })),
        () => acted(api, plan, 'prices', all(types, round + 1)),
        () => acted(api, plan, 'groups', []),
      ])
      const row = await shown(api, plan)
      api.equal(row['name'], name, 'the name')
      const prices = Object.values(row['prices'] as Row).map(Number)
      api.equal(prices, Array(types.length).fill(round + 1), 'the prices')
    }
    await shownAlike(api, plan)
  },
)

writing(
  {
    id: 'concurrency.prices-and-quotas',
    demand: 'prices and quotas that are sent at once both stay',
    source: '§0.4',
  },
  async (api: Api) => {
    const types = await typesOf(api)
    const fixed = await typesOf(api, /fixed/)
    const plan = await newPlan(api)
    for (const round of range(8)) {
      const runs = [
        () => acted(api, plan, 'prices', all(types, round + 1)),
        () => acted(api, plan, 'quotas', all(fixed, round + 1)),
      ]
      await together(round % 2 ? runs : runs.toReversed())
      const row = await shown(api, plan)
      const figures = Object.values(row['prices'] as Row).map(Number)
      api.equal(figures, Array(types.length).fill(round + 1), 'the prices')
      for (const type of fixed)
        api.equal((row['quotas'] as Row)[type], round + 1, `the quota of ${type}`)
    }
  },
)

writing(
  {
    id: 'concurrency.plans-apart',
    demand: 'writes to different plans at once all stay',
    source: '§0.4',
  },
  async (api: Api) => {
    const types = await typesOf(api)
    const plans = await together(range(6).map(() => () => newPlan(api)))
    await together(
      plans.flatMap((plan, number) => [
        async () => done(api, await api.patch(plan.path, { name: `Apart ${number}` })),
        () => acted(api, plan, 'prices', all(types, number + 1)),
      ]),
    )
    for (const [number, plan] of plans.entries()) {
      const row = await shown(api, plan)
      api.equal(row['name'], `Apart ${number}`, 'the name')
      const prices = Object.values(row['prices'] as Row).map(Number)
      api.equal(prices, Array(types.length).fill(number + 1), 'the prices')
      api.equal((await listed(api, plan.uuid)).length, 1, 'rows in the list')
    }
  },
)
