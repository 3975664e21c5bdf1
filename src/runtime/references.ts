import { tableNames } from '../domain/state.ts'
import type { TableName } from '../domain/state.ts'
import { hexOf } from '../domain/uuid.ts'
import type { Draft } from './draft.ts'
import { Misfit, pointerOf, shown } from './misfit.ts'
import type { Key } from './misfit.ts'
import { nearest } from './nearest.ts'
import { uuidOf, walkAlong } from './uuids.ts'
import type { Visit } from './uuids.ts'

/** Where rows name rows of another table. A role's first word says the table of its scope. */
const links: { readonly [T in TableName]: Readonly<Record<string, TableName | 'scope'>> } = {
  users: { 'roles/*/scope': 'scope', 'consents/*': 'offerings' },
  customers: { 'organization_groups/*': 'organization_groups' },
  projects: { customer: 'customers' },
  categories: {},
  organization_groups: { parent: 'organization_groups' },
  checklists: {},
  media: {},
  offerings: {
    customer: 'customers',
    project: 'projects',
    category: 'categories',
    parent: 'offerings',
    'organization_groups/*': 'organization_groups',
    compliance_checklist: 'checklists',
    thumbnail: 'media',
    image: 'media',
    'screenshots/*/image': 'media',
    'screenshots/*/thumbnail': 'media',
    'files/*/file': 'media',
  },
  plans: { offering: 'offerings', 'organization_groups/*': 'organization_groups' },
  resources: { plan: 'plans', offering: 'offerings', project: 'projects' },
  calendars: { uuid: 'offerings' },
}

/** Where an offering keeps uuids of its own parts, and links from one part to another. */
const parts = ['components', 'endpoints', 'roles', 'screenshots', 'partitions', 'software_catalogs']
const partUuids = parts.map((part) => `${part}/*/uuid`)
const partLinks = [
  'components/*/overage_component',
  'software_catalogs/*/catalog/uuid',
  'software_catalogs/*/partition/uuid',
]

const scopes: Readonly<Record<string, TableName>> = {
  CUSTOMER: 'customers',
  PROJECT: 'projects',
  OFFERING: 'offerings',
}

/** Brings every uuid to one form; refuses two rows with one uuid, and links that lead nowhere. */
export function assertReferences(draft: Draft): void {
  for (const table of tableNames) canonicalise(draft, table)
  for (const path of partUuids) uniques(draft, 'offerings', path)
  uniques(draft, 'users', 'token')
  const places = tableNames.map((table) => [table, uniques(draft, table, 'uuid')])
  const known = Object.fromEntries(places) as Known
  for (const table of tableNames) assertLinks(draft, table, known)
}

/** The index of the row that has a value. */
type Places = ReadonlyMap<string, number>
type Known = Readonly<Record<TableName, Places>>

const CANONICAL = /^[0-9a-f]{32}$/

function canonicalise(draft: Draft, table: TableName): void {
  const own = table === 'offerings' ? [...partUuids, ...partLinks] : []
  for (const path of new Set(['uuid', ...Object.keys(links[table]), ...own]))
    eachIn(draft, table, path, (uuid, at, holder) => {
      if (!CANONICAL.test(uuid)) holder[at.at(-1) ?? ''] = hexOf(uuid)
    })
}

/** Where each value of a path is, which no two rows may share. */
function uniques(draft: Draft, table: TableName, path: string): Places {
  const places = new Map<string, number>()
  eachIn(draft, table, path, (value, at) => {
    const before = places.get(value)
    if (before !== undefined) throw twin(at, before)
    places.set(value, Number(at[1]))
  })
  return places
}

function twin(at: readonly Key[], before: number): Misfit {
  const name = String(at.at(-1))
  const example = name === 'uuid' ? `, for example ${uuidOf(pointerOf(at))}` : ''
  const taken = `is taken by ${pointerOf([at[0] ?? '', before])}`
  return new Misfit(at, taken, `write another ${name}${example}`)
}

function assertLinks(draft: Draft, table: TableName, known: Known): void {
  for (const [path, to] of Object.entries(links[table]))
    eachIn(draft, table, path, (uuid, at) => {
      const target = to === 'scope' ? scopeOf(draft, at) : to
      if (!known[target].has(uuid)) throw dangling(draft, at, uuid, [target, known[target]])
    })
}

/** The table of a role's scope, by the first word of the role: `/users/0/roles/1/scope`. */
function scopeOf(draft: Draft, [, user, , place]: readonly Key[]): TableName {
  const role = draft.users[Number(user)]?.roles[Number(place)]?.role ?? ''
  return scopes[role.split('.')[0] ?? ''] ?? 'customers'
}

function dangling(
  draft: Draft,
  at: readonly Key[],
  uuid: string,
  [table, places]: readonly [TableName, Places],
): Misfit {
  const guess = nearest(uuid, places.keys())
  const row = guess && draft[table][places.get(guess) ?? 0]
  const name = row && shown('name' in row ? row.name : 'title' in row ? row.title : row.uuid)
  const cure = guess ? `write ${guess} (${name}), or add it there` : 'add it there or correct it'
  return new Misfit(at, `is the uuid of no row in /${table}: ${uuid}`, cure)
}

function eachIn(draft: Draft, table: TableName, path: string, visit: Visit): void {
  const walk = walkAlong(path.split('/'))
  for (const [index, row] of draft[table].entries())
    walk(row as unknown as Record<string, unknown>, [table, index], visit)
}
