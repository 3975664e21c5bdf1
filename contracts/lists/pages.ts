import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { BOOKINGS, PLANS, STATS } from '../harness/given.ts'
import { uuidIn } from '../harness/guard.ts'
import { session } from '../harness/session.ts'
import type { Role } from '../run/settings.ts'
import type { Exchange, Request } from '../harness/transport.ts'

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
export const uuidOf = (row: Row, field = 'uuid'): string => uuidIn(String(row[field])) ?? 'no uuid'

/** Spellings of a uuid that all name the same object (§1.1). */
export const spellings = (uuid: string): string[] => {
  const hex = uuid.replaceAll('-', '').toLowerCase()
  const dashed = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  return [hex, dashed, hex.toUpperCase(), dashed.toUpperCase()]
}

/** The roles of these that the run has tokens of. */
export const given = (...roles: readonly Role[]): Role[] => {
  const { tokens } = session().settings
  return roles.filter((role) => tokens[role] !== undefined)
}

/** Callers whose lists are made in different ways: of everything, of some customers, of nothing. */
export const readers = (): Role[] => given('staff', 'owner', 'manager', 'stranger')

export const joined = (path: string, query: string): string =>
  query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`

/** Parameters that leave out those that are null. */
export const queryText = (parameters: Readonly<Record<string, string | number | null>>): string =>
  String(
    new URLSearchParams(
      Object.entries(parameters).flatMap(([name, value]) =>
        value === null ? [] : [[name, String(value)]],
      ),
    ),
  )

/** Every row that a caller sees on a path with its filters: pages of 300 joined, at most 3,000. */
export async function whole(
  api: Api,
  path: string,
  options: Pick<Partial<Request>, 'role' | 'headers'> = {},
): Promise<Row[]> {
  const rows: Row[] = []
  for (let page = 1; page <= 10; page++) {
    const exchange = await api.get(joined(path, `page_size=300&page=${page}`), options)
    rows.push(...api.rows(exchange))
    if (!('next' in pageLinks(exchange))) return rows
  }
  throw new Inapplicable(`${path} has more than 3,000 rows`)
}

/** The whole of something, which must not be empty for a demand to mean anything. */
export async function some(api: Api, path: string, role = api.role): Promise<Row[]> {
  const rows = await whole(api, path, { role })
  if (rows.length === 0) throw new Inapplicable(`${path} has no rows for ${role}`)
  return rows
}

/** `Link` as it stands: the address of each relation, in the order in which they are named. */
export const pageLinks = ({ response }: Pick<Exchange, 'response'>): Record<string, string> =>
  Object.fromEntries(
    (response.headers['link'] ?? '')
      .split(/,\s*(?=<)/)
      .map((part) => /^<([^>]*)>; rel="(\w+)"$/.exec(part))
      .flatMap((found) => (found ? [[found[2] ?? '', found[1] ?? '']] : [])),
  )

/** The path and query of a link of this server; demands that it leads nowhere else. */
export function ownPath(api: Api, link: string): string {
  const { baseUrl } = session().settings
  const isOurs = link.startsWith(`${baseUrl}/`)
  api.demand(isOurs, `a link under the address that was asked, ${baseUrl}/`, link)
  return link.slice(baseUrl.length)
}

/** A row without what moves while nobody writes: windows of a booking, jobs of a calendar. */
export const still = (row: Row): Row => ({
  ...row,
  ...('attributes' in row && { attributes: { ...(row['attributes'] as Row), schedules: [] } }),
  ...('googlecalendar' in row && { googlecalendar: null }),
})

/** Demands two readings to show the same rows in the same order. */
export function sameRows(
  api: Api,
  seen: readonly Row[],
  wanted: readonly Row[],
  what: string,
): void {
  const [first, second] = [seen.map(still), wanted.map(still)]
  const at = first.findIndex((row, index) => JSON.stringify(row) !== JSON.stringify(second[index]))
  if (at !== -1) api.equal(first[at], second[at], `row ${at + 1} of ${what}`)
  api.equal(seen.length, wanted.length, `the number of rows of ${what}`)
}

export const sorted = (texts: Iterable<string>): string[] => [...texts].sort()
