import type { Api } from '../harness/api.ts'
import {
  BOOKINGS,
  createPlan,
  getOfferingLink,
  inventUuid,
} from '../harness/ownPlans/createPlan.ts'
import { getSession } from '../harness/session.ts'
import { findUuid } from '../harness/transport/guard.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { createReadOnlyBody } from './createReadOnlyBody.ts'
import {
  demandChanged,
  demandReplyAsShown,
  demandShownAlike,
  demandUnchanged,
  planContract,
  readPlan,
} from './planContract.ts'

/** Every field that PUT and PATCH write on any server, with two values each. */
const writable: Readonly<Record<string, readonly [unknown, unknown]>> = {
  name: ['Renamed', 'Renamed again'],
  description: ['<p>Told</p>', ''],
  article_code: ['ART-1', ''],
  max_amount: [7, null],
  unit: ['hour', 'half_month'],
}

/** Fields that the pages let PUT and PATCH write, and real servers do not (§2.0, row 6). */
const documentedOnly: Readonly<Record<string, (tag: string) => readonly [unknown, unknown]>> = {
  archived: () => [true, false],
  unit_price: () => ['12.5000000000', '0.0000000001'],
  backend_id: (tag) => [`${tag} put`, `${tag} patch`],
}

for (const [field, values] of Object.entries(writable)) {
  planContract(
    {
      id: `plans.patch-one.${field}`,
      demand: `PATCH of ${field} changes that and nothing else, and answers with the plan`,
      source: '§2.4',
    },
    async (api: Api) => {
      const plan = await createPlan(api, { article_code: 'KEEP', max_amount: 5 })
      for (const value of values) {
        const before = await readPlan(api, plan)
        const exchange = await api.patch(plan.path, { [field]: value })
        api.demandStatus(exchange, 200)
        await demandChanged(api, plan, before, { [field]: value })
        await demandReplyAsShown(api, plan, exchange)
        await demandShownAlike(api, plan)
      }
    },
  )
}

for (const [field, values] of Object.entries(documentedOnly)) {
  planContract(
    {
      id: `plans.update-writes.${field}`,
      demand: `PUT and PATCH write ${field}, as their pages list it`,
      source: '#/components/schemas/PatchedProviderPlanDetailsRequest',
    },
    async (api: Api) => {
      const plan = await createPlan(api)
      const [put, patched] = values(getSession().settings.tag)
      let before = await readPlan(api, plan)
      api.demandStatus(await api.put(plan.path, { name: 'Put', [field]: put }), 200)
      before = await demandChanged(api, plan, before, { name: 'Put', [field]: put })
      api.demandStatus(await api.patch(plan.path, { [field]: patched }), 200)
      await demandChanged(api, plan, before, { [field]: patched })
    },
  )
}

planContract(
  {
    id: 'plans.patch-nothing',
    demand: 'PATCH of nothing, or of what is no field of it, answers 200 and changes nothing',
    source: '§2.4',
  },
  async (api: Api) => {
    const plan = await createPlan(api, { article_code: 'KEEP', max_amount: 5, unit: 'month' })
    const before = await readPlan(api, plan)
    for (const body of [{}, createReadOnlyBody(inventUuid(), before), { offering: 'nonsense' }]) {
      const exchange = await api.patch(plan.path, body)
      api.demandStatus(exchange, 200)
      await demandUnchanged(api, plan, before)
      await demandReplyAsShown(api, plan, exchange)
    }
  },
)

planContract(
  {
    id: 'plans.put-idempotent',
    demand: 'PUT writes what it is sent, and the same PUT again changes nothing',
    source: '§2.4',
  },
  async (api: Api) => {
    const plan = await createPlan(api)
    const before = await readPlan(api, plan)
    const body = Object.fromEntries(Object.entries(writable).map(([name, [one]]) => [name, one]))
    const first = await api.put(plan.path, body)
    api.demandStatus(first, 200)
    const row = await demandChanged(api, plan, before, body)
    await demandReplyAsShown(api, plan, first)
    const second = await api.put(plan.path, body)
    api.demandStatus(second, 200)
    await demandUnchanged(api, plan, row)
    api.demandEqual(second.response.json, first.response.json, 'the second answer', second)
    await demandShownAlike(api, plan)
  },
)

planContract(
  {
    id: 'plans.put-name-only',
    demand: 'PUT needs only a name, and leaves what it does not name',
    source: '§2.4',
  },
  async (api: Api) => {
    const fields = { article_code: 'KEEP', max_amount: 5, unit: 'month', unit_price: '3.5' }
    const plan = await createPlan(api, { ...fields, description: 'Kept' })
    const before = await readPlan(api, plan)
    api.demandStatus(await api.put(plan.path, { name: 'Alone' }), 200)
    await demandChanged(api, plan, before, { name: 'Alone' })
    const exchange = await api.put(plan.path, {})
    api.demandStatus(exchange, 400)
    const required = { name: ['This field is required.'] }
    api.demandEqual(exchange.response.json, required, 'the body of the refusal', exchange)
  },
)

planContract(
  {
    id: 'plans.never-moves',
    demand: 'a plan stays with its offering, whatever PUT and PATCH name',
    source: '§2.4',
  },
  async (api: Api) => {
    const plan = await createPlan(api, { archived: true })
    const before = await readPlan(api, plan)
    const others = api.readRows(await api.get(`${BOOKINGS}?field=uuid&page_size=20`))
    const uuids = others.map(({ uuid }) => findUuid(String(uuid)))
    const other = uuids.find((uuid) => uuid !== null && uuid !== findUuid(getOfferingLink()))
    if (other === undefined || other === null) throw new Inapplicable('there is one offering')
    const offering = `/api/marketplace-provider-offerings/${other}/`
    api.demandStatus(await api.patch(plan.path, { offering, article_code: 'MOVED' }), 200)
    await demandChanged(api, plan, before, { article_code: 'MOVED' })
    api.demandStatus(await api.put(plan.path, { name: 'Moved', offering }), 200)
    await demandChanged(api, plan, before, { article_code: 'MOVED', name: 'Moved' })
    await demandShownAlike(api, plan)
  },
)

planContract(
  {
    id: 'plans.put-own-offering',
    demand: 'PUT may name the offering of the plan',
    source: '#/components/schemas/ProviderPlanDetailsRequest',
  },
  async (api: Api) => {
    const plan = await createPlan(api)
    const before = await readPlan(api, plan)
    api.demandStatus(await api.put(plan.path, { name: 'Same', offering: getOfferingLink() }), 200)
    await demandChanged(api, plan, before, { name: 'Same' })
  },
)

planContract(
  {
    id: 'plans.archived-updates',
    demand: 'an archived plan can still be updated, and stays archived',
    source: '§2.4',
  },
  async (api: Api) => {
    const plan = await createPlan(api, { archived: true })
    const before = await readPlan(api, plan)
    api.demandStatus(await api.patch(plan.path, { name: 'Late' }), 200)
    await demandChanged(api, plan, before, { name: 'Late' })
    api.demandStatus(await api.put(plan.path, { name: 'Later', max_amount: 4 }), 200)
    await demandChanged(api, plan, before, { name: 'Later', max_amount: 4 })
    const row = await readPlan(api, plan)
    api.demandEqual(row['archived'], true, 'archived')
  },
)
