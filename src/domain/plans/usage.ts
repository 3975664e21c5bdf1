import { readFilters, readLast, takePage, filterByUuid } from '../list.ts'
import { filterOfferings } from './listPlans.ts'
import type { Offering, Plan, State } from '../state.ts'
import { findGroup, findRow, listRows } from '../table.ts'
import type { Page, Context } from '../context.ts'

/** How far a plan is used up. `remaining` may be negative; both are null without a limit (§2.11). */
export interface PlanUsage {
  readonly plan: Plan
  readonly offering: Offering
  readonly limit: number | null
  readonly usage: number
  readonly remaining: number | null
}

/** Resources of a plan: all of them, and those that are not terminated. */
export function countResources(state: State, plan: Plan): { total: number; live: number } {
  const resources = findGroup(state.resources, 'plan', plan.uuid)
  let live = 0
  for (const resource of resources.keys()) if (resource.state !== 'Terminated') live++
  return { total: resources.size, live }
}

const ORDERS = ['usage', 'limit', 'remaining', '-usage', '-limit', '-remaining']

const FILTERS = {
  offering_uuid: filterByUuid('Must be a valid UUID.'),
  customer_provider_uuid: filterByUuid('Must be a valid UUID.'),
  o: [
    (text: string) => (ORDERS.includes(text) ? text : null),
    (text: string) => `"${text}" is not a valid choice.`,
  ] as const,
}

/** Every caller sees the plans of every billable offering (§2.0, row 17). */
export function listUsage(context: Context): Page<PlanUsage> {
  const filters = readFilters(context.query, FILTERS)
  const wanted = filterOfferingsOfUsage(context)
  const rows = listAllUsage(context.state).filter(
    ({ offering }) =>
      (!filters.offering_uuid || offering.uuid === filters.offering_uuid) &&
      (!filters.customer_provider_uuid || offering.customer === filters.customer_provider_uuid) &&
      (wanted === 'all' || wanted.includes(offering)),
  )
  return takePage(orderUsage(rows, filters.o ?? '-usage'), context.query)
}

/** The filters that the page lists and the server ignores (§2.0, row 16). */
function filterOfferingsOfUsage(context: Context): Offering[] | 'all' {
  const honoured = ['offering', 'offering_slug', 'parent_offering_uuid'].filter((name) =>
    context.as.statsFilters.includes(name),
  )
  const query = new URLSearchParams(
    honoured.flatMap((name) => {
      const value = readLast(context.query, name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
  return filterOfferings({ ...context, query })
}

/** Without a limit a row comes first when ascending and last when descending (§1.10). */
function orderUsage(rows: readonly PlanUsage[], order: string): PlanUsage[] {
  const descending = order.startsWith('-')
  const key = (descending ? order.slice(1) : order) as 'usage' | 'limit' | 'remaining'
  const value = (row: PlanUsage) => row[key] ?? -Infinity
  const compare = (a: PlanUsage, b: PlanUsage) =>
    value(a) === value(b) ? 0 : value(a) < value(b) ? -1 : 1
  return [...rows].sort(descending ? (a, b) => compare(b, a) : compare)
}

/** Rows in the order of plan names; counted once for each version of the tables that they show. */
function listAllUsage(state: State): readonly PlanUsage[] {
  const known = counted.get(state.plans)
  if (known?.resources === state.resources && known.offerings === state.offerings) return known.rows
  const rows = listRows(state.plans).flatMap((plan) => computeUsage(state, plan))
  counted.set(state.plans, { resources: state.resources, offerings: state.offerings, rows })
  return rows
}

const counted = new WeakMap<
  State['plans'],
  Pick<State, 'resources' | 'offerings'> & { readonly rows: readonly PlanUsage[] }
>()

function computeUsage(state: State, plan: Plan): PlanUsage[] {
  const offering = findRow(state.offerings, plan.offering)
  if (!offering?.billable) return []
  const { live } = countResources(state, plan)
  const limit = plan.max_amount
  return [{ plan, offering, limit, usage: live, remaining: limit === null ? null : limit - live }]
}
