import { formatLink, readSize } from '../formatLink.ts'
import { canPrecede } from '../canPrecede.ts'
import type { Exchange } from '../transport/exchange.ts'
import { findUuid } from '../transport/guard.ts'
import type { AnswerDemand } from './finding.ts'

type Row = Readonly<Record<string, unknown>>

const BOOKINGS = '/api/booking-offerings/'

const LISTS = /^\/api\/(?:marketplace-plans|marketplace-plans\/usage_stats|booking-offerings)\/$/

/** Queries that are written in one way only; Python reads `1_0` as 10. */
const SIMPLE = /^(?:(?!page(?:_size)?=\w*_)\w+=[\w,-]*(?:&|$))*$/

/** §1.6, §1.10: what a page of a list tells of itself agrees with what was asked for, and with its rows. */
export function listPageDemands(exchange: Exchange): AnswerDemand[] {
  if (!isPlainPage(exchange)) return []
  const { request, response } = exchange
  const [path = '', query] = request.path.split('?')
  const sent = new URLSearchParams(query)
  const { link, 'x-result-count': count } = response.headers
  const place = findPlace(sent, Number(count))
  const asked = new URLSearchParams(sent)
  asked.delete('page')
  const wanted = formatLink(path, String(asked), place)
  const isWhole = request.method === 'GET' && Array.isArray(response.json)
  return [
    ['link', link === wanted, `Link: ${wanted}`, link],
    ...(isWhole ? listRowDemands(response.json as Row[], place.rows) : []),
    ...(isWhole && path !== BOOKINGS ? listFilterDemands(response.json as Row[], sent) : []),
  ]
}

/** A page of a list whose query and headers can be read in one way only. */
function isPlainPage({ request, response: { status, headers } }: Exchange): boolean {
  const [path = '', query = ''] = request.path.split('?')
  const isSimple = SIMPLE.test(query) && !/(?:^|&)format=/.test(query)
  const isProxied = Object.keys(request.headers ?? {}).some((name) => /^x-|^host$/i.test(name))
  const isCounted = /^\d+$/.test(headers['x-result-count'] ?? '')
  return LISTS.test(path) && status === 200 && isSimple && !isProxied && isCounted
}

/** Which page of how many it is, and how many rows it has. */
function findPlace(sent: URLSearchParams, total: number) {
  const size = readSize(sent.getAll('page_size').at(-1) ?? '10')
  const last = Math.max(1, Math.ceil(total / size))
  const page = sent.getAll('page').at(-1) || '1'
  const number = page === 'last' ? last : Number(page)
  return { number, last, rows: Math.min(size, total - (number - 1) * size) }
}

function listRowDemands(rows: readonly Row[], count: number): AnswerDemand[] {
  const uuids = rows.flatMap(({ uuid, plan_uuid }) => findUuid(String(uuid ?? plan_uuid)) ?? [])
  const names = rows.flatMap(({ name }) => (typeof name === 'string' ? [name] : []))
  const isInOrder = names.every((name, at) => at === 0 || canPrecede(names[at - 1] ?? '', name))
  return [
    ['rows', rows.length === count, `the number of rows to be ${count}`, rows.length],
    ['twins', new Set(uuids).size === uuids.length, 'rows that are there once', uuids],
    ['order', isInOrder, 'rows in the order of their names', names],
  ]
}

function listFilterDemands(rows: readonly Row[], sent: URLSearchParams): AnswerDemand[] {
  const wanted = findUuid(sent.getAll('offering_uuid').at(-1) ?? '')
  if (wanted === null) return []
  const strays = rows.filter(
    ({ offering, offering_uuid }) => findUuid(String(offering ?? offering_uuid)) !== wanted,
  )
  return [['filter', strays.length === 0, `rows of the offering ${wanted}`, strays]]
}
