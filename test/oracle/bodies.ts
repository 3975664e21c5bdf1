import fc from 'fast-check'
import { groups, offerings, plans, planActions, PLANS } from './places.ts'
import { json, request } from './request.ts'
import type { Request } from './request.ts'
import { linkValue, numberText, textValue, uuidText } from './values.ts'

const quote = (text: fc.Arbitrary<string>) => text.map((value) => JSON.stringify(value))

/** JSON texts of every type; numbers keep their spelling. */
export const anyValue: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: quote(textValue) },
  { weight: 4, arbitrary: numberText },
  { weight: 1, arbitrary: quote(linkValue) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'null',
      'true',
      'false',
      '[]',
      '{}',
      '[1]',
      '[[]]',
      '{"a":1}',
      '[null]',
      '[""]',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{"it\'s":"a\\"b"}',
      '[1.0,1e3,null,true,"x\\n","é"]',
      '{"a":[{"b":{}}]}',
    ),
  },
)

const FIELDS = [
  'name',
  'description',
  'article_code',
  'max_amount',
  'archived',
  'unit_price',
  'unit',
  'backend_id',
  'offering',
]

export const objectText = (members: readonly (readonly [string, string])[]): string =>
  `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`

const link = (place: string, uuid: string) => `"/api/${place}/${uuid}/"`
const offeringLink = fc.oneof(
  { weight: 3, arbitrary: fc.constant(link('marketplace-provider-offerings', offerings.open)) },
  { weight: 1, arbitrary: fc.constant(link('marketplace-provider-offerings', offerings.child)) },
)

const oddMember = fc.tuple(
  fc.constantFrom(...FIELDS),
  fc.oneof({ weight: 5, arbitrary: anyValue }, { weight: 1, arbitrary: quote(linkValue) }),
)
const oddLink = quote(linkValue).map((value): [string, string] => ['offering', value])

/** One or two fields of a plan are odd, the others right. */
const planBody = fc
  .tuple(
    offeringLink,
    fc.array(fc.oneof(oddMember, oddMember, oddMember, oddLink), { minLength: 1, maxLength: 2 }),
  )
  .map(([offering, odd]) => objectText([['name', '"A"'], ['offering', offering], ...odd]))

const create = planBody.map((text) => request('POST', PLANS, json(text)))

const planUuid = fc.oneof(
  { weight: 4, arbitrary: fc.constant(plans.unused) },
  { weight: 1, arbitrary: fc.constantFrom(...Object.values(plans)) },
)

const update = fc
  .tuple(fc.constantFrom('PUT', 'PATCH'), planUuid, planBody)
  .map(([method, uuid, text]) => request(method, `${PLANS}${uuid}/`, json(text)))

const COMPONENTS = [
  'scope_hours',
  'training',
  'helium',
  'instrument_hours',
  'zzz',
  '',
  'a\0',
  ' ',
  'é',
]

const entries = fc
  .array(fc.tuple(fc.constantFrom(...COMPONENTS), anyValue), { maxLength: 3 })
  .map(objectText)

const discount = fc
  .array(fc.tuple(fc.constantFrom('discount_threshold', 'discount_rate', 'other'), anyValue), {
    maxLength: 3,
  })
  .map(objectText)

const discounts = fc
  .array(fc.tuple(fc.constantFrom(...COMPONENTS), fc.oneof(discount, discount, anyValue)), {
    maxLength: 3,
  })
  .map(objectText)

const groupLink = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(...groups).map((uuid) => link('organization-groups', uuid)),
  },
  { weight: 1, arbitrary: quote(linkValue) },
  { weight: 1, arbitrary: quote(uuidText.map((uuid) => `/api/organization-groups/${uuid}/`)) },
  { weight: 1, arbitrary: anyValue },
)
const groupList = fc.array(groupLink, { maxLength: 4 }).map((links) => `[${links.join(',')}]`)

const actionOn = (
  uuids: readonly string[],
  name: string,
  member: string,
  value: fc.Arbitrary<string>,
) =>
  fc
    .tuple(
      fc.constantFrom(...uuids),
      fc.oneof(
        { weight: 6, arbitrary: value.map((text) => objectText([[member, text]])) },
        { weight: 1, arbitrary: anyValue.map((text) => objectText([[member, text]])) },
        { weight: 1, arbitrary: anyValue },
      ),
    )
    .map(([uuid, text]) => request('POST', `${PLANS}${uuid}/${name}/`, json(text)))

const some = [plans.unused, plans.unused, plans.fixed, plans.used, plans.child]

const actions = fc.oneof(
  actionOn(some, 'update_prices', 'prices', entries),
  actionOn(some, 'update_quotas', 'quotas', entries),
  actionOn(some, 'update_discounts', 'discounts', discounts),
  actionOn(
    [plans.unused, plans.grouped],
    'update_organization_groups',
    'organization_groups',
    groupList,
  ),
)

/** Whatever body, wherever it is not read or not an object. */
const anywhere = fc
  .tuple(planUuid, fc.constantFrom('', ...planActions.map((name) => `${name}/`)), anyValue)
  .map(([uuid, action, text]) =>
    request(action ? 'POST' : 'PATCH', `${PLANS}${uuid}/${action}`, json(text)),
  )

export const bodies: fc.Arbitrary<Request> = fc.oneof(
  { weight: 4, arbitrary: create },
  { weight: 3, arbitrary: update },
  { weight: 4, arbitrary: actions },
  { weight: 1, arbitrary: anywhere },
)
