import type { Api } from '../../harness/api.ts'
import type { Row } from '../../plans/planContract.ts'

/** One price for all components, and one amount for those that may have any, in the map and in the list: zeros are half a set, too. */
export function demandWhole(api: Api, row: Row, fixed: readonly { readonly type: string }[]): void {
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
    const set = map === 'prices' ? parts : parts.filter((part) => isAmong(fixed, part))
    const values = new Set(set.map((part) => Number(part[field])))
    api.demand(values.size <= 1, `${map} of one set`, [...values])
  }
}

const isAmong = (types: readonly { readonly type: string }[], { type }: Row): boolean =>
  types.some((one) => one.type === type)
