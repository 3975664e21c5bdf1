import fc from 'fast-check'
import { BOOKINGS, offerings, plans, PLANS, STATS, tokens } from './places.ts'
import { request, wellFormed } from './request.ts'
import type { Request } from './request.ts'
import { BLANKS, linkValue, textValue, uuidText } from './values.ts'

const PAGES = [
  '1',
  '2',
  '3',
  '10',
  '26',
  'last',
  'Last',
  'last ',
  '0',
  '-1',
  '1.0',
  '1_0',
  '٢',
  '+1',
  ' 1',
  '',
  'x',
  '99999999999999999999',
]
const SIZES = [
  '1',
  '2',
  '10',
  '300',
  '301',
  '0',
  '-1',
  '٣',
  ' 2 ',
  '1_0',
  'x',
  '',
  '2.0',
  '1e2',
  '+5',
  '9'.repeat(30),
]
const ORDERS = [
  'usage',
  'limit',
  'remaining',
  '-usage',
  '-limit',
  '-remaining',
  ' usage',
  'Usage',
  '--usage',
  'name',
  '',
]
const FIELDS = [
  'url',
  'uuid',
  'name',
  'state',
  'customer',
  'customer_uuid',
  'customer_name',
  'type',
  'billable',
]

const NULS = ['\0', 'a\0', `${offerings.open}\0`]

const addBlanks = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(text, fc.constantFrom('', '', '', ...BLANKS), fc.constantFrom('', '', '', ...BLANKS))
    .map(([inner, before, after]) => before + inner + after)

const uuid = addBlanks(
  fc.oneof(uuidText, fc.constantFrom(...Object.values(offerings)), fc.constantFrom('', ...NULS)),
)

const customer = addBlanks(
  fc.constantFrom(
    '53e9bb',
    '3489be4b40b244b39824ddc99d1e24a8',
    'df59ec0c7fb343159fab67fbc42228fd',
    '',
  ),
)

const pair = (name: string, value: fc.Arbitrary<string>) =>
  value.map((text): [string, string] => [name, text])

const paging = fc.oneof(
  pair('page', fc.oneof(fc.constantFrom(...PAGES), textValue)),
  pair('page_size', fc.oneof(fc.constantFrom(...SIZES), textValue)),
)

const other = pair('x', textValue)
const format = pair('format', fc.constantFrom('json', ''))
const offeringLink = pair(
  'offering',
  addBlanks(fc.oneof(linkValue, fc.constantFrom('/nope/', '/api/nope/', ...NULS))),
)

const planQuery = fc.oneof(
  paging,
  paging,
  other,
  format,
  offeringLink,
  pair('offering_uuid', uuid),
  pair('parent_offering_uuid', uuid),
  pair('field', fc.constantFrom(...FIELDS)),
)

const statsQuery = fc.oneof(
  paging,
  other,
  format,
  pair('offering_uuid', uuid),
  pair('customer_provider_uuid', fc.oneof(uuid, customer)),
  pair('o', fc.oneof(fc.constantFrom(...ORDERS, ...NULS), textValue)),
  pair('offering', linkValue),
  pair('offering_slug', textValue),
)

/** Only fields that the oracle shows, and names that nobody knows. */
const bookingQuery = fc.oneof(
  paging,
  other,
  pair('field', fc.constantFrom(...FIELDS, 'nonsense', '', ' ')),
)

const quote = (text: string, raw: boolean) =>
  raw
    ? encodeURIComponent(wellFormed(text)).replaceAll('%20', '+')
    : encodeURIComponent(wellFormed(text)).replace(/%2[CF]/g, decodeURIComponent)

const RAW = [
  '',
  '&',
  '=',
  '&&=&',
  'page=%zz',
  'page=%ff',
  'a=%ff&page=1',
  'page',
  'page=1;page=2',
  'x=%C3%A9%E9&a=+%2B',
  'é=1',
]

const queryOf = (query: fc.Arbitrary<[string, string]>) =>
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .tuple(fc.array(query, { minLength: 1, maxLength: 3 }), fc.boolean())
        .map(([pairs, raw]) =>
          pairs.map(([name, value]) => `${name}=${quote(value, raw)}`).join('&'),
        ),
    },
    { weight: 1, arbitrary: fc.constantFrom(...RAW).map((text) => text.replace('é', '%C3%A9')) },
  )

const someone = fc.oneof(
  { weight: 4, arbitrary: fc.constant(tokens[0] ?? '') },
  { weight: 1, arbitrary: fc.constantFrom(...tokens.slice(1, 7)) },
)

const drawRequests = (paths: readonly string[], query: fc.Arbitrary<[string, string]>) =>
  fc
    .tuple(
      fc.oneof(
        { weight: 5, arbitrary: fc.constant('GET') },
        { weight: 1, arbitrary: fc.constant('HEAD') },
      ),
      fc.constantFrom(...paths),
      queryOf(query),
      someone,
    )
    .map(([method, path, text, token]) =>
      request(method, `${path}?${text}`, { headers: [['Authorization', `Token ${token}`]] }),
    )

const withFields = fc.constantFrom('field=name', 'field=uuid&field=name').chain((fields) =>
  drawRequests([BOOKINGS, `${BOOKINGS}${offerings.open}/`], bookingQuery).map((sent) => ({
    ...sent,
    target: `${sent.target}&${fields}`,
  })),
)

export const queries: fc.Arbitrary<Request> = fc.oneof(
  {
    weight: 4,
    arbitrary: drawRequests(
      [PLANS, PLANS, '/api/marketplace-plans.json', `${PLANS}${plans.grouped}/`],
      planQuery,
    ),
  },
  { weight: 3, arbitrary: drawRequests([STATS], statsQuery) },
  { weight: 1, arbitrary: withFields },
)
