import { limitSample } from '../../harness/choice/limitSample.ts'
import type { Api } from '../../harness/api.ts'
import { PLANS, STATS } from '../../harness/ownPlans/createPlan.ts'
import { Inapplicable } from '../../harness/unmet.ts'
import { demandLinks } from '../../lists/demandPages.ts'
import { listGivenRoles, readSomeRows, readUuid, sortTexts } from '../../lists/lists.ts'
import type { Row } from '../../lists/lists.ts'
import { readFiltered, readOfferings } from '../../lists/filters/readFiltered.ts'

export const demand = (name: string, sentence: string, source = '§2.11') => ({
  id: `stats.${name}`,
  demand: sentence,
  source,
  operation: 'marketplace_plans_usage_stats_list',
})

export const KEYS = ['usage', 'limit', 'remaining'] as const

/** Offerings or providers that are asked for one by one at most. */
export const MOST = 25

export async function readEverything(api: Api) {
  if (listGivenRoles('staff').length === 0)
    throw new Inapplicable('only staff sees the plans of all rows')
  const plans = await readSomeRows(api, PLANS, 'staff')
  return { plans, offerings: await readOfferings(api, plans), rows: await readSomeRows(api, STATS) }
}

/** Rows without a value are the least: first when ascending, last when descending. */
export function demandOrder(
  api: Api,
  rows: readonly Row[],
  { key, descending }: { key: string; descending: boolean },
): void {
  const values = rows.map((row) => (row[key] === null ? -Infinity : Number(row[key])))
  const wanted = values.toSorted((a, b) => (a === b ? 0 : a < b === descending ? 1 : -1))
  const showNulls = (list: readonly number[]) =>
    list.map((value) => (value === -Infinity ? null : value))
  api.demandEqual(showNulls(values), showNulls(wanted), `${key} in order`)
}

export async function demandStatsLeft(
  api: Api,
  query: string,
  wanted: readonly Row[],
): Promise<void> {
  const rows = await readFiltered(api, query, { path: STATS })
  api.demandEqual(listPlanUuids(rows), listPlanUuids(wanted), `the plans of ?${query}`)
}

/** Pages a filtered list, by the value with the most rows. */
export async function demandPagesLeft(
  api: Api,
  { name, all }: { name: string; all: readonly Row[] },
): Promise<void> {
  const counts = new Map<string, number>()
  for (const row of all) counts.set(readUuid(row, name), (counts.get(readUuid(row, name)) ?? 0) + 1)
  const [[uuid = '', total = 0] = []] = [...counts].sort(([, a], [, b]) => b - a)
  await demandLinks(api, STATS, { sent: `page_size=1&${name}=${uuid}`, total })
}

export const listPlanUuids = (rows: readonly Row[]): string[] =>
  sortTexts(rows.map((row) => readUuid(row, 'plan_uuid')))

export const listOfferings = (rows: readonly Row[]): string[] =>
  [...new Set(rows.map((row) => readUuid(row, 'offering_uuid')))].slice(0, limitSample(MOST))
