import demo from '../../fixtures/demo.json' with { type: 'json' }
import { openapi } from '../../src/document/load.ts'
import type { OperationObject, Schema } from '../../src/document/load.ts'
import type { Route } from '../../src/document/operations.ts'
import { listRows } from '../../src/domain/table.ts'
import type { Row, Table } from '../../src/domain/table.ts'
import { parseFixture } from '../../src/doors/index.ts'

/** The moment of the demo data, so that no time in them moves. */
export const NOW = new Date(demo.as_of)

/** A token that lives on with each use: the only thing that reading may change. */
const sliding = {
  uuid: '51de51de51de51de51de51de51de51de',
  name: 'Sliding Token',
  token: 'sliding-token',
  token_lifetime: 3600,
  token_used: demo.as_of,
  roles: demo.users.flatMap(({ roles = [] }) => roles).slice(0, 1),
}

export const start = parseFixture(
  JSON.stringify({ ...demo, users: [...demo.users, sliding] }),
  'fixtures/demo.json',
  NOW,
)

const uuidsOf = (table: Table<Row>): string[] => listRows(table).map(({ uuid }) => uuid)
const offerings = listRows(start.offerings)
const isBooking = ({ type }: { type: string }): boolean => type === 'Marketplace.Booking'

/** What the demo data hold, for calls that should find something. */
export const facts = {
  users: uuidsOf(start.users as never),
  tokens: listRows(start.users).map(({ token }) => token),
  plans: uuidsOf(start.plans as never),
  bookings: offerings.filter(isBooking).map(({ uuid }) => uuid),
  others: [
    ...offerings.filter((offering) => !isBooking(offering)).map(({ uuid }) => uuid),
    ...uuidsOf(start.customers as never).slice(0, 2),
    '0'.repeat(32),
  ],
  slugs: [...offerings.map(({ slug }) => slug), 'nobody', offerings.map(({ slug }) => slug).join()],
}

const linksTo = (root: string, uuids: readonly string[]): string[] =>
  uuids.map((uuid) => `http://elsewhere.test/api/${root}/${uuid}/`)

const offeringLinks = linksTo('marketplace-provider-offerings', [
  ...facts.bookings,
  ...facts.others,
])
const groupLinks = linksTo('organization-groups', uuidsOf(start.organization_groups as never))

const BAD_LINKS = [
  '/api/offering/a1b2c3d4-e5f6-7890-abcd-ef1234567890/',
  '/api/marketplace-plans/__proto__/',
  '/api/__proto__/constructor/',
  'http://',
  'http:///',
  '//api//',
  'ftp://x/api/customers/1/',
  '/api/organization-groups/%ZZ/',
  '/api/organization-groups/%00/?a#b',
  'javascript:alert(1)',
  '',
]

export const vocabulary = {
  types: [...new Set(offerings.flatMap(({ components }) => components.map(({ type }) => type)))],
  links: [...offeringLinks, ...offeringLinks, ...groupLinks, ...groupLinks, ...BAD_LINKS],
}

/** The schema of what an operation reads, if it reads a body. */
export function bodySchema({ path }: Route, method: string): Schema | undefined {
  const operation = openapi.paths[path]?.[method.toLowerCase()] as OperationObject | undefined
  return operation?.requestBody?.content?.['application/json']?.schema
}

interface Parameter {
  readonly $ref?: string
  readonly in?: string
  readonly name?: string
}

/** The names that openapi.yaml lets a query have, whatever the operation. */
export const queryNames = [...new Set(listParameters().flatMap(readQueryName))]

function listParameters(): Parameter[] {
  const items = Object.values(openapi.paths).flatMap((item) => Object.values(item))
  return items.flatMap((one) => (one as { parameters?: Parameter[] }).parameters ?? [])
}

function readQueryName({ $ref, ...own }: Parameter): string[] {
  const { parameters } = openapi.components as unknown as { parameters: Record<string, Parameter> }
  const parameter = parameters[$ref?.split('/').at(-1) ?? ''] ?? own
  return parameter.in === 'query' ? [parameter.name ?? ''] : []
}
