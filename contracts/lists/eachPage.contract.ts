import type { Api } from '../harness/api.ts'
import { contracts } from '../harness/contract.ts'
import { formatLink } from '../harness/formatLink.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { demand } from './demand.ts'
import { demandSameRows, joinQuery, lists, readWholeList } from './lists.ts'
import type { List, Row } from './lists.ts'

/** Pages as they are asked for: which of how many rows they hold, and the query that their links keep. */
const PAGES = [
  { query: 'page_size=1', size: 1, page: 1, sent: 'page_size=1' },
  {
    query: 'zeta=1&page=2&page_size=2&alpha=a,b&zeta=0',
    size: 2,
    page: 2,
    sent: 'zeta=1&page_size=2&alpha=a,b&zeta=0',
  },
  { query: 'page_size=3&page=last', size: 3, page: 'last', sent: 'page_size=3' },
  { query: 'page_size=1000000', size: 300, page: 1, sent: 'page_size=1000000' },
  { query: 'page_size=x', size: 10, page: 1, sent: 'page_size=x' },
] as const

contracts(
  lists,
  (name) =>
    demand(
      `each-page.${name}`,
      `pages of ${name} hold their part of the whole, tell of the others, and are refused where there is none`,
    ),
  async (api: Api, list) => {
    const { headers } = (await api.head(list.path)).response
    const total = Number(headers['x-result-count'])
    if (!(total > 0)) throw new Inapplicable(`${list.path} has no rows`)
    // Rows of statistics of equal usage have no order: any of them are on any page (§1.10).
    const all = list.key === 'uuid' ? await readWholeList(api, list.path) : null
    for (const page of PAGES) await demandPage(api, list, { ...page, all, total })
    const beyond = `page_size=2&page=${Math.ceil(total / 2) + 1}`
    for (const query of ['page=first', beyond]) {
      const exchange = await api.get(joinQuery(list.path, query))
      api.demandStatus(exchange, 404)
      api.demandEqual(exchange.response.json, { detail: 'Invalid page.' }, `the body of ?${query}`)
    }
  },
)

interface Page {
  readonly query: string
  readonly size: number
  readonly page: number | 'last'
  readonly sent: string
  readonly all: readonly Row[] | null
  readonly total: number
}

async function demandPage(
  api: Api,
  { path }: List,
  { query, size, page, sent, all, total }: Page,
): Promise<void> {
  const last = Math.max(1, Math.ceil(total / size))
  const number = page === 'last' ? last : page
  if (number > last) return
  const got = await api.get(joinQuery(path, query))
  const rows = api.readRows(got)
  const count = Math.min(size, total - (number - 1) * size)
  api.demandEqual(rows.length, count, `the number of rows of ?${query}`, got)
  if (all) demandSameRows(api, rows, all.slice((number - 1) * size, number * size), `?${query}`)
  // The first page is asked for by HEAD, too.
  const heads = size === 1 ? [await api.head(joinQuery(path, query))] : []
  for (const exchange of [got, ...heads]) {
    const { link, 'x-result-count': told } = exchange.response.headers
    const links = formatLink(path, sent, { number, last })
    api.demandEqual(link, links, `Link of ?${query}`, exchange)
    api.demandEqual(told, String(total), 'X-Result-Count', exchange)
  }
}
