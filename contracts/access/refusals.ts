import type { Api } from '../harness/api.ts'
import { BOOKINGS } from '../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../harness/ownPlans/createPlan.ts'
import { getSession } from '../harness/session.ts'
import type { Role } from '../harness/settings.ts'
import type { Exchange } from '../harness/transport/exchange.ts'
import { findAllow } from '../wire/addresses.ts'
import { Inapplicable } from '../harness/unmet.ts'
import type { Row } from '../lists/lists.ts'
import { createDiscount } from '../prices/discounts.ts'

export const MISSING = 'Authentication credentials were not provided.'
export const NOT_ACCEPTABLE = { detail: 'Could not satisfy the request Accept header.' }
export const NO_PLAN = { detail: 'No Plan matches the given query.' }
export const NO_OFFERING = { detail: 'No Offering matches the given query.' }
export const DENIED = { detail: 'You do not have permission to perform this action.' }

type Write = (api: Api, plan: NewPlan, role: Role) => Promise<Exchange>

/** Every operation that writes to a plan, with a body that changes something. */
export const writes: Readonly<Record<string, Write>> = {
  update: (api, { path }, role) => api.put(path, { name: 'Contract, put' }, { role }),
  partial_update: (api, { path }, role) => api.patch(path, { name: 'Contract, patched' }, { role }),
  update_prices: (api, { path }, role) =>
    api.post(`${path}update_prices/`, { prices: {} }, { role }),
  update_quotas: (api, { path }, role) =>
    api.post(`${path}update_quotas/`, { quotas: {} }, { role }),
  update_discounts: (api, { path, row }, role) =>
    api.post(`${path}update_discounts/`, { discounts: createDiscounts(row) }, { role }),
  update_organization_groups: (api, { path }, role) =>
    api.post(`${path}update_organization_groups/`, { organization_groups: [] }, { role }),
  delete_organization_groups: (api, { path }, role) =>
    api.post(`${path}delete_organization_groups/`, undefined, { role }),
  archive: (api, { path }, role) => api.post(`${path}archive/`, undefined, { role }),
  destroy: (api, { path }, role) => api.delete(path, { role }),
}

const createDiscounts = (row: Row): object =>
  Object.fromEntries(
    ((row['components'] ?? []) as Row[]).map(({ type }) => [String(type), createDiscount(3, 7)]),
  )

export type Relation = 'owner' | 'connected' | 'outsider'

/** Who sees a plan but not its booking is connected to the customer in another role. */
export async function findRelation(api: Api, role: Role, { path }: NewPlan): Promise<Relation> {
  if (await isOfferingOwner(api, role)) return 'owner'
  const { response } = await api.get(path, { role })
  return response.status === 200 ? 'connected' : 'outsider'
}

/** Only owners of its customer see a booking offering. */
export async function isOfferingOwner(api: Api, role: Role): Promise<boolean> {
  const path = `${BOOKINGS}${getSession().settings.offering}/`
  if ((await api.get(path)).response.status !== 200)
    throw new Inapplicable('the chosen offering is no booking offering')
  return (await api.get(path, { role })).response.status === 200
}

/** What a write must answer to somebody of this standing. */
export function demandAllowed(
  api: Api,
  exchange: Exchange,
  relation: Relation,
  name: string,
): void {
  const { status } = exchange.response
  if (relation === 'owner') api.demand(status >= 200 && status < 300, `${name} to be done`, status)
  else if (relation === 'connected' || name === 'destroy') demandDenied(api, exchange)
  else demandMissing(api, exchange, NO_PLAN)
}

export function demandDenied(api: Api, exchange: Exchange): void {
  api.demandStatus(exchange, 403)
  const allow = findAllow(exchange.request.path)
  api.demandEqual(exchange.response.headers['allow'], allow, 'Allow', exchange)
  api.demandEqual(exchange.response.json, DENIED, 'the body', exchange)
}

export function demandMissing(api: Api, exchange: Exchange, body: object): void {
  api.demandStatus(exchange, 404)
  api.demandEqual(exchange.response.json, body, 'the body', exchange)
}

export const INVALID = 'Invalid token.'
