import { findUuid } from './transport/guard.ts'
import type { Api } from './api.ts'
import { BOOKINGS, readAllRows } from './ownPlans/createPlan.ts'
import { getSession } from './session.ts'
import type { Role } from './settings.ts'
import { Inapplicable } from './unmet.ts'

export type Row = Record<string, unknown>

export const toHex = (value: unknown): string | null =>
  typeof value === 'string' ? findUuid(value) : null

export const toRows = (value: unknown): Row[] => (Array.isArray(value) ? (value as Row[]) : [])

/** The components of a plan. One without them is no plan without prices: what openapi.yaml declares is absent. */
export function readComponents({ components }: Readonly<Row>): Row[] {
  if (!Array.isArray(components)) throw new TypeError('a plan has no components')
  return components as Row[]
}

export const toObject = (value: unknown): Row =>
  typeof value === 'object' && value !== null ? (value as Row) : {}

export const toText = (value: unknown): string => (typeof value === 'string' ? value : '')

/**
 * Path of a link under the address that was asked, or null; host and scheme are not compared, since proxies
 * change them. A link that leaves the path of that address is shown with all of its own.
 */
export function readPath(link: unknown): string | null {
  const text = toText(link)
  if (!URL.canParse(text)) return null
  const { pathname } = new URL(text)
  const base = new URL(getSession().settings.baseUrl).pathname.replace(/\/$/, '')
  return pathname.startsWith(`${base}/`)
    ? pathname.slice(base.length)
    : `(outside ${base}) ${pathname}`
}

/** The path of a link with its uuids written without dashes. */
export const readHexPath = (link: unknown): string | null =>
  readPath(link)?.replaceAll(
    /[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/gi,
    (uuid) => findUuid(uuid) ?? uuid,
  ) ?? null

/** All booking offerings that a role sees; without any, the contract does not apply. */
export async function readBookings(api: Api, role: Role = api.role): Promise<Row[]> {
  const rows = await readBookingsOrNone(api, role)
  if (rows.length === 0) throw new Inapplicable(`a ${role} sees no booking offerings`)
  return rows
}

export const readBookingsOrNone = (api: Api, role: Role): Promise<Row[]> =>
  readAllRows(api, BOOKINGS, 300, role)

/** At most `count` of the rows, spread evenly: large servers are sampled. */
export const sampleRows = <T>(rows: readonly T[], count: number): T[] => {
  const step = Math.max(1, rows.length / count)
  return Array.from(
    { length: Math.min(count, rows.length) },
    (_, index) => rows[Math.floor(index * step)] as T,
  )
}

/** An offering without what the clock and the calendar change, and what only its detail says. */
export function omitMoving(row: Row): Row {
  const { attributes, googlecalendar: _, ...rest } = omitDetailOnly(row)
  const { schedules: __, ...others } = toObject(attributes)
  return { ...rest, attributes: others }
}

/** The detail of a child offering has an option that its row in the list lacks (§2.12). */
export function omitDetailOnly(row: Row): Row {
  const { parent_uuid: parent, plugin_options: options } = row
  if (typeof parent !== 'string' || typeof options !== 'object' || options === null) return row
  const { auto_approve_in_service_provider_projects: _, ...shared } = options as Row
  return { ...row, plugin_options: shared }
}

export interface Window extends Row {
  readonly start: string
  readonly end: string
}

export const readWindows = ({ attributes }: Row): Window[] =>
  toRows(toObject(attributes)['schedules']) as Window[]

/** Milliseconds since 1970 that the server's own clock shows, at the second; ours, where a gateway takes Date away. */
export const readServerTime = ({ date }: Readonly<Record<string, string>>): number =>
  date === undefined ? Date.now() : Date.parse(date)
