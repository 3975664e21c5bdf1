import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { hasFormulas } from '../prices/discounts.ts'

/** Values that servers like to stumble over, as JSON. None is too large for a column of a database. */
const oddities: readonly unknown[] = [
  null,
  true,
  false,
  '',
  ' ',
  '\0',
  'null',
  'None',
  'NaN',
  '-0',
  '1e5',
  '1_0',
  '٣',
  '0x10',
  '<script>',
  "'; --",
  '%s %(x)s {0}',
  '../../../',
  'x'.repeat(31),
  'x'.repeat(151),
  '研'.repeat(256),
  -1,
  0,
  1,
  1.5,
  -0.1,
  1e-11,
  [],
  {},
  [null],
  [[]],
  { a: {} },
]

const words = fc.string({ unit: 'grapheme', maxLength: 40 })

const anything: Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...oddities) },
  { weight: 2, arbitrary: words },
  { weight: 2, arbitrary: fc.integer({ min: -40_000, max: 40_000 }) },
  { weight: 1, arbitrary: fc.float({ noNaN: true, min: -1000, max: 1000 }) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...oddities), { maxLength: 3 }) },
)

/** Mostly what a field takes, at times anything at all. */
const mixWithAnything = (usual: Arbitrary<unknown>): Arbitrary<unknown> =>
  fc.oneof({ weight: 3, arbitrary: usual }, { weight: 2, arbitrary: anything })

const decimals = fc
  .tuple(fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: 0, max: 10 }))
  .map(([digits, places]) => `${digits}e-${places}`)

const terms = {
  name: mixWithAnything(words),
  description: mixWithAnything(
    fc.oneof(
      words,
      words.map((text) => `<p>${text}</p>`),
    ),
  ),
  article_code: mixWithAnything(fc.string({ maxLength: 31 })),
  max_amount: mixWithAnything(fc.integer({ min: 1, max: 32_767 })),
  unit: mixWithAnything(
    fc.constantFrom('month', 'quarter', 'half_month', 'day', 'hour', 'quantity'),
  ),
  archived: mixWithAnything(fc.boolean()),
  unit_price: mixWithAnything(decimals),
}

/** Some of the fields of a plan, and keys that are none. */
const plans = fc
  .tuple(
    fc.record(terms, { requiredKeys: [] }),
    fc.dictionary(fc.constantFrom('nonsense', 'url', 'prices', '__proto__', ''), anything, {
      maxKeys: 1,
    }),
  )
  .map(([known, unknown]): object => ({ ...unknown, ...known }))

const entriesOf = (types: readonly string[], value: Arbitrary<unknown>): Arbitrary<unknown> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.dictionary(fc.constantFrom(...types, ...types, 'zz_none'), value, {
        maxKeys: 4,
      }),
    },
    { weight: 1, arbitrary: anything },
  )

const discounts = fc.record<Record<string, unknown>>(
  hasFormulas
    ? {
        discount_formula: mixWithAnything(
          fc.constantFrom('', '5', '15 if usage >= 10 else 0', 'usage / 2', 'usage +', 'price'),
        ),
        discount_aggregation: mixWithAnything(fc.constantFrom('customer', 'resource')),
      }
    : {
        discount_threshold: mixWithAnything(fc.integer({ min: 1, max: 1000 })),
        discount_rate: mixWithAnything(fc.integer({ min: 0, max: 100 })),
      },
  { requiredKeys: [] },
)

/** What only the server that is tried can know. */
export interface ServerFacts {
  readonly types: readonly string[]
  readonly fixed: readonly string[]
  readonly offering: string
  readonly tag: string
}

/** Bodies for each operation that reads one. */
export function createBodies({
  types,
  fixed,
  offering,
  tag,
}: ServerFacts): Record<string, Arbitrary<object>> {
  const links = fc.constantFrom(offering, '/api/organization-groups/zzz/', '/nowhere/', 5, '')
  return {
    marketplace_plans_create: fc
      .tuple(plans, mixWithAnything(fc.constantFrom(offering, offering, '/nowhere/')))
      .map(([fields, offering]) => ({ ...fields, offering, backend_id: tag })),
    marketplace_plans_update: plans,
    marketplace_plans_partial_update: plans,
    marketplace_plans_update_prices: fc.record({
      prices: entriesOf(types, mixWithAnything(decimals)),
    }),
    marketplace_plans_update_quotas: fc.record({
      quotas: entriesOf(fixed, mixWithAnything(fc.integer({ min: 0, max: 1000 }))),
    }),
    marketplace_plans_update_discounts: fc.record({
      discounts: entriesOf(types, mixWithAnything(discounts)),
    }),
    marketplace_plans_update_organization_groups: fc.record({
      organization_groups: mixWithAnything(fc.array(links, { maxLength: 3 })),
    }),
  }
}

const NAMES = ['page', 'page_size', 'o', 'field', 'offering_uuid', 'offering_slug', 'offering']
const VALUES = ['1', '2', 'last', '0', '-1', '300', 'usage', '-limit', 'name', 'x', '', ',', '%']

/** Query strings: known and unknown names, twice too. A database refuses NUL, so there is none. */
export const queries: Arbitrary<string> = fc
  .array(
    fc.tuple(
      fc.constantFrom(...NAMES, 'parent_offering_uuid', 'customer_provider_uuid', 'nonsense'),
      fc.oneof(fc.constantFrom(...VALUES), words),
    ),
    { maxLength: 4 },
  )
  .map((pairs) => new URLSearchParams(pairs).toString().replaceAll('%00', ''))
