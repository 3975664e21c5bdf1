import type { Api } from '../harness/api.ts'
import { contracts } from '../harness/contract.ts'
import { findPlace, formatLink } from '../harness/formatLink.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { demand } from './demand.ts'
import { demandSameRows, joinQuery, lists, readWholeList } from './lists.ts'
import type { List, Row } from './lists.ts'

/** Pages as they are asked for. */
const PAGES = [
  'page_size=1',
  'zeta=1&page=2&page_size=2&alpha=a,b&zeta=0',
  'page_size=3&page=last',
  'page_size=1000000',
  'page_size=x',
]

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
    for (const query of PAGES) await demandPage(api, list, { query, all, total })
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
  readonly all: readonly Row[] | null
  readonly total: number
}

async function demandPage(api: Api, { path }: List, { query, all, total }: Page): Promise<void> {
  const { number, last, skipped, rows: count } = findPlace(query, total)
  if (number > last) return
  const got = await api.get(joinQuery(path, query))
  const rows = api.readRows(got)
  api.demandEqual(rows.length, count, `the number of rows of ?${query}`, got)
  if (all) demandSameRows(api, rows, all.slice(skipped, skipped + count), `?${query}`)
  // The first page is asked for by HEAD, too.
  const heads = query === PAGES[0] ? [await api.head(joinQuery(path, query))] : []
  for (const exchange of [got, ...heads]) {
    const { link, 'x-result-count': counted } = exchange.response.headers
    api.demandEqual(link, formatLink(path, query, total), `Link of ?${query}`, exchange)
    api.demandEqual(counted, String(total), 'X-Result-Count', exchange)
  }
}
