import fc from 'fast-check'
import { groups, offerings, plans, PLANS } from './places.ts'
import { request, wellFormed } from './request.ts'
import type { Request } from './request.ts'
import { linkValue, textValue } from './values.ts'

type Pair = readonly [name: string, value: string]

const encode = (text: string) => encodeURIComponent(wellFormed(text)).replaceAll('%20', '+')

const PLAN_FIELDS =
  'name description article_code max_amount archived unit_price unit backend_id'.split(' ')
const ODD_NAMES = [
  'prices',
  'prices.scope_hours',
  'prices[scope_hours]',
  '.scope_hours',
  'organization_groups',
  '',
  'x',
]

const value = fc.oneof(
  { weight: 3, arbitrary: textValue },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '%zz', '{}', '[]', 'null') },
  { weight: 1, arbitrary: linkValue },
)

const pairs = (names: readonly string[]) =>
  fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 3 })

const base: readonly Pair[] = [
  ['name', 'A'],
  ['offering', `/api/marketplace-provider-offerings/${offerings.open}/`],
]

/** Where a form goes, and what is in it. */
const filled: fc.Arbitrary<{ method: string; path: string; pairs: readonly Pair[] }> = fc.oneof(
  pairs([...PLAN_FIELDS, 'offering']).map((odd) => ({
    method: 'POST',
    path: '',
    pairs: [...base, ...odd],
  })),
  fc
    .tuple(fc.constantFrom('PUT', 'PATCH'), pairs([...PLAN_FIELDS, ...ODD_NAMES]))
    .map(([method, odd]) => ({ method, path: `${plans.unused}/`, pairs: odd })),
  fc
    .tuple(fc.constantFrom('update_prices', 'update_quotas', 'update_discounts'), pairs(ODD_NAMES))
    .map(([action, odd]) => ({ method: 'POST', path: `${plans.unused}/${action}/`, pairs: odd })),
  fc
    .array(
      fc.oneof(
        linkValue,
        fc.constantFrom(...groups).map((uuid) => `/api/organization-groups/${uuid}/`),
      ),
      {
        maxLength: 3,
      },
    )
    .map((links) => ({
      method: 'POST',
      path: `${plans.grouped}/update_organization_groups/`,
      pairs: links.map((link): Pair => ['organization_groups', link]),
    })),
)

const FORM_TYPES = [
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=utf-8',
  'Application/X-WWW-Form-Urlencoded',
  'application/x-www-form-urlencoded; charset=latin1',
]

const RAW_FORMS = [
  '',
  '&',
  '=',
  '&&',
  'name',
  'name=%',
  'name=%ff',
  'name=%c3%28',
  'name=a;unit=hour',
  'archived=',
  '+=+',
]

const urlencoded = fc
  .tuple(filled, fc.constantFrom(FORM_TYPES[0] ?? '', ...FORM_TYPES))
  .map(([{ method, path, pairs }, type]) =>
    formRequest(method, path, {
      type,
      body: Buffer.from(pairs.map((pair) => pair.map(encode).join('=')).join('&')),
    }),
  )

const rawForm = fc
  .tuple(fc.constantFrom(...RAW_FORMS), fc.constantFrom('', `${plans.unused}/`))
  .map(([text, path]) =>
    formRequest(path ? 'PATCH' : 'POST', path, {
      type: FORM_TYPES[0] ?? '',
      body: Buffer.from(text),
    }),
  )

const formRequest = (method: string, path: string, sent: { type: string; body: Buffer }): Request =>
  request(method, PLANS + path, { headers: [['Content-Type', sent.type]], body: sent.body })

const part = (boundary: string, [name, text]: Pair) =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`

const multipart = fc
  .tuple(
    filled,
    fc.constantFrom('XX', '----a1', 'boundary', "a'b"),
    fc.constantFrom('--\r\n', '--', '', '\r\n'),
  )
  .map(([{ method, path, pairs }, boundary, end]) =>
    formRequest(method, path, {
      type: `multipart/form-data; boundary=${boundary}`,
      body: Buffer.from(`${pairs.map((pair) => part(boundary, pair)).join('')}--${boundary}${end}`),
    }),
  )

const RAW_PARTS = [
  'garbage',
  '',
  '--XX--',
  '--XX\r\n',
  '--XX\r\nContent-Disposition: form-data; name="name"\r\n\r\nA XX B\r\n--XX--\r\n',
  '--XX\r\nContent-Disposition: form-data; name="name"\r\n\r\nA',
  '--XX\nContent-Disposition: form-data; name="name"\n\nA\n--XX--\n',
  '--XX\r\nContent-Disposition: form-data; name=name\r\n\r\nA\r\n--XX--\r\n',
  '--XX\r\nContent-Disposition: form-data; name="backend_id"; filename="a.txt"\r\n\r\nA\r\n--XX--\r\n',
  '--XX\r\ncontent-disposition: form-data; name="name"\r\nContent-Type: text/plain\r\n\r\nA\r\n--XX--\r\n',
  '--XX\r\nContent-Disposition: attachment; name="name"\r\n\r\nA\r\n--XX--\r\n',
  '--XX\r\n\r\nA\r\n--XX--\r\n',
  '--XX\r\nContent-Disposition: form-data; name="\x1cname\x1f "\r\n\r\nA\r\n--XX--\r\n',
  '--XX\r\nContent-Disposition: form-data; name="\v name\f "\r\n\r\nA\r\n--XX--\r\n',
  '--XX\r\nContent-Disposition: form-data; name="name"; x="\xff"\r\n\r\nA\r\n--XX--\r\n',
  '--XX\r\nContent-Disposition:\x1d form-data ;\x1e name = "name"\r\n\r\nA\r\n--XX--\r\n',
  ...[
    "name*=UTF-8''n%61me",
    "name*=utf-8'en'name",
    `name*="UTF-8''n%61me"`,
    "name*=UTF-8''na%6de%",
    "name*=latin-1''n%61me",
    "name*=utf-8'name",
    'name*=name',
    "name=x; name*=UTF-8''name",
    "name*=UTF-8''name%C3%A9",
  ].map((name) => `--XX\r\nContent-Disposition: form-data; ${name}\r\n\r\nA\r\n--XX--\r\n`),
  'before\r\n--XX\r\nContent-Disposition: form-data; name="name"\r\n\r\n\xff\r\n--XX--\r\nafter',
]

const PART_TYPES = [
  'multipart/form-data; boundary=XX',
  'multipart/form-data; boundary="XX"',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'Multipart/Form-Data; Boundary=XX',
  'multipart/form-data; boundary=YY',
]

const rawParts = fc
  .tuple(
    fc.constantFrom(...RAW_PARTS),
    fc.constantFrom('', `${plans.unused}/`),
    fc.constantFrom(...PART_TYPES),
  )
  .map(([text, path, type]) =>
    formRequest(path ? 'PATCH' : 'POST', path, { type, body: Buffer.from(text, 'latin1') }),
  )

export const forms: fc.Arbitrary<Request> = fc.oneof(
  { weight: 5, arbitrary: urlencoded },
  { weight: 1, arbitrary: rawForm },
  { weight: 3, arbitrary: multipart },
  { weight: 1, arbitrary: rawParts },
)
