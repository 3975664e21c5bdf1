import { readObject, readObjects, readText } from '../server/json.ts'
import type { Json } from '../server/json.ts'
import type { Collection } from './collect.ts'
import { completeWindows } from './feed.ts'
import { listGroupUuids } from './readOrganisations.ts'
import { readPlanComponents } from './readPlanComponents.ts'
import { findUuid } from './reader.ts'

/** Where a category leads that this token does not see. */
export const UNKNOWN_CATEGORY = '0'.repeat(31) + '1'

/** What a fixture keeps of an offering; it is cut to the schema afterwards. */
export function makeOffering(row: Json, collection: Collection): Json {
  const parent = findUuid(row['parent_uuid'])
  const isChild = parent !== null && collection.offerings.has(parent)
  return {
    ...row,
    customer: findUuid(row['customer_uuid']),
    project: findUuid(row['project_uuid']),
    category: findUuid(row['category_uuid']) ?? UNKNOWN_CATEGORY,
    parent: isChild ? parent : null,
    organization_groups: listGroupUuids(row),
    compliance_checklist: findUuid(row['compliance_checklist']),
    thumbnail: findUuid(row['thumbnail']),
    image: findUuid(row['image']),
    attributes: makeAttributes(row, collection),
    components: isChild ? makeChildComponents(row, collection) : makeComponents(row, collection),
    screenshots: readObjects(row['screenshots']).map((one) => ({
      ...one,
      image: findUuid(one['image']),
      thumbnail: findUuid(one['thumbnail']),
    })),
    files: readObjects(row['files']).map((one) => ({ ...one, file: findUuid(one['file']) })),
  }
}

/** An offering that is not seen has the components that its plans show. */
const makeComponents = (row: Json, collection: Collection): Json[] =>
  Array.isArray(row['components'])
    ? readObjects(row['components'])
    : listComponentsOfPlans(row, collection).map((one) => ({ ...one, billing_type: 'usage' }))

/** A child shows the components of its parent (§2.12); that it has its own is seen by the names in its plans. */
function makeChildComponents(row: Json, collection: Collection): Json[] {
  const shown = new Map(readObjects(row['components']).map((one) => [one['type'], one]))
  const named = listComponentsOfPlans(row, collection)
  const isOwn = ({ type, name, measured_unit: unit }: Json) =>
    name !== undefined &&
    (name !== shown.get(type)?.['name'] || unit !== shown.get(type)?.['measured_unit'])
  if (!named.some(isOwn)) return []
  return named.map(({ type, name, measured_unit }) => {
    const { uuid: _, ...common } = shown.get(type) ?? { type, billing_type: 'usage' }
    return { ...common, name, measured_unit }
  })
}

/** One of each type that the plans of an offering are priced in. */
function listComponentsOfPlans(row: Json, { plans }: Collection): Json[] {
  const uuid = findUuid(row['uuid'])
  const own = plans.filter((plan) => findUuid(plan['offering']) === uuid)
  return [
    ...new Map(own.flatMap(readPlanComponents).map((one) => [readText(one['type']), one])).values(),
  ]
}

const TOLERANCE_MS = 60_000
const LONG_AGO = '2000-01-01T00:00:00Z'

/** A window that has begun is shown as if it began now (§3.4): it is kept as if it began with the offering. */
function makeAttributes(row: Json, { time, feeds }: Collection): Json {
  const uuid = findUuid(row['uuid']) ?? ''
  const attributes = readObject(row['attributes'])
  const created = readText(row['created'])
  const began = (start: string) =>
    Math.abs(Date.parse(start) - time) > TOLERANCE_MS
      ? start
      : Date.parse(created) < time
        ? created
        : LONG_AGO
  const shown = readObjects(attributes['schedules']).map((window) => ({
    ...window,
    start: began(readText(window['start'])),
  }))
  const events = feeds.get(uuid)
  const schedules = events ? completeWindows(events, uuid, shown) : shown
  return 'schedules' in attributes ? { ...attributes, schedules } : attributes
}
