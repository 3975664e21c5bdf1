import type { Api } from '../../harness/api.ts'
import type { Row } from '../../plans/planContract.ts'

/** One price for all components, and one amount for those that have any, in the map and in the list. */
export function demandWhole(api: Api, row: Row): void {
  const parts = row['components'] as Row[]
  const maps = { prices: 'price', quotas: 'amount' } as const
  for (const [map, field] of Object.entries(maps)) {
    const known = row[map] as Row
    for (const part of parts)
      api.demandEqual(
        Number(known[String(part['type'])]),
        Number(part[field]),
        `${map} as told twice`,
      )
    const values = new Set(parts.map((part) => Number(part[field])).filter((one) => one > 0))
    api.demand(values.size <= 1, `${map} of one set`, [...values])
  }
}
