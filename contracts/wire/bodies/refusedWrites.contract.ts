import { DENIED, MISSING, NO_PLAN, NOT_ACCEPTABLE } from '../../access/refusals.ts'
import type { Api } from '../../harness/api.ts'
import { inventUuid, PLANS } from '../../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../../harness/ownPlans/createPlan.ts'
import type { Exchange } from '../../harness/transport/exchange.ts'
import { demandUnchanged, planContract, readPlan } from '../../plans/planContract.ts'
import { findAllow } from '../addresses.ts'
import { createPricedPlan } from '../../plans/createPricedPlan.ts'

planContract(
  {
    id: 'writes.refused-in-a-row',
    demand:
      'a write by the wrong method, by nobody, for the wrong type or to no plan is refused as such, and changes nothing',
    source: '§1.2',
  },
  async (api) => {
    const plan = await createPricedPlan(api)
    const before = await readPlan(api, plan)
    await refuseMethods(api, plan)
    await refuseCallers(api, plan)
    await missPlans(api)
    await demandUnchanged(api, plan, before)
  },
)

async function refuseMethods(api: Api, plan: NewPlan): Promise<void> {
  const cases = [
    ['POST', plan.path],
    ['PUT', PLANS],
    ['GET', `${plan.path}update_quotas/`],
    ['PATCH', `${plan.path}update_prices/`],
    ['PUT', `${plan.path}update_discounts/`],
    ['DELETE', `${plan.path}archive/`],
  ] as const
  for (const [method, path] of cases) {
    const exchange = await api.send({ method, path, body: { name: 'Refused', prices: {} } })
    api.demandStatus(exchange, 405)
    const detail = `Method "${method}" not allowed.`
    api.demandEqual(exchange.response.json, { detail }, 'the body of 405', exchange)
    api.demandEqual(exchange.response.headers['allow'], findAllow(path), 'Allow', exchange)
  }
}

/** Who says nothing of himself, or wants no JSON, is refused before anything is read. */
async function refuseCallers(api: Api, { path }: NewPlan): Promise<void> {
  const nobody = { role: 'nobody' } as const
  const alone = { ...nobody, headers: { Authorization: 'Token' } }
  const unknown = { ...nobody, headers: { Authorization: `Token ${'0'.repeat(40)}` } }
  const html = { headers: { Accept: 'text/html' } }
  const patch = { method: 'PATCH', path, body: { name: 'Refused' } }
  const archive = { method: 'POST', path: `${path}archive/` }
  const cases = [
    [{ ...patch, ...nobody }, 401, { detail: MISSING }],
    [{ ...archive, ...nobody }, 401, { detail: MISSING }],
    [{ ...patch, method: 'POST', ...nobody }, 401, { detail: MISSING }],
    [{ ...archive, ...unknown }, 401, { detail: 'Invalid token.' }],
    [{ ...patch, ...alone }, 401, { detail: 'Invalid token. No credentials provided.' }],
    [{ ...patch, ...html }, 406, NOT_ACCEPTABLE],
    [{ ...archive, ...html, ...nobody }, 406, NOT_ACCEPTABLE],
  ] as const
  for (const [request, status, body] of cases)
    demandBody(api, await api.send(request), status, body)
}

/** A plan that is not there is missed before the body is read; only staff may try to delete one. */
async function missPlans(api: Api): Promise<void> {
  const path = `${PLANS}${inventUuid()}/`
  demandBody(api, await api.patch(path, '{'), 404, NO_PLAN)
  demandBody(api, await api.put(path, '[]', { type: 'text/plain' }), 404, NO_PLAN)
  for (const action of ['update_prices', 'update_discounts', 'archive'])
    demandBody(api, await api.post(`${path}${action}/`, {}), 404, NO_PLAN)
  const isStaff = api.role === 'staff'
  demandBody(api, await api.delete(path), isStaff ? 404 : 403, isStaff ? NO_PLAN : DENIED)
}

function demandBody(api: Api, exchange: Exchange, status: number, body: object): void {
  api.demandStatus(exchange, status)
  api.demandEqual(exchange.response.json, body, `the body of ${status}`, exchange)
}
