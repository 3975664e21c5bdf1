import { writeUuid } from '../../domain/links/links.ts'
import { findBuyer } from '../../domain/orders/orders.ts'
import { listConnectedCustomers } from '../../domain/people/access.ts'
import { listCustomersOf, seesAll } from '../../domain/people/visibility.ts'
import type { Customer, Project, Resource, State, User } from '../../domain/state.ts'
import { findGroup, findRow, listRows } from '../../domain/table.ts'
import type { Context } from '../../pipeline/decisions.ts'
import { shapeAs } from '../document.ts'
import { byUuid } from '../listing.ts'
import type { Listing } from '../listing.ts'
import { customers, NO_BILL } from './customers.ts'
import { users } from './users.ts'

/** What of a provider is in use. */
export const listLive = (state: State, provider: string): Resource[] =>
  findGroup(state.offerings, 'customer', provider)
    .keysArray()
    .flatMap(({ uuid }) =>
      findGroup(state.resources, 'offering', uuid)
        .keysArray()
        .filter((resource) => resource.state !== 'Terminated'),
    )

export const listClients = (state: State, provider: string): Customer[] =>
  [...new Set(listLive(state, provider).map((resource) => findBuyer(state, resource)))].flatMap(
    (buyer) => findRow(state.customers, buyer) ?? [],
  )

const listClientProjects = (state: State, provider: string): Project[] =>
  [...new Set(listLive(state, provider).map(({ project }) => project))].flatMap(
    (uuid) => findRow(state.projects, uuid) ?? [],
  )

/** Who buys from a provider is its business, and that of whoever looks after the installation. */
const isOwnBusiness = (context: Context, { uuid }: Customer): boolean =>
  seesAll(context) || listConnectedCustomers(context.user).includes(uuid)

const listPeople = (state: State, customer: string): User[] =>
  listRows(state.users).filter((user) => listCustomersOf({ state, user }).includes(customer))

/** Who has something of a provider. */
export const clientsOf = (provider: Customer): Listing<Customer> => ({
  ...customers,
  rows: (context) =>
    isOwnBusiness(context, provider) ? listClients(context.state, provider.uuid) : [],
  filters: {
    ...customers.filters,
    user_uuid: byUuid(({ uuid }, { state }) =>
      listPeople(state, uuid).map((person) => person.uuid),
    ),
  },
  render: (context, customer) => renderClient(context, provider, customer),
})

function renderClient(context: Context, provider: Customer, customer: Customer): object {
  const { state } = context
  const people = listPeople(state, customer.uuid)
  const projects = listClientProjects(state, provider.uuid).filter(
    (project) => project.customer === customer.uuid,
  )
  return shapeAs('ProviderCustomer', {
    ...customers.render(context, customer),
    projects: projects.map((project) => renderClientProject(context, project)),
    projects_count: projects.length,
    users: people.map((person) => renderClientUser(context, person)),
    users_count: people.length,
  })
}

/** Projects in which something of a provider is used. */
export const clientProjectsOf = (provider: Customer): Listing<Project> => ({
  rows: (context) =>
    isOwnBusiness(context, provider) ? listClientProjects(context.state, provider.uuid) : [],
  filters: { project_customer_uuid: byUuid(({ customer }) => customer) },
  orders: { name: ({ name }) => name },
  render: renderClientProject,
})

function renderClientProject({ state, style }: Context, project: Project): object {
  const live = listRows(state.resources).filter(
    (resource) => resource.project === project.uuid && resource.state !== 'Terminated',
  )
  const people = listRows(state.users).filter(({ roles }) =>
    roles.some(({ scope }) => scope === project.uuid),
  )
  return shapeAs('ProviderProject', {
    uuid: writeUuid(style, project.uuid),
    name: project.name,
    description: project.description,
    resources_count: live.length,
    users_count: people.length,
    billing_price_estimate: NO_BILL,
  })
}

/** People of those who buy from a provider. */
export const clientUsersOf = (provider: Customer): Listing<User> => ({
  ...users,
  rows: (context) => {
    if (!isOwnBusiness(context, provider)) return []
    const clients = listClients(context.state, provider.uuid)
    return [...new Set(clients.flatMap(({ uuid }) => listPeople(context.state, uuid)))]
  },
  render: renderClientUser,
})

function renderClientUser(context: Context, user: User): object {
  const own = user.roles.filter(({ scope }) => findRow(context.state.projects, scope))
  return shapeAs('ProviderUser', {
    ...users.render(context, user),
    projects_count: own.length,
  })
}
