import { findPlace, formatLink } from '../formatLink.ts'
import { BOOKINGS, LISTS, STATS } from '../paths.ts'
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
    ...(isWhole && path === STATS ? listOrderDemands(response.json as Row[], query) : []),
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

/** Fields of rows that are left by a filter of the same name, or hold a link to what it names. */
const FILTERED = { offering_uuid: 'offering', customer_provider_uuid: 'customer_provider' } as const

function listFilterDemands(rows: readonly Row[], query: string): AnswerDemand[] {
  const sent = new URLSearchParams(query)
  return Object.entries(FILTERED).flatMap(([name, linked]) => {
    const wanted = findUuid(sent.getAll(name).at(-1) ?? '')
    if (wanted === null) return []
    const known = rows.filter((row) => name in row || linked in row)
    const strays = known.filter((row) => findUuid(String(row[name] ?? row[linked])) !== wanted)
    return [[`filter ${name}`, strays.length === 0, `rows with the ${name} ${wanted}`, strays]]
  })
}

/** §1.10: rows of statistics come by what was asked for, the most used first; those without a value are the least. */
function listOrderDemands(rows: readonly Row[], query: string): AnswerDemand[] {
  const o = new URLSearchParams(query).getAll('o').at(-1) || '-usage'
  const values = rows.map((row) => row[o.replace('-', '')] ?? -Infinity) as number[]
  const ascending = o.startsWith('-') ? values.toReversed() : values
  const isInOrder = ascending.every((value, at) => at === 0 || (ascending[at - 1] ?? 0) <= value)
  return [[`order by ${o}`, isInOrder, `rows in the order ${o}`, values]]
}
