import type { Api } from '../harness/api.ts'
import { BOOKINGS, PLANS, STATS } from '../harness/ownPlans/createPlan.ts'
import { getSession } from '../harness/session.ts'
import type { Role } from '../harness/settings.ts'
import type { Exchange, Request } from '../harness/transport/exchange.ts'
import { findUuid } from '../harness/transport/guard.ts'
import { omitDetailOnly } from '../harness/readBookings.ts'
import { Inapplicable } from '../harness/unmet.ts'

export type Row = Readonly<Record<string, unknown>>

/** One of the three lists: where it is, and which field tells its rows apart. */
export interface List {
  readonly path: string
  readonly key: string
  readonly id: string
}

export const lists = {
  plans: { path: PLANS, key: 'uuid', id: 'marketplace_plans_list' },
  stats: { path: STATS, key: 'plan_uuid', id: 'marketplace_plans_usage_stats_list' },
  bookings: { path: BOOKINGS, key: 'uuid', id: 'booking_offerings_list' },
} as const satisfies Record<string, List>

/** The uuid of a row, or of what one of its fields names or links to, without dashes. */
export const readUuid = (row: Row, field = 'uuid'): string =>
  findUuid(String(row[field])) ?? 'no uuid'

/** Spellings of a uuid that all name the same object (§1.1). */
export const listSpellings = (uuid: string): string[] => {
  const hex = uuid.replaceAll('-', '').toLowerCase()
  const dashed = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  return [hex, dashed, hex.toUpperCase(), dashed.toUpperCase()]
}

/** The roles of these that the run has tokens of. */
export const listGivenRoles = (...roles: readonly Role[]): Role[] => {
  const { tokens } = getSession().settings
  return roles.filter((role) => tokens[role] !== undefined)
}

/** Callers whose lists are made in different ways: of everything, of some customers, of nothing. */
export const listReaders = (): Role[] => listGivenRoles('staff', 'owner', 'manager', 'stranger')

export const joinQuery = (path: string, query: string): string =>
  query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`

/** Parameters that leave out those that are null. */
export const formatQuery = (parameters: Readonly<Record<string, string | number | null>>): string =>
  String(
    new URLSearchParams(
      Object.entries(parameters).flatMap(([name, value]) =>
        value === null ? [] : [[name, String(value)]],
      ),
    ),
  )

/** Every row that a caller sees on a path with its filters: pages of 300 joined, at most 3,000. */
export async function readWholeList(
  api: Api,
  path: string,
  options: Pick<Partial<Request>, 'role' | 'headers'> = {},
): Promise<Row[]> {
  const rows: Row[] = []
  for (let page = 1; page <= 10; page++) {
    const exchange = await api.get(joinQuery(path, `page_size=300&page=${page}`), options)
    rows.push(...api.readRows(exchange))
    if (!('next' in readLinks(exchange))) return rows
    if (path.startsWith(STATS)) throw new Inapplicable(TIES)
  }
  throw new Inapplicable(`${path} has more than 3,000 rows`)
}

/** Pages of statistics are no partition of them, for rows of equal usage have no order (§1.10). */
const TIES =
  'there is more than one page of statistics, and rows of equal usage may be on any of them'

/** The whole of something, which must not be empty for a demand to mean anything. */
export async function readSomeRows(api: Api, path: string, role = api.role): Promise<Row[]> {
  const rows = await readWholeList(api, path, { role })
  if (rows.length === 0) throw new Inapplicable(`${path} has no rows for ${role}`)
  return rows
}

/** `Link` as it stands: the address of each relation, in the order in which they are named. */
export const readLinks = ({ response }: Pick<Exchange, 'response'>): Record<string, string> =>
  Object.fromEntries(
    (response.headers['link'] ?? '')
      .split(/,\s*(?=<)/)
      .map((part) => /^<([^>]*)>; rel="(\w+)"$/.exec(part))
      .flatMap((found) => (found ? [[found[2] ?? '', found[1] ?? '']] : [])),
  )

/** The path and query of a link of this server; demands that it leads nowhere else. */
export function readOwnPath(api: Api, link: string): string {
  const { baseUrl } = getSession().settings
  const isOurs = link.startsWith(`${baseUrl}/`)
  api.demand(isOurs, `a link under the address that was asked, ${baseUrl}/`, link)
  return link.slice(baseUrl.length)
}

/** A row without what moves while nobody writes: windows of a booking, jobs of a calendar. */
export const omitChanging = (row: Row): Row => ({
  ...omitDetailOnly(row),
  ...('attributes' in row && { attributes: { ...(row['attributes'] as Row), schedules: [] } }),
  ...('googlecalendar' in row && { googlecalendar: null }),
})

/** Demands two readings to show the same rows in the same order, as far as they owe one (§1.10). */
export function demandSameRows(
  api: Api,
  seen: readonly Row[],
  wanted: readonly Row[],
  what: string,
): void {
  if (wanted.some(isUsage)) return demandSameUsage(api, seen, wanted, what)
  const known = new Map(wanted.map((row) => [readUuid(row), row]))
  for (const [index, row] of seen.entries()) {
    const other = wanted[index]
    const same = other && isTie(row, other) ? (known.get(readUuid(row)) ?? row) : other
    const [one, two] = [row, same].map((each) => each && omitChanging(each))
    if (JSON.stringify(one) !== JSON.stringify(two))
      api.demandEqual(one, two, `row ${index + 1} of ${what}`)
  }
  api.demandEqual(seen.length, wanted.length, `the number of rows of ${what}`)
}

/** Rows of one name stand in any order, and a page holds any of them. */
const isTie = (one: Row, two: Row): boolean =>
  typeof one['name'] === 'string' &&
  one['name'] === two['name'] &&
  [one, two].every((row) => 'uuid' in row) &&
  readUuid(one) !== readUuid(two)

const isUsage = (row: Row): boolean => 'plan_uuid' in row

/** Rows of equal usage come in any order, and a page holds any of them (§1.10). */
function demandSameUsage(
  api: Api,
  seen: readonly Row[],
  wanted: readonly Row[],
  what: string,
): void {
  const known = new Map(wanted.map((row) => [readUuid(row, 'plan_uuid'), row]))
  for (const row of seen) {
    const same = known.get(readUuid(row, 'plan_uuid'))
    if (same) api.demandEqual(row, same, `the row of ${readUuid(row, 'plan_uuid')} in ${what}`)
  }
  api.demandEqual(seen.length, wanted.length, `the number of rows of ${what}`)
  const values = (rows: readonly Row[]) => rows.map(({ usage }) => Number(usage))
  const isByUsage = values(wanted).every(
    (one, index, all) => index === 0 || one <= Number(all[index - 1]),
  )
  if (isByUsage) api.demandEqual(values(seen), values(wanted), `the usage in the order of ${what}`)
}

/** What a list is in the order of: of statistics usage, else the name. */
export const readOrder = (row: Row): unknown => row[isUsage(row) ? 'usage' : 'name']

/** Rows that stand in one place only: no other row is equal in what the list is in the order of. */
export const listPlaced = (rows: readonly Row[]): Row[] =>
  rows.filter((row) => rows.filter((one) => readOrder(one) === readOrder(row)).length === 1)

export const sortTexts = (texts: Iterable<string>): string[] => [...texts].sort()
