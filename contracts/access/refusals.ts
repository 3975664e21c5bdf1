import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { BOOKINGS, newPlan, offeringFacts } from '../harness/given.ts'
import type { NewPlan } from '../harness/given.ts'
import type { Row } from '../lists/pages.ts'
import { session } from '../harness/session.ts'
import type { Role } from '../run/settings.ts'
import type { Exchange } from '../harness/transport.ts'

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
    api.post(`${path}update_discounts/`, { discounts: discountsFor(row) }, { role }),
  update_organization_groups: (api, { path }, role) =>
    api.post(`${path}update_organization_groups/`, { organization_groups: [] }, { role }),
  delete_organization_groups: (api, { path }, role) =>
    api.post(`${path}delete_organization_groups/`, undefined, { role }),
  archive: (api, { path }, role) => api.post(`${path}archive/`, undefined, { role }),
  destroy: (api, { path }, role) => api.delete(path, { role }),
}

const discountsFor = (row: Row): object =>
  Object.fromEntries(
    ((row['components'] ?? []) as Row[]).map(({ type }) => [
      String(type),
      { discount_threshold: 3, discount_rate: 7 },
    ]),
  )

/** A plan of ours with prices, so that whatever writes to it leaves a trace. */
export async function pricedPlan(api: Api): Promise<NewPlan> {
  const plan = await newPlan(api)
  const { types } = await offeringFacts(api)
  const prices = Object.fromEntries(types.map(({ type }, index) => [type, String(index + 1.5)]))
  api.status(await api.post(`${plan.path}update_prices/`, { prices }), 200)
  return plan
}

export const shown = async (api: Api, { path }: NewPlan): Promise<Row> =>
  api.object(await api.get(path))

export type Standing = 'owner' | 'connected' | 'outsider'

/** Who sees a plan but not its booking is connected to the customer in another role. */
export async function standingOf(api: Api, role: Role, { path }: NewPlan): Promise<Standing> {
  if (await owns(api, role)) return 'owner'
  const { response } = await api.get(path, { role })
  return response.status === 200 ? 'connected' : 'outsider'
}

/** Only owners of its customer see a booking offering. */
export async function owns(api: Api, role: Role): Promise<boolean> {
  const path = `${BOOKINGS}${session().settings.offering}/`
  if ((await api.get(path)).response.status !== 200)
    throw new Inapplicable('the chosen offering is no booking offering')
  return (await api.get(path, { role })).response.status === 200
}

/** What a write must answer to somebody of this standing. */
export function isAllowed(api: Api, exchange: Exchange, standing: Standing, name: string): void {
  const { status } = exchange.response
  if (standing === 'owner') api.demand(status >= 200 && status < 300, `${name} to be done`, status)
  else if (standing === 'connected' || name === 'destroy') isDenied(api, exchange)
  else isMissing(api, exchange, NO_PLAN)
}

export function isDenied(api: Api, exchange: Exchange): void {
  api.status(exchange, 403)
  const isPlan = /\/[0-9a-f-]{32,36}\/$/.test(exchange.request.path)
  const allow = isPlan ? 'GET, PUT, PATCH, DELETE, HEAD, OPTIONS' : 'POST, OPTIONS'
  api.equal(exchange.response.headers['allow'], allow, 'Allow', exchange)
  api.equal(exchange.response.json, DENIED, 'the body', exchange)
}

export function isMissing(api: Api, exchange: Exchange, body: object): void {
  api.status(exchange, 404)
  api.equal(exchange.response.json, body, 'the body', exchange)
}
