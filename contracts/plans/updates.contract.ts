import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { foreign } from './readOnly.ts'
import { BOOKINGS, newPlan, nobodysUuid, offeringLink } from '../harness/given.ts'
import { uuidIn } from '../harness/guard.ts'
import { session } from '../harness/session.ts'
import { changed, repliedAsShown, shown, shownAlike, unchanged, writing } from './writing.ts'

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
  writing(
    {
      id: `plans.patch-one.${field}`,
      demand: `PATCH of ${field} changes that and nothing else, and answers with the plan`,
      source: '§2.4',
    },
    async (api: Api) => {
      const plan = await newPlan(api, { article_code: 'KEEP', max_amount: 5 })
      for (const value of values) {
        const before = await shown(api, plan)
        const exchange = await api.patch(plan.path, { [field]: value })
        api.status(exchange, 200)
        await changed(api, plan, before, { [field]: value })
        await repliedAsShown(api, plan, exchange)
        await shownAlike(api, plan)
      }
    },
  )
}

for (const [field, values] of Object.entries(documentedOnly)) {
  writing(
    {
      id: `plans.update-writes.${field}`,
      demand: `PUT and PATCH write ${field}, as their pages list it`,
      source: '#/components/schemas/PatchedProviderPlanDetailsRequest',
    },
    async (api: Api) => {
      const plan = await newPlan(api)
      const [put, patched] = values(session().settings.tag)
      let before = await shown(api, plan)
      api.status(await api.put(plan.path, { name: 'Put', [field]: put }), 200)
      before = await changed(api, plan, before, { name: 'Put', [field]: put })
      api.status(await api.patch(plan.path, { [field]: patched }), 200)
      await changed(api, plan, before, { [field]: patched })
    },
  )
}

writing(
  {
    id: 'plans.patch-nothing',
    demand: 'PATCH of nothing, or of what is no field of it, answers 200 and changes nothing',
    source: '§2.4',
  },
  async (api: Api) => {
    const plan = await newPlan(api, { article_code: 'KEEP', max_amount: 5, unit: 'month' })
    const before = await shown(api, plan)
    for (const body of [{}, foreign(nobodysUuid(), before), { offering: 'nonsense' }]) {
      const exchange = await api.patch(plan.path, body)
      api.status(exchange, 200)
      await unchanged(api, plan, before)
      await repliedAsShown(api, plan, exchange)
    }
  },
)

writing(
  {
    id: 'plans.put-idempotent',
    demand: 'PUT writes what it is sent, and the same PUT again changes nothing',
    source: '§2.4',
  },
  async (api: Api) => {
    const plan = await newPlan(api)
    const before = await shown(api, plan)
    const body = Object.fromEntries(Object.entries(writable).map(([name, [one]]) => [name, one]))
    const first = await api.put(plan.path, body)
    api.status(first, 200)
    const row = await changed(api, plan, before, body)
    await repliedAsShown(api, plan, first)
    const second = await api.put(plan.path, body)
    api.status(second, 200)
    await unchanged(api, plan, row)
    api.equal(second.response.json, first.response.json, 'the second answer', second)
    await shownAlike(api, plan)
  },
)

writing(
  {
    id: 'plans.put-name-only',
    demand: 'PUT needs only a name, and leaves what it does not name',
    source: '§2.4',
  },
  async (api: Api) => {
    const fields = { article_code: 'KEEP', max_amount: 5, unit: 'month', unit_price: '3.5' }
    const plan = await newPlan(api, { ...fields, description: 'Kept' })
    const before = await shown(api, plan)
    api.status(await api.put(plan.path, { name: 'Alone' }), 200)
    await changed(api, plan, before, { name: 'Alone' })
    const exchange = await api.put(plan.path, {})
    api.status(exchange, 400)
    const required = { name: ['This field is required.'] }
    api.equal(exchange.response.json, required, 'the body of the refusal', exchange)
  },
)

writing(
  {
    id: 'plans.never-moves',
    demand: 'a plan stays with its offering, whatever PUT and PATCH name',
    source: '§2.4',
  },
  async (api: Api) => {
    const plan = await newPlan(api, { archived: true })
    const before = await shown(api, plan)
    const others = api.rows(await api.get(`${BOOKINGS}?field=uuid&page_size=20`))
    const uuids = others.map(({ uuid }) => uuidIn(String(uuid)))
    const other = uuids.find((uuid) => uuid !== null && uuid !== uuidIn(offeringLink()))
    if (other === undefined || other === null) throw new Inapplicable('there is one offering')
    const offering = `/api/marketplace-provider-offerings/${other}/`
    api.status(await api.patch(plan.path, { offering, article_code: 'MOVED' }), 200)
    await changed(api, plan, before, { article_code: 'MOVED' })
    api.status(await api.put(plan.path, { name: 'Moved', offering }), 200)
    await changed(api, plan, before, { article_code: 'MOVED', name: 'Moved' })
    await shownAlike(api, plan)
  },
)

writing(
  {
    id: 'plans.put-own-offering',
    demand: 'PUT may name the offering of the plan',
    source: '#/components/schemas/ProviderPlanDetailsRequest',
  },
  async (api: Api) => {
    const plan = await newPlan(api)
    const before = await shown(api, plan)
    api.status(await api.put(plan.path, { name: 'Same', offering: offeringLink() }), 200)
    await changed(api, plan, before, { name: 'Same' })
  },
)

writing(
  {
    id: 'plans.archived-updates',
    demand: 'an archived plan can still be updated, and stays archived',
    source: '§2.4',
  },
  async (api: Api) => {
    const plan = await newPlan(api, { archived: true })
    const before = await shown(api, plan)
    api.status(await api.patch(plan.path, { name: 'Late' }), 200)
    await changed(api, plan, before, { name: 'Late' })
    api.status(await api.put(plan.path, { name: 'Later', max_amount: 4 }), 200)
    await changed(api, plan, before, { name: 'Later', max_amount: 4 })
    const row = await shown(api, plan)
    api.equal(row['archived'], true, 'archived')
  },
)
