import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import { BOOKINGS, PLANS } from '../harness/given.ts'
import { lists, ownPath, some, still, uuidOf } from '../lists/pages.ts'
import type { Row } from '../lists/pages.ts'
import { session } from '../harness/session.ts'

const law = (name: string, demand: string, source = '§1.12') => ({
  id: `links.${name}`,
  demand,
  source,
})

/** Links of one kind that are followed at most. */
const MOST = 8

/** Where a link must lead: the row that has it, and a uuid beside it that it must name, if any. */
interface Link {
  readonly field: string
  readonly value: unknown
  readonly root: string
  readonly uuid: string | null
}

const PUBLIC = '/api/marketplace-public-offerings/'
const GROUPS = '/api/organization-groups/'
const MEDIA = '/api/media/'

contracts(
  { plans: lists.plans, bookings: lists.bookings },
  (name) =>
    law(`shape.${name}`, `links of ${name} lead to the place of their kind, by the right uuid`),
  async (api, { path }) => {
    for (const row of await some(api, path))
      for (const link of linksOf(path, row)) hasShape(api, link)
  },
)

contracts(
  { plans: lists.plans, bookings: lists.bookings },
  (name) => law(`own.${name}`, `the url of each of ${name} leads to it`),
  async (api, { path }) => {
    for (const row of (await some(api, path)).slice(0, 60)) {
      const exchange = await api.get(ownPath(api, String(row['url'])))
      api.status(exchange, 200)
      api.equal(still(api.object(exchange)), still(row), 'what the url shows')
    }
  },
)

contract(
  law('nested-plans', 'plans of a booking link to the public offering that sells them'),
  async (api) => {
    for (const row of await some(api, BOOKINGS))
      for (const plan of row['plans'] as Row[]) {
        const parent = row['parent_uuid'] === null ? uuidOf(row) : uuidOf(row, 'parent_uuid')
        const wanted = `${PUBLIC}${parent}/plans/${uuidOf(plan)}/`
        api.equal(hexPath(api, plan['url']), wanted, 'the path of a nested plan')
      }
  },
)

contract(law('resolve', 'links to this server lead somewhere'), async (api) => {
  const kinds = new Map<string, Set<string>>()
  for (const path of [PLANS, BOOKINGS])
    for (const row of await some(api, path))
      for (const { value, root } of linksOf(path, row)) {
        if (typeof value !== 'string') continue
        const links = kinds.get(root) ?? new Set()
        kinds.set(root, links.add(value))
      }
  for (const links of kinds.values())
    for (const link of [...links].slice(0, MOST)) await leadsSomewhere(api, link)
})

contract(law('nested-resolve', 'links of nested plans lead somewhere'), async (api) => {
  const plans = (await some(api, BOOKINGS)).flatMap((row) => row['plans'] as Row[])
  if (plans.length === 0) throw new Inapplicable('no booking has plans')
  for (const plan of plans.slice(0, MOST)) await leadsSomewhere(api, String(plan['url']))
})

function linksOf(path: string, row: Row): Link[] {
  return path === PLANS ? planLinks(row) : [...bookingLinks(row), ...nestedLinks(row)]
}

const link = (field: string, value: unknown, root: string, uuid: unknown = null): Link => ({
  field,
  value,
  root,
  uuid: uuid === null ? null : uuidOf({ uuid }),
})

const planLinks = (row: Row): Link[] => [
  link('url', row['url'], PLANS, row['uuid']),
  link('offering', row['offering'], '/api/marketplace-provider-offerings/'),
  ...groupLinks(row),
]

const groupLinks = (row: Row): Link[] =>
  (row['organization_groups'] as Row[]).flatMap((group) => [
    link('organization_groups.url', group['url'], GROUPS, group['uuid']),
    link('organization_groups.parent', group['parent'], GROUPS, group['parent_uuid'] ?? null),
  ])

const bookingLinks = (row: Row): Link[] => [
  link('url', row['url'], BOOKINGS, row['uuid']),
  link('customer', row['customer'], '/api/customers/', row['customer_uuid']),
  link('project', row['project'], '/api/projects/', row['project_uuid']),
  link('category', row['category'], '/api/marketplace-categories/', row['category_uuid']),
  link('thumbnail', row['thumbnail'], MEDIA),
  link('image', row['image'], MEDIA),
  link('compliance_checklist', row['compliance_checklist'], '/api/checklists-admin/'),
  ...groupLinks(row),
]

const nestedLinks = (row: Row): Link[] => [
  ...(row['roles'] as Row[]).map(({ url, uuid }) =>
    link('roles.url', url, '/api/marketplace-offering-user-roles/', uuid),
  ),
  ...(row['screenshots'] as Row[]).flatMap(({ image, thumbnail }) => [
    link('screenshots.image', image, MEDIA),
    link('screenshots.thumbnail', thumbnail, MEDIA),
  ]),
  ...(row['files'] as Row[]).map(({ file }) => link('files.file', file, MEDIA)),
  ...(row['plans'] as Row[]).flatMap(groupLinks),
]

/** A link is null when nothing is linked, and then there is no uuid beside it either. */
function hasShape(api: Api, { field, value, root, uuid }: Link): void {
  if (value === null || value === undefined) {
    api.equal(uuid, null, `the uuid beside the empty ${field}`)
    return
  }
  const path = hexPath(api, value)
  const named = uuidOf({ path }, 'path')
  api.equal(path, `${root}${named}/`, `the path of ${field}`)
  if (uuid !== null) api.equal(named, uuid, `the uuid in ${field}`)
}

/** The path of a link of this server, its uuids without dashes. */
const hexPath = (api: Api, value: unknown): string =>
  ownPath(api, String(value)).replaceAll(
    /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi,
    (uuid) => uuid.replaceAll('-', '').toLowerCase(),
  )

async function leadsSomewhere(api: Api, value: string): Promise<void> {
  if (!value.startsWith(`${session().settings.baseUrl}/`)) return
  const { request, response } = await api.get(ownPath(api, value), { headers: { Accept: '*/*' } })
  const isThere = response.status < 500 && response.status !== 404
  api.demand(isThere, `${value} to lead somewhere`, response.status, { request, response })
}
