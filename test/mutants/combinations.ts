import type { ApiRequest } from '../../src/pipeline/request.ts'
import type { Mutant, MutantClass } from './mutant.ts'
import {
  answering,
  bytesOf,
  eachRow,
  heading,
  hearing,
  isPlanAnswer,
  pathOf,
  queryOf,
  withHeader,
  without,
} from './tools.ts'

// Defects that show only when two things come together.

const PLANS = '/api/marketplace-plans/'
const STATS = `${PLANS}usage_stats/`
const BOOKINGS = '/api/booking-offerings/'

/** A query is understood to be another one. */
const asking = (
  [kind, defect]: readonly [MutantClass, string],
  isMeant: (query: URLSearchParams, path: string) => boolean,
  change: (query: URLSearchParams) => void,
): Mutant =>
  hearing(kind, defect, (call) => {
    const query = queryOf(call)
    if (!isMeant(query, pathOf(call))) return call
    change(query)
    return { ...call, target: query.size > 0 ? `${pathOf(call)}?${query}` : pathOf(call) }
  })

const firstOf = (name: string) => (query: URLSearchParams) =>
  query.set(name, query.getAll(name)[0] ?? '')
const withoutName = (name: string) => (query: URLSearchParams) => query.delete(name)

const isRead = ({ method }: ApiRequest): boolean => method === 'GET' || method === 'HEAD'

const asStaffItself = (call: ApiRequest): ApiRequest => {
  const { 'x-impersonated-user-uuid': _, ...headers } = call.headers
  return { ...call, headers }
}

/** A form is understood to be another one. */
const reading = (
  defect: string,
  isMeant: (call: ApiRequest) => boolean,
  change: (form: string) => string,
): Mutant =>
  hearing('state', defect, (call) => {
    const isForm = /urlencoded/.test(call.headers['content-type'] ?? '')
    if (!isForm || !isMeant(call)) return call
    return { ...call, body: bytesOf(change(new TextDecoder().decode(call.body))) }
  })

export const beside: readonly Mutant[] = [
  asking(
    ['order', 'statistics of one offering are not ordered'],
    (query, path) => path === STATS && query.has('offering_uuid'),
    withoutName('o'),
  ),
  asking(
    ['order', 'statistics of one provider are ascending'],
    (query, path) => path === STATS && query.has('customer_provider_uuid') && query.has('o'),
    (query) => query.set('o', (query.get('o') ?? '').replace(/^-/, '')),
  ),
  asking(
    ['order', 'of a repeated o the first counts'],
    (query, path) => path === STATS && query.getAll('o').length > 1,
    firstOf('o'),
  ),
  asking(
    ['filter', 'of a repeated offering_uuid the first counts'],
    (query, path) => path === PLANS && query.getAll('offering_uuid').length > 1,
    firstOf('offering_uuid'),
  ),
  asking(
    ['filter', 'offering is ignored beside offering_uuid'],
    (query, path) => path === PLANS && query.has('offering_uuid'),
    withoutName('offering'),
  ),
  asking(
    ['filter', 'offering_slug is ignored beside two other filters'],
    (query, path) => path === PLANS && query.has('offering_uuid') && query.has('offering'),
    withoutName('offering_slug'),
  ),
  asking(
    ['filter', 'allowed_customer_uuid is ignored beside field'],
    (query, path) => path.startsWith(BOOKINGS) && query.has('field'),
    withoutName('allowed_customer_uuid'),
  ),
  asking(
    ['filter', 'allowed_customer_uuid is ignored by the list'],
    (_query, path) => path === BOOKINGS,
    withoutName('allowed_customer_uuid'),
  ),
  heading('headers', 'a denied call is told other methods', (sent) =>
    sent.status === 403 ? withHeader(sent, 'Allow', 'GET, HEAD, OPTIONS') : sent,
  ),
  heading('headers', 'a refusal forgets who speaks', (sent) =>
    sent.status >= 400 ? without(sent, 'X-impersonator-uuid') : sent,
  ),
  heading('headers', 'writes have no Vary', (sent, call) =>
    isRead(call) ? sent : without(sent, 'Vary'),
  ),
  hearing('permission', 'staff that speaks for another writes as staff', (call) =>
    isRead(call) ? call : asStaffItself(call),
  ),
  hearing('permission', 'staff that speaks for another reads single plans as staff', (call) =>
    isRead(call) && pathOf(call) !== PLANS ? asStaffItself(call) : call,
  ),
  reading(
    'an empty number in a form changes nothing',
    ({ method }) => method !== 'POST',
    (form) => form.replace(/(^|&)max_amount=(?=&|$)/, ''),
  ),
  reading(
    'a plus in a PUT form is no blank',
    ({ method }) => method === 'PUT',
    (form) => form.replaceAll('+', '%2B'),
  ),
  answering('schema', 'only the first group of a plan has a parent', [
    isPlanAnswer,
    eachRow(({ organization_groups: groups }) => {
      for (const group of (groups as unknown as Record<string, unknown>[]).slice(1))
        Object.assign(group, { parent: null, parent_name: null, parent_uuid: null })
    }),
  ]),
]
