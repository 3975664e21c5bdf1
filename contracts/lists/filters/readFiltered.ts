import type { Api } from '../../harness/api.ts'
import { BOOKINGS, PLANS } from '../../harness/ownPlans/createPlan.ts'
import type { Role } from '../../harness/settings.ts'
import { demandSameRows, joinQuery, readUuid, readWholeList } from '../lists.ts'
import type { Row } from '../lists.ts'

/** What a server shows of an offering, wherever it shows it; by its uuid without dashes. */
export type Offerings = ReadonlyMap<string, Row>

/** Offerings that are asked for one by one at most, because they are not bookable. */
const MOST_OFFERINGS = 60

/** Every offering that plans belong to, as far as the list of bookings or its own link shows it. */
export async function readOfferings(api: Api, plans: readonly Row[]): Promise<Offerings> {
  const bookings = await readWholeList(api, BOOKINGS)
  const known = new Map(bookings.map((row) => [readUuid(row), row]))
  const others = new Set(plans.map((plan) => readUuid(plan, 'offering')))
  for (const uuid of [...others].filter((one) => !known.has(one)).slice(0, MOST_OFFERINGS)) {
    const path = `/api/marketplace-provider-offerings/${uuid}/`
    const { status, json } = (await api.get(path)).response
    if (status === 200 && typeof json === 'object' && json !== null) known.set(uuid, json as Row)
  }
  return known
}

/**
 * Demands that a filter leaves exactly the plans it is for, unchanged and in their order. `test`
 * answers null for a plan of which the server does not show enough to tell.
 */
export function demandLeft(
  api: Api,
  { query, rows, plans }: { query: string; rows: readonly Row[]; plans: readonly Row[] },
  test: (plan: Row) => boolean | null,
): void {
  const kept = new Set(rows.map((row) => readUuid(row)))
  const wrong = plans.filter((plan) => {
    const verdict = test(plan)
    return verdict !== null && verdict !== kept.has(readUuid(plan))
  })
  const names = wrong.map((plan) => `${readUuid(plan)} ${test(plan) ? 'is missing' : 'is there'}`)
  api.demandEqual(names, [], `the plans that ?${query} should not have left out or let in`)
  const known = plans.filter((plan) => kept.has(readUuid(plan)))
  demandSameRows(api, rows, known, `?${query} beside the unfiltered list`)
}

/** Tests a plan by its offering, if the server shows that. */
export const testOffering =
  (offerings: Offerings, test: (offering: Row) => boolean) =>
  (plan: Row): boolean | null => {
    const offering = offerings.get(readUuid(plan, 'offering'))
    return offering ? test(offering) : null
  }

/** What a filter leaves: every page, held to `X-Result-Count` and to HEAD. */
export async function readFiltered(
  api: Api,
  query: string,
  { path = PLANS, role = api.role }: { path?: string; role?: Role } = {},
): Promise<Row[]> {
  const address = joinQuery(path, query)
  const head = await api.head(address, { role })
  const rows = await readWholeList(api, address, { role })
  api.demandStatus(head, 200)
  const count = head.response.headers['x-result-count']
  api.demandEqual(count, String(rows.length), `the count of ?${query}`, head)
  return rows
}
