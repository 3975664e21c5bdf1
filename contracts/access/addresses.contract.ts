import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import {
  BOOKINGS,
  cleanUpAfter,
  getOfferingLink,
  inventUuid,
  noteCreated,
  PLANS,
} from '../harness/ownPlans/createPlan.ts'
import { getSession } from '../harness/session.ts'
import { listGivenRoles, readSomeRows, readUuid } from '../lists/lists.ts'
import { addresses, isRead, listMethods, listMissingMethods } from '../wire/addresses.ts'
import type { Address } from '../wire/addresses.ts'
import { demand } from './demand.ts'
import { INVALID, MISSING } from './refusals.ts'

contracts(
  addresses,
  (name) => demand(`closed-reads.${name}`, `nobody reads ${name} without a valid token`, '§1.2'),
  async (api, door) => {
    const uuids = [inventUuid(), await findExisting(api, door)]
    for (const uuid of uuids)
      for (const method of ['GET', 'HEAD', 'OPTIONS'])
        await demandClosed(api, method, door.path(uuid))
  },
)

contracts(
  Object.fromEntries(
    Object.entries(addresses).filter(([name]) => !/usage_stats|bookings?$/.test(name)),
  ),
  (name) => ({
    ...demand(`closed-writes.${name}`, `nobody writes to ${name} without a valid token`, '§1.2'),
    needs: { write: true },
  }),
  (api, door) =>
    cleanUpAfter(api, async () => {
      for (const method of listMethods(door).filter((one) => !isRead(one)))
        await demandClosed(api, method, door.path(inventUuid()))
    }),
)

contracts(
  Object.fromEntries(
    Object.entries(addresses).filter(([, { operations }]) => !('GET' in operations)),
  ),
  (name) =>
    demand(`methods-reads.${name}`, `methods that ${name} does not have are refused`, '§1.4'),
  async (api, door) => {
    for (const method of listMissingMethods(door).filter(isRead))
      await demandRefusedMethod(api, method, door)
  },
)

contracts(
  addresses,
  (name) => ({
    ...demand(`methods.${name}`, `methods that ${name} does not have are refused`, '§1.4'),
    needs: { write: true },
  }),
  async (api, door) => {
    for (const method of listMissingMethods(door).filter((one) => !isRead(one)))
      await demandRefusedMethod(api, method, door)
  },
)

contract(
  {
    ...demand(
      'order.token-before-method',
      'a method that is not there is no news for strangers',
      '§1.2',
    ),
    needs: { write: true },
  },
  async (api) => {
    for (const door of Object.values(addresses))
      for (const method of listMissingMethods(door)) {
        const path = door.path(inventUuid())
        const exchange = await api.send({ method, path, role: 'nobody' })
        api.demandStatus(exchange, 401)
        if (method !== 'HEAD')
          api.demandEqual(exchange.response.json, { detail: MISSING }, 'the body')
      }
  },
)

/** Without a token, with a wrong one, and with those of users who may no longer come in. */
async function demandClosed(api: Api, method: string, path: string): Promise<void> {
  const callers = [
    { role: 'nobody' as const, detail: MISSING },
    { role: 'nobody' as const, token: `Token ${'0'.repeat(40)}`, detail: INVALID },
    ...listGivenRoles('inactive').map((role) => ({ role, detail: 'User inactive or deleted.' })),
    ...listGivenRoles('expired').map((role) => ({ role, detail: 'Token has expired.' })),
  ]
  const body = createBody(method, path)
  for (const { detail, role, ...caller } of callers) {
    const headers = 'token' in caller ? { Authorization: caller.token } : {}
    const exchange = await api.send({ method, path, role, headers, ...(body && { body }) })
    noteCreated(api, exchange)
    api.demandStatus(exchange, 401)
    api.demandEqual(exchange.response.headers['www-authenticate'], 'Token', 'WWW-Authenticate')
    if (method !== 'HEAD') api.demandEqual(exchange.response.json, { detail }, 'the body')
  }
}

const createBody = (method: string, path: string): object | null =>
  method === 'POST' && path === PLANS && getSession().settings.offering !== null
    ? {
        name: 'Contract access',
        backend_id: getSession().settings.tag,
        offering: getOfferingLink(),
      }
    : null

async function demandRefusedMethod(
  api: Api,
  method: string,
  { path, allow }: Address,
): Promise<void> {
  const exchange = await api.send({ method, path: path(inventUuid()) })
  api.demandStatus(exchange, 405)
  api.demandEqual(exchange.response.headers['allow'], allow, 'Allow')
  if (method === 'HEAD') return
  api.demandEqual(exchange.response.json, { detail: `Method "${method}" not allowed.` }, 'the body')
}

/** The uuid of something that is there, if the address is that of an object. */
async function findExisting(api: Api, door: Address): Promise<string> {
  const root = door.path('').startsWith(BOOKINGS) ? BOOKINGS : PLANS
  const [row] = await readSomeRows(api, root)
  return readUuid(row ?? {})
}
