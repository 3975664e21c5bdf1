import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { BOOKINGS, inventUuid, PLANS, STATS } from '../harness/ownPlans/createPlan.ts'
import { addresses } from '../wire/addresses.ts'
import { MISSING, NOT_ACCEPTABLE } from './refusals.ts'

interface Step {
  readonly demand: string
  readonly paths: (uuid: string) => readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  /** Is a token sent? */
  readonly isOpen?: boolean
  readonly status: number
  /** Null: an HTML page. */
  readonly body: object | null
}

const HTML = { Accept: 'text/html' }

const listAddresses = (uuid: string): string[] =>
  Object.values(addresses).map(({ path }) => path(uuid))
const listActions = (uuid: string): string[] =>
  Object.values(addresses)
    .filter(({ operations }) => !('GET' in operations))
    .map(({ path }) => path(uuid))

const listUnrouted = (uuid: string): string[] => [`/api/${uuid}/`, `${PLANS}${uuid}/nothing/`]

/** Which of two refusals comes first. */
const steps: Readonly<Record<string, Step>> = {
  'route-before-accept': {
    demand: 'a path without a route is 404 for everybody, whatever they accept',
    paths: listUnrouted,
    headers: HTML,
    status: 404,
    body: null,
  },
  'route-before-token': {
    demand: 'a path without a route is 404 without a token',
    paths: listUnrouted,
    status: 404,
    body: null,
  },
  'accept-before-token': {
    demand: 'what is not acceptable is refused before a token is missed',
    paths: listAddresses,
    headers: HTML,
    status: 406,
    body: NOT_ACCEPTABLE,
  },
  'accept-before-object': {
    demand: 'what is not acceptable is refused before the method and the object',
    paths: listAddresses,
    headers: HTML,
    isOpen: true,
    status: 406,
    body: NOT_ACCEPTABLE,
  },
  'format-before-token': {
    demand: 'an unknown format is refused before a token is missed',
    paths: (uuid) => listAddresses(uuid).map((path) => `${path}?format=xml`),
    status: 404,
    body: { detail: 'Not found.' },
  },
  'token-before-query': {
    demand: 'a token is missed before bad filters and pages',
    paths: () => [`${PLANS}?offering_uuid=x`, `${STATS}?o=x`, `${BOOKINGS}?page=0`],
    status: 401,
    body: { detail: MISSING },
  },
  'token-before-object': {
    demand: 'a token is missed before method and object',
    paths: listAddresses,
    status: 401,
    body: { detail: MISSING },
  },
  'method-before-object': {
    demand: 'a method is refused before the object is missed',
    paths: listActions,
    isOpen: true,
    status: 405,
    body: { detail: 'Method "GET" not allowed.' },
  },
  'filter-before-page': {
    demand: 'a bad filter is refused before a bad page',
    paths: () => [`${PLANS}?offering_uuid=x&page=0`],
    isOpen: true,
    status: 400,
    body: { offering_uuid: ['Enter a valid UUID.'] },
  },
}

for (const [name, step] of Object.entries(steps)) {
  contract(
    { id: `access.order.${name}`, demand: step.demand, source: '§1.2' },
    async (api: Api) => {
      for (const path of step.paths(inventUuid())) {
        const options = {
          headers: step.headers ?? {},
          ...(step.isOpen ? {} : { role: 'nobody' as const }),
        }
        const exchange = await api.get(path, options)
        api.demandStatus(exchange, step.status)
        if (step.body) api.demandEqual(exchange.response.json, step.body, 'the body')
        else api.demand(/html/.test(exchange.response.text), 'an HTML page', exchange.response.text)
        api.demandStatus(await api.head(path, options), step.status)
      }
    },
  )
}
