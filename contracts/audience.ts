import { Inapplicable } from './api.ts'
import type { Api } from './api.ts'
import { allRows, PLANS, STATS } from './given.ts'
import { bookingsOrNone, hex, listOf } from './offerings.ts'
import type { Row } from './offerings.ts'
import { session } from './session.ts'
import type { Role } from './settings.ts'

export const groupsOf = (plan: Row): string[] =>
  listOf(plan['organization_groups']).map(({ uuid }) => hex(uuid) ?? '')

export const allowing = (path: string, customer: unknown): string =>
  `${path}?allowed_customer_uuid=${hex(customer)}`

/** The plans that a role is shown inside an offering. */
export async function plansShown(api: Api, path: string, role: Role): Promise<Row[]> {
  const exchange = await api.get(path, { role })
  api.status(exchange, 200)
  return listOf(api.object(exchange)['plans'])
}

export const chosen = (): string | null => hex(session().settings.offering)

/** The chosen offering; without one, what the owner sees. */
export async function owned(api: Api): Promise<Row[]> {
  const { tokens } = session().settings
  const rows = await bookingsOrNone(api, tokens.owner === undefined ? 'staff' : 'owner')
  const target = rows.filter(({ uuid }) => chosen() === null || hex(uuid) === chosen())
  if (target.length === 0) throw new Inapplicable('no owned booking offering is known')
  return target
}

/** Customers that an owner is connected to, as far as their plans or offerings show it. */
export async function customersOf(api: Api, own: readonly Row[]): Promise<(string | null)[]> {
  const sellers = new Set(
    (await allRows(api, PLANS, 300, 'owner')).map((row) => hex(row['offering'])),
  )
  const usage = await allRows(api, STATS)
  const providers = usage
    .filter((row) => sellers.has(hex(row['offering_uuid'])))
    .map((row) => hex(row['customer_provider_uuid']))
  return [...new Set([...providers, ...own.map((row) => hex(row['customer_uuid']))])].slice(0, 12)
}
