import type { Api } from '../../harness/api.ts'
import { pickCases } from '../../harness/choice/limitSample.ts'
import {
  getOfferingLink,
  inventUuid,
  noteCreated,
  PLANS,
  readOfferingComponents,
} from '../../harness/ownPlans/createPlan.ts'
import type { NewPlan, OfferingComponents } from '../../harness/ownPlans/createPlan.ts'
import { demandNothingMade } from '../../harness/ownPlans/demandNothingMade.ts'
import { createBody } from '../../plans/createBody.ts'
import { demandRefusal, demandUnchanged, planContract, readPlan } from '../../plans/planContract.ts'
import { createDiscount } from '../../prices/discounts.ts'
import { listOwnFields, listRefused, packEntries } from '../../values/bounds/listRefused.ts'
import { formatBody } from '../../values/demandStored.ts'
import { createPricedPlan } from '../../plans/createPricedPlan.ts'
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

planContract(
  {
    id: 'bodies.refused-in-a-row',
    demand:
      'a body that an operation can not take is refused by the text for it, whatever is wrong with it, and changes nothing',
    source: '§1.4',
  },
  async (api) => {
    const types = (await readOfferingComponents(api)).types.map(({ type }) => type)
    const plan = await createPricedPlan(api)
    const before = await readPlan(api, plan)
    await refuseBodies(api, plan)
    await refuseFields(api, plan)
    await refuseEntries(api, plan, types)
    await refuseGroups(api, plan)
    await refuseOfferings(api)
    await demandUnchanged(api, plan, before)
    await demandNothingMade(api, null)
  },
)

/** Each operation gets other bodies that are none: all of them see all kinds. */
async function refuseBodies(api: Api, plan: NewPlan): Promise<void> {
  for (const [place, reader] of Object.values(readers).entries()) {
    const send = (body: string, type?: string) =>
      sendBody(api, plan, reader, { body, ...(type !== undefined && { type }) })
    demandMalformed(api, await send(pickOne(malformed, place)))
    const [json, kind] = pickOne(others, place)
    demandNoObject(api, await send(json), kind)
    const type = pickOne(foreignTypes, place)
    demandForeign(api, await send(formatUnread(), type), type)
    if (reader.empty) demandRefusal(api, await send('{}'), reader.empty)
  }
}

const pickOne = <Item>(items: readonly Item[], place: number): Item =>
  items[place % items.length] as Item

/** Several fields are wrong at once; a quick run sees some of the ways. */
async function refuseFields(api: Api, { path }: NewPlan): Promise<void> {
  for (const operation of ['create', 'update', 'partial_update']) {
    const fields = listOwnFields(`marketplace_plans_${operation}`, false).filter(
      ({ field }) => operation === 'create' || field !== 'offering',
    )
    const right = { offering: JSON.stringify(getOfferingLink()) }
    for (const { members, errors } of pickCases(listRefused(fields, right), 3)) {
      const method = fields[0]?.method.toUpperCase() ?? ''
      const address = operation === 'create' ? PLANS : path
      const exchange = await api.send({ method, path: address, body: formatBody(members) })
      if (operation === 'create') noteCreated(api, exchange)
      demandRefusal(api, exchange, errors)
    }
  }
}

async function refuseEntries(api: Api, { path }: NewPlan, types: readonly string[]): Promise<void> {
  for (const field of ['prices', 'quotas', 'discounts']) {
    const post = (body: unknown) => api.post(`${path}update_${field}/`, body)
    const packed = packEntries(`marketplace_plans_update_${field}`, types)
    if (packed) demandRefusal(api, await post(formatBody(packed.members)), packed.errors)
    const fields = listOwnFields(`marketplace_plans_update_${field}`, false)
    for (const { members, errors } of pickCases(listRefused(fields, {}), 2)) {
      const { name: _, ...own } = members
      demandRefusal(api, await post(formatBody(own)), errors)
    }
  }
  await refuseUnknown(api, path, await readOfferingComponents(api))
}

/** What is unknown refuses what is right beside it. */
async function refuseUnknown(api: Api, path: string, { types }: OfferingComponents): Promise<void> {
  const pickType = (billing: RegExp, value: unknown) =>
    types.filter((one) => billing.test(one.billing)).map(({ type }) => [type, value] as const)
  const unknown = { zz_b: 1, zz_a: 2 }
  const prices = { ...unknown, ...Object.fromEntries(pickType(/./, 5)) }
  const quotas = { ...unknown, ...Object.fromEntries(pickType(/fixed/, 5)) }
  const refused = ['Invalid components zz_a, zz_b.']
  demandRefusal(api, await api.post(`${path}update_prices/`, { prices }), refused)
  demandRefusal(api, await api.post(`${path}update_quotas/`, { quotas }), refused)
  const right = Object.fromEntries(pickType(/./, createDiscount(5, 5)))
  const discounts = { ...right, zz_a: createDiscount(1, 1) }
  api.demandStatus(await api.post(`${path}update_discounts/`, { discounts }), 400)
}

async function refuseGroups(api: Api, { path }: NewPlan): Promise<void> {
  const unknown = `/api/organization-groups/${inventUuid()}/`
  const cases: [links: unknown, error: string][] = [
    ['x', 'Expected a list of items but got type "str".'],
    [[5, '/nowhere/'], 'Incorrect type. Expected URL string, received int.'],
    [['/nowhere/', unknown], 'Invalid hyperlink - No URL match.'],
    [[unknown], 'Invalid hyperlink - Object does not exist.'],
  ]
  for (const [links, error] of cases) {
    const exchange = await api.post(`${path}update_organization_groups/`, {
      organization_groups: links,
    })
    demandRefusal(api, exchange, { organization_groups: [error] })
  }
}

async function refuseOfferings(api: Api): Promise<void> {
  const cases: [offering: string, error: string][] = [
    [`/api/marketplace-provider-offerings/${inventUuid()}/`, 'Object does not exist.'],
    [`/api/customers/${inventUuid()}/`, 'Incorrect URL match.'],
  ]
  for (const [offering, error] of cases) {
    const exchange = await api.post(PLANS, createBody({ offering }))
    noteCreated(api, exchange)
    demandRefusal(api, exchange, { offering: [`Invalid hyperlink - ${error}`] })
  }
}
