// What is asked, beside whom, and what is demanded of the ratio of both rates.
import { patchBody, planUuid, SAMPLE, SOME_OFFERING } from './data.mjs'
import { atLeast } from './report.mjs'
import { LIST } from './servers.mjs'

export const BOOKINGS = '/api/booking-offerings/'
export const STATS = `${LIST}usage_stats/`
export const LARGE = `${LIST}?page_size=100`
export const FILTERED = `${LIST}?offering_uuid=${SOME_OFFERING}`
export const planPath = (number) => `${LIST}${planUuid(number)}/`
export const get = (path) => ({ method: 'GET', path })
export const times = (count, make) => Array.from({ length: count }, (_, n) => make(n))
export const patch = (plan, n) => ({ method: 'PATCH', path: planPath(plan), body: patchBody(n) })

const packed = { 'Accept-Encoding': 'gzip' }
const post = (path, body, status) => ({ method: 'POST', path, body: JSON.stringify(body), status })
const prices = (n) => ({ prices: { beam_hours: `${1 + (n % 90)}.50`, operator: 12 } })
const offering = `http://127.0.0.1/api/marketplace-provider-offerings/${SOME_OFFERING}/`
/** How fast any server on node:http could be. */
const LIMIT = { 'raw node:http': undefined }
const EVERYBODY = {
  ...LIMIT,
  Fastify: undefined,
  Hono: undefined,
  'express-openapi-validator': undefined,
  'openapi-backend': undefined,
  'json-server': undefined,
  MSW: undefined,
  'Mockoon CLI': undefined,
  Prism: undefined,
}

/** `beside`: what the ratio to each peer must be; undefined only informs. */
export const cases = {
  list: {
    requests: [get(LIST)],
    beside: {
      ...EVERYBODY,
      Express: atLeast(4),
      'raw node:http': atLeast(0.45),
      Prism: atLeast(14),
    },
  },
  'list of 100': { requests: [get(LARGE)], beside: { Express: atLeast(4) } },
  'packed list': {
    requests: [{ ...get(LIST), headers: packed }],
    beside: { 'Express with compression': atLeast(8) },
    plain: atLeast(0.9),
  },
  'packed list of 100': {
    requests: [{ ...get(LARGE), headers: packed }],
    beside: { 'Express with compression': atLeast(8) },
    plain: atLeast(0.9),
  },
  'filtered list': { requests: [get(FILTERED)], beside: { Express: undefined } },
  retrieve: {
    requests: times(10, (n) => get(planPath(n))),
    beside: { ...LIMIT, Express: atLeast(4), Fastify: undefined, Hono: undefined },
  },
  'booking list': { requests: [get(BOOKINGS)], beside: { Express: atLeast(4) } },
  statistics: { requests: [get(STATS)], beside: { Express: undefined } },
  // Of an address outside the contract, with a document as --rest.
  sample: { requests: [get(SAMPLE)], beside: { Express: atLeast(5) }, needsRest: true },
  HEAD: { requests: [{ method: 'HEAD', path: LIST }], beside: { Express: undefined } },
  // Two hundred bodies take turns on ten plans: no request repeats what a plan is already.
  PATCH: {
    requests: times(200, (n) => patch(n % 10, n)),
    beside: {
      ...LIMIT,
      Express: atLeast(1.8),
      Fastify: undefined,
      Hono: undefined,
      'express-openapi-validator': undefined,
    },
    unrecorded: atLeast(0.9),
  },
  update_prices: {
    requests: times(200, (n) => post(`${planPath(n % 10)}update_prices/`, prices(n))),
    beside: { ...LIMIT, Express: atLeast(1.8) },
    unrecorded: atLeast(0.9),
  },
  create: {
    requests: times(200, (n) => post(LIST, { name: `Plan ${n}`, offering, unit: 'month' }, 201)),
    beside: { ...LIMIT, Express: atLeast(1.8) },
    unrecorded: atLeast(0.9),
  },
  401: {
    requests: [{ ...get(LIST), token: null, status: 401 }],
    beside: { ...LIMIT, Express: atLeast(2) },
  },
  400: { requests: [post(LIST, { name: '' }, 400)], beside: { ...LIMIT, Express: atLeast(2) } },
}
