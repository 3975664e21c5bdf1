import { limitSample } from '../harness/choice/limitSample.ts'
import type { Api } from '../harness/api.ts'
import { findPlace, formatLink } from '../harness/formatLink.ts'
import type { Role } from '../harness/settings.ts'
import {
  demandSameRows,
  formatQuery,
  joinQuery,
  listPlaced,
  readOrder,
  readLinks,
  readOwnPath,
  readUuid,
  sortTexts,
} from './lists.ts'
import type { List, Row } from './lists.ts'

/** Pages of one size that are read at most, so that a long list of a real server stays polite. */
const MOST_PAGES = 40

/** What a caller is known to see, to hold pages of one size against. */
export interface Reading {
  readonly all: readonly Row[]
  readonly size: number
  readonly role: Role
}

/** Demands that pages of one size, read by number, are the whole: once each, in its order. */
export async function demandPagesJoin(
  api: Api,
  list: List,
  { all, size, role }: Reading,
): Promise<void> {
  const known = new Map(all.map((row) => [readUuid(row, list.key), row]))
  const seen: Row[] = []
  const last = Math.max(1, Math.ceil(all.length / size))
  for (let page = 1; page <= Math.min(last, limitSample(MOST_PAGES)); page++) {
    const path = joinQuery(list.path, formatQuery({ page, page_size: size }))
    const rows = api.readRows(await api.get(path, { role }))
    const wanted = page < last ? size : all.length - (last - 1) * size
    api.demandEqual(
      rows.length,
      wanted,
      `the number of rows on page ${page} of ${size} for ${role}`,
    )
    const uuids = new Set(rows.map((row) => readUuid(row, list.key)))
    api.demandEqual(uuids.size, rows.length, `the number of different rows on page ${page}`)
    seen.push(...rows)
  }
  const keys = seen.map((row) => readUuid(row, list.key))
  const placed = new Set(listPlaced(all).map((row) => readUuid(row, list.key)))
  const once = keys.filter((key) => placed.has(key))
  api.demandEqual(
    new Set(once).size,
    once.length,
    `the number of different rows on pages of ${size}`,
  )
  const matching = keys.map((key) => known.get(key) ?? {})
  demandSameRows(api, seen, matching, `pages of ${size} for ${role}`)
  if (keys.length === all.length)
    api.demandEqual(sortTexts(once), sortTexts(placed), 'pages joined')
  const asListed = all.slice(0, seen.length).map(readOrder)
  api.demandEqual(seen.map(readOrder), asListed, `the order of pages of ${size}`)
}

/** Demands that a page does not exist, for GET and HEAD. */
export async function demandNoPage(
  api: Api,
  path: string,
  { size, page }: { size: number | null; page: string | number },
): Promise<void> {
  const address = joinQuery(path, formatQuery({ page_size: size, page }))
  const exchange = await api.get(address)
  api.demandStatus(exchange, 404)
  api.demandEqual(exchange.response.json, { detail: 'Invalid page.' }, `the body of page=${page}`)
  api.demandStatus(await api.head(address), 404)
}

/** Reads the first pages, one in the middle and the last, and holds their `Link` to the rule. */
export async function demandLinks(
  api: Api,
  path: string,
  { sent, total }: { sent: string; total: number },
): Promise<void> {
  const { last } = findPlace(sent, total)
  const numbers = new Set([1, 2, 3, Math.ceil(last / 2), last - 1, last])
  for (const page of [null, ...numbers, 'last'] as const) {
    if (typeof page === 'number' && (page < 1 || page > last)) continue
    const query = [page === null ? '' : `page=${page}`, sent].filter(Boolean).join('&')
    const exchange = await api.get(joinQuery(path, query))
    api.demandStatus(exchange, 200)
    const wanted = formatLink(path, query, total)
    api.demandEqual(exchange.response.headers['link'], wanted, `Link of ?${query}`)
    api.demandEqual(exchange.response.headers['x-result-count'], String(total), 'X-Result-Count')
  }
}

export const readPageNumber = (link: string): string | null =>
  URL.canParse(link) ? new URL(link).searchParams.get('page') : 'no link'

/** Goes from the first page to the last by its links, then back by them. */
export async function followLinks(
  api: Api,
  list: List,
  { all, size, role }: Reading,
): Promise<void> {
  const visit = async (link: string) => {
    const exchange = await api.get(readOwnPath(api, link), { role })
    return { rows: api.readRows(exchange), links: readLinks(exchange) }
  }
  const start = await api.get(`${list.path}?page_size=${size}`, { role })
  let page = { rows: api.readRows(start), links: readLinks(start) }
  const forth = [page.rows]
  while (page.links['next'] !== undefined && forth.length < MOST_PAGES) {
    page = await visit(page.links['next'])
    forth.push(page.rows)
  }
  demandSameRows(
    api,
    forth.flat(),
    all.slice(0, forth.flat().length),
    `next of ${size} for ${role}`,
  )
  const isWhole = page.links['next'] === undefined
  if (isWhole)
    api.demandEqual(forth.flat().length, all.length, 'the number of rows that next leads to')
  const back = [page.rows]
  while (page.links['prev'] !== undefined) {
    page = await visit(page.links['prev'])
    back.unshift(page.rows)
  }
  demandSameRows(api, back.flat(), forth.flat(), `prev of ${size} for ${role}`)
  const { first = '', last = '' } = page.links
  demandSameRows(api, (await visit(first)).rows, forth[0] ?? [], 'the first page')
  if (isWhole) demandSameRows(api, (await visit(last)).rows, forth.at(-1) ?? [], 'the last page')
}
