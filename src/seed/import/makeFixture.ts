import type { TableName } from '../../domain/state.ts'
import { NO_SCOPES, makePersonas } from '../rows/personas.ts'
import { readNumber, readObject, readObjects, readText } from '../server/json.ts'
import type { Json } from '../server/json.ts'
import { findRowRule } from '../scenarios/rules.ts'
import type { Fixture } from '../rows/tables.ts'
import type { Collection } from './collect.ts'
import { fitRow } from './fitRow.ts'
import type { OnDropped } from './fitRow.ts'
import { makeOffering, UNKNOWN_CATEGORY } from './makeOffering.ts'
import { listGroupUuids } from './readOrganisations.ts'
import { readPlanComponents } from './readPlanComponents.ts'
import { makePurchases } from './makePurchases.ts'
import { findUuid, findUuids } from './reader.ts'

/** The fixture of what was read: every row cut to the schema, tables in the order of uuids. */
export function makeFixture(collection: Collection, onDropped: OnDropped): Fixture {
  const plans = makePlans(collection)
  const bought = makePurchases(collection, plans)
  const rows: Partial<Record<TableName, readonly unknown[]>> = {
    customers: [...makeCustomers(collection), ...bought.customers],
    projects: [...makeProjects(collection), ...bought.projects],
    categories: makeCategories(collection),
    organization_groups: [...collection.groups].map(([uuid, row]) => ({
      uuid,
      name: readName(row, `Group ${uuid.slice(0, 8)}`),
      parent: findUuid(row['parent']),
    })),
    checklists: [...collection.checklists].map(makeChecklist),
    media: [...collection.media].map(([uuid, row]) => ({ uuid, ...row })),
    offerings: [...collection.offerings.values()].map((row) => makeOffering(row, collection)),
    plans,
    resources: bought.resources,
    calendars: makeCalendars(collection),
    busy_slots: collection.busySlots,
    category_groups: [...collection.shelves].map(([uuid, row]) => ({
      title: `Group ${uuid.slice(0, 8)}`,
      ...row,
      uuid,
    })),
  }
  const tables = Object.entries(rows).map(([table, all]) => {
    const kept = all.flatMap((row) => {
      const found = fitRow(findRowRule(table as TableName), row, table, onDropped)
      if (!found) onDropped(table, row)
      return found ?? []
    })
    return [table, (kept as { uuid: string }[]).sort((a, b) => (a.uuid < b.uuid ? -1 : 1))] as const
  })
  return { users: makeUsers(collection), ...Object.fromEntries(tables) } as Fixture
}

/** What is linked to but not seen has a name all the same. */
const readName = (row: Json, name: string): string => readText(row['name']) || name

/** Whose calendar is kept at Google has connected its account; with what tokens, nobody is shown. */
function makeCustomers({ customers, offerings, groups }: Collection): Json[] {
  const connected = new Set(
    [...offerings.values()]
      .filter((row) => readText(readObject(row['googlecalendar'])['backend_id']) !== '')
      .map((row) => findUuid(row['customer_uuid'])),
  )
  const google = { calendar_token: 'imported', calendar_refresh_token: 'imported' }
  return [...customers].map(([uuid, row]) => ({
    ...row,
    uuid,
    name: readName(row, `Customer ${uuid.slice(0, 8)}`),
    organization_groups: [...new Set([...listGroupUuids(row), ...listGroupsWith(groups, uuid)])],
    ...(connected.has(uuid) && { google_credentials: google }),
  }))
}

/** A customer that is not seen itself is named by the groups that it is in. */
const listGroupsWith = (groups: Collection['groups'], customer: string): string[] =>
  [...groups].flatMap(([uuid, row]) =>
    findUuids(readObjects(row['customers'])).includes(customer) ? [uuid] : [],
  )

/** A project whose customer nobody names goes with a note: a fixture can't hold it. */
const makeProjects = ({ projects }: Collection): Json[] =>
  [...projects].map(([uuid, row]) => ({
    ...row,
    uuid,
    name: readName(row, `Project ${uuid.slice(0, 8)}`),
    customer: findUuid(row['customer_uuid']),
  }))

function makeCategories({ categories, offerings }: Collection): Json[] {
  const rows = [...offerings.values()]
  const titleOf = (uuid: string) =>
    rows.find((row) => findUuid(row['category_uuid']) === uuid)?.['category_title']
  const isNeeded = rows.some((row) => findUuid(row['category_uuid']) === null)
  return [
    ...[...categories].map(([uuid, row]) => ({
      title: titleOf(uuid),
      ...row,
      uuid,
      ...('group' in row && { group: findUuid(row['group']) }),
    })),
    ...(isNeeded ? [{ uuid: UNKNOWN_CATEGORY, title: 'Unknown' }] : []),
  ]
}

const makeChecklist = ([uuid, row]: readonly [string, Json]): Json => ({
  name: `Checklist ${uuid.slice(0, 8)}`,
  ...row,
  uuid,
  questions: Array.isArray(row['questions'])
    ? row['questions'].map((one) =>
        typeof one === 'string' ? one : readText(readObject(one)['description']),
      )
    : [],
})

/** Plans that only the statistics know have no prices, but are counted. */
function makePlans({ plans, usage }: Collection): Json[] {
  const seen = new Set(plans.map((row) => findUuid(row['uuid'])))
  const counted = usage.filter((row) => !seen.has(findUuid(row['plan_uuid'])))
  return [
    ...plans.map((row) => ({
      ...row,
      offering: findUuid(row['offering']),
      components: readPlanComponents(row),
      organization_groups: listGroupUuids(row),
    })),
    ...counted.map((row) => ({
      uuid: row['plan_uuid'],
      name: row['plan_name'],
      offering: row['offering_uuid'],
      max_amount: readNumber(row['limit']),
    })),
  ]
}

const makeCalendars = ({ offerings }: Collection): Json[] =>
  [...offerings].flatMap(([uuid, row]) => {
    if (row['googlecalendar'] === null || row['googlecalendar'] === undefined) return []
    const calendar = readObject(row['googlecalendar'])
    return [{ uuid, backend_id: calendar['backend_id'], public: calendar['public'] }]
  })

/** The people of the demo: whoever read this is staff here, or the owner of what was seen. */
function makeUsers({ isStaff, offerings, bookings, projects, customers }: Collection) {
  const rows = [...bookings].map((uuid) => offerings.get(uuid) ?? {})
  const sellers = [...new Set(rows.flatMap((row) => findUuid(row['customer_uuid']) ?? []))].sort()
  const buyers = [...customers.keys()].sort().filter((uuid) => !sellers.includes(uuid))
  const consents = [...offerings]
    .filter(([, row]) => row['user_has_consent'] === true)
    .map(([uuid]) => uuid)
    .sort()
  const first = [...bookings].sort()[0]
  return makePersonas({
    ...NO_SCOPES,
    own: isStaff ? sellers.slice(0, 2) : sellers,
    secondOwn: isStaff ? sellers.slice(2, 3) : [],
    stranger: buyers.slice(0, 1),
    project: [...projects.keys()].sort().slice(0, 1),
    offering: first === undefined ? [] : [first],
    consents: isStaff ? [consents] : [[], consents],
  })
}

export const chooseToken = ({ isStaff }: Collection): string =>
  isStaff ? 'YOUR_API_TOKEN' : 'owner-token'

export const describeCounts = (fixture: Fixture): string =>
  (['plans', 'offerings', 'customers', 'media'] as const)
    .map((table) => `${[...(fixture[table] ?? [])].length} ${table}`)
    .join(', ')
