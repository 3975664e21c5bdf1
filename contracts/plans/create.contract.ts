import type { Api } from '../harness/api.ts'
import {
  BOOKINGS,
  createPlan,
  getOfferingLink,
  inventUuid,
  noteCreated,
  PLANS,
} from '../harness/ownPlans/createPlan.ts'
import { getSession } from '../harness/session.ts'
import type { Exchange } from '../harness/transport/exchange.ts'
import { findUuid } from '../harness/transport/guard.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { listGivenRoles, readOwnPath } from '../lists/lists.ts'
import { NO_DISCOUNT } from '../prices/discounts.ts'
import { createBody } from './createBody.ts'
import { createReadOnlyBody } from './createReadOnlyBody.ts'
import { omitReadOnly, planContract, readPlan, readReply } from './planContract.ts'
import type { Row } from './planContract.ts'

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
      ...NO_DISCOUNT,
    }))
    const names = Object.keys(wanted[0] ?? {})
    const seen = (row['components'] as Row[]).map((component) =>
      Object.fromEntries(names.map((name) => [name, component[name]])),
    )
    api.demandEqual(seen, wanted, 'the components of a new plan')
  },
)

planContract(
  {
    id: 'plans.create-location',
    demand: 'Location is the url of the new plan, whoever makes it, and leads to it',
    source: '§1.5',
  },
  async (api: Api) => {
    for (const role of new Set([api.role, ...listGivenRoles('owner')])) {
      const exchange = await api.post(PLANS, createBody(), { role })
      // The owner may be one of another organisation than that of the offering.
      if (role === api.role || exchange.response.status !== 403) await demandPlace(api, exchange)
    }
  },
)

async function demandPlace(api: Api, exchange: Exchange): Promise<void> {
  const plan = noteCreated(api, exchange)
  api.demandStatus(exchange, 201)
  const reply = api.readObject(exchange)
  const { location = '' } = exchange.response.headers
  api.demandEqual(location, reply['url'], 'Location', exchange)
  api.demandEqual(findUuid(location), findUuid(String(reply['uuid'])), 'the uuid in Location')
  api.demandEqual(findUuid(String(reply['offering'])), findUuid(getOfferingLink()), 'the offering')
  const path = readOwnPath(api, location)
  api.demandEqual(path.replaceAll('-', ''), plan?.path.replaceAll('-', ''), 'Location')
  const row = api.readObject(await api.get(path))
  api.demandEqual(readReply(reply), omitReadOnly(row), 'the answer of create', exchange)
}

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
    api.demandEqual(findUuid(String(row['offering'])), findUuid(getOfferingLink()), 'the offering')
  },
)

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
