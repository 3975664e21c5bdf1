import { notFoundDetail } from '../../errors.ts'
import { connectedCustomers } from '../people/access.ts'
import { filtersOf, last, pageOf, uuidFilter } from '../list.ts'
import { pathOf, placeOf } from '../links/links.ts'
import type { Offering, Plan, State } from '../state.ts'
import { groupOf, mergedGroups, rowOf } from '../table.ts'
import type { Page, Context } from '../context.ts'

const UUID_FILTERS = {
  offering_uuid: uuidFilter('Enter a valid UUID.'),
  parent_offering_uuid: uuidFilter('Enter a valid UUID.'),
}

/** Plans that the caller sees and the filters let through, by name. */
export function listPlans(context: Context): Page<Plan> {
  const offerings = offeringsWanted(context)
  const { plans } = context.state
  if (offerings !== 'all') return pageOf(plansOf(context, offerings), context.query)
  if (context.user.is_staff) return pageOf(plans.ordered, context.query)
  const customers = [...new Set(connectedCustomers(context.user))]
  const [only] = customers
  if (customers.length === 1 && only) return pageOf(groupOf(plans, 'customer', only), context.query)
  return pageOf(mergedGroups(plans, 'customer', customers), context.query)
}

function plansOf({ user, state }: Context, offerings: readonly Offering[]) {
  const customers = connectedCustomers(user)
  const seen = offerings.filter(
    ({ customer }) => user.is_staff || customers.includes(customer ?? ''),
  )
  const [only] = seen
  return seen.length === 1 && only
    ? groupOf(state.plans, 'offering', only.uuid)
    : mergedGroups(
        state.plans,
        'offering',
        seen.map(({ uuid }) => uuid),
      )
}

/** The offerings that the filters of a plan list leave, or all when no filter is set (§1.10). */
export function offeringsWanted(context: Context): Offering[] | 'all' {
  const { state, query } = context
  const filters = filtersOf(query, UUID_FILTERS)
  const slugs = last(query, 'offering_slug')?.split(',').filter(Boolean) ?? []
  const link = last(query, 'offering') ?? ''
  const choices: Offering[][] = []
  if (filters.offering_uuid) choices.push(present(rowOf(state.offerings, filters.offering_uuid)))
  if (slugs.length > 0) choices.push(slugs.flatMap((slug) => inGroup(state, 'slug', slug)))
  if (link) choices.push(offeringsAt(context, link))
  if (filters.parent_offering_uuid) {
    choices.push(inGroup(state, 'parent', filters.parent_offering_uuid))
  }
  return choices.length === 0 ? 'all' : intersection(choices)
}

const inGroup = (state: State, group: string, key: string): Offering[] =>
  groupOf(state.offerings, group, key).keysArray()

const present = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value])

const intersection = ([head = [], ...others]: Offering[][]): Offering[] =>
  [...new Set(head)].filter((one) => others.every((other) => other.includes(one)))

/** A text that is no path finds nothing; a path without a route is a 404 (§1.10). */
function offeringsAt({ state, as, style }: Context, link: string): Offering[] {
  const path = pathOf(link.trim(), style)
  if (!path.startsWith('/')) return []
  const found = placeOf(path)
  if (!found) throw notFoundDetail('Not found.')
  const isOffering =
    found.place === 'provider offering' || (found.place === 'sample' && as.samplePathIsOffering)
  return isOffering ? present(rowOf(state.offerings, found.uuid)) : []
}
