import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import {
  BOOKINGS,
  calendarActions,
  offerings,
  planActions,
  plans,
  PLANS,
  STATS,
  tokens,
} from './places.ts'
import { json, NOTHING, request } from './request.ts'
import type { Request } from './request.ts'

type Header = readonly [name: string, value: string]

const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'FOO',
  'TRACE',
  'PROPFIND',
  'M-SEARCH',
  'BAR.BAZ',
]

const PATHS = [
  PLANS,
  STATS,
  BOOKINGS,
  ...Object.values(plans).map((uuid) => `${PLANS}${uuid}/`),
  ...Object.values(offerings).map((uuid) => `${BOOKINGS}${uuid}/`),
  ...planActions.map((name) => `${PLANS}${plans.unused}/${name}/`),
  ...calendarActions.flatMap((name) =>
    Object.values(offerings).map((uuid) => `${BOOKINGS}${uuid}/${name}/`),
  ),
]

const ODD_PATHS = [
  '/api/nope/',
  `${PLANS}a.b/`,
  `${PLANS}a/b/c/`,
  '/api/marketplace-plans',
  '/api//',
  `/${PLANS}`,
]

const ENDS = [
  '.json',
  '.json/',
  '.xml',
  '.JSON',
  '.api',
  '',
  '//',
  '/.json',
  '%0A',
  '.json%0A',
  '/%20',
  '/%00/',
  '.',
]

/** A path, with a suffix, without its slash, or none at all. */
const path = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...PATHS) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...PATHS), fc.constantFrom(...ENDS))
      .map(([one, end]) => one.slice(0, -1) + end),
  },
  { weight: 1, arbitrary: fc.constantFrom(...ODD_PATHS) },
)

const FORMATS = [
  '',
  '',
  '',
  '',
  '?format=json',
  '?format=xml',
  '?format=',
  '?format',
  '?format=json&format=xml',
  '?format=JSON',
]
const QUERIES = [
  '?a=%2C&b=é',
  '?page_size=2&format=json',
  '?format=%6Ason',
  '?a=1&a=2;b',
  '?%ff=%C3%A9',
  '?',
]
const query = fc.constantFrom(
  ...FORMATS,
  ...QUERIES.map((text) => encodeURI(text).replaceAll('%25', '%')),
)

const target = fc.tuple(path, query).map(([one, end]) => one + end)

const ACCEPTS =
  `*/* application/* application/json */json text/html application/xml application/json;q=0
  application/json;version=1 application/json;indent=4 text/html,*/* text/html,application/json APPLICATION/JSON
  json */ / application/json;charset=utf-8 application/vnd.api+json ,application/json application/json;a="b;c"
  text/* application/*;q=0.1 *`.split(/\s+/)

const accept = fc.constantFrom(
  ...ACCEPTS,
  '',
  ' application/json ',
  'application/json; version=1',
  'a, */*; q=0.1',
)

const SCHEMES = ['Token', 'token', 'TOKEN', 'Bearer', 'Basic', 'Tokens', '']
const BYTES = [
  '\xe9',
  '\xc3\xa9',
  '\xa0',
  '\x85',
  'YOUR_API_TOKEN\xe9',
  'a b',
  'a\tb',
  '\t',
  "a'b",
  'é',
]

const authorization = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...tokens).map((token) => `Token ${token}`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...SCHEMES),
        fc.constantFrom(' ', '  ', '\t', '\xa0', ''),
        fc.constantFrom(...tokens, ...BYTES, ''),
      )
      .map((parts) => parts.join('')),
  },
)

const some = <T>(arbitrary: fc.Arbitrary<T>, weight = 2) =>
  fc.oneof({ weight, arbitrary: fc.constant(null) }, { weight: 1, arbitrary })

const header = (name: string, value: fc.Arbitrary<string>) =>
  some(value.map((text): Header => [name, text]))

const impersonated = fc.constantFrom(
  'bc5c8bba21ad4284a6de2e26168b5650',
  'BC5C8BBA-21AD-4284-A6DE-2E26168B5650',
  'x',
  '',
)

/** Any method at any path, by anybody. */
const knock = fc
  .tuple(
    fc.constantFrom(...METHODS),
    target,
    fc.tuple(
      header('Accept', accept),
      header('Authorization', authorization),
      some(fc.constant<Header>(['Access-Control-Request-Method', 'POST']), 9),
      some(
        impersonated.map((uuid): Header => ['X-Impersonated-User-Uuid', uuid]),
        9,
      ),
    ),
  )
  .map(([method, target, headers]) =>
    request(method, target, { headers: headers.filter((one) => one !== null) }),
  )

const TYPES =
  `application/json application/json;charset=utf-8 application/json;charset=latin1 application/json;charset=utf-16
  application/json;charset=ascii application/json;charset=nonsense application/json;charset="utf-8" APPLICATION/JSON text/plain
  application/* */* application/xml application/vnd.api+json application/json;a=b json multipart/mixed;boundary=a
  application/json,text/plain application/json;charset=UTF8 application/json;charset=iso-8859-15
  application/json;charset=cp1252 application/json;charset=utf-8-sig application/json;charset=utf-16-le
  application/json;charset=utf-16be application/json;charset=UTF_16 application/json;charset=u16`.split(
    /\s+/,
  )

const TEXTS = [
  '{"backend_id":"é"}',
  '{"name":"B"}',
  '{',
  '',
  ' ',
  '[]',
  'name=B',
  'null',
  '\ufeff{"name":"C"}',
]
const BYTE_BODIES = [
  ...TEXTS.map((text) => Buffer.from(text)),
  Buffer.from('{"name":"\xe9\x80"}', 'latin1'),
]
const PACKED = [
  Buffer.from('{"name":"B"}', 'utf16le'),
  Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('{"name":"é"}', 'utf16le')]),
  Buffer.from('{"name":"B"}', 'utf16le').swap16(),
  Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('{"name":"é"}', 'utf16le').swap16()]),
  Buffer.from('{"name":"\ud83d"}', 'utf16le'),
  gzipSync('{"name":"B"}'),
]

/** Bodies of any media type, charset and packing. */
const posted = fc
  .tuple(
    fc.constantFrom('POST', 'PATCH', 'PUT'),
    fc.constantFrom(
      PLANS,
      `${PLANS}${plans.unused}/`,
      `${PLANS}${plans.archived}/archive/`,
      `${PLANS}${plans.unused}/update_prices/`,
    ),
    fc.oneof(
      fc.constantFrom(...TYPES),
      fc.constantFrom('', ' application/json ', 'application/json ; charset=utf-8'),
    ),
    fc.constantFrom(...BYTE_BODIES, ...PACKED, NOTHING),
    some(fc.constantFrom('gzip', 'deflate', 'br', 'identity', 'nonsense'), 3),
  )
  .map(([method, target, type, body, packing]) =>
    request(method, target, {
      headers: [
        ...(type === '' ? [] : [['Content-Type', type] as const]),
        ...(packing === null ? [] : [['Content-Encoding', packing] as const]),
      ],
      body,
    }),
  )

/** Writes by everybody: who may, comes before what the body says. */
const written = fc
  .tuple(
    fc.constantFrom(...tokens),
    fc.constantFrom(...Object.values(plans)),
    fc.constantFrom('', ...planActions.map((name) => `${name}/`)),
    fc.constantFrom(
      '{}',
      '{',
      '{"name":"B"}',
      '{"prices":{}}',
      '{"quotas":{}}',
      '{"organization_groups":[]}',
      '[]',
    ),
  )
  .map(([token, uuid, action, text]) =>
    request(action ? 'POST' : 'PUT', `${PLANS}${uuid}/${action}`, {
      ...json(text),
      headers: [
        ['Authorization', `Token ${token}`],
        ['Content-Type', 'application/json'],
      ],
    }),
  )

export const doors: fc.Arbitrary<Request> = fc.oneof(
  { weight: 5, arbitrary: knock },
  { weight: 2, arbitrary: posted },
  { weight: 1, arbitrary: written },
)
