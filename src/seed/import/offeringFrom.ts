import { objectIn, objectsIn, textIn } from '../remote/reading.ts'
import type { Json } from '../remote/reading.ts'
import type { Collection } from './collect.ts'
import { windowsWith } from './feed.ts'
import { groupUuids } from './organisationsRead.ts'
import { uuidIn } from './reader.ts'

/** Where a category leads that this token does not see. */
export const UNKNOWN_CATEGORY = '0'.repeat(31) + '1'

/** What a fixture keeps of an offering; it is cut to the schema afterwards. */
export function offeringFrom(row: Json, collection: Collection): Json {
  const parent = uuidIn(row['parent_uuid'])
  const isChild = parent !== null && collection.offerings.has(parent)
  return {
    ...row,
    customer: uuidIn(row['customer_uuid']),
    project: uuidIn(row['project_uuid']),
    category: uuidIn(row['category_uuid']) ?? UNKNOWN_CATEGORY,
    parent: isChild ? parent : null,
    organization_groups: groupUuids(row),
    compliance_checklist: uuidIn(row['compliance_checklist']),
    thumbnail: uuidIn(row['thumbnail']),
    image: uuidIn(row['image']),
    attributes: attributesFrom(row, collection),
    components: isChild ? [] : componentsFrom(row, collection),
    screenshots: objectsIn(row['screenshots']).map((one) => ({
      ...one,
      image: uuidIn(one['image']),
      thumbnail: uuidIn(one['thumbnail']),
    })),
    files: objectsIn(row['files']).map((one) => ({ ...one, file: uuidIn(one['file']) })),
  }
}

/** An offering that is not seen has the components that its plans show. */
function componentsFrom(row: Json, { plans }: Collection): Json[] {
  if (Array.isArray(row['components'])) return objectsIn(row['components'])
  const uuid = uuidIn(row['uuid'])
  const own = plans.filter((plan) => uuidIn(plan['offering']) === uuid)
  const types = new Map(
    own
      .flatMap((plan) => objectsIn(plan['components']))
      .map((one) => [textIn(one['type']), { ...one, billing_type: 'usage' }]),
  )
  return [...types.values()]
}

const TOLERANCE_MS = 60_000
const LONG_AGO = '2000-01-01T00:00:00Z'

/** A window that has begun is shown as if it began now (§3.4): it is kept as if it began with the offering. */
function attributesFrom(row: Json, { time, feeds }: Collection): Json {
  const uuid = uuidIn(row['uuid']) ?? ''
  const attributes = objectIn(row['attributes'])
  const created = textIn(row['created'])
  const began = (start: string) =>
    Math.abs(Date.parse(start) - time) > TOLERANCE_MS
      ? start
      : Date.parse(created) < time
        ? created
        : LONG_AGO
  const shown = objectsIn(attributes['schedules']).map((window) => ({
    ...window,
    start: began(textIn(window['start'])),
  }))
  const events = feeds.get(uuid)
  const schedules = events ? windowsWith(events, uuid, shown) : shown
  return 'schedules' in attributes ? { ...attributes, schedules } : attributes
}
