import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import { BOOKINGS, PLANS } from '../harness/ownPlans/createPlan.ts'
import { getSession } from '../harness/session.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { lists, omitChanging, readOwnPath, readSomeRows, readUuid } from '../lists/lists.ts'
import type { Row } from '../lists/lists.ts'

const demand = (name: string, sentence: string, source = '§1.12') => ({
  id: `links.${name}`,
  demand: sentence,
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
    demand(`shape.${name}`, `links of ${name} lead to the place of their kind, by the right uuid`),
  async (api, { path }) => {
    for (const row of await readSomeRows(api, path))
      for (const link of listLinks(path, row)) demandShape(api, link)
  },
)

contracts(
  { plans: lists.plans, bookings: lists.bookings },
  (name) => demand(`own.${name}`, `the url of each of ${name} leads to it`),
  async (api, { path }) => {
    for (const row of (await readSomeRows(api, path)).slice(0, 60)) {
      const exchange = await api.get(readOwnPath(api, String(row['url'])))
      api.demandStatus(exchange, 200)
      api.demandEqual(
        omitChanging(api.readObject(exchange)),
        omitChanging(row),
        'what the url shows',
      )
    }
  },
)

contract(
  demand('nested-plans', 'plans of a booking link to the public offering that sells them'),
  async (api) => {
    const rows = (await readSomeRows(api, BOOKINGS)).filter((row) => 'parent_uuid' in row)
    if (rows.length === 0) throw new Inapplicable('offerings do not say whose children they are')
    for (const row of rows)
      for (const plan of row['plans'] as Row[]) {
        const parent = row['parent_uuid'] === null ? readUuid(row) : readUuid(row, 'parent_uuid')
        const wanted = `${PUBLIC}${parent}/plans/${readUuid(plan)}/`
        api.demandEqual(readHexPath(api, plan['url']), wanted, 'the path of a nested plan')
      }
  },
)

contract(demand('resolve', 'links to this server lead somewhere'), async (api) => {
  const kinds = new Map<string, Set<string>>()
  for (const path of [PLANS, BOOKINGS])
    for (const row of await readSomeRows(api, path))
      for (const { value, root } of listLinks(path, row)) {
        if (typeof value !== 'string') continue
        const links = kinds.get(root) ?? new Set()
        kinds.set(root, links.add(value))
      }
  for (const links of kinds.values())
    for (const link of [...links].slice(0, MOST)) await demandLeadsSomewhere(api, link)
})

contract(
  demand(
    'nested-resolve',
    'links of nested plans lead somewhere, while their offering is neither a draft nor archived',
  ),
  async (api) => {
    const isShown = ({ state }: Row) => state !== 'Archived' && state !== 'Draft'
    const shown = (await readSomeRows(api, BOOKINGS)).filter(isShown)
    const plans = shown.flatMap((row) => row['plans'] as Row[])
    if (plans.length === 0) throw new Inapplicable('no booking has plans')
    for (const plan of plans.slice(0, MOST)) await demandLeadsSomewhere(api, String(plan['url']))
  },
)

function listLinks(path: string, row: Row): Link[] {
  return path === PLANS ? listPlanLinks(row) : [...listBookingLinks(row), ...listNestedLinks(row)]
}

const createLink = (field: string, value: unknown, root: string, uuid: unknown = null): Link => ({
  field,
  value,
  root,
  uuid: uuid === null ? null : readUuid({ uuid }),
})

const listPlanLinks = (row: Row): Link[] => [
  createLink('url', row['url'], PLANS, row['uuid']),
  createLink('offering', row['offering'], '/api/marketplace-provider-offerings/'),
  ...listGroupLinks(row),
]

const listGroupLinks = (row: Row): Link[] =>
  (row['organization_groups'] as Row[]).flatMap((group) => [
    createLink('organization_groups.url', group['url'], GROUPS, group['uuid']),
    createLink('organization_groups.parent', group['parent'], GROUPS, group['parent_uuid'] ?? null),
  ])

const listBookingLinks = (row: Row): Link[] => [
  createLink('url', row['url'], BOOKINGS, row['uuid']),
  createLink('customer', row['customer'], '/api/customers/', row['customer_uuid']),
  createLink('project', row['project'], '/api/projects/', row['project_uuid']),
  createLink('category', row['category'], '/api/marketplace-categories/', row['category_uuid']),
  createLink('thumbnail', row['thumbnail'], MEDIA),
  createLink('image', row['image'], MEDIA),
  createLink('compliance_checklist', row['compliance_checklist'], '/api/checklists-admin/'),
  ...listGroupLinks(row),
]

const listNestedLinks = (row: Row): Link[] => [
  // Gone from 8.0.8 on.
  ...((row['roles'] ?? []) as Row[]).map(({ url, uuid }) =>
    createLink('roles.url', url, '/api/marketplace-offering-user-roles/', uuid),
  ),
  ...(row['screenshots'] as Row[]).flatMap(({ image, thumbnail }) => [
    createLink('screenshots.image', image, MEDIA),
    createLink('screenshots.thumbnail', thumbnail, MEDIA),
  ]),
  ...(row['files'] as Row[]).map(({ file }) => createLink('files.file', file, MEDIA)),
  ...(row['plans'] as Row[]).flatMap(listGroupLinks),
]

/** A link is null when nothing is linked, and then there is no uuid beside it either. */
function demandShape(api: Api, { field, value, root, uuid }: Link): void {
  if (value === null || value === undefined) {
    api.demandEqual(uuid, null, `the uuid beside the empty ${field}`)
    return
  }
  const path = readHexPath(api, value)
  const named = readUuid({ path }, 'path')
  api.demandEqual(path, `${root}${named}/`, `the path of ${field}`)
  if (uuid !== null) api.demandEqual(named, uuid, `the uuid in ${field}`)
}

/** The path of a link of this server, its uuids without dashes. */
const readHexPath = (api: Api, value: unknown): string =>
  readOwnPath(api, String(value)).replaceAll(
    /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi,
    (uuid) => uuid.replaceAll('-', '').toLowerCase(),
  )

async function demandLeadsSomewhere(api: Api, value: string): Promise<void> {
  if (!value.startsWith(`${getSession().settings.baseUrl}/`)) return
  const { request, response } = await api.get(readOwnPath(api, value), {
    headers: { Accept: '*/*' },
  })
  const isThere = response.status < 500 && response.status !== 404
  api.demand(isThere, `${value} to lead somewhere`, response.status, { request, response })
}
