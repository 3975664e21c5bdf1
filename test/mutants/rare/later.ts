import type { ApiRequest } from '../../../src/pipeline/reading/request.ts'
import type { Plan } from '../../../src/domain/state.ts'
import type { Mock } from '../../../src/doors/index.ts'
import type { Mutant } from '../mutant.ts'
import {
  changeRows,
  getPath,
  getQuery,
  isBooking,
  mutateJson,
  mutatePlanAfter,
  mutateRequest,
  mutateResponse,
  setHeader,
} from '../tools.ts'
import type { Json } from '../tools.ts'
import { isAction, isPlanWrite, isRole, mapComponents, mutateBody } from './tools.ts'
import type { Fields } from './tools.ts'

const isLaterPage = (call: ApiRequest): boolean => Number(getQuery(call).get('page')) > 1
const asStaff = (call: ApiRequest): ApiRequest => ({
  ...call,
  headers: { ...call.headers, authorization: 'Token YOUR_API_TOKEN' },
})
const findBefore = (plan: Plan, type: string) => plan.components.find((one) => one.type === type)

/** Pages after the first. */
const pages: readonly Mutant[] = [
  mutateResponse('paging', 'links of later pages forget the offering', (sent, call) =>
    sent.headers['Link'] && isLaterPage(call)
      ? setHeader(sent, 'Link', sent.headers['Link'].replaceAll(/offering_uuid=[^&>]*&?/g, ''))
      : sent,
  ),
  mutateLaterPages('calendars are missing on later pages', (row) => {
    if ('googlecalendar' in row) Object.assign(row, { googlecalendar: null })
  }),
  mutateLaterPages('windows are missing on later pages', (row) => {
    if ('attributes' in row) Object.assign(row.attributes, { schedules: [] })
  }),
  mutateLaterStatistics('later pages of statistics are by usage', 'o'),
  mutateLaterStatistics('later pages of a provider are of all', 'customer_provider_uuid'),
  mutateJson('filter', 'plans have but a name where names are asked for, too', [
    (call, sent) => isBooking(call, sent) && getQuery(call).getAll('field').includes('name'),
    changeRows((row) => {
      const plans = (row['plans'] ?? []) as readonly Fields[]
      if ('plans' in row) Object.assign(row, { plans: plans.map(({ name }) => ({ name })) })
    }),
  ]),
]

function mutateLaterPages(defect: string, change: (row: Json) => void): Mutant {
  return mutateJson('paging', defect, [
    (call, sent) => isBooking(call, sent) && isLaterPage(call),
    changeRows(change),
  ])
}

function mutateLaterStatistics(defect: string, name: string): Mutant {
  return mutateRequest('filter', defect, (call) => {
    const query = getQuery(call)
    if (!getPath(call).endsWith('/usage_stats/') || !isLaterPage(call)) return call
    query.delete(name)
    return { ...call, target: `${getPath(call)}?${query}` }
  })
}

/** Writes that are sent once more. */
const again: readonly Mutant[] = [
  mutatePlanAfter('state', 'the same quotas again are added up', [
    'marketplace_plans_update_quotas',
    (plan, { subject }) =>
      mapComponents(plan, ({ type, amount }) =>
        findBefore(subject, type)?.amount === amount ? { amount: 2 * amount } : {},
      ),
  ]),
  mutatePlanAfter('money', 'the same prices again are none', [
    'marketplace_plans_update_prices',
    (plan, { subject }) =>
      mapComponents(plan, ({ type, price }) =>
        findBefore(subject, type)?.price === price ? { price: '0.0000000000' } : {},
      ),
  ]),
  mutatePlanAfter('money', 'the same discount again is taken away', [
    'marketplace_plans_update_discounts',
    (plan, { subject }) =>
      mapComponents(plan, ({ type, discount_rate }) =>
        findBefore(subject, type)?.discount_rate === discount_rate
          ? { discount_threshold: null, discount_rate: null }
          : {},
      ),
  ]),
]

/** Values that Python reads, and most others do not. */
const values: readonly Mutant[] = [
  mutateBody(['state', 'blanks beyond ASCII stay around names'], isPlanWrite, (body) =>
    mapTexts(body, 'name', (text) => text.replace(/[\u0085\u00a0\u2000-\u200a\u3000]+$/, '\u200b')),
  ),
  mutateBody(['state', 'a number for a name is written in another way'], isPlanWrite, (body) =>
    typeof body['name'] === 'number' ? { ...body, name: String(body['name']) } : body,
  ),
  mutateBody(['status', 'digits of other scripts are no numbers'], isPlanWrite, (body) =>
    mapTexts(body, 'max_amount', (text) => text.replaceAll(/[^ -~]/g, 'x')),
  ),
  mutateBody(['status', 'digits may not be parted'], isAction('update_prices'), (body) => ({
    ...body,
    prices: mapValues(body['prices'], (text) => text.replaceAll('_', 'x')),
  })),
  mutateBody(['status', 'an empty boolean is false'], isPlanWrite, (body) =>
    mapTexts(body, 'archived', (text) => text || 'false'),
  ),
  mutateBody(['status', 'blanks are taken off booleans'], isPlanWrite, (body) =>
    mapTexts(body, 'archived', (text) => text.trim()),
  ),
]

const mapTexts = (body: Fields, name: string, change: (text: string) => string): Fields =>
  typeof body[name] === 'string' ? { ...body, [name]: change(body[name]) } : body

const mapValues = (values: unknown, change: (text: string) => string): unknown =>
  typeof values === 'object' && values !== null && !Array.isArray(values)
    ? Object.keys(values).reduce((all, name) => mapTexts(all, name, change), values as Fields)
    : values

/** What is another thing for another caller. */
const callers: readonly Mutant[] = [
  mutateResponse('headers', 'Location spells the id in another way for an owner', (sent, call) =>
    sent.status === 201 && isRole('owner')(call)
      ? setHeader(sent, 'Location', String(sent.headers['Location']).replaceAll('-', ''))
      : sent,
  ),
  mutateRequest('permission', 'customer support archives the plans that it sees', (call, inner) =>
    isRole('customer-support')(call) && isAction('archive')(call) && seesPlan(call, inner)
      ? asStaff(call)
      : call,
  ),
  mutateRequest('permission', 'an owner deletes archived plans', (call, inner) => {
    if (call.method !== 'DELETE' || !isRole('owner')(call)) return call
    return readPlanOf(call, inner).includes('"archived":true') ? asStaff(call) : call
  }),
]

const readPlanOf = (call: ApiRequest, inner: Mock): string => {
  const target = call.target.replace(/(?<=\/)[a-z_]+\/$/, '')
  const sent = inner.answer({ ...call, method: 'GET', target, body: new Uint8Array() })
  return sent.status === 200 ? new TextDecoder().decode(sent.body) : ''
}

const seesPlan = (call: ApiRequest, inner: Mock): boolean => readPlanOf(call, inner) !== ''

/** Right at first: on the first page, at the first write, in ASCII, for staff. */
export const later: readonly Mutant[] = [...pages, ...again, ...values, ...callers]
