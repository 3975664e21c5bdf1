import { canFind, canOrder, canSeeAsProvider } from '../../domain/people/visibility.ts'
import { findRow, listRows } from '../../domain/table.ts'
import type { Offering } from '../../domain/state.ts'
import type { Context } from '../../pipeline/decisions.ts'
import { byChoice, byFlag, byText, byUuid, byWord } from '../listing.ts'
import type { Filter, Listing } from '../listing.ts'
import { byServiceManager } from './serviceManagers.ts'
import { renderProviderOffering, renderPublicOffering } from './renderOfferings.ts'

const STATES = ['Draft', 'Active', 'Paused', 'Archived', 'Unavailable']

const nameProvider = ({ customer }: Offering, { state }: Context): string =>
  findRow(state.customers, customer)?.name ?? ''

const byCustomer = byUuid<Offering>(({ customer }) => customer)

/** What a customer may order: what is shared with all or with its groups, and what is its own. */
const allowedCustomer: Filter<Offering> = {
  ...byCustomer,
  fits: ({ shared, organization_groups, customer }, wanted, { state }) => {
    const buyer = findRow(state.customers, wanted)
    if (!buyer) return false
    const isForAll = organization_groups.length === 0
    const isForGroup = buyer.organization_groups.some((one) => organization_groups.includes(one))
    return customer === wanted || (shared && (isForAll || isForGroup))
  },
}

const filters: Readonly<Record<string, Filter<Offering>>> = {
  name: byText(({ name }) => [name]),
  name_exact: byWord(({ name }) => name),
  query: byText((offering, context) => [
    offering.name,
    offering.slug,
    offering.description,
    nameProvider(offering, context),
  ]),
  keyword: byText((offering, context) => [
    offering.name,
    offering.description,
    nameProvider(offering, context),
  ]),
  customer: byCustomer,
  customer_uuid: byCustomer,
  allowed_customer_uuid: allowedCustomer,
  service_manager_uuid: byServiceManager((offering) => offering),
  has_active_terms_of_service: byFlag(() => false),
  project_uuid: {
    ...byUuid(() => ''),
    fits: ({ shared, project }, wanted) => shared || project === wanted,
  },
  parent_uuid: byUuid(({ parent }) => parent),
  category_uuid: byUuid(({ category }) => category),
  category_group_uuid: byUuid(
    ({ category }, { state }) => findRow(state.categories, category)?.group,
  ),
  organization_group_uuid: byUuid(({ organization_groups }) => organization_groups),
  uuid_list: byUuid(({ uuid }) => uuid),
  state: byChoice(STATES, ({ state }) => state),
  type: byWord(({ type }) => type),
  shared: byFlag(({ shared }) => shared),
  billable: byFlag(({ billable }) => billable),
  slug: byWord(({ slug }) => slug),
}

const orders: Listing<Offering>['orders'] = {
  name: ({ name }) => name,
  created: ({ created }) => Date.parse(created),
  type: ({ type }) => type,
  state: ({ state }) => STATES.indexOf(state),
  total_customers: ({ order_count }) => order_count,
  order_count: ({ order_count }) => order_count,
  provider: nameProvider,
}

export const providerOfferings: Listing<Offering> = {
  rows: (context) =>
    listRows(context.state.offerings).filter((one) => canSeeAsProvider(context, one)),
  filters,
  orders,
  render: renderProviderOffering,
}

export const publicOfferings: Listing<Offering> = {
  rows: (context) => listRows(context.state.offerings).filter((one) => canFind(context, one)),
  filters: {
    ...filters,
    can_order: byFlag((offering, context) => canOrder(context, offering)),
  },
  orders,
  render: renderPublicOffering,
}
