import type { Api } from '../harness/api.ts'
import { doors, openMethods } from './addresses.ts'
import { BOOKINGS, nobodysUuid, PLANS, STATS } from '../harness/given.ts'
import { some, uuidOf } from '../lists/pages.ts'
import type { Request } from '../harness/transport.ts'

const nobody = { role: 'nobody' } as const

type Asked = Omit<Request, 'role' | 'method'> & { readonly role?: Request['role'] }

interface Answer {
  readonly status: number
  readonly requests: (
    api: Api,
  ) => Promise<readonly { readonly request: Asked & { method?: string }; readonly allow: string }[]>
}

const readable = Object.values(doors).filter((door) => openMethods(door).includes('GET'))

/** Addresses of what is there, with their `Allow`. */
async function present(api: Api) {
  const [plan, booking] = [await some(api, PLANS), await some(api, BOOKINGS)]
  return readable.map(({ path, allow }) => {
    const row = path('').startsWith(BOOKINGS) ? booking[0] : plan[0]
    return { path: path(uuidOf(row ?? {})), allow }
  })
}

const everywhere =
  (options: Partial<Asked> = {}): Answer['requests'] =>
  async () =>
    Object.values(doors).map(({ path, allow }) => ({
      request: { path: path(nobodysUuid()), ...options },
      allow,
    }))

/** A kind of answer each, from every address that can give it. */
export const answers: Readonly<Record<string, Answer>> = {
  ok: {
    status: 200,
    requests: async (api) =>
      (await present(api)).map(({ path, allow }) => ({ request: { path }, allow })),
  },
  options: {
    status: 200,
    requests: async (api) =>
      (await everywhere()(api)).map(({ request, allow }) => ({
        request: { ...request, method: 'OPTIONS' },
        allow,
      })),
  },
  unauthenticated: { status: 401, requests: everywhere(nobody) },
  'not-acceptable': { status: 406, requests: everywhere({ headers: { Accept: 'text/html' } }) },
  'no-object': {
    status: 404,
    requests: async () =>
      [doors['plan'], doors['booking']].flatMap((door) =>
        door ? [{ request: { path: door.path(nobodysUuid()) }, allow: door.allow }] : [],
      ),
  },
  'no-page': {
    status: 404,
    requests: async () =>
      [doors['plans'], doors['bookings'], doors['usage_stats']].flatMap((door) =>
        door ? [{ request: { path: `${door.path('')}?page=0` }, allow: door.allow }] : [],
      ),
  },
  'bad-filter': {
    status: 400,
    requests: async () =>
      [doors['plans'], doors['usage_stats']].flatMap((door) =>
        door ? [{ request: { path: `${door.path('')}?offering_uuid=x` }, allow: door.allow }] : [],
      ),
  },
  'no-method': {
    status: 405,
    requests: async () =>
      Object.values(doors)
        .filter((door) => !readable.includes(door))
        .map(({ path, allow }) => ({ request: { path: path(nobodysUuid()) }, allow })),
  },
}

/** What HEAD is compared on: each kind of answer that GET gives. */
export async function reads(api: Api): Promise<Asked[]> {
  const requests = await Promise.all(
    Object.entries(answers)
      .filter(([name]) => name !== 'options' && name !== 'no-method')
      .map(([, answer]) => answer.requests(api)),
  )
  const queries = [PLANS, STATS, BOOKINGS].map((path) => ({ path: `${path}?page_size=2&page=2` }))
  const redirect = { path: PLANS.slice(0, -1) }
  return [...requests.flat().map(({ request }) => request), ...queries, redirect]
}
