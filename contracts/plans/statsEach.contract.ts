import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { inventUuid, STATS } from '../harness/createPlan.ts'
import { demandLinks } from '../lists/demandPages.ts'
import { listSpellings, readSomeRows, readUuid, readWholeList } from '../lists/lists.ts'
import type { Row } from '../lists/lists.ts'
import { demand, demandOrder, demandStatsLeft, KEYS, listPlanUuids } from './readStats.ts'

contract(
  demand(
    'each',
    'each filter of the statistics leaves its rows, and each order holds, alone and beside a filter',
    '§1.10',
  ),
  async (api: Api) => {
    const all = await readSomeRows(api, STATS)
    demandOrder(api, all, { key: 'usage', descending: true })
    const offering = findCommon(all, 'offering_uuid')
    const provider = findCommon(all, 'customer_provider_uuid')
    const filters = [
      '',
      `offering_uuid=${offering}`,
      `customer_provider_uuid=${provider}`,
      `offering_uuid=${offering}&customer_provider_uuid=${provider}`,
    ]
    for (const [place, key] of KEYS.entries())
      for (const [index, descending] of [false, true].entries()) {
        const beside = filters[(2 * place + index) % filters.length] ?? ''
        await demandOrdered(api, all, { key, descending, beside })
      }
    await demandFilters(api, all, { offering, provider })
    await demandRefused(api)
    const sent = `page_size=2&customer_provider_uuid=${provider}&o=limit`
    const total = all.filter((row) => readUuid(row, 'customer_provider_uuid') === provider).length
    await demandLinks(api, STATS, { sent, total })
  },
)

/** The value with the most rows. */
function findCommon(rows: readonly Row[], name: string): string {
  const count = (uuid: string) => rows.filter((row) => readUuid(row, name) === uuid).length
  const uuids = [...new Set(rows.map((row) => readUuid(row, name)))]
  return uuids.toSorted((a, b) => count(b) - count(a))[0] ?? ''
}

interface Order {
  readonly key: string
  readonly descending: boolean
  readonly beside: string
}

/** The whole list in an order, and the same order beside a filter. */
async function demandOrdered(
  api: Api,
  all: readonly Row[],
  { key, descending, beside }: Order,
): Promise<void> {
  const o = `o=${descending ? '-' : ''}${key}`
  const whole = await readWholeList(api, `${STATS}?${o}`)
  demandOrder(api, whole, { key, descending })
  api.demandEqual(listPlanUuids(whole), listPlanUuids(all), `the plans of ?${o}`)
  if (beside === '') return
  demandOrder(api, await readWholeList(api, `${STATS}?${beside}&${o}`), { key, descending })
}

async function demandFilters(
  api: Api,
  all: readonly Row[],
  { offering, provider }: { offering: string; provider: string },
): Promise<void> {
  const [, dashed = offering] = listSpellings(offering)
  const ofOffering = all.filter((row) => readUuid(row, 'offering_uuid') === offering)
  const isOfProvider = (row: Row) => readUuid(row, 'customer_provider_uuid') === provider
  await demandStatsLeft(api, `offering_uuid=${dashed.toUpperCase()}`, ofOffering)
  await demandStatsLeft(api, `customer_provider_uuid=${provider}`, all.filter(isOfProvider))
  const both = `offering_uuid=${offering}&customer_provider_uuid=${provider}`
  await demandStatsLeft(api, both, ofOffering.filter(isOfProvider))
  for (const name of ['offering_uuid', 'customer_provider_uuid'])
    await demandStatsLeft(api, `${name}=${inventUuid()}`, [])
  await demandStatsLeft(api, 'offering_uuid=&customer_provider_uuid=&o=', all)
}

async function demandRefused(api: Api): Promise<void> {
  const cases = [
    ['o=foo', { o: ['"foo" is not a valid choice.'] }],
    ['o=USAGE', { o: ['"USAGE" is not a valid choice.'] }],
    ['offering_uuid=x', { offering_uuid: ['Must be a valid UUID.'] }],
    ['customer_provider_uuid=0', { customer_provider_uuid: ['Must be a valid UUID.'] }],
  ] as const
  for (const [query, wanted] of cases) {
    const exchange = await api.get(`${STATS}?${query}`)
    api.demandStatus(exchange, 400)
    api.demandEqual(exchange.response.json, wanted, `the body for ?${query}`, exchange)
  }
}
