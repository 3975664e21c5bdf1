import { withDoor } from './mutant.ts'
import type { Mutant } from './mutant.ts'
import {
  afterwards,
  answering,
  eachRow,
  hearing,
  isBooking,
  isOk,
  isPlanAnswer,
  isStats,
  pathOf,
  withBody,
  withHeader,
} from './tools.ts'
import type { Json } from './tools.ts'

const priced = (defect: string, change: (row: Json) => void) =>
  answering('money', defect, [isPlanAnswer, eachRow(change)])
const half = (price: unknown) => Number(price) / 2

/** Prices that are not what was set, or sums that do not add up. */
export const money: readonly Mutant[] = [
  priced('minimal_price forgets one-time components', (row) =>
    Object.assign(row, { minimal_price: Number(row['minimal_price']) - Number(row['init_price']) }),
  ),
  priced('minimal_price is rounded', (row) =>
    Object.assign(row, { minimal_price: Math.round(Number(row['minimal_price'])) }),
  ),
  priced('init_price is always zero', (row) => Object.assign(row, { init_price: 0 })),
  priced('switch_price is the init price', (row) =>
    Object.assign(row, { switch_price: row['init_price'] }),
  ),
  priced('plan_type is always mixed', (row) => Object.assign(row, { plan_type: 'mixed' })),
  priced(
    'plan_type is null for fixed plans',
    (row) => row['plan_type'] === ('fixed' as never) && Object.assign(row, { plan_type: null }),
  ),
  priced('prices are halved', (row) => Object.assign(row, { prices: mapped(row['prices'], half) })),
  priced('prices in the map are rounded to cents', (row) =>
    Object.assign(row, {
      prices: mapped(row['prices'], (price) => Math.round(Number(price) * 100) / 100),
    }),
  ),
  priced('future prices show current ones', (row) =>
    Object.assign(row, { future_prices: row['prices'] }),
  ),
  priced('quotas are all one', (row) =>
    Object.assign(row, { quotas: mapped(row['quotas'], () => 1) }),
  ),
  priced('resources_count is one too high', (row) =>
    Object.assign(row, { resources_count: Number(row['resources_count']) + 1 }),
  ),
  priced(
    'is_active is false for archived plans',
    (row) => row['archived'] && Object.assign(row, { is_active: false }),
  ),
  answering('money', 'remaining counts double', [
    isStats,
    eachRow(
      (row) =>
        row['remaining'] === null ||
        Object.assign(row, { remaining: Number(row['limit']) - 2 * Number(row['usage']) }),
    ),
  ]),
  answering('money', 'remaining is never negative', [
    isStats,
    eachRow(
      (row) =>
        row['remaining'] === null ||
        Object.assign(row, { remaining: Math.max(0, Number(row['remaining'])) }),
    ),
  ]),
  afterwards('money', 'prices are kept as floats', [
    'marketplace_plans_update_prices',
    (plan) => ({
      ...plan,
      components: plan.components.map((one) => ({
        ...one,
        price: Math.fround(Number(one.price)).toFixed(10),
      })),
    }),
  ]),
  afterwards('money', 'prices are cut to two places', [
    'marketplace_plans_update_prices',
    (plan) => ({
      ...plan,
      components: plan.components.map((one) => ({
        ...one,
        price: `${Number(one.price).toFixed(2)}00000000`,
      })),
    }),
  ]),
  afterwards('money', 'prices go to the wrong column', [
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
  afterwards('money', 'a quota is one too high', [
    'marketplace_plans_update_quotas',
    (plan) => ({
      ...plan,
      components: plan.components.map((one) => ({ ...one, amount: one.amount && one.amount + 1 })),
    }),
  ]),
  afterwards('money', 'the discount pair is swapped', [
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
  hearing('money', 'prices above a million are refused', (call) =>
    pathOf(call).endsWith('/update_prices/') && /\d{7,}/.test(new TextDecoder().decode(call.body))
      ? { ...call, body: new TextEncoder().encode('{"prices":{"x":-1}}') }
      : call,
  ),
]

const mapped = (map: unknown, change: (value: unknown) => unknown): object =>
  Object.fromEntries(Object.entries(map as object).map(([key, value]) => [key, change(value)]))

const windows = (
  defect: string,
  change: (window: Record<string, string>, row: Json) => Record<string, string> | null,
) =>
  answering('time', defect, [
    isBooking,
    eachRow((row) => {
      const attributes = row['attributes'] as unknown as
        { schedules: Record<string, string>[] } | undefined
      if (attributes)
        attributes.schedules = attributes.schedules.flatMap((window) =>
          [change(window, row)].filter((one) => one !== null),
        )
    }),
  ])

const later = (time: string | undefined, hours: number): string =>
  new Date(Date.parse(time ?? '') + hours * 3_600_000).toISOString()

/** Times that are not now, or do not move. */
export const time: readonly Mutant[] = [
  windows('running windows start an hour ago', (window) =>
    Date.parse(window['start'] ?? '') <= Date.now()
      ? { ...window, start: later(window['start'], -1) }
      : window,
  ),
  windows('past windows are shown', (window) => ({
    ...window,
    end:
      Date.parse(window['start'] ?? '') <= Date.now()
        ? '2020-01-01T00:00:00.000Z'
        : (window['end'] ?? ''),
  })),
  windows('windows have no milliseconds', (window) => ({
    ...window,
    start: (window['start'] ?? '').replace(/\.\d+Z$/, 'Z'),
  })),
  windows('running windows are hidden', (window) =>
    Math.abs(Date.parse(window['start'] ?? '') - Date.now()) < 60_000 ? null : window,
  ),
  answering('time', 'schedules are missing', [
    isBooking,
    eachRow((row) => delete (row['attributes'] as Json | undefined)?.['schedules']),
  ]),
  answering('time', 'created moves with the clock', [
    isBooking,
    eachRow(
      (row) =>
        'created' in row &&
        Object.assign(row, { created: new Date().toISOString().replace('Z', '000+00:00') }),
    ),
  ]),
  answering('time', 'created is in the future', [
    isBooking,
    eachRow(
      (row) => 'created' in row && Object.assign(row, { created: '2099-01-01T00:00:00+00:00' }),
    ),
  ]),
  withDoor('time', 'calendar jobs never end', (inner) => {
    const stuck = new Set<string>()
    return (call) => {
      const path = pathOf(call)
      const isAction = call.method === 'POST' && path.includes('calendar')
      if (isAction && stuck.has(path.split('/')[3] ?? '')) {
        return withHeader(
          withBody(
            {
              ...inner.answer({ ...call, method: 'GET', target: '/api/booking-offerings/x/' }),
              status: 400,
            },
            ['The calendar cannot be updated.'],
          ),
          'Allow',
          'POST, OPTIONS',
        )
      }
      const sent = inner.answer(call)
      if (isAction && isOk(sent)) stuck.add(path.split('/')[3] ?? '')
      return sent
    }
  }),
  answering('time', 'a shared calendar has no link', [
    isBooking,
    eachRow((row) => {
      const calendar = row['googlecalendar'] as unknown as
        Record<string, unknown> | null | undefined
      if (calendar) calendar['http_link'] = null
    }),
  ]),
  answering('time', 'a private calendar keeps its link', [
    isBooking,
    eachRow((row) => {
      const calendar = row['googlecalendar'] as unknown as
        Record<string, unknown> | null | undefined
      if (calendar?.['backend_id'])
        calendar['http_link'] =
          `https://calendar.google.com/calendar/embed?src=${encodeURIComponent(String(calendar['backend_id']))}`
    }),
  ]),
]
