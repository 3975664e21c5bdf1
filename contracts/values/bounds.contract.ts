import type { Api } from '../harness/api.ts'
import {
  createPlan,
  getOfferingLink,
  inventUuid,
  noteCreated,
  PLANS,
  readOfferingComponents,
} from '../harness/createPlan.ts'
import type { NewPlan } from '../harness/createPlan.ts'
import type { Exchange } from '../harness/exchange.ts'
import { findUuid } from '../harness/guard.ts'
import { getSession } from '../harness/session.ts'
import {
  demandChanged,
  demandRefusal,
  demandSuccess,
  demandUnchanged,
  planContract,
  readPlan,
} from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'
import { boundedFields } from './boundedFields.ts'
import type { BoundedField } from './boundedFields.ts'
import type { Bound, Messages } from './bounds.ts'

/** Says which boundary a finding is about: the request is beside it. */
const describeBound = ({ keyword, json }: Bound) => `(${keyword}: ${json ?? 'left out'})`

for (const site of boundedFields) {
  const name = [site.operation, site.field, site.entry].filter((part) => part).join('.')
  const suffix = site.entry === '' ? '.*' : ''
  planContract(
    {
      id: `bounds.${name}${suffix}`,
      demand: `${site.bounds.length} boundaries of ${site.entry || site.field}, both sides`,
      source: '§2.3',
      operation: site.operation,
    },
    async (api: Api) => {
      if (site.operation.endsWith('create')) return tryCreate(api, site)
      if (site.method === 'post') return tryAction(api, site)
      await tryUpdate(api, site)
    },
  )
}

const formatBody = (members: Readonly<Record<string, string | null>>): string =>
  `{${Object.entries(members)
    .flatMap(([name, json]) => (json === null ? [] : [`${JSON.stringify(name)}: ${json}`]))
    .join(', ')}}`

/** A plan is marked as ours where its marks are not what is tried. */
async function tryCreate(api: Api, { field, bounds }: BoundedField): Promise<void> {
  const { tag } = getSession().settings
  const marks: Row = {
    name: `Contract bounds ${field}`,
    backend_id: tag,
    offering: getOfferingLink(),
  }
  if (field === 'backend_id') marks['article_code'] = tag
  const members = Object.fromEntries(
    Object.entries(marks).map(([name, value]) => [name, JSON.stringify(value)]),
  )
  const all = field === 'offering' ? [...bounds, ...listOfferingLinkBounds()] : bounds
  for (const bound of all) {
    const before = await countPlans(api)
    const exchange = await api.post(PLANS, formatBody({ ...members, [field]: bound.json }))
    const plan = noteCreated(api, exchange)
    if (bound.errors) {
      demandRefusal(api, exchange, { [field]: bound.errors })
      api.demandEqual(await countPlans(api), before, 'the count of plans after a refusal', exchange)
      continue
    }
    api.demand(
      plan !== null,
      `status 201 ${describeBound(bound)}`,
      exchange.response.text,
      exchange,
    )
    api.demandStatus(exchange, 201)
    const row = await readPlan(api, plan)
    if (field !== 'offering') demandStored(api, { bound, seen: row[field], exchange })
    else
      api.demandEqual(
        findUuid(String(row[field])),
        findUuid(getOfferingLink()),
        'the offering',
        exchange,
      )
  }
}

interface Stored {
  readonly bound: Bound
  readonly seen: unknown
  readonly exchange: Exchange
}

/** A price is its decimal: the document types its default as a short text. */
function demandStored(api: Api, { bound, seen, exchange }: Stored): void {
  const isDecimal = typeof seen === 'string' && /^\d+\.\d{10}$/.test(seen)
  const wanted = isDecimal && bound.stored === '0' ? '0.0000000000' : bound.stored
  api.demandEqual(seen, wanted, `what is stored ${describeBound(bound)}`, exchange)
}

async function countPlans(api: Api): Promise<string | undefined> {
  const path = `${PLANS}?offering_uuid=${findUuid(getOfferingLink())}`
  return (await api.head(path)).response.headers['x-result-count']
}

/** Links that lead somewhere, or nearly so. */
function listOfferingLinkBounds(): Bound[] {
  const hex = findUuid(getOfferingLink())
  const bad = (json: string, text: string): Bound => ({
    keyword: 'format',
    json: JSON.stringify(json),
    errors: [`Invalid hyperlink - ${text}`],
  })
  const root = '/api/marketplace-provider-offerings/'
  return [
    { keyword: 'format', json: JSON.stringify(getOfferingLink()), errors: null },
    bad(root, 'Incorrect URL match.'),
    bad(`${root}${hex}/nowhere/at/all/`, 'No URL match.'),
    bad(`/nowhere${root}${hex}/`, 'No URL match.'),
    bad(`/api/marketplace-public-offerings/${hex}/`, 'Incorrect URL match.'),
    bad(`/api/booking-offerings/${hex}/`, 'Incorrect URL match.'),
    bad(`/api/customers/${inventUuid()}/`, 'Incorrect URL match.'),
    bad(`${root}${inventUuid()}/`, 'Object does not exist.'),
    bad(`${root}zzz/`, 'Object does not exist.'),
  ]
}

/** Pages say that PUT and PATCH write these, real servers do not (§2.0, row 6). */
const MAY_BE_IGNORED = ['archived', 'unit_price', 'backend_id', 'offering']

async function tryUpdate(api: Api, { field, method, bounds }: BoundedField): Promise<void> {
  const plan = await createPlan(api)
  const send = method === 'put' ? api.put : api.patch
  const all = field === 'offering' ? [...bounds, ...listOfferingLinkBounds()] : bounds
  let number = 0
  for (const bound of all) {
    const before = await readPlan(api, plan)
    const beside = field === 'name' ? 'article_code' : 'name'
    const value = `Bound ${number++}`
    const members = { [beside]: JSON.stringify(value), [field]: bound.json }
    const exchange = await send(plan.path, formatBody(members))
    if (bound.errors) {
      demandRefusal(api, exchange, { [field]: bound.errors })
      await demandUnchanged(api, plan, before)
      continue
    }
    api.demand(
      exchange.response.status === 200,
      `status 200 ${describeBound(bound)}`,
      exchange.response.text,
      exchange,
    )
    await demandUpdated(api, plan, { before, bound, field, beside: { [beside]: value } })
  }
}

interface Updated {
  readonly before: Row
  readonly bound: Bound
  readonly field: string
  readonly beside: Row
}

async function demandUpdated(
  api: Api,
  plan: NewPlan,
  { before, bound, field, beside }: Updated,
): Promise<void> {
  const isNamed = 'stored' in bound && field !== 'offering'
  if (!isNamed) return void (await demandChanged(api, plan, before, beside))
  const seen = (await readPlan(api, plan))[field]
  const isIgnored = MAY_BE_IGNORED.includes(field) && seen === before[field]
  if (!isIgnored) api.demandEqual(seen, bound.stored, `what is stored ${describeBound(bound)}`)
  await demandChanged(api, plan, before, { ...beside, [field]: seen })
}

/** The action of a dictionary or list field: prices, quotas, discounts, organization groups. */
async function tryAction(api: Api, { path, field, entry, bounds }: BoundedField): Promise<void> {
  const plan = await createPlan(api)
  const address = path.replace('{uuid}', plan.uuid)
  const { types } = await readOfferingComponents(api)
  const type = types.find(({ billing }) => field !== 'quotas' || billing === 'fixed')?.type
  for (const bound of bounds) {
    // What a body without groups does is a matter of dialect: `groups.absent-changes-nothing`.
    if (field === 'organization_groups' && bound.json === null) continue
    if (entry !== null && bound.errors === null && type === undefined) continue
    const before = await readPlan(api, plan)
    const body = formatEntryBody({ field, entry, type: type ?? 'zz_none' }, bound)
    const exchange = await api.post(address, body)
    if (bound.errors) {
      demandRefusal(
        api,
        exchange,
        nestErrors({ field, entry, type: type ?? 'zz_none' }, bound.errors),
      )
      await demandUnchanged(api, plan, before)
      continue
    }
    demandSuccess(api, exchange)
    const row = await readPlan(api, plan)
    const seen = readStored(row, { field, entry, type: type ?? '' })
    if (entry !== null) demandStored(api, { bound, seen, exchange })
    else
      api.demandEqual(row, before, 'a plan without prices, quotas, discounts and groups', exchange)
  }
}

type EntryPlace = Pick<BoundedField, 'field' | 'entry'> & { readonly type: string }

function formatEntryBody({ field, entry, type }: EntryPlace, { json }: Bound): string {
  if (entry === null) return formatBody({ [field]: json })
  if (entry === '') return formatBody({ [field]: formatBody({ [type]: json }) })
  const other = entry === 'discount_rate' ? 'discount_threshold' : 'discount_rate'
  const pair = formatBody({ [entry]: json, [other]: json === 'null' ? null : '5' })
  return formatBody({ [field]: formatBody({ [type]: pair }) })
}

function nestErrors({ field, entry, type }: EntryPlace, errors: Messages): Messages {
  if (entry === null) return { [field]: errors }
  return { [field]: { [type]: entry === '' ? errors : { [entry]: errors } } }
}

const COLUMNS: Readonly<Record<string, string>> = { prices: 'price', quotas: 'amount' }

function readStored(row: Row, { field, entry, type }: EntryPlace): unknown {
  const components = (row['components'] ?? []) as Row[]
  const component = components.find((one) => one['type'] === type)
  return component?.[entry || (COLUMNS[field] ?? '')]
}
