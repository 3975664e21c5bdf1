import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { Route } from '../../src/document/operations.ts'
import type { ApiRequest } from '../../src/doors/index.ts'
import { dashUuid } from '../../src/domain/uuid.ts'
import { payloads } from './payloads.ts'
import { HOSTILE_NAMES } from './texts.ts'
import { bodySchema, facts, queryNames, vocabulary } from './world.ts'

/** The seed of everything generated here; `FUZZ_SEED=7` looks elsewhere. */
export const SEED = Number(process.env['FUZZ_SEED'] ?? 20_260_302)

/**
 * A choice among many values that were generated once: a call costs a few picks, and what is
 * picked shrinks towards the first.
 */
const poolValues = <T>(values: Arbitrary<T>, count: number): Arbitrary<T> =>
  fc.constantFrom(...fc.sample(values, { numRuns: count, seed: SEED }))

/** Odds, not probabilities: the first number of each pair against the others. */
const odds = <T>(...choices: readonly (readonly [number, Arbitrary<T>])[]): Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })))

const SPELLINGS: readonly ((hex: string) => string)[] = [
  dashUuid,
  dashUuid,
  (hex) => hex,
  (hex) => hex.toUpperCase(),
  (hex) => `{${dashUuid(hex)}}`,
  (hex) => `urn:uuid:${hex}`,
  (hex) => `%7B${hex}%7D`,
]

const spellUuids = (uuids: readonly string[]): Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...SPELLINGS), fc.constantFrom(...uuids))
    .map(([spelling, uuid]) => spelling(uuid))

const GARBAGE = [
  'zzz',
  '0',
  '-',
  '{uuid}',
  '%7Buuid%7D',
  'usage_stats',
  '%2F',
  '..%2f..%2fetc%2fpasswd',
  '%2e%2e',
  '.',
  '..',
  '%',
  '%ZZ',
  '%FF%FE',
  '%00',
  '%0d%0aX-Injected:%20yes',
  '\r\nX-Injected: yes',
  '%ED%A0%80',
  '😀',
  'é',
  '%F0%9F%98%80',
  '%252e',
  'a'.repeat(32),
  '-'.repeat(5000),
  '{'.repeat(5000),
  'urn:'.repeat(2000),
  'x'.repeat(15_000),
  ...HOSTILE_NAMES,
]

const DETOURS: readonly ((path: string) => string)[] = [
  (path) => path.slice(0, -1),
  (path) => `${path.slice(0, -1)}.json`,
  (path) => `${path.slice(0, -1)}.json/`,
  (path) => `${path.slice(0, -1)}.xml`,
  (path) => `${path.slice(0, -1)}.`,
  (path) => `${path}/`,
  (path) => `/${path}`,
  (path) => path.replace('/api/', '//api//'),
  (path) => path.replace('/api/', '/api/./'),
  (path) => path.replace('/api/', '/x/../api/'),
  (path) => path.replace('/api/', '/%61pi/'),
  (path) => path.replace('/api/', '/API/'),
  (path) => path.replaceAll('/', '%2F'),
  (path) => `${path}__proto__/`,
  (path) => `${path}%00`,
  (path) => `${path.slice(0, -1)}%0d%0aX-Injected:%20yes`,
  (path) => `${path.slice(0, -1)}\r\nX-Injected: yes`,
  (path) => `${path.slice(0, -1)}😀`,
  (path) => `${path};a=b`,
  (path) => `${path}#fragment`,
]

/** Paths of a route: most lead to a row, some to none, a few are only almost a path of it. */
function paths({ path }: Route): Arbitrary<string> {
  const rows = path.startsWith('/api/booking') ? facts.bookings : facts.plans
  const uuid = odds<string>(
    [8, spellUuids(rows)],
    [1, spellUuids(facts.others)],
    [1, fc.constantFrom(...GARBAGE)],
  )
  const right = uuid.map((text) => path.replace('{uuid}', () => text))
  const detour = fc.tuple(right, fc.constantFrom(...DETOURS)).map(([text, by]) => by(text))
  return odds([12, right], [1, detour])
}

const PARAMETERS = [
  'page',
  'page',
  'page_size',
  'page_size',
  'page_size',
  'field',
  'field',
  'field',
  // Each value of this one has offerings rendered anew, so it is drawn apart.
  ...queryNames.filter((name) => name !== 'allowed_customer_uuid'),
  'format',
  'src',
  'field[]',
  '%',
  '%ZZ',
  ...HOSTILE_NAMES,
]

const VALUES = [
  '1',
  '1',
  '2',
  '0',
  '-1',
  'last',
  'first',
  '+1',
  '1_0',
  '%201%20',
  '1.0',
  '1e3',
  '٣',
  '300',
  '301',
  '9'.repeat(400),
  '',
  'name',
  'uuid',
  'plans',
  'attributes',
  'usage',
  '-limit',
  'remaining',
  'json',
  'xml',
  'api',
  '%',
  '%ZZ',
  '%FF%FE',
  '%ED%A0%80',
  '%00',
  '%0D%0AX-Injected:%20yes',
  '\r\nX-Injected: yes',
  '😀',
  '"><script>',
  ',,,',
  '/api/nowhere/',
  '//',
  'http://',
  'http:///api/marketplace-provider-offerings/x/',
  'x'.repeat(3000),
  '{'.repeat(3000),
  ...HOSTILE_NAMES,
]

function queries(): Arbitrary<string> {
  const link = fc.constantFrom(...vocabulary.links)
  const value = odds<string>(
    [6, fc.constantFrom(...VALUES)],
    [1, fc.constantFrom(...facts.slugs)],
    [1, spellUuids([...facts.others, ...facts.bookings])],
    [1, odds([1, link], [1, link.map(encodeURIComponent)])],
  )
  const pair = fc
    .tuple(fc.constantFrom(...PARAMETERS), value, fc.constantFrom('=', '=', '=', '=', '', '=='))
    .map(([name, text, sign]) => `${name}${sign}${text}`)
  const pairs = fc.tuple(
    fc.array(pair, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('&', '&', '&', '&&', ';', '?'),
  )
  return odds(
    [20, fc.constantFrom('', '?', '?&', '?=', '??', '?#')],
    [60, pairs.map(([all, sign]) => `?${all.join(sign)}`)],
    [1, value.map((text) => `?page_size=2&allowed_customer_uuid=${text}`)],
  )
}

const ACCEPTS = [
  'application/json',
  '*/*',
  'application/*;q=0',
  'text/html',
  'text/html, */*;q=0.8',
  'application/json;q=2;;',
  'APPLICATION/JSON',
  '',
  ',',
  ';',
  '*',
  'application/xml',
  '__proto__',
  'a/b,'.repeat(2000),
  'text/html\0',
]

const scheme = (token: string): readonly string[] => [
  `token   ${token}`,
  `Bearer Token ${token}`,
  `Bearer ${token}`,
  token,
  `Token ${token} ${token}`,
]

const JWT = (claims: string): string => `Bearer a.${btoa(claims)}.c`

const BAD_AUTHORIZATIONS = [
  '',
  'Token',
  'Token ',
  'Token unknown',
  'Token __proto__',
  'Token constructor',
  'Token \0',
  'Token 😀',
  'Basic YTpi',
  'Basic',
  'Bearer',
  'Bearer x',
  'Bearer a.b.c',
  'Bearer ...',
  'Bearer Token',
  JWT('{"exp":1}'),
  JWT('{"exp":9999999999}'),
  JWT('{"exp":"1"}'),
  JWT('null'),
  JWT('1'),
  JWT('[['),
  `Token ${'x'.repeat(8000)}`,
]

const STAFF = 'Token YOUR_API_TOKEN'

function headerSets(): Arbitrary<ApiRequest['headers']> {
  const authorization = odds<string | undefined>(
    [6, fc.constant(STAFF)],
    [8, fc.constantFrom(...facts.tokens).map((token) => `Token ${token}`)],
    [1, fc.constantFrom(...facts.tokens.flatMap(scheme))],
    [1, fc.constantFrom(undefined, ...BAD_AUTHORIZATIONS)],
  )
  const other = (name: string, values: readonly string[]) =>
    odds<object>(
      [9, fc.constant({})],
      [1, fc.constantFrom(...values).map((value) => ({ [name]: value }))],
    )
  return fc
    .tuple(
      authorization.map((value) => ({ authorization: value })),
      other('accept', ACCEPTS),
      other('x-impersonated-user-uuid', [...facts.users, ...GARBAGE]),
      other('access-control-request-method', ['POST', '', '__proto__']),
      other('accept-language', ['de', '*', '\0', 'x'.repeat(500)]),
    )
    .map((parts) => Object.assign({}, ...parts) as ApiRequest['headers'])
}

const somePaths = new Map<string, Arbitrary<string>>()
const somePayloads = new Map<string, Arbitrary<{ type: string | undefined; bytes: Uint8Array }>>()
const someQueries = poolValues(queries(), 4000)
const someHeaders = poolValues(headerSets(), 3000)

function keep<T>(made: Map<string, T>, key: string, make: () => T): T {
  const value = made.get(key) ?? make()
  made.set(key, value)
  return value
}

/** Calls of a route with a method, from right to hostile in every part. */
export function callsOf(route: Route, method: string): Arbitrary<ApiRequest> {
  const schema = bodySchema(route, method)
  const bodies = keep(somePayloads, schema ? `${method} ${route.path}` : '', () =>
    poolValues(payloads(schema, vocabulary), 4000),
  )
  const path = keep(somePaths, route.path, () => poolValues(paths(route), 1500))
  const query = odds([method === 'GET' ? 1 : 24, fc.constant('')], [4, someQueries])
  return fc.tuple(path, query, someHeaders, bodies).map(([path, query, headers, body]) => {
    const type = body.type === undefined ? {} : { 'content-type': body.type }
    const all = { ...headers, ...type }
    const target = `${path}${query}`
    return showCall({ method, target, origin: 'http://mock.test', headers: all, body: body.bytes })
  })
}

/** A failure prints a call as text, not as a list of bytes. */
const showCall = (call: ApiRequest): ApiRequest =>
  Object.defineProperty(call, fc.toStringMethod, {
    value: () =>
      JSON.stringify({ ...call, body: Buffer.from(call.body).toString('latin1') }, null, 2),
  })
