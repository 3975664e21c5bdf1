import type { ApiRequest } from '../../src/pipeline/request.ts'
import type { ApiResponse } from '../../src/pipeline/response.ts'
import { withDoor } from './mutant.ts'
import type { Mutant } from './mutant.ts'
import {
  answering,
  heading,
  hearing,
  isBooking,
  isList,
  isPlanList,
  isStats,
  pathOf,
  queryOf,
  withHeader,
  without,
} from './tools.ts'

type Rows = Record<string, unknown>[]

const asked = (name: string) => (call: ApiRequest, sent: ApiResponse) =>
  isList(call, sent) && queryOf(call).has(name)

/** The call with its query changed. */
const requeried = (
  defect: string,
  change: (query: URLSearchParams) => void,
  kind: 'paging' | 'filter' = 'paging',
) =>
  hearing(kind, defect, (call) => {
    const query = queryOf(call)
    change(query)
    return { ...call, target: query.size > 0 ? `${pathOf(call)}?${query}` : pathOf(call) }
  })

const counted = (defect: string, change: (count: number) => number): Mutant =>
  heading('paging', defect, (sent) => {
    const count = sent.headers['X-Result-Count']
    return count === undefined
      ? sent
      : withHeader(sent, 'X-Result-Count', String(change(Number(count))))
  })

const linked = (defect: string, change: (link: string) => string): Mutant =>
  heading('paging', defect, (sent) => {
    const link = sent.headers['Link']
    return link === undefined ? sent : withHeader(sent, 'Link', change(link))
  })

/** Pages that are not the list, or lead elsewhere. */
export const paging: readonly Mutant[] = [
  counted('the count is one too high', (count) => count + 1),
  counted('the count is that of the page', (count) => Math.min(count, 10)),
  linked('there is no next link', (link) =>
    link
      .split(', ')
      .filter((one) => !one.includes('"next"'))
      .join(', '),
  ),
  linked('prev leads to the first page', (link) =>
    link.replace(/page=\d+([^>]*>; rel="prev")/, 'page=1$1'),
  ),
  linked('last leads one too far', (link) =>
    link.replace(
      /([?&]page=)(\d+)([^>]*>; rel="last")/,
      (_, a, n, b) => `${a}${Number(n) + 1}${b}`,
    ),
  ),
  linked('links forget page_size', (link) => link.replaceAll(/[?&]page_size=\d+/g, '')),
  linked('links are relative', (link) => link.replaceAll(/<https?:\/\/[^/]+/g, '<')),
  linked('links are in another order', (link) => link.split(', ').reverse().join(', ')),
  requeried('page_size is ignored', (query) => query.delete('page_size')),
  requeried(
    'the default size is 20',
    (query) => query.has('page_size') || query.set('page_size', '20'),
  ),
  requeried('a page holds 100 at most', (query) => {
    if (Number(query.get('page_size')) > 100) query.set('page_size', '100')
  }),
  requeried('page_size=0 is 1', (query) => {
    if (query.get('page_size') === '0') query.set('page_size', '1')
  }),
  requeried('page 0 is the first page', (query) => {
    if (query.get('page') === '0') query.delete('page')
  }),
  requeried('the last page is not understood', (query) => {
    if (query.get('page') === 'last') query.set('page', '1')
  }),
  answering('paging', 'pages overlap by a row', [
    asked('page'),
    (rows: Rows) => (rows.length > 1 ? [...rows.slice(0, -1), rows[0]] : rows),
  ]),
  answering('paging', 'a full page lacks its last row', [
    isPlanList,
    (rows: Rows) => (rows.length >= 10 ? rows.slice(0, -1) : rows),
  ]),
  withDoor('paging', 'a page beyond the end is empty', (inner) => (call) => {
    const sent = inner.answer(call)
    if (sent.status !== 404 || !queryOf(call).has('page')) return sent
    const first = inner.answer({ ...call, target: pathOf(call) })
    return {
      ...first,
      body: new TextEncoder().encode('[]'),
      headers: { ...first.headers, 'Content-Length': '2' },
    }
  }),
  heading('paging', 'HEAD counts nothing', (sent, { method }) =>
    method === 'HEAD' && sent.status === 200 ? withHeader(sent, 'X-Result-Count', '0') : sent,
  ),
  heading('paging', 'HEAD has no count', (sent, { method }) =>
    method === 'HEAD' ? without(sent, 'X-Result-Count') : sent,
  ),
]

const ignoring = (name: string, path = '') =>
  requeried(`${name} is ignored${path && ` by ${path}`}`, (query) => query.delete(name), 'filter')

/** Filters that let through too much or too little. */
export const filter: readonly Mutant[] = [
  ignoring('offering_uuid'),
  ignoring('offering_slug'),
  ignoring('offering'),
  ignoring('parent_offering_uuid'),
  ignoring('customer_provider_uuid'),
  ignoring('field'),
  requeried(
    'only the first slug counts',
    (query) => {
      const slug = query.get('offering_slug')
      if (slug) query.set('offering_slug', slug.split(',')[0] ?? '')
    },
    'filter',
  ),
  requeried(
    'the first of repeated slugs counts',
    (query) => {
      const [slug] = query.getAll('offering_slug')
      if (slug) query.set('offering_slug', slug)
    },
    'filter',
  ),
  requeried(
    'dashed uuids are not understood',
    (query) => {
      if (query.get('offering_uuid')?.includes('-')) query.set('offering_uuid', '0'.repeat(32))
    },
    'filter',
  ),
  requeried(
    'a bad uuid filters nothing',
    (query) => {
      if (!/^[0-9a-f-]{32,36}$/i.test(query.get('offering_uuid') ?? ''))
        query.delete('offering_uuid')
    },
    'filter',
  ),
  requeried(
    'an empty filter finds nothing',
    (query) => {
      if (query.get('offering_uuid') === '') query.set('offering_uuid', '0'.repeat(32))
    },
    'filter',
  ),
  requeried(
    'only the first field is projected',
    (query) => {
      const [field] = query.getAll('field')
      if (field) query.set('field', field)
    },
    'filter',
  ),
  answering('filter', 'an offering filter loses archived plans', [
    asked('offering_uuid'),
    (rows: Rows) => rows.filter((row) => row['archived'] !== true),
  ]),
  answering('filter', 'a filtered list has a stranger', [
    asked('offering_uuid'),
    (rows: Rows) =>
      rows[0]
        ? [
            ...rows,
            {
              ...rows[0],
              offering: String(rows[0]['offering']).replace(/[0-9a-f]{8}/, '00000000'),
            },
          ]
        : rows,
  ]),
  answering('filter', 'archived plans are not listed', [
    isPlanList,
    (rows: Rows) => rows.filter((row) => row['archived'] !== true),
  ]),
  answering('filter', 'statistics lack plans without a limit', [
    isStats,
    (rows: Rows) => rows.filter((row) => row['limit'] !== null),
  ]),
  answering('filter', 'draft offerings are not listed', [
    isBooking,
    (rows: Rows | object) =>
      Array.isArray(rows)
        ? rows.filter((row: Record<string, unknown>) => row['state'] !== 'Draft')
        : rows,
  ]),
  answering('filter', 'field works inside nested plans', [
    asked('field'),
    (rows: Rows | object, call: ApiRequest) =>
      Array.isArray(rows)
        ? rows.map((row: Record<string, unknown>) => {
            const names = queryOf(call).getAll('field')
            const plans = row['plans'] as Rows | undefined
            const only = (plan: object) =>
              Object.fromEntries(Object.entries(plan).filter(([key]) => names.includes(key)))
            return plans ? { ...row, plans: plans.map(only) } : row
          })
        : rows,
  ]),
]

const resorted = (
  defect: string,
  [isMeant, sort]: readonly [typeof isList, (rows: Rows, call: ApiRequest) => Rows],
): Mutant =>
  answering('order', defect, [
    isMeant,
    (rows: Rows | object, call: ApiRequest) =>
      Array.isArray(rows) ? sort(rows as Rows, call) : rows,
  ])

const by = (name: string) => (a: Record<string, unknown>, b: Record<string, unknown>) =>
  Number(a[name]) - Number(b[name])

/** Rows in another order than they owe. */
export const order: readonly Mutant[] = [
  resorted('plans are listed backwards', [isPlanList, (rows) => [...rows].reverse()]),
  resorted('plans are in the order of their uuids', [
    isPlanList,
    (rows) => [...rows].sort((a, b) => (String(a['uuid']) < String(b['uuid']) ? -1 : 1)),
  ]),
  resorted('the last two plans are swapped', [
    isPlanList,
    (rows) => [...rows.slice(0, -2), ...rows.slice(-2).reverse()],
  ]),
  resorted('offerings are listed backwards', [isBooking, (rows) => [...rows].reverse()]),
  resorted('statistics are ascending by default', [
    isStats,
    (rows, call) => (queryOf(call).has('o') ? rows : [...rows].sort(by('usage'))),
  ]),
  resorted('o=limit puts plans without a limit last', [
    isStats,
    (rows, call) =>
      queryOf(call).get('o') === 'limit'
        ? [
            ...rows.filter((row) => row['limit'] !== null),
            ...rows.filter((row) => row['limit'] === null),
          ]
        : rows,
  ]),
  resorted('o=-remaining is ascending', [
    isStats,
    (rows, call) => (queryOf(call).get('o') === '-remaining' ? [...rows].reverse() : rows),
  ]),
  requeried(
    'o=usage is descending',
    (query) => {
      if (query.get('o') === 'usage') query.set('o', '-usage')
    },
    'filter',
  ),
  answering('order', 'components of an offering are by type', [
    isBooking,
    (json: Rows | Record<string, unknown>) => {
      for (const row of [json].flat() as Rows) (row['components'] as Rows | undefined)?.reverse()
      return json
    },
  ]),
  answering('order', 'components of a plan are backwards', [
    isPlanList,
    (rows: Rows) =>
      rows.map((row) => ({ ...row, components: [...(row['components'] as Rows)].reverse() })),
  ]),
  answering('order', 'keys of a plan are sorted', [
    isPlanList,
    (rows: Rows) => rows.map((row) => Object.fromEntries(Object.entries(row).sort())),
  ]),
]
