import { findPlace, formatLink } from '../formatLink.ts'
import { BOOKINGS, LISTS } from '../paths.ts'
import { canPrecede } from '../canPrecede.ts'
import type { Exchange } from '../transport/exchange.ts'
import { findUuid } from '../transport/guard.ts'
import type { AnswerDemand } from './finding.ts'

type Row = Readonly<Record<string, unknown>>

/** Queries that are written in one way only; Python reads `1_0` as 10. */
const SIMPLE = /^(?:(?!page(?:_size)?=\w*_)\w+=[\w,-]*(?:&|$))*$/

/** §1.6, §1.10: what a page of a list tells of itself agrees with what was asked for, and with its rows. */
export function listPageDemands(exchange: Exchange): AnswerDemand[] {
  if (!isPlainPage(exchange)) return []
  const { request, response } = exchange
  const [path = '', query = ''] = request.path.split('?')
  const { link, 'x-result-count': count } = response.headers
  const wanted = formatLink(path, query, Number(count))
  const { rows } = findPlace(query, Number(count))
  const isWhole = request.method === 'GET' && Array.isArray(response.json)
  return [
    ['link', link === wanted, `Link: ${wanted}`, link],
    ...(isWhole ? listRowDemands(response.json as Row[], rows) : []),
    ...(isWhole && path !== BOOKINGS ? listFilterDemands(response.json as Row[], query) : []),
  ]
}

/** A page of a list whose query and headers can be read in one way only. */
function isPlainPage({ request, response: { status, headers } }: Exchange): boolean {
  const [path = '', query = ''] = request.path.split('?')
  const isSimple = SIMPLE.test(query) && !/(?:^|&)format=/.test(query)
  const isProxied = Object.keys(request.headers ?? {}).some((name) => /^x-|^host$/i.test(name))
  const isCounted = /^\d+$/.test(headers['x-result-count'] ?? '')
  return LISTS.includes(path) && status === 200 && isSimple && !isProxied && isCounted
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

function listFilterDemands(rows: readonly Row[], query: string): AnswerDemand[] {
  const wanted = findUuid(new URLSearchParams(query).getAll('offering_uuid').at(-1) ?? '')
  if (wanted === null) return []
  const strays = rows.filter(
    ({ offering, offering_uuid }) => findUuid(String(offering ?? offering_uuid)) !== wanted,
  )
  return [['filter', strays.length === 0, `rows of the offering ${wanted}`, strays]]
}
