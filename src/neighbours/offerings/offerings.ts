import { canOrder, canSeeAsBuyer, canSeeAsProvider } from '../../domain/people/visibility.ts'
import { findRow, listRows } from '../../domain/table.ts'
import type { Offering } from '../../domain/state.ts'
import type { Context } from '../../pipeline/decisions.ts'
import { readUuid } from '../../domain/uuid.ts'
import { byChoice, byFlag, byText, byUuid, byWord } from '../listing.ts'
import type { Filter, Listing } from '../listing.ts'
import { renderProviderOffering, renderPublicOffering } from './renderOfferings.ts'

const STATES = ['Draft', 'Active', 'Paused', 'Archived', 'Unavailable']

const nameProvider = ({ customer }: Offering, { state }: Context): string =>
  findRow(state.customers, customer)?.name ?? ''

const byCustomer = byUuid<Offering>(({ customer }) => customer)

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
  project_uuid: byUuid(({ project }) => project),
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

/** Who may order is a question about a customer: one of its groups, or no groups at all. */
const allowedCustomer: Filter<Offering> = {
  read: readUuid,
  refusal: () => 'Enter a valid UUID.',
  fits: ({ organization_groups, customer }, wanted, { state }) =>
    organization_groups.length === 0 ||
    customer === wanted ||
    (findRow(state.customers, wanted)?.organization_groups ?? []).some((group) =>
      organization_groups.includes(group),
    ),
}

/** What a project may use: what is shared, and what its own organisation offers. */
const forProject: Filter<Offering> = {
  read: readUuid,
  refusal: () => 'Enter a valid UUID.',
  fits: ({ shared, project, customer }, wanted, { state }) =>
    shared || project === wanted || findRow(state.projects, wanted)?.customer === customer,
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
  rows: (context) => listRows(context.state.offerings).filter((one) => canSeeAsBuyer(context, one)),
  filters: {
    ...filters,
    allowed_customer_uuid: allowedCustomer,
    project_uuid: forProject,
    can_order: byFlag((offering, context) => canOrder(context, offering)),
  },
  orders,
  render: renderPublicOffering,
}
