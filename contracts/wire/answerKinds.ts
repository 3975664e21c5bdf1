import type { Api } from '../harness/api.ts'
import { BOOKINGS, inventUuid, PLANS, STATS } from '../harness/ownPlans/createPlan.ts'
import type { Request } from '../harness/transport/exchange.ts'
import { readSomeRows, readUuid } from '../lists/lists.ts'
import { addresses, listMethods } from './addresses.ts'

const nobody = { role: 'nobody' } as const

type AnyRequest = Omit<Request, 'role' | 'method'> & { readonly role?: Request['role'] }

interface AnswerKind {
  readonly status: number
  readonly requests: (
    api: Api,
  ) => Promise<
    readonly { readonly request: AnyRequest & { method?: string }; readonly allow: string }[]
  >
}

const readable = Object.values(addresses).filter((door) => listMethods(door).includes('GET'))

/** Addresses of what is there, with their `Allow`. */
async function readPresent(api: Api) {
  const [plan, booking] = [await readSomeRows(api, PLANS), await readSomeRows(api, BOOKINGS)]
  return readable.map(({ path, allow }) => {
    const row = path('').startsWith(BOOKINGS) ? booking[0] : plan[0]
    return { path: path(readUuid(row ?? {})), allow }
  })
}

const requestEverywhere =
  (options: Partial<AnyRequest> = {}): AnswerKind['requests'] =>
  async () =>
    Object.values(addresses).map(({ path, allow }) => ({
      request: { path: path(inventUuid()), ...options },
      allow,
    }))

/** A kind of answer each, from every address that can give it. */
export const answerKinds: Readonly<Record<string, AnswerKind>> = {
  ok: {
    status: 200,
    requests: async (api) =>
      (await readPresent(api)).map(({ path, allow }) => ({ request: { path }, allow })),
  },
  options: {
    status: 200,
    requests: async (api) =>
      (await requestEverywhere()(api)).map(({ request, allow }) => ({
        request: { ...request, method: 'OPTIONS' },
        allow,
      })),
  },
  unauthenticated: { status: 401, requests: requestEverywhere(nobody) },
  'not-acceptable': {
    status: 406,
    requests: requestEverywhere({ headers: { Accept: 'text/html' } }),
  },
  'no-object': {
    status: 404,
    requests: async () =>
      [addresses['plan'], addresses['booking']].flatMap((door) =>
        door ? [{ request: { path: door.path(inventUuid()) }, allow: door.allow }] : [],
      ),
  },
  'no-page': {
    status: 404,
    requests: async () =>
      [addresses['plans'], addresses['bookings'], addresses['usage_stats']].flatMap((door) =>
        door ? [{ request: { path: `${door.path('')}?page=0` }, allow: door.allow }] : [],
      ),
  },
  'bad-filter': {
    status: 400,
    requests: async () =>
      [addresses['plans'], addresses['usage_stats']].flatMap((door) =>
        door ? [{ request: { path: `${door.path('')}?offering_uuid=x` }, allow: door.allow }] : [],
      ),
  },
  'no-method': {
    status: 405,
    requests: async () =>
      Object.values(addresses)
        .filter((door) => !readable.includes(door))
        .map(({ path, allow }) => ({ request: { path: path(inventUuid()) }, allow })),
  },
}

/** What HEAD is compared on: each kind of answer that GET gives. */
export async function listReads(api: Api): Promise<AnyRequest[]> {
  const requests = await Promise.all(
    Object.entries(answerKinds)
      .filter(([name]) => name !== 'options' && name !== 'no-method')
      .map(([, answer]) => answer.requests(api)),
  )
  const queries = [PLANS, STATS, BOOKINGS].map((path) => ({ path: `${path}?page_size=2&page=2` }))
  const redirect = { path: PLANS.slice(0, -1) }
  return [...requests.flat().map(({ request }) => request), ...queries, redirect]
}
