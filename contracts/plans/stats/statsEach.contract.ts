import type { Api } from '../../harness/api.ts'
import { contract } from '../../harness/contract.ts'
import { listUnknownUuids, STATS } from '../../harness/ownPlans/createPlan.ts'
import { listSpellings, readSomeRows, readUuid, readWholeList } from '../../lists/lists.ts'
import type { Row } from '../../lists/lists.ts'
import { demand, demandOrder, listPlanUuids } from './readStats.ts'

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
    const [ofOffering, ofProvider] = [
      `offering_uuid=${offering}`,
      `customer_provider_uuid=${provider}`,
    ]
    for (const [o, beside] of [
      ['usage', ofOffering],
      ['-limit', ofProvider],
      ['remaining', `${ofOffering}&${ofProvider}`],
      ['-remaining', ofOffering],
      ['limit', ofProvider],
      ['-usage', ofProvider],
    ] as const)
      await demandOrdered(api, all, { o, beside })
    await demandFilters(api, all, { offering, provider })
    await demandRefused(api)
  },
)

/** The value with the most rows. */
function findCommon(rows: readonly Row[], name: string): string {
  const count = (uuid: string) => rows.filter((row) => readUuid(row, name) === uuid).length
  const uuids = [...new Set(rows.map((row) => readUuid(row, name)))]
  return uuids.toSorted((a, b) => count(b) - count(a))[0] ?? ''
}

interface Order {
  readonly o: string
  readonly beside: string
}

/** The whole list in an order, and the same order beside a filter. */
async function demandOrdered(api: Api, all: readonly Row[], { o, beside }: Order): Promise<void> {
  const order = { key: o.replace('-', ''), descending: o.startsWith('-') }
  const whole = await readWholeList(api, `${STATS}?o=${o}`)
  demandOrder(api, whole, order)
  api.demandEqual(listPlanUuids(whole), listPlanUuids(all), `the plans of ?o=${o}`)
  demandOrder(api, await readWholeList(api, `${STATS}?${beside}&o=${o}`), order)
}

async function demandFilters(
  api: Api,
  all: readonly Row[],
  { offering, provider }: { offering: string; provider: string },
): Promise<void> {
  const [, dashed = offering] = listSpellings(offering)
  const ofOffering = all.filter((row) => readUuid(row, 'offering_uuid') === offering)
  const isOfProvider = (row: Row) => readUuid(row, 'customer_provider_uuid') === provider
  const unknown = listUnknownUuids().flatMap((uuid) =>
    ['offering_uuid', 'customer_provider_uuid'].map((name) => [`${name}=${uuid}`, []] as const),
  )
  const cases: readonly (readonly [query: string, wanted: readonly Row[]])[] = [
    [`offering_uuid=${dashed.toUpperCase()}`, ofOffering],
    [`customer_provider_uuid=${provider}`, all.filter(isOfProvider)],
    [
      `offering_uuid=${offering}&customer_provider_uuid=${provider}`,
      ofOffering.filter(isOfProvider),
    ],
    ['offering_uuid=&customer_provider_uuid=&o=', all],
    ...unknown,
  ]
  for (const [query, wanted] of cases) {
    const rows = await readWholeList(api, `${STATS}?${query}`)
    api.demandEqual(listPlanUuids(rows), listPlanUuids(wanted), `the plans of ?${query}`)
  }
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
