import { writeTime } from '../../domain/bookings/renderNested.ts'
import { linkOrNull, linkTo, writeUuid } from '../../domain/links/links.ts'
import { listScopes } from '../../domain/people/access.ts'
import { isAllowed } from '../../domain/people/permissions.ts'
import type { Permission } from '../../domain/people/permissions.ts'
import { canSeeCustomer } from '../../domain/people/visibility.ts'
import { renderGroups } from '../../domain/plans/renderPlan.ts'
import { makeSlug } from '../../domain/slug.ts'
import type { Customer, Named, State } from '../../domain/state.ts'
import { findRow, listRows } from '../../domain/table.ts'
import type { Place } from '../../domain/links/links.ts'
import type { Context, Decision } from '../../pipeline/decisions.ts'
import { shapeAs } from '../document.ts'
import { byFlag, byText, byUuid, byWord, replyWith } from '../listing.ts'
import type { Listing } from '../listing.ts'
import { listCountries, nameCountry } from './countries.ts'
import { makeProviderUuid } from './serviceProviders.ts'
import { listPendingOrders } from '../../domain/orders/orders.ts'

export const customers: Listing<Customer> = {
  rows: (context) =>
    listRows(context.state.customers).filter((one) => canSeeCustomer(context, one)),
  filters: {
    name: byText(({ name }) => [name]),
    query: byText(({ name, abbreviation, email }) => [name, abbreviation, email]),
    native_name: byText(() => []),
    abbreviation: byText(({ abbreviation }) => [abbreviation]),
    is_service_provider: byFlag(({ is_service_provider }) => is_service_provider),
    organization_group_uuid: byUuid(({ organization_groups }) => organization_groups),
    user_uuid: byUuid(({ uuid }, { state }) => listUsersOf(state, uuid)),
    current_user_has_permission: {
      ...byWord(() => ''),
      fits: ({ uuid }, wanted, { user }) => isAllowed(user, wanted as Permission, [uuid]),
    },
    owned_by_current_user: byFlag(({ uuid }, { user }) =>
      listScopes(user, 'CUSTOMER.OWNER').includes(uuid),
    ),
  },
  orders: {
    name: ({ name }) => name,
    abbreviation: ({ abbreviation }) => abbreviation,
    created: ({ name }) => name,
  },
  render: renderCustomer,
}

const listUsersOf = (state: State, customer: string): string[] =>
  listRows(state.users)
    .filter(({ roles }) => roles.some(({ scope }) => scope === customer))
    .map(({ uuid }) => uuid)

/** Organisations and projects are as old as the installation. */
export const FOUNDED = '2024-01-08T08:00:00Z'

/** Nothing is billed. */
export const NO_BILL = { total: '0.00', current: '0.00', tax: '0.00', tax_current: '0.00' }

function renderCustomer(context: Context, customer: Customer): object {
  const { style, state } = context
  const projects = listProjectsOf(state, customer.uuid)
  const provider = customer.is_service_provider ? makeProviderUuid(customer.uuid) : null
  return shapeAs('Customer', {
    url: linkTo(style, 'customer', customer.uuid),
    uuid: writeUuid(style, customer.uuid),
    created: writeTime(FOUNDED),
    name: customer.name,
    slug: makeSlug(customer.name),
    display_name: customer.name,
    abbreviation: customer.abbreviation,
    email: customer.email,
    country: customer.country,
    country_name: nameCountry(customer.country),
    display_billing_info_in_projects: true,
    default_tax_percent: '0.00',
    accounting_start_date: writeTime(FOUNDED),
    organization_groups: renderGroups(context, customer.organization_groups),
    projects_count: projects.length,
    users_count: listUsersOf(state, customer.uuid).length,
    is_service_provider: customer.is_service_provider,
    service_provider: linkOrNull(style, 'service provider', provider),
    service_provider_uuid: provider && writeUuid(style, provider),
    billing_price_estimate: NO_BILL,
    projects: projects.map((project) => renderName(context, 'project', project)),
  })
}

export const listProjectsOf = (state: State, customer: string) =>
  listRows(state.projects).filter((project) => project.customer === customer)

export const renderName = (
  { style }: Pick<Context, 'style'>,
  place: Place,
  { uuid, name }: Named,
): object => ({ url: linkTo(style, place, uuid), uuid: writeUuid(style, uuid), name })

export function countParts(context: Context<Customer>): Decision {
  const { state, subject } = context
  return replyWith(context, {
    users: listUsersOf(state, subject.uuid).length,
    projects: listProjectsOf(state, subject.uuid).length,
    offerings: listRows(state.offerings).filter(({ customer }) => customer === subject.uuid).length,
    pending_orders: listPendingOrders(state, subject.uuid).length,
    service_provider_offerings: 0,
    resources: listRows(state.resources).filter(
      ({ project }) => findRow(state.projects, project)?.customer === subject.uuid,
    ).length,
  })
}

export const countries: Listing<{ value: string; label: string }> = {
  rows: listCountries,
  filters: {},
  render: (_, country) => country,
}
