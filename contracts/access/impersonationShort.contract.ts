import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { cleanUpAfter, createPlan, PLANS } from '../harness/ownPlans/createPlan.ts'
import { isOwn } from '../harness/hold/world.ts'
import type { Exchange, Request } from '../harness/transport/exchange.ts'
import { listGivenRoles, readUuid } from '../lists/lists.ts'
import type { Row } from '../lists/lists.ts'
import { demand } from './demand.ts'
import { readUsers } from './readUsers.ts'

const MARK = 'x-impersonator-uuid'

contract(
  {
    ...demand(
      'impersonation-in-short',
      'staff that speaks for a user hears and does what that user may, and says so; nobody else speaks for others',
    ),
    needs: { write: true, roles: ['staff'] },
  },
  (api) =>
    cleanUpAfter(api, async () => {
      const [staff] = await readUsers(api, 'staff')
      const { path } = await createPlan(api)
      const requests = [
        { method: 'GET', path: `${PLANS}?page_size=300` },
        { method: 'GET', path },
        { method: 'PATCH', path, body: { description: 'said' } },
      ]
      for (const { role, uuid } of await readUsers(api, 'owner', 'stranger'))
        for (const request of requests) {
          const own = await api.send({ ...request, role })
          const spoken = await api.send({ ...request, role: 'staff', ...speakFor(uuid) })
          demandAlike(api, spoken, own)
          const mark = readUuid(spoken.response.headers, MARK)
          api.demandEqual(mark, readUuid(staff), 'X-impersonator-uuid', spoken)
        }
      for (const role of listGivenRoles('owner', 'support', 'stranger'))
        await demandDeaf(api, { method: 'DELETE', path, role, ...speakFor(staff.uuid) })
    }),
)

const speakFor = (uuid: string) => ({ headers: { 'X-Impersonated-User-Uuid': uuid } })

function demandAlike(api: Api, spoken: Exchange, own: Exchange): void {
  api.demandStatus(spoken, own.response.status)
  const [seen, wanted] = [spoken, own].map(({ response }) => omitOwn(response.json))
  api.demandEqual(seen, wanted, 'what the user hears', spoken)
}

/** Other contracts write to plans of the run meanwhile. */
const omitOwn = (json: unknown): unknown =>
  Array.isArray(json) ? json.filter((row: Row) => !isOwn(row)) : json

/** Only staff deletes plans, and only staff speaks for staff. */
async function demandDeaf(api: Api, request: Request): Promise<void> {
  const exchange = await api.send(request)
  api.demandStatus(exchange, 403)
  api.demandEqual(exchange.response.headers[MARK], undefined, 'X-impersonator-uuid', exchange)
}
