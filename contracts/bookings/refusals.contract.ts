import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { BOOKINGS, inventUuid } from '../harness/createPlan.ts'

const DETAIL = 'GET, PUT, PATCH, DELETE, HEAD, OPTIONS'
const LIST = 'GET, POST, HEAD, OPTIONS'

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
        await demandNotAllowed(api, [method, BOOKINGS], { allow: LIST, body })
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
        await demandNotAllowed(api, [method, detail], { allow: DETAIL, body })
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
    const path = `${BOOKINGS}${inventUuid()}/`
    const actions = ['google_calendar_sync', 'share_google_calendar', 'unshare_google_calendar']
    for (const action of actions) {
      for (const method of ['GET', 'PUT', 'PATCH', 'DELETE'])
        await demandNotAllowed(api, [method, `${path}${action}/`], { allow: 'POST, OPTIONS' })
    }
  },
)

async function demandNotAllowed(
  api: Api,
  [method, path]: [string, string],
  { allow, body }: { allow: string; body?: unknown },
): Promise<void> {
  const request = { method, path, ...(body !== undefined && { body }) }
  const anonymous = await api.send({ ...request, role: 'nobody' })
  api.demandStatus(anonymous, 401)
  const exchange = await api.send(request)
  api.demandStatus(exchange, 405)
  const detail = `Method "${method}" not allowed.`
  api.demandEqual(exchange.response.json, { detail }, 'the body')
  api.demandEqual(exchange.response.headers['allow'], allow, 'Allow')
}
