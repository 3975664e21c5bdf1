import type { ApiRequest } from '../../src/pipeline/reading/request.ts'
import type { Mutant, MutantClass } from './mutant.ts'
import {
  changeRows,
  getPath,
  getQuery,
  isPlanAnswer,
  mutateJson,
  mutateRequest,
  mutateResponse,
  removeHeader,
  setHeader,
  toBytes,
} from './tools.ts'

// Defects that show only when two things come together.

const PLANS = '/api/marketplace-plans/'
const STATS = `${PLANS}usage_stats/`
const BOOKINGS = '/api/booking-offerings/'

/** A query is understood to be another one. */
const mutateQuery = (
  [kind, defect]: readonly [MutantClass, string],
  isMeant: (query: URLSearchParams, path: string) => boolean,
  change: (query: URLSearchParams) => void,
): Mutant =>
  mutateRequest(kind, defect, (call) => {
    const query = getQuery(call)
    if (!isMeant(query, getPath(call))) return call
    change(query)
    return { ...call, target: query.size > 0 ? `${getPath(call)}?${query}` : getPath(call) }
  })

const keepFirst = (name: string) => (query: URLSearchParams) =>
  query.set(name, query.getAll(name)[0] ?? '')
const removeName = (name: string) => (query: URLSearchParams) => query.delete(name)

const isRead = ({ method }: ApiRequest): boolean => method === 'GET' || method === 'HEAD'

const stopImpersonating = (call: ApiRequest): ApiRequest => {
  const { 'x-impersonated-user-uuid': _, ...headers } = call.headers
  return { ...call, headers }
}

/** A form is understood to be another one. */
const mutateForm = (
  defect: string,
  isMeant: (call: ApiRequest) => boolean,
  change: (form: string) => string,
): Mutant =>
  mutateRequest('state', defect, (call) => {
    const isForm = /urlencoded/.test(call.headers['content-type'] ?? '')
    if (!isForm || !isMeant(call)) return call
    return { ...call, body: toBytes(change(new TextDecoder().decode(call.body))) }
  })

export const combinations: readonly Mutant[] = [
  mutateQuery(
    ['order', 'statistics of one offering are not ordered'],
    (query, path) => path === STATS && query.has('offering_uuid'),
    removeName('o'),
  ),
  mutateQuery(
    ['order', 'statistics of one provider are ascending'],
    (query, path) => path === STATS && query.has('customer_provider_uuid') && query.has('o'),
    (query) => query.set('o', (query.get('o') ?? '').replace(/^-/, '')),
  ),
  mutateQuery(
    ['order', 'of a repeated o the first counts'],
    (query, path) => path === STATS && query.getAll('o').length > 1,
    keepFirst('o'),
  ),
  mutateQuery(
    ['filter', 'of a repeated offering_uuid the first counts'],
    (query, path) => path === PLANS && query.getAll('offering_uuid').length > 1,
    keepFirst('offering_uuid'),
  ),
  mutateQuery(
    ['filter', 'offering is ignored beside offering_uuid'],
    (query, path) => path === PLANS && query.has('offering_uuid'),
    removeName('offering'),
  ),
  mutateQuery(
    ['filter', 'offering_slug is ignored beside two other filters'],
    (query, path) => path === PLANS && query.has('offering_uuid') && query.has('offering'),
    removeName('offering_slug'),
  ),
  mutateQuery(
    ['filter', 'allowed_customer_uuid is ignored beside field'],
    (query, path) => path.startsWith(BOOKINGS) && query.has('field'),
    removeName('allowed_customer_uuid'),
  ),
  mutateQuery(
    ['filter', 'allowed_customer_uuid is ignored by the list'],
    (_query, path) => path === BOOKINGS,
    removeName('allowed_customer_uuid'),
  ),
  mutateResponse('headers', 'a denied call is told other methods', (sent) =>
    sent.status === 403 ? setHeader(sent, 'Allow', 'GET, HEAD, OPTIONS') : sent,
  ),
  mutateResponse('headers', 'a refusal forgets who speaks', (sent) =>
    sent.status >= 400 ? removeHeader(sent, 'X-impersonator-uuid') : sent,
  ),
  mutateResponse('headers', 'writes have no Vary', (sent, call) =>
    isRead(call) ? sent : removeHeader(sent, 'Vary'),
  ),
  mutateRequest('permission', 'staff that speaks for another writes as staff', (call) =>
    isRead(call) ? call : stopImpersonating(call),
  ),
  mutateRequest('permission', 'staff that speaks for another reads single plans as staff', (call) =>
    isRead(call) && getPath(call) !== PLANS ? stopImpersonating(call) : call,
  ),
  mutateForm(
    'an empty number in a form changes nothing',
    ({ method }) => method !== 'POST',
    (form) => form.replace(/(^|&)max_amount=(?=&|$)/, ''),
  ),
  mutateForm(
    'a plus in a PUT form is no blank',
    ({ method }) => method === 'PUT',
    (form) => form.replaceAll('+', '%2B'),
  ),
  mutateJson('schema', 'only the first group of a plan has a parent', [
    isPlanAnswer,
    changeRows(({ organization_groups: groups }) => {
      for (const group of (groups as unknown as Record<string, unknown>[]).slice(1))
        Object.assign(group, { parent: null, parent_name: null, parent_uuid: null })
    }),
  ]),
]
