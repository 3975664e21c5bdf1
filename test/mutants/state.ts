import type { Context } from '../../src/domain/context.ts'
import { put } from '../../src/domain/state.ts'
import type { Plan, State } from '../../src/domain/state.ts'
import { mutateMock } from './mutant.ts'
import type { Mutant } from './mutant.ts'
import {
  changeRows,
  getPath,
  isBooking,
  isPlanList,
  mutateJson,
  mutatePlanAfter,
  mutateRules,
} from './tools.ts'

const getBefore = ({ subject }: Context<Plan, never>): Plan => subject
const succeed = (state: State) => ({ state, reply: { status: 200 } })

/** Operations that leave another state than they owe. */
export const state: readonly Mutant[] = [
  mutatePlanAfter('state', 'PATCH forgets the description', [
    'marketplace_plans_partial_update',
    (plan, turn) => ({ ...plan, description: getBefore(turn).description }),
  ]),
  mutatePlanAfter('state', 'PATCH resets max_amount', [
    'marketplace_plans_partial_update',
    (plan) => ({ ...plan, max_amount: null }),
  ]),
  mutatePlanAfter('state', 'PATCH resets the unit', [
    'marketplace_plans_partial_update',
    (plan) => ({ ...plan, unit: 'day' }),
  ]),
  mutatePlanAfter('state', 'PUT does not write the unit', [
    'marketplace_plans_update',
    (plan, turn) => ({ ...plan, unit: getBefore(turn).unit }),
  ]),
  mutatePlanAfter('state', 'PUT drops the prices', [
    'marketplace_plans_update',
    (plan) => ({
      ...plan,
      components: plan.components.map((one) => ({ ...one, price: '0.0000000000' })),
    }),
  ]),
  mutatePlanAfter('state', 'PUT unarchives', [
    'marketplace_plans_update',
    (plan) => ({ ...plan, archived: false }),
  ]),
  mutatePlanAfter('state', 'update_prices clears discounts', [
    'marketplace_plans_update_prices',
    (plan) => ({
      ...plan,
      components: plan.components.map((one) => ({
        ...one,
        discount_threshold: null,
        discount_rate: null,
      })),
    }),
  ]),
  mutatePlanAfter('state', 'update_prices keeps unnamed prices', [
    'marketplace_plans_update_prices',
    (plan, turn) => ({ ...plan, components: keepZeroes(plan, turn, 'price') }),
  ]),
  mutatePlanAfter('state', 'update_quotas keeps unnamed amounts', [
    'marketplace_plans_update_quotas',
    (plan, turn) => ({ ...plan, components: keepZeroes(plan, turn, 'amount') }),
  ]),
  mutatePlanAfter('state', 'update_quotas zeroes prices', [
    'marketplace_plans_update_quotas',
    (plan) => ({
      ...plan,
      components: plan.components.map((one) => ({ ...one, price: '0.0000000000' })),
    }),
  ]),
  mutatePlanAfter('state', 'update_discounts clears unnamed discounts', [
    'marketplace_plans_update_discounts',
    (plan, turn) => ({
      ...plan,
      components: plan.components.map((one) =>
        (turn as Context<Plan, { discounts: Map<string, unknown> }>).body.discounts.has(one.type)
          ? one
          : { ...one, discount_threshold: null, discount_rate: null },
      ),
    }),
  ]),
  mutatePlanAfter('state', 'update_discounts forgets the rate', [
    'marketplace_plans_update_discounts',
    (plan) => ({
      ...plan,
      components: plan.components.map((one) =>
        one.discount_rate === null ? one : { ...one, discount_rate: 0 },
      ),
    }),
  ]),
  mutatePlanAfter('state', 'archiving resets the prices', [
    'marketplace_plans_archive',
    (plan) => ({
      ...plan,
      components: plan.components.map((one) => ({ ...one, price: '0.0000000000' })),
    }),
  ]),
  mutateRules('state', 'archive does nothing', [
    'marketplace_plans_archive',
    { act: ({ state: same }: Context) => succeed(same) },
  ]),
  mutateRules('state', 'delete does nothing', [
    'marketplace_plans_destroy',
    { act: ({ state: same }: Context) => ({ state: same, reply: { status: 204 } }) },
  ]),
  mutateRules('state', 'delete only archives', [
    'marketplace_plans_destroy',
    {
      act: ({ state: same, subject }: Context<Plan>) => ({
        state: put(same, 'plans', { ...subject, archived: true }),
        reply: { status: 204 },
      }),
    },
  ]),
  mutateRules('state', 'delete_organization_groups does nothing', [
    'marketplace_plans_delete_organization_groups',
    { act: ({ state: same }: Context) => succeed(same) },
  ]),
  mutateRules('state', 'update_organization_groups adds to the set', [
    'marketplace_plans_update_organization_groups',
    {
      act: ({ state: same, subject, body }: Context<Plan, { organization_groups?: string[] }>) => {
        const organization_groups = [
          ...subject.organization_groups,
          ...(body.organization_groups ?? []),
        ]
        return succeed(put(same, 'plans', { ...subject, organization_groups }))
      },
    },
  ]),
  mutateRules('state', 'calendar actions are accepted and forgotten', [
    'booking_offerings_share_google_calendar',
    { act: ({ state: same }: Context) => succeed(same) },
  ]),
  mutateRules('state', 'a busy calendar takes another action', [
    'booking_offerings_google_calendar_sync',
    { guards: [] },
  ]),
  mutateRules('state', 'a private calendar can be unshared', [
    'booking_offerings_unshare_google_calendar',
    { guards: [] },
  ]),
  mutateJson('state', 'the list shows old names', [isPlanList, freezeField('name')]),
  mutateJson('state', 'nested plans show no prices', [
    isBooking,
    changeRows((row) => {
      for (const plan of (row['plans'] ?? []) as unknown as Record<string, unknown>[]) {
        plan['prices'] = Object.fromEntries(
          Object.keys(plan['prices'] as object).map((key) => [key, 0]),
        )
      }
    }),
  ]),
  mutateMock('state', 'a refused PATCH is written all the same', (inner) => (call) => {
    const sent = inner.answer(call)
    if (call.method === 'PATCH' && sent.status === 400) {
      inner.answer({ ...call, body: new TextEncoder().encode('{"description":"refused"}') })
    }
    return sent
  }),
  mutateMock('state', 'every create makes two plans', (inner) => (call) => {
    if (call.method === 'POST' && getPath(call) === '/api/marketplace-plans/') inner.answer(call)
    return inner.answer(call)
  }),
]

function keepZeroes(
  plan: Plan,
  turn: Context<Plan, never>,
  column: 'price' | 'amount',
): Plan['components'] {
  const old = new Map(turn.subject.components.map((one) => [one.type, one]))
  return plan.components.map((one) =>
    Number(one[column]) === 0
      ? { ...one, [column]: old.get(one.type)?.[column] ?? one[column] }
      : one,
  )
}

/** The first value that a field of a row had is answered for ever. */
function freezeField(name: string) {
  const known = new Map<unknown, unknown>()
  return changeRows((row) => {
    const { uuid } = row as Record<string, unknown>
    if (!known.has(uuid)) known.set(uuid, row[name])
    Object.assign(row, { [name]: known.get(uuid) })
  })
}
