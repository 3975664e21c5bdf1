import type { Api } from '../harness/api.ts'
import { BOOKINGS, PLANS, readAllRows, STATS } from '../harness/ownPlans/createPlan.ts'
import { toHex, toRows } from '../harness/readBookings.ts'
import type { Row } from '../harness/readBookings.ts'
import { getSession } from '../harness/session.ts'
import type { Role } from '../harness/settings.ts'
import { Inapplicable } from '../harness/unmet.ts'

export const listGroups = (plan: Row): string[] =>
  toRows(plan['organization_groups']).map(({ uuid }) => toHex(uuid) ?? '')

export const addAllowedCustomer = (path: string, customer: unknown): string =>
  `${path}?allowed_customer_uuid=${toHex(customer)}`

/** The plans that a role is shown inside an offering. */
export async function readNestedPlans(api: Api, path: string, role: Role): Promise<Row[]> {
  const exchange = await api.get(path, { role })
  api.demandStatus(exchange, 200)
  const plans = toRows(api.readObject(exchange)['plans'])
  const [detail = '', query = ''] = path.split('?')
  const projected = await api.get(`${detail}?field=plans&${query}`, { role })
  api.demandEqual(api.readObject(projected)['plans'], plans, 'the plans of field=plans', projected)
  const rows = await readAllRows(api, `${BOOKINGS}?${query}`, 300, role)
  const row = rows.find(({ uuid }) => toHex(uuid) === toHex(detail)) ?? {}
  api.demandEqual(row['plans'], plans, 'the plans in the list of offerings', exchange)
  return plans
}

export const getChosenUuid = (): string | null => toHex(getSession().settings.offering)

/** The chosen offering, when the owner sees it; else the contract does not apply. */
export async function readOwnedOffering(api: Api): Promise<Row> {
  const uuid = getChosenUuid()
  if (uuid === null) throw new Inapplicable('no offering is given (--offering)')
  const exchange = await api.get(`${BOOKINGS}${uuid}/`, { role: 'owner' })
  if (exchange.response.status !== 200)
    throw new Inapplicable('the chosen offering is no booking offering of the owner')
  return api.readObject(exchange)
}

/** Customers that an owner is connected to, as far as their plans or offerings show it: 12 at most. */
export async function listCustomers(api: Api, own: readonly Row[]): Promise<(string | null)[]> {
  const sellers = new Set(
    (await readAllRows(api, PLANS, 300, 'owner')).map((row) => toHex(row['offering'])),
  )
  const usage = await readAllRows(api, STATS)
  const providers = usage
    .filter((row) => sellers.has(toHex(row['offering_uuid'])))
    .map((row) => toHex(row['customer_provider_uuid']))
  return [...new Set([...providers, ...own.map((row) => toHex(row['customer_uuid']))])].slice(0, 12)
}
