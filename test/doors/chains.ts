import * as fc from 'fast-check'
import { facts } from '../fuzz/world.ts'

/** One call of a chain, as `fetch` takes it. */
export interface Call {
  readonly path: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

const TAGS = ['p', 'b', 'em', 'a', 'ul', 'li', 'h1', 'table', 'tr', 'td', 'select', 'option', 'div']
const ODD = ['script', 'style', 'noscript', 'svg', 'math', 'template', 'textarea', 'title', 'body']
const opening = fc
  .tuple(
    fc.constantFrom(...TAGS, ...ODD),
    fc.constantFrom(
      '',
      ' title="a>b"',
      ' href="javascript:x"',
      ' href=/x',
      ' style=color:red',
      '/',
    ),
  )
  .map(([tag, attribute]) => `<${tag}${attribute}>`)
const closing = fc.constantFrom(...TAGS, ...ODD).map((tag) => `</${tag}>`)
const words = fc.constantFrom(
  'price',
  ' & ',
  '&lt;b',
  '&nbsp;',
  '<!-- c -->',
  'é😀',
  '\r\n',
  '<',
  '"',
)

/** HTML as people, and worse ones, write it. */
export const html = fc
  .array(fc.oneof({ weight: 3, arbitrary: words }, opening, closing), { maxLength: 8 })
  .map((parts) => parts.join(''))

const plan = fc
  .constantFrom(...facts.plans, '0'.repeat(32))
  .map((uuid) => `marketplace-plans/${uuid}/`)
const booking = fc.constantFrom(...facts.bookings).map((uuid) => `booking-offerings/${uuid}/`)
const query = fc.constantFrom(
  '',
  '?page_size=2',
  '?page=2&page_size=5',
  '?page=99',
  '?field=name',
  '?offering=x',
)
const price = fc.oneof(fc.double({ min: -1, max: 100 }), fc.constantFrom('1.5', 'x', null, 12))
const prices = fc.record({
  prices: fc.dictionary(fc.constantFrom('node_hours', 'beam_hours', 'setup'), price),
})
const fields = fc.record(
  {
    name: fc.constantFrom('Night', '', ' ', 'x'.repeat(151)),
    description: html,
    unit: fc.constantFrom('month', 'hour', 'week'),
    max_amount: fc.constantFrom(1, 0, '3', null),
    offering: fc.constantFrom(
      ...facts.bookings.map((uuid) => `/api/marketplace-provider-offerings/${uuid}/`),
      'x',
    ),
  },
  { requiredKeys: [] },
)

const reading = fc.oneof(
  fc.tuple(
    fc.constantFrom('marketplace-plans/', 'booking-offerings/', 'marketplace-plans/usage_stats/'),
    query,
  ),
  fc.tuple(fc.oneof(plan, booking), fc.constant('')),
)
const read = fc
  .tuple(fc.constantFrom('GET', 'GET', 'GET', 'OPTIONS'), reading)
  .map(([method, [path, more]]) => ({ method, path: path + more, body: undefined as unknown }))
const written = fc.oneof(
  fields.map((body) => ({ method: 'POST', path: 'marketplace-plans/', body })),
  fc.tuple(plan, fields).map(([path, body]) => ({ method: 'PATCH', path, body })),
  fc
    .tuple(plan, prices)
    .map(([path, body]) => ({ method: 'POST', path: `${path}update_prices/`, body })),
  plan.map((path) => ({ method: 'POST', path: `${path}archive/`, body: {} })),
  plan.map((path) => ({ method: 'DELETE', path, body: undefined })),
  booking.map((path) => ({ method: 'POST', path: `${path}google_calendar_sync/`, body: {} })),
)
const token = fc.oneof(
  { weight: 4, arbitrary: fc.constant('YOUR_API_TOKEN') },
  fc.constantFrom(...facts.tokens, 'nobody'),
)

const call = fc
  .tuple(token, fc.oneof(read, written))
  .map(([who, { method, path, body }]): Call => ({
    method,
    path: `/api/${path}`,
    headers: {
      Authorization: `Token ${who}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }))

/** So many chains of a few calls each; a chain ends with the list, which shows what it has done. */
export const drawChains = (count: number, seed: number): Call[][] => {
  const list: Call = {
    method: 'GET',
    path: '/api/marketplace-plans/?page_size=100',
    headers: { Authorization: 'Token YOUR_API_TOKEN' },
  }
  return fc
    .sample(fc.array(call, { minLength: 1, maxLength: 3 }), { numRuns: count, seed })
    .map((calls) => [...calls, list])
}
