import type { ApiRequest } from '../../../src/pipeline/reading/request.ts'
import {
  getPath,
  getQuery,
  hasParameter,
  isBooking,
  isPlanList,
  isStats,
  mutateJson,
  mutateListQuery,
  mutateRequest,
  mutateResponse,
  setHeader,
} from '../tools.ts'
import type { Rows } from '../tools.ts'
import type { Mutant } from '../mutant.ts'

const mutateFilter = (
  name: string,
  defect: string,
  change: (value: string, query: URLSearchParams) => void,
): Mutant =>
  mutateListQuery(
    defect,
    (query) => {
      const value = query.getAll(name).at(-1)
      if (value !== undefined) change(value, query)
    },
    'filter',
  )

const NOBODY = '0'.repeat(32)
const isHex = (text: string): boolean => /^[0-9a-f]{32}$/i.test(text.replaceAll('-', ''))

const mutateStatsQuery = (defect: string, change: (query: URLSearchParams) => void): Mutant =>
  mutateRequest('filter', defect, (call) => {
    if (!getPath(call).endsWith('/usage_stats/')) return call
    const query = getQuery(call)
    change(query)
    return { ...call, target: query.size > 0 ? `${getPath(call)}?${query}` : getPath(call) }
  })

const sortPlans = (defect: string, rank: (name: string) => number): Mutant =>
  mutateJson('order', defect, [
    isPlanList,
    (rows: Rows) => [...rows].sort((a, b) => rank(String(a['name'])) - rank(String(b['name']))),
  ])

const filters: readonly Mutant[] = [
  mutateFilter('offering_uuid', 'upper-case uuids are not understood', (value, query) => {
    if (isHex(value) && /[A-F]/.test(value)) query.set('offering_uuid', NOBODY)
  }),
  mutateFilter('offering_uuid', 'blanks around a uuid are not taken off', (value, query) => {
    if (value.trim() !== value) query.set('offering_uuid', 'x')
  }),
  mutateFilter('offering_slug', 'slugs are found in any case', (value, query) =>
    query.set('offering_slug', value.toLowerCase()),
  ),
  mutateFilter('offering_slug', 'an empty slug lets all through', (value, query) => {
    if (/,,|^,|,$/.test(value)) query.delete('offering_slug')
  }),
  mutateFilter('offering_slug', 'an empty slug finds nothing', (value, query) => {
    if (/,,|^,|,$/.test(value)) query.set('offering_slug', 'nothing-is-called-so')
  }),
  mutateFilter('offering_slug', 'a blank slug finds nothing', (value, query) => {
    if (value.split(',').some((one) => one !== '' && one.trim() === ''))
      query.set('offering_slug', 'nothing-is-called-so')
  }),
  mutateJson('filter', 'a slug that is named twice doubles its plans', [
    hasParameter('offering_slug'),
    (rows: Rows, call: ApiRequest) => {
      const slugs = (getQuery(call).get('offering_slug') ?? '').split(',')
      return new Set(slugs).size < slugs.length ? rows.flatMap((row) => [row, row]) : rows
    },
  ]),
  mutateFilter('offering', 'the offering is not found by its path', (value, query) => {
    if (value.startsWith('/')) query.set('offering', 'word')
  }),
  mutateFilter('offering', 'the host of a link counts', (value, query) => {
    if (/^https?:\/\/(?!127|localhost)/.test(value)) query.set('offering', 'word')
  }),
  mutateFilter('parent_offering_uuid', 'a bad parent filters nothing', (value, query) => {
    if (!isHex(value)) query.delete('parent_offering_uuid')
  }),
  mutateFilter('field', 'fields are split at commas', (_, query) => {
    const names = query.getAll('field').flatMap((name) => name.split(','))
    query.delete('field')
    for (const name of names) query.append('field', name)
  }),
  mutateFilter('field', 'fields are found in any case', (_, query) => {
    const names = query.getAll('field')
    query.delete('field')
    for (const name of names) query.append('field', name.toLowerCase())
  }),
  mutateJson('filter', 'fields stand in the order in which they are asked for', [
    (call, sent) => isBooking(call, sent) && getQuery(call).has('field'),
    (json: Rows | Record<string, unknown>, call: ApiRequest) => {
      const order = getQuery(call).getAll('field')
      const sort = (row: Record<string, unknown>) =>
        Object.fromEntries(
          Object.entries(row).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)),
        )
      return Array.isArray(json) ? json.map(sort) : sort(json)
    },
  ]),
  mutateStatsQuery('statistics take blanks off', (query) => {
    query.forEach((value, name) => query.set(name, value.trim()))
  }),
  mutateStatsQuery('a bad provider filters nothing', (query) => {
    if (!isHex(query.get('customer_provider_uuid') ?? '')) query.delete('customer_provider_uuid')
  }),
  mutateStatsQuery('an unknown provider filters nothing', (query) => {
    if (query.get('customer_provider_uuid') === NOBODY) query.delete('customer_provider_uuid')
  }),
  mutateStatsQuery('an unknown order is ignored', (query) => {
    if (!/^-?(usage|limit|remaining)$/.test(query.get('o') ?? '')) query.delete('o')
  }),
  mutateStatsQuery('statistics of one page are all', (query) => query.delete('page_size')),
  mutateJson('order', 'o=remaining puts plans without a limit last', [
    isStats,
    (rows: Rows, call: ApiRequest) =>
      getQuery(call).get('o') === 'remaining'
        ? [
            ...rows.filter((row) => row['remaining'] !== null),
            ...rows.filter((row) => row['remaining'] === null),
          ]
        : rows,
  ]),
]

const pages: readonly Mutant[] = [
  mutateListQuery('the last page has ten rows', (query) => {
    if (query.get('page') === 'last') query.delete('page_size')
  }),
  mutateListQuery('page_size=1 is 2', (query) => {
    if (query.get('page_size') === '1') query.set('page_size', '2')
  }),
  mutateListQuery('a negative page_size is 1', (query) => {
    if (Number(query.get('page_size')) < 0) query.set('page_size', '1')
  }),
  mutateListQuery('a word for a page is the first', (query) => {
    if (!/^\d+$|last/.test(query.get('page') ?? '1')) query.delete('page')
  }),
  mutateRequest('paging', 'booking offerings have one page', (call) =>
    getPath(call) === '/api/booking-offerings/' && getQuery(call).has('page')
      ? { ...call, target: call.target.replace(/([?&])page=\d+/, '$1page=1') }
      : call,
  ),
  mutateRequest('paging', 'HEAD counts without filters', (call) =>
    call.method === 'HEAD' ? { ...call, target: getPath(call) } : call,
  ),
  mutateResponse('paging', 'links forget filters', (sent) =>
    sent.headers['Link']
      ? setHeader(
          sent,
          'Link',
          sent.headers['Link'].replaceAll(/offering_(uuid|slug)=[^&>]*&?/g, ''),
        )
      : sent,
  ),
  mutateResponse('paging', 'an empty list has no links', (sent) =>
    sent.headers['X-Result-Count'] === '0' ? setHeader(sent, 'Link', '') : sent,
  ),
]

/** Lists that are asked in ways that are rare. */
export const lists: readonly Mutant[] = [
  ...filters,
  ...pages,
  sortPlans('letters come before digits', (name) => (/^\d/.test(name) ? 1 : 0)),
  sortPlans('short names come first', (name) => name.length),
  sortPlans('names with accents come first', (name) => (/^[\u00c0-\u024f]/.test(name) ? 0 : 1)),
]
