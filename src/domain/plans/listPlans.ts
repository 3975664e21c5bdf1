import type { Dialect } from '../../dialect.ts'
import { ApiError, crashed, notFoundDetail } from '../../errors.ts'
import { strip } from '../../python.ts'
import { listConnectedCustomers } from '../people/access.ts'
import {
  readFilters,
  takePage,
  textFilter,
  trimFilter,
  filterByUuid,
  filterByUuids,
} from '../list.ts'
import type { FilterReader } from '../list.ts'
import { BrokenLink, inside, pathIn, findRowPlace, routesTried } from '../links/links.ts'
import type { Offering, Plan, State } from '../state.ts'
import { findGroup, mergeGroups, findRow, orderOf } from '../table.ts'
import type { Page, Context } from '../context.ts'

const UUID = filterByUuid('Enter a valid UUID.')

/** In the order in which they are refused. */
const makeFilters = (offering: FilterReader) => ({
  offering: trimFilter(textFilter),
  offering_slug: trimFilter(textFilter),
  offering_uuid: trimFilter(offering),
  parent_offering_uuid: trimFilter(UUID),
})

/** Which filters the release reads how; a list comes out with commas between its uuids. */
const UUID_FILTERS = {
  one: makeFilters(UUID),
  list: makeFilters(filterByUuids('Enter a valid UUID.')),
}

/** Plans that the caller sees and the filters let through, by name. */
export function listPlans(context: Context): Page<Plan> {
  const offerings = filterOfferings(context)
  const { plans } = context.state
  if (offerings !== 'all') return takePage(listPlansOf(context, offerings), context.query)
  if (context.user.is_staff) return takePage(orderOf(plans), context.query)
  const customers = [...new Set(listConnectedCustomers(context.user))]
  const [only] = customers
  if (customers.length === 1 && only)
    return takePage(findGroup(plans, 'customer', only), context.query)
  return takePage(mergeGroups(plans, 'customer', customers), context.query)
}

function listPlansOf({ user, state }: Context, offerings: readonly Offering[]) {
  const customers = listConnectedCustomers(user)
  const seen = offerings.filter(
    ({ customer }) => user.is_staff || customers.includes(customer ?? ''),
  )
  const [only] = seen
  return seen.length === 1 && only
    ? findGroup(state.plans, 'offering', only.uuid)
    : mergeGroups(
        state.plans,
        'offering',
        seen.map(({ uuid }) => uuid),
      )
}

/** The offerings that the filters of a plan list leave, or all when no filter is set (§1.10). */
export function filterOfferings(context: Context): Offering[] | 'all' {
  const { state, query } = context
  const filters = readFilters(query, UUID_FILTERS[context.as.offeringFilter])
  const slugs = filters.offering_slug?.split(',').map(strip).filter(Boolean) ?? []
  const choices: Offering[][] = []
  if (filters.offering_uuid) {
    const uuids = filters.offering_uuid.split(',')
    choices.push(uuids.flatMap((uuid) => listPresent(findRow(state.offerings, uuid))))
  }
  if (slugs.length > 0) choices.push(slugs.flatMap((slug) => listGroup(state, 'slug', slug)))
  if (filters.offering) choices.push(findOfferingsAt(context, filters.offering))
  if (filters.parent_offering_uuid) {
    choices.push(listGroup(state, 'parent', filters.parent_offering_uuid))
  }
  return choices.length === 0 ? 'all' : intersect(choices)
}

const listGroup = (state: State, group: string, key: string): Offering[] =>
  findGroup(state.offerings, group, key).keysArray()

const listPresent = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value])

const intersect = ([head = [], ...others]: Offering[][]): Offering[] =>
  [...new Set(head)].filter((one) => others.every((other) => other.includes(one)))

/** A text that is no path finds nothing; a path without a route is a 404 (§1.10). */
function findOfferingsAt({ state, as, style, isRoute }: Context, link: string): Offering[] {
  const path = inside(pathToTry(as, link), style)
  if (!path.startsWith('/')) return []
  const found = findRowPlace(path, as)
  if (!found && !isRoute(path)) throw noRoute(as, path)
  return found?.place === 'provider offering'
    ? listPresent(findRow(state.offerings, found.uuid))
    : []
}

function pathToTry(as: Dialect, link: string): string {
  try {
    return pathIn(link)
  } catch (error) {
    if (error instanceof BrokenLink && as.crashes) throw crashed()
    return ''
  }
}

/** Django tells which of its routes it has tried (§1.10). */
const noRoute = ({ triedRoutes }: Dialect, path: string): ApiError =>
  triedRoutes === 'hidden'
    ? notFoundDetail('Not found.')
    : new ApiError(404, { json: { tried: routesTried(), path: path.slice(1) } })
