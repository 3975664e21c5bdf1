import { listConnectedCustomers, listScopes } from './access.ts'
import type { Customer, Offering, Order, Project, Resource, State, User } from '../state.ts'
import { findRow } from '../table.ts'

type Viewer = { readonly user: User; readonly state: State }

/** Those who look after the whole installation. */
export const seesAll = ({ user }: Viewer): boolean => user.is_staff || user.is_support

export const listConnectedProjects = (user: User): string[] =>
  listScopes(user, 'PROJECT.ADMIN', 'PROJECT.MANAGER', 'PROJECT.MEMBER')

/** By a role in the organisation itself, or in one of its projects. */
export const canSeeCustomer = (viewer: Viewer, { uuid }: Pick<Customer, 'uuid'>): boolean =>
  seesAll(viewer) || listCustomersOf(viewer).includes(uuid)

export const listCustomersOf = ({ user, state }: Viewer): string[] => [
  ...listConnectedCustomers(user),
  ...listConnectedProjects(user).flatMap((uuid) => findRow(state.projects, uuid)?.customer ?? []),
]

export const canSeeProject = (
  viewer: Viewer,
  { uuid, customer }: Pick<Project, 'uuid' | 'customer'>,
): boolean =>
  seesAll(viewer) ||
  listConnectedCustomers(viewer.user).includes(customer) ||
  listConnectedProjects(viewer.user).includes(uuid)

/** Oneself, and whoever has a role in an organisation that one is connected to. */
export function canSeeUser(viewer: Viewer, other: User): boolean {
  if (seesAll(viewer) || other.uuid === viewer.user.uuid) return true
  const own = listCustomersOf(viewer)
  return listCustomersOf({ ...viewer, user: other }).some((customer) => own.includes(customer))
}

/** Providers see theirs: by a role in the organisation, or in the offering. */
export const canSeeAsProvider = (viewer: Viewer, { uuid, customer }: Offering): boolean =>
  seesAll(viewer) ||
  listConnectedCustomers(viewer.user).includes(customer ?? '') ||
  listScopes(viewer.user, 'OFFERING.MANAGER').includes(uuid)

/** A draft is not yet in the marketplace, and what is archived no longer. */
const isPublished = ({ state }: Offering): boolean => state === 'Active' || state === 'Paused'

/** What the marketplace shows a caller. */
export const canFind = (viewer: Viewer, offering: Offering): boolean =>
  isPublished(offering) && canSeeAsBuyer(viewer, offering)

/**
 * What is shared is for everybody, somebody without a token too while it is published: orders and
 * resources lead to what was bought, whatever has become of it.
 */
export const canSeeAsBuyer = (viewer: Viewer, offering: Offering): boolean => {
  if (viewer.user.uuid === '') return offering.shared && isPublished(offering)
  return offering.shared || canSeeAsProvider(viewer, offering) || isInProject(viewer, offering)
}

const isInProject = ({ user }: Viewer, { project }: Offering): boolean =>
  project !== null && listConnectedProjects(user).includes(project)

/** Active, and not kept for organisations that the caller is not connected to. */
export function canOrder(viewer: Viewer, offering: Offering): boolean {
  if (offering.state !== 'Active' || !canSeeAsBuyer(viewer, offering)) return false
  const { organization_groups: groups } = offering
  if (groups.length === 0 || seesAll(viewer) || canSeeAsProvider(viewer, offering)) return true
  const own = listCustomersOf(viewer).flatMap(
    (uuid) => findRow(viewer.state.customers, uuid)?.organization_groups ?? [],
  )
  return groups.some((group) => own.includes(group))
}

/** Buyers see what their project has, providers what was bought of them. */
export function canSeeResource(
  viewer: Viewer,
  { project, offering }: Pick<Resource | Order, 'project' | 'offering'>,
): boolean {
  if (seesAll(viewer)) return true
  const place = findRow(viewer.state.projects, project)
  const sold = findRow(viewer.state.offerings, offering)
  return (
    (place !== undefined && canSeeProject(viewer, place)) ||
    (sold !== undefined && canSeeAsProvider(viewer, sold))
  )
}
