import type { Mutant } from './mutant.ts'
import {
  changeRows,
  getPath,
  isPlanAnswer,
  isStats,
  mutateJson,
  mutatePlanAfter,
  mutateRequest,
} from './tools.ts'
import type { Json } from './tools.ts'

const mutatePlan = (defect: string, change: (row: Json) => void) =>
  mutateJson('money', defect, [isPlanAnswer, changeRows(change)])
const halve = (price: unknown) => Number(price) / 2

/** Prices that are not what was set, or sums that do not add up. */
export const money: readonly Mutant[] = [
  mutatePlan('minimal_price forgets one-time components', (row) =>
    Object.assign(row, { minimal_price: Number(row['minimal_price']) - Number(row['init_price']) }),
  ),
  mutatePlan('minimal_price is rounded', (row) =>
    Object.assign(row, { minimal_price: Math.round(Number(row['minimal_price'])) }),
  ),
  mutatePlan('init_price is always zero', (row) => Object.assign(row, { init_price: 0 })),
  mutatePlan('switch_price is the init price', (row) =>
    Object.assign(row, { switch_price: row['init_price'] }),
  ),
  mutatePlan('plan_type is always mixed', (row) => Object.assign(row, { plan_type: 'mixed' })),
  mutatePlan(
    'plan_type is null for fixed plans',
    (row) => row['plan_type'] === ('fixed' as never) && Object.assign(row, { plan_type: null }),
  ),
  mutatePlan('prices are halved', (row) =>
    Object.assign(row, { prices: mapValues(row['prices'], halve) }),
  ),
  mutatePlan('prices in the map are rounded to cents', (row) =>
    Object.assign(row, {
      prices: mapValues(row['prices'], (price) => Math.round(Number(price) * 100) / 100),
    }),
  ),
  mutatePlan('future prices show current ones', (row) =>
    Object.assign(row, { future_prices: row['prices'] }),
  ),
  mutatePlan('quotas are all one', (row) =>
    Object.assign(row, { quotas: mapValues(row['quotas'], () => 1) }),
  ),
  mutatePlan('resources_count is one too high', (row) =>
    Object.assign(row, { resources_count: Number(row['resources_count']) + 1 }),
  ),
  mutatePlan(
    'is_active is false for archived plans',
    (row) => row['archived'] && Object.assign(row, { is_active: false }),
  ),
  mutateJson('money', 'remaining counts double', [
    isStats,
    changeRows(
      (row) =>
        row['remaining'] === null ||
        Object.assign(row, { remaining: Number(row['limit']) - 2 * Number(row['usage']) }),
    ),
  ]),
  mutateJson('money', 'remaining is never negative', [
    isStats,
    changeRows(
      (row) =>
        row['remaining'] === null ||
        Object.assign(row, { remaining: Math.max(0, Number(row['remaining'])) }),
    ),
  ]),
  mutatePlanAfter('money', 'prices are kept as floats', [
    'marketplace_plans_update_prices',
    (plan) => ({
      ...plan,
      components: plan.components.map((one) => ({
        ...one,
        price: Math.fround(Number(one.price)).toFixed(10),
      })),
    }),
  ]),
  mutatePlanAfter('money', 'prices are cut to two places', [
    'marketplace_plans_update_prices',
    (plan) => ({
      ...plan,
      components: plan.components.map((one) => ({
        ...one,
        price: `${Number(one.price).toFixed(2)}00000000`,
      })),
    }),
  ]),
  mutatePlanAfter('money', 'prices go to the wrong column', [
    'marketplace_plans_update_prices',
    (plan) => ({
      ...plan,
      components: plan.components.map((one) => ({
        ...one,
        price: '0.0000000000',
        future_price: one.price,
      })),
    }),
  ]),
  mutatePlanAfter('money', 'a quota is one too high', [
    'marketplace_plans_update_quotas',
    (plan) => ({
      ...plan,
      components: plan.components.map((one) => ({ ...one, amount: one.amount && one.amount + 1 })),
    }),
  ]),
  mutatePlanAfter('money', 'the discount pair is swapped', [
    'marketplace_plans_update_discounts',
    (plan) => ({
      ...plan,
      components: plan.components.map((one) => ({
        ...one,
        discount_threshold: one.discount_rate && Math.max(1, one.discount_rate),
        discount_rate: one.discount_threshold && Math.min(100, one.discount_threshold),
      })),
    }),
  ]),
  mutateRequest('money', 'prices above a million are refused', (call) =>
    getPath(call).endsWith('/update_prices/') && /\d{7,}/.test(new TextDecoder().decode(call.body))
      ? { ...call, body: new TextEncoder().encode('{"prices":{"x":-1}}') }
      : call,
  ),
]

const mapValues = (map: unknown, change: (value: unknown) => unknown): object =>
  Object.fromEntries(Object.entries(map as object).map(([key, value]) => [key, change(value)]))
