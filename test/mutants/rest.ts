import { gzipSync } from 'node:zlib'
import type { Turn } from '../../src/domain/turn.ts'
import type { Call } from '../../src/wire.ts'
import { withDoor } from './mutant.ts'
import type { Mutant } from './mutant.ts'
import {
  afterwards,
  answering,
  eachRow,
  hearing,
  heading,
  isBooking,
  isOk,
  isPlanAnswer,
  isStats,
  pathOf,
  ruling,
  withBody,
  withHeader,
  without,
} from './tools.ts'
import type { Json } from './tools.ts'

const token = ({ headers }: Call): string => headers['authorization'] ?? ''
const as = (call: Call, name: string): Call => ({
  ...call,
  headers: { ...call.headers, authorization: `Token ${name}` },
})
const isWrite = ({ method }: Call): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(method)

const mistaken = (
  defect: string,
  isMeant: (call: Call) => boolean,
  name = 'YOUR_API_TOKEN',
): Mutant => hearing('permission', defect, (call) => (isMeant(call) ? as(call, name) : call))

/** Callers who may more or less than they should. */
export const permission: readonly Mutant[] = [
  mistaken(
    'anybody may read without a token',
    (call) => token(call) === '' && call.method === 'GET',
  ),
  mistaken(
    'any token is good',
    (call) => token(call).startsWith('Token ') && !/YOUR_API_TOKEN|-token/.test(token(call)),
  ),
  mistaken('an inactive user is let in', (call) => token(call).includes('inactive-token')),
  mistaken('an expired token is let in', (call) => token(call).includes('expired-token')),
  mistaken(
    'a stranger sees all plans',
    (call) => token(call).includes('stranger-token') && call.method === 'GET',
  ),
  mistaken(
    'support sees all plans',
    (call) => token(call).includes('support-token') && call.method === 'GET',
  ),
  mistaken(
    'a member sees booking offerings',
    (call) => token(call).includes('member-token') && pathOf(call).includes('booking'),
  ),
  mistaken(
    'a manager sees booking offerings',
    (call) => token(call).includes('manager-token') && pathOf(call).includes('booking'),
  ),
  mistaken(
    'a manager may write plans',
    (call) => token(call).includes('manager-token') && isWrite(call),
  ),
  mistaken(
    'an owner may delete plans',
    (call) => token(call).includes('owner-token') && call.method === 'DELETE',
  ),
  mistaken(
    'an owner sees everything',
    (call) => token(call) === 'Token owner-token' && call.method === 'GET',
  ),
  mistaken(
    'a stranger may create plans',
    (call) =>
      token(call).includes('stranger-token') &&
      call.method === 'POST' &&
      pathOf(call) === '/api/marketplace-plans/',
  ),
  mistaken(
    'a stranger shares calendars',
    (call) => token(call).includes('stranger-token') && pathOf(call).includes('calendar'),
  ),
  mistaken(
    'an owner sees no plans',
    (call) =>
      token(call) === 'Token owner-token' &&
      pathOf(call) === '/api/marketplace-plans/' &&
      call.method === 'GET',
    'stranger-token',
  ),
  mistaken(
    'staff is treated as an owner',
    (call) => token(call).includes('YOUR_API_TOKEN') && call.method === 'DELETE',
    'owner-token',
  ),
  ruling('permission', 'anybody who sees a plan may archive it', [
    'marketplace_plans_archive',
    { may: () => undefined },
  ]),
  ruling('permission', 'anybody who sees a plan may price it', [
    'marketplace_plans_update_prices',
    { may: () => undefined },
  ]),
  ruling('permission', 'anybody who sees a plan may change it', [
    'marketplace_plans_partial_update',
    { may: () => undefined },
  ]),
  ruling('permission', 'anybody who sees a plan may group it', [
    'marketplace_plans_update_organization_groups',
    { may: () => undefined },
  ]),
  ruling('permission', 'delete looks the plan up first', [
    'marketplace_plans_destroy',
    {
      enter: () => undefined,
      may: ({ user }: Turn) => {
        if (!user.is_staff) throw new Error('denied')
      },
    },
  ]),
  answering('permission', 'a stranger sees no statistics', [
    (call, sent) => isStats(call, sent) && token(call).includes('stranger-token'),
    () => [],
  ]),
  heading('permission', 'a foreign plan is 403', (sent, call) =>
    sent.status === 404 &&
    token(call).includes('stranger-token') &&
    call.method === 'GET' &&
    sent.headers['Allow']
      ? withBody(
          { ...sent, status: 403 },
          { detail: 'You do not have permission to perform this action.' },
        )
      : sent,
  ),
  hearing('permission', 'the scheme is case-sensitive', (call) =>
    /^token /.test(token(call))
      ? { ...call, headers: { ...call.headers, authorization: 'nothing' } }
      : call,
  ),
  mistaken(
    '405 comes before 401',
    (call) => token(call) === '' && call.method === 'PUT' && pathOf(call).endsWith('-plans/'),
  ),
]

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

const dropped = (name: string, isMeant: (status: number) => boolean = () => true): Mutant =>
  heading('headers', `${name} is missing`, (sent) =>
    isMeant(sent.status) ? without(sent, name) : sent,
  )

/** Heads of answers that lack something or say something else. */
export const headers: readonly Mutant[] = [
  dropped('WWW-Authenticate'),
  dropped('Location', (status) => status === 201),
  dropped('Allow', (status) => status === 405),
  dropped('Allow', (status) => status === 200),
  dropped('X-Result-Count'),
  dropped('Link'),
  dropped('Vary'),
  dropped('Content-Language'),
  dropped('X-Frame-Options'),
  heading('headers', 'Location leads to the list', (sent) =>
    sent.status === 201
      ? withHeader(
          sent,
          'Location',
          String(sent.headers['Location']).replace(/[0-9a-f-]{32,36}\/$/, ''),
        )
      : sent,
  ),
  heading('headers', 'JSON has a charset of another kind', (sent) =>
    sent.headers['Content-Type'] === 'application/json'
      ? withHeader(sent, 'Content-Type', 'text/plain')
      : sent,
  ),
  heading('headers', 'an empty answer has a content type', (sent) =>
    sent.body.length === 0 && isOk(sent)
      ? withHeader(sent, 'Content-Type', 'application/json')
      : sent,
  ),
  heading('headers', 'Allow forgets DELETE', (sent) =>
    sent.headers['Allow']?.includes('DELETE')
      ? withHeader(sent, 'Allow', sent.headers['Allow'].replace('DELETE, ', ''))
      : sent,
  ),
  heading('headers', 'the redirect loses the query', (sent) =>
    sent.status === 301
      ? withHeader(sent, 'Location', String(sent.headers['Location']).replace(/\?.*/, ''))
      : sent,
  ),
  heading('headers', 'the redirect leads to another host', (sent) =>
    sent.status === 301
      ? withHeader(sent, 'Location', `http://other.example${sent.headers['Location']}`)
      : sent,
  ),
  heading('headers', 'WWW-Authenticate says Basic', (sent) =>
    sent.status === 401 ? withHeader(sent, 'WWW-Authenticate', 'Basic') : sent,
  ),
  heading('headers', 'answers are packed unasked', (sent) =>
    sent.body.length > 2000
      ? withHeader(
          { ...withHeader(sent, 'Content-Encoding', 'gzip'), body: gzipSync(sent.body) },
          'Content-Length',
          String(gzipSync(sent.body).length),
        )
      : sent,
  ),
  heading('headers', 'HEAD has another length', (sent, { method }) =>
    method === 'HEAD' && sent.headers['Content-Length']
      ? withHeader(sent, 'Content-Length', '2')
      : sent,
  ),
]

/** Requests that get in each other's way. */
export const concurrency: readonly Mutant[] = [
  withDoor('concurrency', 'a caller is answered what another asked', (inner) => {
    let last: ReturnType<typeof inner.answer> | null = null
    let at = 0
    return (call) => {
      const sent = inner.answer(call)
      const isSoon = Date.now() - at < 1
      at = Date.now()
      const other = last
      last = call.method === 'GET' ? sent : null
      return isSoon && other && call.method === 'GET' ? other : sent
    }
  }),
  withDoor('concurrency', 'reads lag one write behind', (inner) => {
    const known = new Map<string, ReturnType<typeof inner.answer>>()
    return (call) => {
      const key = `${call.target} ${token(call)}`
      const sent = inner.answer(call)
      if (call.method !== 'GET') return sent
      const stale = known.get(key)
      known.set(key, sent)
      return stale ?? sent
    }
  }),
  withDoor('concurrency', 'a list is kept for ten seconds', (inner) => {
    const known = new Map<string, { sent: ReturnType<typeof inner.answer>; at: number }>()
    return (call) => {
      if (call.method !== 'GET') return inner.answer(call)
      const key = `${call.target} ${token(call)}`
      const kept = known.get(key)
      if (kept && Date.now() - kept.at < 10_000) return kept.sent
      const sent = inner.answer(call)
      known.set(key, { sent, at: Date.now() })
      return sent
    }
  }),
  withDoor('concurrency', 'every seventh write is lost', (inner) => {
    let writes = 0
    return (call) => {
      if (!isWrite(call) || !/update_|archive/.test(call.target)) return inner.answer(call)
      writes++
      return writes % 7 === 0
        ? inner.answer({ ...call, method: 'HEAD', target: '/api/marketplace-plans/?page=1' })
        : inner.answer(call)
    }
  }),
  withDoor('concurrency', 'two plans made at once get one uuid', (inner) => {
    let last: { sent: ReturnType<typeof inner.answer>; at: number } | null = null
    return (call) => {
      const isCreate = call.method === 'POST' && pathOf(call) === '/api/marketplace-plans/'
      if (isCreate && last && Date.now() - last.at < 5) return last.sent
      const sent = inner.answer(call)
      if (isCreate && sent.status === 201) last = { sent, at: Date.now() }
      return sent
    }
  }),
  withDoor('concurrency', 'a caller is remembered across requests', (inner) => {
    let seen = ''
    return (call) => {
      const known = token(call)
      if (/^Token (YOUR|owner)/.test(known)) seen = known
      return inner.answer(
        known === '' && seen
          ? { ...call, headers: { ...call.headers, authorization: seen } }
          : call,
      )
    }
  }),
]
