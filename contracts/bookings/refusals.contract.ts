import { isAction } from '../../src/document/operations.ts'
import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { BOOKINGS, inventUuid } from '../harness/ownPlans/createPlan.ts'
import { released } from '../harness/release.ts'
import { findAllow } from '../wire/addresses.ts'

contract(
  {
    id: 'booking.cannot-be-written',
    demand: 'offerings are not created, changed or deleted here, not even unknown ones',
    source: '§2.12',
    needs: { write: true },
  },
  async (api: Api) => {
    const detail = `${BOOKINGS}${inventUuid()}/`
    for (const body of [{}, { name: 'Contract' }]) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
        await demandNotAllowed(api, [method, BOOKINGS], body)
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
        await demandNotAllowed(api, [method, detail], body)
    }
  },
)

contract(
  {
    id: 'booking.actions-are-posted',
    demand: 'the calendar actions answer nothing but POST',
    source: '§1.5',
    needs: { write: true },
  },
  async (api: Api) => {
    const uuid = inventUuid()
    const actions = released.routes.filter(
      (route) => isAction(route) && route.path.startsWith(BOOKINGS),
    )
    for (const { path } of actions) {
      for (const method of ['GET', 'PUT', 'PATCH', 'DELETE'])
        await demandNotAllowed(api, [method, path.replace('{uuid}', uuid)])
    }
  },
)

async function demandNotAllowed(
  api: Api,
  [method, path]: [string, string],
  body?: unknown,
): Promise<void> {
  const request = { method, path, ...(body !== undefined && { body }) }
  const anonymous = await api.send({ ...request, role: 'nobody' })
  api.demandStatus(anonymous, 401)
  const exchange = await api.send(request)
  api.demandStatus(exchange, 405)
  const detail = `Method "${method}" not allowed.`
  api.demandEqual(exchange.response.json, { detail }, 'the body')
  api.demandEqual(exchange.response.headers['allow'], findAllow(path), 'Allow')
}
