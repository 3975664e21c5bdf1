import { denied } from '../../errors.ts'
import { groupOf, rowOf } from '../table.ts'
import type { Offering, Plan, RoleName, State, User } from '../state.ts'
import type { Context } from '../context.ts'

type Subject = { readonly user: User; readonly state: State }

/** Creating, updating and archiving plans is granted to owners of the offering's customer (§2.1). */
export function mayManagePlans({ user }: Subject, offering: Offering): boolean {
  return user.is_staff || scopesOf(user, 'CUSTOMER.OWNER').includes(offering.customer ?? '')
}

export function demandManager(context: Context<Plan, unknown>): void {
  const offering = rowOf(context.state.offerings, context.subject.offering)
  if (!offering || !mayManagePlans(context, offering)) throw denied()
}

export function demandStaff({ user }: Subject): void {
  if (!user.is_staff) throw denied()
}

/** Plans are seen by staff and by everybody connected to the offering's customer (§2.1). */
export function seesPlan({ user, state }: Subject, plan: Plan): boolean {
  if (user.is_staff) return true
  const customer = rowOf(state.offerings, plan.offering)?.customer
  return customer != null && connectedCustomers(user).includes(customer)
}

export const connectedCustomers = (user: User): string[] =>
  scopesOf(user, 'CUSTOMER.OWNER', 'CUSTOMER.MANAGER', 'CUSTOMER.SUPPORT')

/** Booking offerings are seen by staff and by owners of their customer only (§2.1). */
export const seesBooking = ({ user }: Subject, offering: Offering): boolean =>
  user.is_staff || scopesOf(user, 'CUSTOMER.OWNER').includes(offering.customer ?? '')

/**
 * Which plans appear inside an offering: for staff and support all, for others those without
 * groups or with a group of a customer they are connected to (§2.12).
 */
export function plansFor(subject: Subject, offering: Offering, allowedCustomer: string | null) {
  const all = groupOf(subject.state.plans, 'offering', offering.parent ?? offering.uuid).keysArray()
  const groups = groupsOf(subject)
  const allowed = allowedCustomer === null ? null : groupsOfCustomer(subject.state, allowedCustomer)
  return all.filter(
    (plan) =>
      plan.organization_groups.length === 0 ||
      ((groups === 'all' || shares(plan.organization_groups, groups)) &&
        (allowed === null || shares(plan.organization_groups, allowed))),
  )
}

function groupsOf({ user, state }: Subject): 'all' | string[] {
  if (user.is_staff || user.is_support) return 'all'
  const viaProjects = scopesOf(user, 'PROJECT.ADMIN', 'PROJECT.MANAGER', 'PROJECT.MEMBER').flatMap(
    (project) => rowOf(state.projects, project)?.customer ?? [],
  )
  return [...connectedCustomers(user), ...viaProjects].flatMap((customer) =>
    groupsOfCustomer(state, customer),
  )
}

const groupsOfCustomer = (state: State, customer: string): readonly string[] =>
  rowOf(state.customers, customer)?.organization_groups ?? []

const shares = (some: readonly string[], others: readonly string[]): boolean =>
  some.some((one) => others.includes(one))

const scopesOf = (user: User, ...names: RoleName[]): string[] =>
  user.roles.filter(({ role }) => names.includes(role)).map(({ scope }) => scope)
