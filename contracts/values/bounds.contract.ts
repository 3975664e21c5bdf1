import type { Api } from '../harness/api.ts'
import type { Bound, Messages } from './bounds.ts'
import { made, newPlan, nobodysUuid, offeringFacts, offeringLink, PLANS } from '../harness/given.ts'
import type { NewPlan } from '../harness/given.ts'
import { uuidIn } from '../harness/guard.ts'
import { session } from '../harness/session.ts'
import { sites } from './sites.ts'
import type { Site } from './sites.ts'
import type { Exchange } from '../harness/transport.ts'
import { changed, done, refused, shown, unchanged, writing } from '../plans/writing.ts'
import type { Row } from '../plans/writing.ts'

/** Says which boundary a finding is about: the request is beside it. */
const side = ({ keyword, json }: Bound) => `(${keyword}: ${json ?? 'left out'})`

for (const site of sites) {
  const name = [site.operation, site.field, site.entry].filter((part) => part).join('.')
  const suffix = site.entry === '' ? '.*' : ''
  writing(
    {
      id: `bounds.${name}${suffix}`,
      demand: `${site.bounds.length} boundaries of ${site.entry || site.field}, both sides`,
      source: '§2.3',
      operation: site.operation,
    },
    async (api: Api) => {
      if (site.operation.endsWith('create')) return creates(api, site)
      if (site.method === 'post') return acts(api, site)
      await updates(api, site)
    },
  )
}

const bodyOf = (members: Readonly<Record<string, string | null>>): string =>
  `{${Object.entries(members)
    .flatMap(([name, json]) => (json === null ? [] : [`${JSON.stringify(name)}: ${json}`]))
    .join(', ')}}`

/** A plan is marked as ours where its marks are not what is tried. */
async function creates(api: Api, { field, bounds }: Site): Promise<void> {
  const { tag } = session().settings
  const marks: Row = { name: `Contract bounds ${field}`, backend_id: tag, offering: offeringLink() }
  if (field === 'backend_id') marks['article_code'] = tag
  const members = Object.fromEntries(
    Object.entries(marks).map(([name, value]) => [name, JSON.stringify(value)]),
  )
  const all = field === 'offering' ? [...bounds, ...linkBounds()] : bounds
  for (const bound of all) {
    const before = await countOf(api)
    const exchange = await api.post(PLANS, bodyOf({ ...members, [field]: bound.json }))
    const plan = made(api, exchange)
    if (bound.errors) {
      refused(api, exchange, { [field]: bound.errors })
      api.equal(await countOf(api), before, 'the count of plans after a refusal', exchange)
      continue
    }
    api.demand(plan !== null, `status 201 ${side(bound)}`, exchange.response.text, exchange)
    api.status(exchange, 201)
    const row = await shown(api, plan)
    if (field !== 'offering') demandStored(api, { bound, seen: row[field], exchange })
    else api.equal(uuidIn(String(row[field])), uuidIn(offeringLink()), 'the offering', exchange)
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
  api.equal(seen, wanted, `what is stored ${side(bound)}`, exchange)
}

async function countOf(api: Api): Promise<string | undefined> {
  const path = `${PLANS}?offering_uuid=${uuidIn(offeringLink())}`
  return (await api.head(path)).response.headers['x-result-count']
}

/** Links that lead somewhere, or nearly so. */
function linkBounds(): Bound[] {
  const hex = uuidIn(offeringLink())
  const bad = (json: string, text: string): Bound => ({
    keyword: 'format',
    json: JSON.stringify(json),
    errors: [`Invalid hyperlink - ${text}`],
  })
  const root = '/api/marketplace-provider-offerings/'
  return [
    { keyword: 'format', json: JSON.stringify(offeringLink()), errors: null },
    bad(root, 'No URL match.'),
    bad(`${root}${hex}/nowhere/at/all/`, 'No URL match.'),
    bad(`/nowhere${root}${hex}/`, 'No URL match.'),
    bad(`/api/marketplace-public-offerings/${hex}/`, 'Incorrect URL match.'),
    bad(`/api/booking-offerings/${hex}/`, 'Incorrect URL match.'),
    bad(`/api/customers/${nobodysUuid()}/`, 'Incorrect URL match.'),
    bad(`${root}${nobodysUuid()}/`, 'Object does not exist.'),
    bad(`${root}zzz/`, 'Object does not exist.'),
  ]
}

/** Pages say that PUT and PATCH write these, real servers do not (§2.0, row 6). */
const MAY_BE_IGNORED = ['archived', 'unit_price', 'backend_id', 'offering']

async function updates(api: Api, { field, method, bounds }: Site): Promise<void> {
  const plan = await newPlan(api)
  const send = method === 'put' ? api.put : api.patch
  const all = field === 'offering' ? [...bounds, ...linkBounds()] : bounds
  let number = 0
  for (const bound of all) {
    const before = await shown(api, plan)
    const beside = field === 'name' ? 'article_code' : 'name'
    const value = `Bound ${number++}`
    const members = { [beside]: JSON.stringify(value), [field]: bound.json }
    const exchange = await send(plan.path, bodyOf(members))
    if (bound.errors) {
      refused(api, exchange, { [field]: bound.errors })
      await unchanged(api, plan, before)
      continue
    }
    api.demand(
      exchange.response.status === 200,
      `status 200 ${side(bound)}`,
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
  if (!isNamed) return void (await changed(api, plan, before, beside))
  const seen = (await shown(api, plan))[field]
  const isIgnored = MAY_BE_IGNORED.includes(field) && seen === before[field]
  if (!isIgnored) api.equal(seen, bound.stored, `what is stored ${side(bound)}`)
  await changed(api, plan, before, { ...beside, [field]: seen })
}

/** The action of a dictionary or list field: prices, quotas, discounts, organization groups. */
async function acts(api: Api, { path, field, entry, bounds }: Site): Promise<void> {
  const plan = await newPlan(api)
  const address = path.replace('{uuid}', plan.uuid)
  const { types } = await offeringFacts(api)
  const type = types.find(({ billing }) => field !== 'quotas' || billing === 'fixed')?.type
  for (const bound of bounds) {
    // What a body without groups does is a matter of dialect: `groups.absent-changes-nothing`.
    if (field === 'organization_groups' && bound.json === null) continue
    if (entry !== null && bound.errors === null && type === undefined) continue
    const before = await shown(api, plan)
    const body = entryBody({ field, entry, type: type ?? 'zz_none' }, bound)
    const exchange = await api.post(address, body)
    if (bound.errors) {
      refused(api, exchange, entryErrors({ field, entry, type: type ?? 'zz_none' }, bound.errors))
      await unchanged(api, plan, before)
      continue
    }
    done(api, exchange)
    const row = await shown(api, plan)
    const seen = storedAt(row, { field, entry, type: type ?? '' })
    if (entry !== null) demandStored(api, { bound, seen, exchange })
    else api.equal(row, before, 'a plan without prices, quotas, discounts and groups', exchange)
  }
}

type Spot = Pick<Site, 'field' | 'entry'> & { readonly type: string }

function entryBody({ field, entry, type }: Spot, { json }: Bound): string {
  if (entry === null) return bodyOf({ [field]: json })
  if (entry === '') return bodyOf({ [field]: bodyOf({ [type]: json }) })
  const other = entry === 'discount_rate' ? 'discount_threshold' : 'discount_rate'
  const pair = bodyOf({ [entry]: json, [other]: json === 'null' ? null : '5' })
  return bodyOf({ [field]: bodyOf({ [type]: pair }) })
}

function entryErrors({ field, entry, type }: Spot, errors: Messages): Messages {
  if (entry === null) return { [field]: errors }
  return { [field]: { [type]: entry === '' ? errors : { [entry]: errors } } }
}

const COLUMNS: Readonly<Record<string, string>> = { prices: 'price', quotas: 'amount' }

function storedAt(row: Row, { field, entry, type }: Spot): unknown {
  const components = (row['components'] ?? []) as Row[]
  const component = components.find((one) => one['type'] === type)
  return component?.[entry || (COLUMNS[field] ?? '')]
}
