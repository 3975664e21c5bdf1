import { readObjects } from '../server/json.ts'
import type { Json } from '../server/json.ts'
import type { WaldurClient } from '../server/waldurClient.ts'
import { demandEnd, findUuid, findUuids } from './reader.ts'
import type { Reader } from './reader.ts'

export interface Organisations {
  readonly customers: ReadonlyMap<string, Json>
  readonly projects: ReadonlyMap<string, Json>
  readonly groups: ReadonlyMap<string, Json>
}

/** Customers, their projects and groups, and whom these lead to in turn, as far as the token sees them. */
export async function readOrganisations(
  server: WaldurClient,
  reader: Reader,
  rows: readonly Json[],
): Promise<Organisations> {
  const found = { customers: new Map(), projects: new Map(), groups: new Map() } as Found
  let queue = rows.flatMap(listLinks)
  for (let depth = 0; queue.length > 0; depth++) {
    demandEnd(server, depth, 'organisation')
    const next: Link[] = []
    for (const { table, uuid, row: hint } of queue) {
      if (found[table].has(uuid)) continue
      const known = { ...hint, ...(await reader.row(PLACES[table], uuid)) }
      found[table].set(uuid, known)
      next.push(...listLinksOf(table, known))
    }
    queue = next
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

const makeLink = (table: keyof Organisations, value: unknown, row: Json): Link[] => {
  const uuid = findUuid(value)
  return uuid === null ? [] : [{ table, uuid, row }]
}

/** Links in a plan, an offering or a row of the usage statistics. */
const listLinks = (row: Json): Link[] => [
  ...makeLink('customers', row['customer_uuid'], {
    name: row['customer_name'],
    is_service_provider: true,
  }),
  ...makeLink('customers', row['customer_provider_uuid'], {
    name: row['customer_provider_name'],
    is_service_provider: true,
  }),
  ...makeLink('projects', row['project_uuid'], { name: row['project_name'] }),
  ...listGroupLinks(row),
]

const listGroupLinks = (row: Json): Link[] =>
  readObjects(row['organization_groups']).flatMap((group) =>
    makeLink('groups', group['uuid'], group),
  )

/** Links in the rows themselves. */
function listLinksOf(table: keyof Organisations, row: Json): Link[] {
  if (table === 'customers')
    return [
      ...listGroupLinks(row),
      ...readObjects(row['projects']).flatMap((project) =>
        makeLink('projects', project['uuid'], { ...project, customer_uuid: row['uuid'] }),
      ),
    ]
  if (table === 'projects')
    return makeLink('customers', row['customer_uuid'], { name: row['customer_name'] })
  const members = readObjects(row['customers']).flatMap((one) =>
    makeLink('customers', one['uuid'], one),
  )
  return [...makeLink('groups', row['parent'], { name: row['parent_name'] }), ...members]
}

export const listGroupUuids = (row: Json): string[] =>
  findUuids(readObjects(row['organization_groups']))
