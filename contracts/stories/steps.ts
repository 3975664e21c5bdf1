import fc from 'fast-check'
import type { Fields, StoryOffering } from './planModel.ts'

/** One thing that may be done to a plan. */
export type Action =
  | { readonly does: 'create'; readonly body: Partial<Fields> & Pick<Fields, 'name'> }
  | { readonly does: 'patch' | 'put'; readonly body: Changes }
  | { readonly does: 'update_prices'; readonly prices: Readonly<Record<string, string>> }
  | { readonly does: 'update_quotas'; readonly quotas: Readonly<Record<string, number>> }
  | { readonly does: 'update_discounts'; readonly discounts: Readonly<Record<string, Pair>> }
  | { readonly does: 'update_organization_groups'; readonly groups: readonly number[] }
  | { readonly does: 'delete_organization_groups' | 'archive' | 'delete' | 'look' }
  | { readonly does: 'mistake'; readonly mistake: number }

/** `plan` counts the plans of the story, `by` the roles that may. */
export interface Step {
  readonly action: Action
  readonly plan: number
  readonly by: number
}

export type Changes = Partial<Omit<Fields, 'archived' | 'unit_price'>>

export type Pair = readonly [threshold: number, rate: number] | null

/** Words without blanks at the ends and without anything that HTML cleaning would change. */
const textsUpTo = (maxLength: number) =>
  fc
    .array(fc.constantFrom('Basic', 'für', 'день', '研究', 'x', '7', 'a.b', 'Größe-2'), {
      minLength: 1,
      maxLength: 6,
    })
    .map((list) => list.join(' ').slice(0, maxLength).trim())

const fields = {
  description: fc.oneof(fc.constant(''), textsUpTo(200)),
  article_code: fc.oneof(fc.constant(''), textsUpTo(30)),
  unit: fc.constantFrom('month', 'quarter', 'half_month', 'day', 'hour', 'quantity'),
  max_amount: fc.option(fc.integer({ min: 1, max: 32767 })),
}

const price = fc.oneof(
  fc.constantFrom('0', '0.0000000001', '999999999999.9999999999', '0.1', '0.2', '1'),
  fc
    .tuple(fc.nat(9999), fc.bigInt(0n, 9_999_999_999n), fc.nat(10))
    .map(([whole, rest, places]) =>
      places === 0 ? `${whole}` : `${whole}.${String(rest).padStart(10, '0').slice(0, places)}`,
    ),
)

const pair = fc.option(fc.tuple(fc.integer({ min: 1, max: 2147483647 }), fc.nat(100)))

/** Some of the named things, each with a value. */
const someOf = <T>(names: readonly string[], value: fc.Arbitrary<T>) =>
  fc
    .record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] })
    .map((chosen) => chosen as Record<string, T>)

const create: fc.Arbitrary<Action> = fc
  .record(
    {
      name: textsUpTo(150),
      ...fields,
      archived: fc.boolean(),
      unit_price: fc.constantFrom('0', '5', '0.25', '12.3456789012'),
    },
    { requiredKeys: ['name'] },
  )
  .map((body) => ({ does: 'create', body: withoutUndefined(body) }))

const update: fc.Arbitrary<Action> = fc.oneof(
  fc
    .record({ name: textsUpTo(150), ...fields }, { requiredKeys: [] })
    .map((body): Action => ({ does: 'patch', body: withoutUndefined(body) })),
  fc
    .record({ name: textsUpTo(150), ...fields }, { requiredKeys: ['name'] })
    .map((body): Action => ({ does: 'put', body: withoutUndefined(body) })),
)

/** fast-check types keys that may be absent as if they might be undefined. */
const withoutUndefined = <T extends object>(value: T) =>
  value as { [Key in keyof T]: Exclude<T[Key], undefined> }

const other: fc.Arbitrary<Action> = fc.oneof(
  fc.constantFrom<Action[]>(
    { does: 'delete_organization_groups' },
    { does: 'archive' },
    { does: 'archive' },
    { does: 'delete' },
    { does: 'look' },
    { does: 'look' },
  ),
  fc.nat(5).map((mistake): Action => ({ does: 'mistake', mistake })),
)

function actionsOnComponents({ components }: StoryOffering): fc.Arbitrary<Action> {
  const types = components.map(({ type }) => type)
  const fixed = components.filter(({ billing }) => billing === 'fixed').map(({ type }) => type)
  const quota = fc.oneof(fc.nat(4), fc.constant(2147483647))
  return fc.oneof(
    someOf(types, price).map((prices): Action => ({ does: 'update_prices', prices })),
    someOf(fixed, quota).map((quotas): Action => ({ does: 'update_quotas', quotas })),
    someOf(types, pair).map((discounts): Action => ({ does: 'update_discounts', discounts })),
  )
}

const actionsOnGroups = ({ groups }: StoryOffering): fc.Arbitrary<Action> =>
  fc
    .uniqueArray(fc.nat(Math.max(0, groups.length - 1)), { maxLength: groups.length })
    .map((chosen): Action => ({ does: 'update_organization_groups', groups: chosen }))

/** What may happen to plans under an offering, up to fifteen things in a row. */
export function storiesUnder(facts: StoryOffering): fc.Arbitrary<Step[]> {
  const action = fc.oneof(
    { weight: 2, arbitrary: create },
    { weight: 3, arbitrary: update },
    { weight: 6, arbitrary: actionsOnComponents(facts) },
    { weight: 2, arbitrary: actionsOnGroups(facts) },
    { weight: 5, arbitrary: other },
  )
  const first = fc.record({ action: create, plan: fc.constant(0), by: fc.nat(1) })
  const next = fc.record({ action, plan: fc.nat(2), by: fc.nat(1) })
  return fc
    .tuple(first, fc.array(next, { minLength: 1, maxLength: 14, size: 'max' }))
    .map(([one, rest]) => [one, ...rest])
}
