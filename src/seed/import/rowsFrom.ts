import type { TableName } from '../../domain/state.ts'
import { NO_SCOPES, personas } from '../rows/personas.ts'
import { numberIn, objectIn, textIn } from '../remote/reading.ts'
import type { Json } from '../remote/reading.ts'
import { rowRule } from '../scenarios/rules.ts'
import type { Fixture } from '../rows/tables.ts'
import type { Collection } from './collect.ts'
import { fitted } from './fit.ts'
import type { Misfits } from './fit.ts'
import { offeringFrom, UNKNOWN_CATEGORY } from './offeringFrom.ts'
import { groupUuids } from './organisationsRead.ts'
import { purchasesFrom } from './purchasesFrom.ts'
import { uuidIn } from './reader.ts'

/** The fixture of what was read: every row cut to the schema, tables in the order of uuids. */
export function rowsFrom(collection: Collection, misfits: Misfits): Fixture {
  const plans = plansFrom(collection)
  const bought = purchasesFrom(collection, plans)
  const rows: Record<Exclude<TableName, 'users'>, readonly unknown[]> = {
    customers: [...customersFrom(collection), ...bought.customers],
    projects: [...projectsFrom(collection), ...bought.projects],
    categories: categoriesFrom(collection),
    organization_groups: [...collection.groups].map(([uuid, row]) => ({
      uuid,
      name: nameIn(row, `Group ${uuid.slice(0, 8)}`),
      parent: uuidIn(row['parent']),
    })),
    checklists: [...collection.checklists].map(checklistFrom),
    media: [...collection.media].map(([uuid, row]) => ({ uuid, ...row })),
    offerings: [...collection.offerings.values()].map((row) => offeringFrom(row, collection)),
    plans,
    resources: bought.resources,
    calendars: calendarsFrom(collection),
  }
  const tables = Object.entries(rows).map(([table, all]) => {
    const kept = all.flatMap(
      (row) => fitted(rowRule(table as TableName), row, table, misfits) ?? [],
    )
    return [table, (kept as { uuid: string }[]).sort((a, b) => (a.uuid < b.uuid ? -1 : 1))] as const
  })
  return { users: usersFrom(collection), ...Object.fromEntries(tables) } as Fixture
}

/** What is linked to but not seen has a name all the same. */
const nameIn = (row: Json, name: string): string => textIn(row['name']) || name

/** Whose calendar is kept at Google has connected its account; with what tokens, nobody is shown. */
function customersFrom({ customers, offerings }: Collection): Json[] {
  const connected = new Set(
    [...offerings.values()]
      .filter((row) => textIn(objectIn(row['googlecalendar'])['backend_id']) !== '')
      .map((row) => uuidIn(row['customer_uuid'])),
  )
  const google = { calendar_token: 'imported', calendar_refresh_token: 'imported' }
  return [...customers].map(([uuid, row]) => ({
    ...row,
    uuid,
    name: nameIn(row, `Customer ${uuid.slice(0, 8)}`),
    organization_groups: groupUuids(row),
    ...(connected.has(uuid) && { google_credentials: google }),
  }))
}

/** A project whose customer nobody names goes with a note: a fixture can't hold it. */
const projectsFrom = ({ projects }: Collection): Json[] =>
  [...projects].map(([uuid, row]) => ({
    ...row,
    uuid,
    name: nameIn(row, `Project ${uuid.slice(0, 8)}`),
    customer: uuidIn(row['customer_uuid']),
  }))

function categoriesFrom({ categories, offerings }: Collection): Json[] {
  const rows = [...offerings.values()]
  const titleOf = (uuid: string) =>
    rows.find((row) => uuidIn(row['category_uuid']) === uuid)?.['category_title']
  const isNeeded = rows.some((row) => uuidIn(row['category_uuid']) === null)
  return [
    ...[...categories].map(([uuid, row]) => ({ title: titleOf(uuid), ...row, uuid })),
    ...(isNeeded ? [{ uuid: UNKNOWN_CATEGORY, title: 'Unknown' }] : []),
  ]
}

const checklistFrom = ([uuid, row]: readonly [string, Json]): Json => ({
  name: `Checklist ${uuid.slice(0, 8)}`,
  ...row,
  uuid,
  questions: Array.isArray(row['questions'])
    ? row['questions'].map((one) =>
        typeof one === 'string' ? one : textIn(objectIn(one)['description']),
      )
    : [],
})

/** Plans that only the statistics know have no prices, but are counted. */
function plansFrom({ plans, usage }: Collection): Json[] {
  const seen = new Set(plans.map((row) => uuidIn(row['uuid'])))
  const counted = usage.filter((row) => !seen.has(uuidIn(row['plan_uuid'])))
  return [
    ...plans.map((row) => ({
      ...row,
      offering: uuidIn(row['offering']),
      organization_groups: groupUuids(row),
    })),
    ...counted.map((row) => ({
      uuid: row['plan_uuid'],
      name: row['plan_name'],
      offering: row['offering_uuid'],
      max_amount: numberIn(row['limit']),
    })),
  ]
}

const calendarsFrom = ({ offerings }: Collection): Json[] =>
  [...offerings].flatMap(([uuid, row]) => {
    if (row['googlecalendar'] === null || row['googlecalendar'] === undefined) return []
    const calendar = objectIn(row['googlecalendar'])
    return [{ uuid, backend_id: calendar['backend_id'], public: calendar['public'] }]
  })

/** The people of the demo: whoever read this is staff here, or the owner of what was seen. */
function usersFrom({ isStaff, offerings, bookings, projects, customers }: Collection) {
  const rows = [...bookings].map((uuid) => offerings.get(uuid) ?? {})
  const sellers = [...new Set(rows.flatMap((row) => uuidIn(row['customer_uuid']) ?? []))].sort()
  const buyers = [...customers.keys()].sort().filter((uuid) => !sellers.includes(uuid))
  const consents = [...offerings]
    .filter(([, row]) => row['user_has_consent'] === true)
    .map(([uuid]) => uuid)
    .sort()
  const first = [...bookings].sort()[0]
  return personas({
    ...NO_SCOPES,
    own: isStaff ? sellers.slice(0, 2) : sellers,
    secondOwn: isStaff ? sellers.slice(2, 3) : [],
    stranger: buyers.slice(0, 1),
    project: [...projects.keys()].sort().slice(0, 1),
    offering: first === undefined ? [] : [first],
    consents: isStaff ? [consents] : [[], consents],
  })
}

export const peopleOf = ({ isStaff }: Collection): string =>
  isStaff ? 'YOUR_API_TOKEN' : 'owner-token'

export const countsIn = (fixture: Fixture): string =>
  (['plans', 'offerings', 'customers', 'media'] as const)
    .map((table) => `${[...(fixture[table] ?? [])].length} ${table}`)
    .join(', ')
