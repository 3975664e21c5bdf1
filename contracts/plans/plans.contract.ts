import type { Api } from '../harness/api.ts'
import {
  BOOKINGS,
  createPlan,
  getOfferingLink,
  inventUuid,
  noteCreated,
  PLANS,
} from '../harness/createPlan.ts'
import type { NewPlan } from '../harness/createPlan.ts'
import { findUuid } from '../harness/guard.ts'
import { getSession } from '../harness/session.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { createReadOnlyBody } from './createReadOnlyBody.ts'
import {
  demandShownAlike,
  demandSuccess,
  demandUnchanged,
  omitReadOnly,
  planContract,
  readListed,
  readNested,
  readPlan,
} from './planContract.ts'
import type { Row } from './planContract.ts'

const createBody = (fields: Row = {}): Row => ({
  name: 'Contract plans',
  backend_id: getSession().settings.tag,
  offering: getOfferingLink(),
  ...fields,
})

creation()
reading()

function creation(): void {
  planContract(
    {
      id: 'plans.create-minimal',
      demand: 'a plan of a name and an offering has the defaults, and zero for every component',
      source: '§2.3',
    },
    async (api: Api) => {
      const plan = await createPlan(api)
      const row = await readPlan(api, plan)
      api.demandEqual(
        Object.fromEntries(Object.keys(defaults).map((name) => [name, row[name]])),
        defaults,
        'the defaults of a new plan',
      )
      const components = row['components'] as Row[]
      const figures = { prices: 0, future_prices: null, quotas: 0 }
      for (const [map, value] of Object.entries(figures)) {
        for (const { type } of components) {
          const seen = (row[map] as Row)[String(type)]
          api.demandEqual(seen === null ? null : Number(seen), value, `${map} of ${String(type)}`)
        }
        api.demandEqual(Object.keys(row[map] as Row).length, components.length, `entries of ${map}`)
      }
      api.demandEqual(
        [row['init_price'], row['switch_price'], row['minimal_price']].map(Number),
        [0, 0, 0],
        'the totals of a new plan',
      )
    },
  )

  planContract(
    {
      id: 'plans.create-components',
      demand: 'a new plan has one component for each component of its offering, in their order',
      source: '§2.3',
    },
    async (api: Api) => {
      const offering = await api.get(`${BOOKINGS}${getSession().settings.offering ?? ''}/`)
      if (offering.response.status !== 200) throw new Inapplicable('the offering is not seen')
      const offered = api.readObject(offering)['components'] as Row[]
      const row = await readPlan(api, await createPlan(api))
      const wanted = offered.map(({ type, name, measured_unit }) => ({
        type,
        name,
        measured_unit,
        amount: 0,
        price: '0.0000000000',
        future_price: null,
        discount_threshold: null,
        discount_rate: null,
      }))
      api.demandEqual(row['components'], wanted, 'the components of a new plan')
    },
  )

  planContract(
    {
      id: 'plans.create-location',
      demand: 'Location is the url of the new plan, and leads to it',
      source: '§1.5',
    },
    async (api: Api) => {
      const exchange = await api.post(PLANS, createBody())
      const plan = noteCreated(api, exchange)
      api.demandStatus(exchange, 201)
      const reply = api.readObject(exchange)
      const { location = '' } = exchange.response.headers
      api.demandEqual(location, reply['url'], 'Location')
      api.demandEqual(findUuid(location), findUuid(String(reply['uuid'])), 'the uuid in Location')
      api.demandEqual(
        findUuid(String(reply['offering'])),
        findUuid(getOfferingLink()),
        'the offering',
      )
      const { pathname, host } = new URL(location)
      api.demandEqual(host, new URL(getSession().settings.baseUrl).host, 'the host of Location')
      api.demandEqual(pathname.replaceAll('-', ''), plan?.path.replaceAll('-', ''), 'Location')
      const row = api.readObject(await api.get(pathname))
      api.demandEqual(omitReadOnly(reply), omitReadOnly(row), 'the answer of create', exchange)
    },
  )

  planContract(
    {
      id: 'plans.create-reads-back',
      demand: 'a new plan has every value that was sent, archived, unit_price and backend_id too',
      source: '§2.3',
    },
    async (api: Api) => {
      for (const [archived, unit] of [
        [true, 'quarter'],
        [false, 'quantity'],
      ]) {
        const fields = {
          name: 'Contract Ünïcode 研究 😀',
          description: '<p>Für <b>alle</b> 研究 😀</p>',
          article_code: 'EM-ÄÖ-研究-01',
          max_amount: 32767,
          archived,
          unit,
          unit_price: '123456789012.1234567891',
          backend_id: getSession().settings.tag,
        }
        const row = await readPlan(api, await createPlan(api, fields))
        for (const [name, value] of Object.entries(fields)) api.demandEqual(row[name], value, name)
      }
    },
  )

  planContract(
    {
      id: 'plans.create-ignores-others',
      demand: 'keys that are not fields of the body change nothing about a new plan',
      source: '§2.3',
    },
    async (api: Api) => {
      const uuid = inventUuid()
      const plain = await readPlan(api, await createPlan(api))
      const odd = await createPlan(api, createReadOnlyBody(uuid, plain))
      api.demand(odd.uuid !== findUuid(uuid), 'a uuid of its own', odd.row['uuid'])
      const row = await readPlan(api, odd)
      api.demandEqual({ ...row, url: 0, uuid: 0 }, { ...plain, url: 0, uuid: 0 }, 'the new plan')
    },
  )

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
        const rows: number[] = []
        for (const { uuid } of plans) rows.push(await findPosition(api, uuid))
        return plans.map((_, index) => rows.filter((row) => row < (rows[index] ?? 0)).length)
      }
      api.demandEqual(await order(), [2, 0, 1], 'the order of three new plans')
      const [first] = plans
      if (!first) return
      demandSuccess(api, await api.patch(first.path, { name: 'Contract order 0' }))
      api.demandEqual(await order(), [0, 1, 2], 'the order after the last plan was renamed')
    },
  )

  planContract(
    {
      id: 'plans.offering-links',
      demand: 'an offering may be named by its path, with any host, in any spelling of its uuid',
      source: '§1.12',
    },
    async (api: Api) => {
      const hex = findUuid(getOfferingLink()) ?? ''
      const dashed = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
      const root = '/api/marketplace-provider-offerings/'
      const links = [
        `${root}${hex}/`,
        `${root}${dashed}/`,
        `${root}${hex.toUpperCase()}/`,
        `https://elsewhere.example${root}${dashed}/`,
      ]
      for (const offering of links) {
        const { row } = await createPlan(api, { offering })
        api.demandEqual(findUuid(String(row['offering'])), hex, 'the offering of the new plan')
      }
    },
  )

  planContract(
    {
      id: 'plans.sample-link',
      demand: 'the link of the sample, /api/offering/{uuid}/, names an offering',
      source: '#/paths/~1api~1marketplace-plans~1/post/requestBody',
    },
    async (api: Api) => {
      const link = `${getSession().settings.baseUrl}/api/offering/${findUuid(getOfferingLink())}/`
      const { row } = await createPlan(api, { offering: link })
      api.demandEqual(
        findUuid(String(row['offering'])),
        findUuid(getOfferingLink()),
        'the offering',
      )
    },
  )
}

const defaults = {
  description: '',
  article_code: '',
  max_amount: null,
  archived: false,
  is_active: true,
  unit_price: '0.0000000000',
  unit: 'day',
  organization_groups: [],
  resources_count: 0,
  plan_type: null,
}

async function countPlans(api: Api): Promise<number> {
  const { response } = await api.head(PLANS)
  return Number(response.headers['x-result-count'])
}

async function findPosition(api: Api, uuid: string): Promise<number> {
  for (let page = 1; page <= 10; page++) {
    const rows = api.readRows(await api.get(`${PLANS}?page_size=300&page=${page}`))
    const index = rows.findIndex((row) => findUuid(String(row['uuid'])) === uuid)
    if (index >= 0) return (page - 1) * 300 + index
    if (rows.length < 300) break
  }
  throw new Inapplicable('the new plan is not among the first 3,000')
}

function reading(): void {
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
}

function demandWhole(api: Api, row: Row): void {
  const missing = ['plan_type', 'minimal_price'].filter((name) => !(name in row))
  api.demandEqual(missing, [], 'the fields missing in the answer')
}
