import { canSeeCustomer, canSeeProject, canSeeUser } from '../../domain/people/visibility.ts'
import type { Customer, Project } from '../../domain/state.ts'
import { findIn } from '../find.ts'
import { list, listOf, show } from '../listing.ts'
import { categories, categoryGroups, countResourcesByCategory } from './categories.ts'
import { countParts, countries, customers } from './customers.ts'
import { countDaily, showNoLimits } from './figures.ts'
import {
  checklists,
  findOfferingUserRole,
  nothing,
  offeringUserRoles,
  organizationGroups,
  plugins,
} from './parts.ts'
import { projects } from './projects.ts'
import { clientProjectsOf, clientsOf, clientUsersOf } from './providerClients.ts'
import { offeringsOf, showStat } from './providerPages.ts'
import { findServiceProvider, serviceProviders } from './serviceProviders.ts'
import { listConnectedUsers, userRolesIn } from './userRoles.ts'
import { users } from './users.ts'

const SECTION = '§1.12'

const customer = { section: SECTION, find: findIn('customers', 'Customer', canSeeCustomer) }
const project = { section: SECTION, find: findIn('projects', 'Project', canSeeProject) }

const provider = { section: SECTION, find: findServiceProvider }

const rolesIn = listOf(({ uuid }: Customer | Project) => userRolesIn(uuid))

/** Organisations, projects, people, and the shelves of the marketplace. */
export const structureTable = {
  customers_list: { section: SECTION, act: list(customers) },
  customers_countries_list: { section: SECTION, act: list(countries) },
  customers_retrieve: { ...customer, act: show(customers.render) },
  customers_counters: { ...customer, act: countParts },
  customers_users_list: {
    ...customer,
    act: listOf(({ uuid }: Customer) => listConnectedUsers(uuid)),
  },
  customers_list_users_list: { ...customer, act: rolesIn },
  customers_stats: { ...customer, act: showNoLimits },
  daily_quotas_retrieve: { section: SECTION, act: countDaily },
  projects_stats: { ...project, act: showNoLimits },
  projects_list: { section: SECTION, act: list(projects) },
  projects_retrieve: { ...project, act: show(projects.render) },
  projects_list_users_list: { ...project, act: rolesIn },
  users_list: { section: SECTION, act: list(users) },
  users_retrieve: {
    section: SECTION,
    find: findIn('users', 'User', canSeeUser),
    act: show(users.render),
  },
  organization_groups_list: { section: SECTION, act: list(organizationGroups) },
  organization_groups_retrieve: {
    section: SECTION,
    find: findIn('organization_groups', 'OrganizationGroup'),
    act: show(organizationGroups.render),
  },
  marketplace_categories_list: { section: SECTION, act: list(categories) },
  marketplace_categories_retrieve: {
    section: SECTION,
    find: findIn('categories', 'Category'),
    act: show(categories.render),
  },
  marketplace_category_groups_list: { section: SECTION, act: list(categoryGroups) },
  marketplace_category_groups_retrieve: {
    section: SECTION,
    find: findIn('category_groups', 'CategoryGroup'),
    act: show(categoryGroups.render),
  },
  marketplace_global_categories_retrieve: { section: SECTION, act: countResourcesByCategory },
  marketplace_service_providers_list: { section: SECTION, act: list(serviceProviders) },
  marketplace_service_providers_retrieve: {
    section: SECTION,
    find: findServiceProvider,
    act: show(serviceProviders.render),
  },
  marketplace_service_providers_offerings_list: {
    ...provider,
    act: listOf(offeringsOf),
  },
  marketplace_service_providers_customers_list: { ...provider, act: listOf(clientsOf) },
  marketplace_service_providers_customer_projects_list: {
    ...provider,
    act: listOf(clientProjectsOf),
  },
  marketplace_service_providers_users_list: { ...provider, act: listOf(clientUsersOf) },
  marketplace_service_providers_user_customers_list: { ...provider, act: listOf(clientsOf) },
  marketplace_service_providers_stat: { ...provider, act: showStat },
  marketplace_service_providers_revenue_list: { ...provider, act: list(nothing) },
  marketplace_offering_user_roles_list: { section: SECTION, act: list(offeringUserRoles) },
  marketplace_offering_user_roles_retrieve: {
    section: SECTION,
    find: findOfferingUserRole,
    act: show(offeringUserRoles.render),
  },
  checklists_admin_list: { section: SECTION, act: list(checklists) },
  checklists_admin_retrieve: {
    section: SECTION,
    find: findIn('checklists', 'Checklist'),
    act: show(checklists.render),
  },
  marketplace_plugins_list: { section: SECTION, act: list(plugins) },
} as const
