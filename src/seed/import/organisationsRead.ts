import { objectsIn } from '../remote/reading.ts'
import type { Json } from '../remote/reading.ts'
import { uuidIn, uuidsIn } from './reader.ts'
import type { Reader } from './reader.ts'

export interface Organisations {
  readonly customers: ReadonlyMap<string, Json>
  readonly projects: ReadonlyMap<string, Json>
  readonly groups: ReadonlyMap<string, Json>
}

/** Customers, their projects and groups, and whom these lead to in turn, as far as the token sees them. */
export async function organisationsOf(
  reader: Reader,
  rows: readonly Json[],
): Promise<Organisations> {
  const found = { customers: new Map(), projects: new Map(), groups: new Map() } as Found
  const queue = rows.flatMap(linksIn)
  for (const { table, uuid, row: hint } of queue) {
    if (found[table].has(uuid)) continue
    const row = await reader.row(PLACES[table], uuid)
    const known = { ...hint, ...row }
    found[table].set(uuid, known)
    queue.push(...linksOf(table, known))
  }
  return found
}

type Found = Record<keyof Organisations, Map<string, Json>>

const PLACES = {
  customers: 'customer',
  projects: 'project',
  groups: 'organization group',
} as const

/** Where to look, and what the row that leads there says already. */
interface Link {
  readonly table: keyof Organisations
  readonly uuid: string
  readonly row: Json
}

const link = (table: keyof Organisations, value: unknown, row: Json): Link[] => {
  const uuid = uuidIn(value)
  return uuid === null ? [] : [{ table, uuid, row }]
}

/** Links in a plan, an offering or a row of the usage statistics. */
const linksIn = (row: Json): Link[] => [
  ...link('customers', row['customer_uuid'], {
    name: row['customer_name'],
    is_service_provider: true,
  }),
  ...link('customers', row['customer_provider_uuid'], {
    name: row['customer_provider_name'],
    is_service_provider: true,
  }),
  ...link('projects', row['project_uuid'], { name: row['project_name'] }),
  ...groupLinks(row),
]

const groupLinks = (row: Json): Link[] =>
  objectsIn(row['organization_groups']).flatMap((group) => link('groups', group['uuid'], group))

/** Links in the rows themselves. */
function linksOf(table: keyof Organisations, row: Json): Link[] {
  if (table === 'customers')
    return [
      ...groupLinks(row),
      ...objectsIn(row['projects']).flatMap((project) =>
        link('projects', project['uuid'], { ...project, customer_uuid: row['uuid'] }),
      ),
    ]
  if (table === 'projects')
    return link('customers', row['customer_uuid'], { name: row['customer_name'] })
  const members = objectsIn(row['customers']).flatMap((one) => link('customers', one['uuid'], one))
  return [...link('groups', row['parent'], { name: row['parent_name'] }), ...members]
}

export const groupUuids = (row: Json): string[] => uuidsIn(objectsIn(row['organization_groups']))
