import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { allRows, BOOKINGS, PLANS, STATS } from '../harness/given.ts'
import { hex, listOf } from '../harness/offerings.ts'
import type { Row } from '../harness/offerings.ts'
import { session } from '../harness/session.ts'
import type { Role } from '../run/settings.ts'

export const groupsOf = (plan: Row): string[] =>
  listOf(plan['organization_groups']).map(({ uuid }) => hex(uuid) ?? '')

export const allowing = (path: string, customer: unknown): string =>
  `${path}?allowed_customer_uuid=${hex(customer)}`

/** The plans that a role is shown inside an offering. */
export async function plansShown(api: Api, path: string, role: Role): Promise<Row[]> {
  const exchange = await api.get(path, { role })
  api.status(exchange, 200)
  const plans = listOf(api.object(exchange)['plans'])
  const [detail = '', query = ''] = path.split('?')
  const projected = await api.get(`${detail}?field=plans&${query}`, { role })
  api.equal(api.object(projected)['plans'], plans, 'the plans of field=plans', projected)
  const rows = await allRows(api, `${BOOKINGS}?${query}`, 300, role)
  const row = rows.find(({ uuid }) => hex(uuid) === hex(detail)) ?? {}
  api.equal(row['plans'], plans, 'the plans in the list of offerings', exchange)
  return plans
}

export const chosen = (): string | null => hex(session().settings.offering)

/** The chosen offering, when the owner sees it; else the contract does not apply. */
export async function owned(api: Api): Promise<Row> {
  const uuid = chosen()
  if (uuid === null) throw new Inapplicable('no offering is given (--offering)')
  const exchange = await api.get(`${BOOKINGS}${uuid}/`, { role: 'owner' })
  if (exchange.response.status !== 200)
    throw new Inapplicable('the chosen offering is no booking offering of the owner')
  return api.object(exchange)
}

/** Customers that an owner is connected to, as far as their plans or offerings show it: 12 at most. */
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
