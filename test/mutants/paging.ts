import { mutateMock } from './mutant.ts'
import type { Mutant } from './mutant.ts'
import {
  getPath,
  getQuery,
  hasParameter,
  isPlanList,
  mutateJson,
  mutateListQuery,
  mutateResponse,
  removeHeader,
  setHeader,
} from './tools.ts'
import type { Rows } from './tools.ts'

const mutateCount = (defect: string, change: (count: number) => number): Mutant =>
  mutateResponse('paging', defect, (sent) => {
    const count = sent.headers['X-Result-Count']
    return count === undefined
      ? sent
      : setHeader(sent, 'X-Result-Count', String(change(Number(count))))
  })

const mutateLink = (defect: string, change: (link: string) => string): Mutant =>
  mutateResponse('paging', defect, (sent) => {
    const link = sent.headers['Link']
    return link === undefined ? sent : setHeader(sent, 'Link', change(link))
  })

/** Pages that are not the list, or lead elsewhere. */
export const paging: readonly Mutant[] = [
  mutateCount('the count is one too high', (count) => count + 1),
  mutateCount('the count is that of the page', (count) => Math.min(count, 10)),
  mutateLink('there is no next link', (link) =>
    link
      .split(', ')
      .filter((one) => !one.includes('"next"'))
      .join(', '),
  ),
  mutateLink('prev leads to the first page', (link) =>
    link.replace(/page=\d+([^>]*>; rel="prev")/, 'page=1$1'),
  ),
  mutateLink('last leads one too far', (link) =>
    link.replace(
      /([?&]page=)(\d+)([^>]*>; rel="last")/,
      (_, a, n, b) => `${a}${Number(n) + 1}${b}`,
    ),
  ),
  mutateLink('links forget page_size', (link) => link.replaceAll(/[?&]page_size=\d+/g, '')),
  mutateLink('links are relative', (link) => link.replaceAll(/<https?:\/\/[^/]+/g, '<')),
  mutateLink('links are in another order', (link) => link.split(', ').reverse().join(', ')),
  mutateListQuery('page_size is ignored', (query) => query.delete('page_size')),
  mutateListQuery(
    'the default size is 20',
    (query) => query.has('page_size') || query.set('page_size', '20'),
  ),
  mutateListQuery('a page holds 100 at most', (query) => {
    if (Number(query.get('page_size')) > 100) query.set('page_size', '100')
  }),
  mutateListQuery('page_size=0 is 1', (query) => {
    if (query.get('page_size') === '0') query.set('page_size', '1')
  }),
  mutateListQuery('page 0 is the first page', (query) => {
    if (query.get('page') === '0') query.delete('page')
  }),
  mutateListQuery('the last page is not understood', (query) => {
    if (query.get('page') === 'last') query.set('page', '1')
  }),
  mutateJson('paging', 'pages overlap by a row', [
    hasParameter('page'),
    (rows: Rows) => (rows.length > 1 ? [...rows.slice(0, -1), rows[0]] : rows),
  ]),
  mutateJson('paging', 'a full page lacks its last row', [
    isPlanList,
    (rows: Rows) => (rows.length >= 10 ? rows.slice(0, -1) : rows),
  ]),
  mutateMock('paging', 'a page beyond the end is empty', (inner) => (call) => {
    const sent = inner.answer(call)
    if (sent.status !== 404 || !getQuery(call).has('page')) return sent
    const first = inner.answer({ ...call, target: getPath(call) })
    return {
      ...first,
      body: new TextEncoder().encode('[]'),
      headers: { ...first.headers, 'Content-Length': '2' },
    }
  }),
  mutateResponse('paging', 'HEAD counts nothing', (sent, { method }) =>
    method === 'HEAD' && sent.status === 200 ? setHeader(sent, 'X-Result-Count', '0') : sent,
  ),
  mutateResponse('paging', 'HEAD has no count', (sent, { method }) =>
    method === 'HEAD' ? removeHeader(sent, 'X-Result-Count') : sent,
  ),
]
