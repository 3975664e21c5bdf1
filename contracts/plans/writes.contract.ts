import type { Api } from '../harness/api.ts'
import { createPlan, PLANS, readOfferingComponents } from '../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../harness/ownPlans/createPlan.ts'
import type { Role } from '../harness/settings.ts'
import type { Exchange, Request } from '../harness/transport/exchange.ts'
import { createDiscount } from '../prices/discounts.ts'
import { createPricedPlan } from './createPricedPlan.ts'
import { demandSuccess, demandUnchanged, planContract, readPlan } from './planContract.ts'
import type { Row } from './planContract.ts'

type Options = Partial<Pick<Request, 'role' | 'headers' | 'type'>>
type Write = (api: Api, plan: NewPlan, options: Options) => Promise<Exchange>

/** A write that would show, for every operation on a plan. */
async function createWrites(api: Api): Promise<Record<string, Write>> {
  const { types } = await readOfferingComponents(api)
  const all = (value: unknown, only = /./) =>
    Object.fromEntries(
      types.filter(({ billing }) => only.test(billing)).map(({ type }) => [type, value]),
    )
  const action =
    (name: string, body?: unknown): Write =>
    (api, { path }, options) =>
      api.post(`${path}${name}/`, body, options)
  return {
    update: (api, { path }, options) => api.put(path, { name: 'Refused' }, options),
    partial_update: (api, { path }, options) => api.patch(path, { name: 'Refused' }, options),
    update_prices: action('update_prices', { prices: all(77) }),
    update_quotas: action('update_quotas', { quotas: all(77, /fixed/) }),
    update_discounts: action('update_discounts', {
      discounts: all(createDiscount(77, 77)),
    }),
    update_organization_groups: action('update_organization_groups', { organization_groups: [] }),
    delete_organization_groups: action('delete_organization_groups'),
    archive: action('archive'),
    destroy: (api, { path }, options) => api.delete(path, options),
  }
}

/** Ways to be refused before a body is read, and the status of each. */
const refusals: Readonly<
  Record<string, { roles: readonly Role[]; options: Options; statuses: readonly number[] }>
> = {
  'no-token': { roles: [], options: { role: 'nobody' }, statuses: [401] },
  'bad-token': {
    roles: [],
    options: { role: 'nobody', headers: { Authorization: `Token ${'0'.repeat(40)}` } },
    statuses: [401],
  },
  'no-json-wanted': { roles: [], options: { headers: { Accept: 'text/html' } }, statuses: [406] },
  stranger: { roles: ['stranger'], options: { role: 'stranger' }, statuses: [403, 404] },
  support: { roles: ['support'], options: { role: 'support' }, statuses: [403, 404] },
  inactive: { roles: ['inactive'], options: { role: 'inactive' }, statuses: [401] },
  expired: { roles: ['expired'], options: { role: 'expired' }, statuses: [401] },
}

for (const [name, { roles, options, statuses }] of Object.entries(refusals)) {
  planContract(
    {
      id: `writes.refused-change-nothing.${name}`,
      demand: 'a write that is refused leaves the plan as it is, whatever the operation',
      source: '§1.2',
      roles,
    },
    async (api) => {
      const plan = await createPricedPlan(api)
      const before = await readPlan(api, plan)
      for (const write of Object.values(await createWrites(api))) {
        const exchange = await write(api, plan, options)
        api.demandStatus(exchange, ...statuses)
        await demandUnchanged(api, plan, before)
      }
    },
  )
}

planContract(
  {
    id: 'writes.refused-change-nothing.method',
    demand: 'a method that an address does not have is 405 and leaves the plan as it is',
    source: '§1.4',
  },
  async (api) => {
    const plan = await createPricedPlan(api)
    const before = await readPlan(api, plan)
    const actions = ['update_prices/', 'update_quotas/', 'archive/', 'update_discounts/']
    const tries: [string, string][] = [
      ['POST', plan.path],
      ['PUT', PLANS],
      ['PATCH', PLANS],
      ['DELETE', PLANS],
      ...actions.flatMap((action): [string, string][] =>
        ['PUT', 'PATCH', 'DELETE'].map((method) => [method, `${plan.path}${action}`]),
      ),
    ]
    for (const [method, path] of tries) {
      const exchange = await api.send({ method, path, body: { name: 'Refused', prices: {} } })
      api.demandStatus(exchange, 405)
      const detail = `Method "${method}" not allowed.`
      api.demandEqual(exchange.response.json, { detail }, 'the body of 405', exchange)
    }
    await demandUnchanged(api, plan, before)
  },
)

planContract(
  {
    id: 'writes.on-one-plan',
    demand: 'what is written to a plan changes no other plan of its offering',
    source: '§2.4',
  },
  async (api) => {
    const [plan, other] = [await createPricedPlan(api), await createPricedPlan(api)]
    const before = await readPlan(api, other)
    const { destroy: _, ...writes } = await createWrites(api)
    for (const write of Object.values(writes)) {
      demandSuccess(api, await write(api, plan, {}))
      await demandUnchanged(api, other, before)
    }
  },
)

planContract(
  {
    id: 'writes.again',
    demand: 'a write that is sent again, word for word, changes nothing more',
    source: '§2.6',
  },
  async (api) => {
    const plan = await createPricedPlan(api)
    const { destroy: _, archive: __, ...writes } = await createWrites(api)
    for (const write of Object.values(writes)) {
      demandSuccess(api, await write(api, plan, {}))
      const once = await readPlan(api, plan)
      demandSuccess(api, await write(api, plan, {}))
      await demandUnchanged(api, plan, once)
    }
  },
)

planContract(
  {
    id: 'writes.archived-alike',
    demand: 'what is written to an archived plan shows as on any other',
    source: '§2.6',
  },
  async (api) => {
    const open = await createPlan(api)
    const archived = await createPlan(api, { archived: true })
    const nameless = (row: Row): Row => ({ ...row, uuid: '', url: '', archived: true })
    const { destroy: _, archive: __, ...writes } = await createWrites(api)
    for (const write of Object.values(writes)) {
      demandSuccess(api, await write(api, open, {}))
      const exchange = await write(api, archived, {})
      demandSuccess(api, exchange)
      const [row, late] = [await readPlan(api, open), await readPlan(api, archived)]
      api.demandEqual(nameless(late), nameless(row), 'the archived plan', exchange)
      api.demandEqual([row['archived'], late['archived']], [false, true], 'archived', exchange)
    }
  },
)

planContract(
  {
    id: 'writes.safe-methods-change-nothing',
    demand: 'GET, HEAD and OPTIONS of a plan or an action change nothing',
    source: '§1.7',
  },
  async (api) => {
    const plan = await createPricedPlan(api)
    const before = await readPlan(api, plan)
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      for (const action of ['', 'archive/', 'update_prices/', 'delete_organization_groups/'])
        await api.send({ method, path: `${plan.path}${action}` })
    }
    await demandUnchanged(api, plan, before)
  },
)
