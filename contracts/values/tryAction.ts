import type { Api } from '../harness/api.ts'
import { readComponents } from '../harness/readBookings.ts'
import { createPlan, readOfferingComponents } from '../harness/ownPlans/createPlan.ts'
import { inLanes, shareOut } from '../harness/inLanes.ts'
import type { NewPlan } from '../harness/ownPlans/createPlan.ts'
import { demandRefusal, demandSuccess, demandUnchanged, readPlan } from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'
import { DISCOUNT_FIELDS, hasFormulas } from '../prices/discounts.ts'
import type { BoundedField } from './bounds/boundedFields.ts'
import type { Bound, Messages } from './bounds/bound.ts'
import { demandStored, formatBody } from './demandStored.ts'

/** The action of a dictionary or list field: prices, quotas, discounts, organization groups. */
export const tryAction = (api: Api, bounded: BoundedField): Promise<void> =>
  inLanes(api, (own, lane) =>
    tryBounds(own, { ...bounded, bounds: shareOut(bounded.bounds, lane) }),
  )

async function tryBounds(api: Api, bounded: BoundedField): Promise<void> {
  const { path, field, entry, bounds } = bounded
  const plan = await createPlan(api)
  const address = path.replace('{uuid}', plan.uuid)
  const { types } = await readOfferingComponents(api)
  const type = types.find(({ billing }) => field !== 'quotas' || billing === 'fixed')?.type
  let before = await readPlan(api, plan)
  for (const bound of bounds) {
    // What a body without groups does is a matter of dialect: `groups.absent-changes-nothing`.
    if (field === 'organization_groups' && bound.json === null) continue
    if (entry !== null && bound.errors === null && type === undefined) continue
    const place = { field, entry, type: type ?? 'zz_none' }
    before = await tryBound(api, plan, { address, bound, place, before })
  }
}

interface Trial {
  readonly address: string
  readonly bound: Bound
  readonly place: EntryPlace
  readonly before: Row
}

/** The plan afterwards. */
async function tryBound(
  api: Api,
  plan: NewPlan,
  { address, bound, place, before }: Trial,
): Promise<Row> {
  const exchange = await api.post(address, formatEntryBody(place, bound))
  if (bound.errors) {
    demandRefusal(api, exchange, nestErrors(place, bound.errors))
    await demandUnchanged(api, plan, before)
    return before
  }
  demandSuccess(api, exchange)
  const row = await readPlan(api, plan)
  if (place.entry !== null) demandStored(api, { bound, seen: readStored(row, place), exchange })
  else api.demandEqual(row, before, 'a plan without prices, quotas, discounts and groups', exchange)
  return row
}

type EntryPlace = Pick<BoundedField, 'field' | 'entry'> & { readonly type: string }

function formatEntryBody({ field, entry, type }: EntryPlace, { json }: Bound): string {
  if (entry === null) return formatBody({ [field]: json })
  if (entry === '') return formatBody({ [field]: formatBody({ [type]: json }) })
  const others = hasFormulas ? [] : DISCOUNT_FIELDS.filter((name) => name !== entry)
  const beside = Object.fromEntries(others.map((name) => [name, json === 'null' ? null : '5']))
  const pair = formatBody({ [entry]: json, ...beside })
  return formatBody({ [field]: formatBody({ [type]: pair }) })
}

function nestErrors({ field, entry, type }: EntryPlace, errors: Messages): Messages {
  if (entry === null) return { [field]: errors }
  return { [field]: { [type]: entry === '' ? errors : { [entry]: errors } } }
}

const COLUMNS: Readonly<Record<string, string>> = { prices: 'price', quotas: 'amount' }

function readStored(row: Row, { field, entry, type }: EntryPlace): unknown {
  const component = readComponents(row).find((one) => one['type'] === type)
  return component?.[entry || (COLUMNS[field] ?? '')]
}
