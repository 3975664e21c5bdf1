import { denied } from '../../errors.ts'
import { findGroup, findRow } from '../table.ts'
import type { Offering, Plan, RoleName, State, User } from '../state.ts'
import type { Context } from '../context.ts'
import { rule } from '../rule.ts'

type Subject = { readonly user: User; readonly state: State }

/** Creating, updating and archiving plans is granted to owners of the offering's customer (§2.1). */
export function canManagePlans({ user }: Subject, offering: Offering): boolean {
  return user.is_staff || listScopes(user, 'CUSTOMER.OWNER').includes(offering.customer ?? '')
}

export const demandManager = rule(
  'Staff, and owners of the customer that offers it, manage plans.',
  '§2.1',
  (context: Context<Plan, unknown>) => {
    const offering = findRow(context.state.offerings, context.subject.offering)
    if (!offering || !canManagePlans(context, offering)) throw denied()
  },
)

export const demandStaff = rule('Only staff delete plans.', '§2.5', ({ user }: Subject) => {
  if (!user.is_staff) throw denied()
})

/** Versions are told to those who look after the whole installation. */
export const demandStaffOrSupport = rule(
  'Only staff and support see what a plan was before.',
  '§6.2',
  ({ user }: Subject) => {
    if (!user.is_staff && !user.is_support) throw denied()
  },
)

/** Plans are seen by staff and by everybody connected to the offering's customer (§2.1). */
export function canSeePlan({ user, state }: Subject, plan: Plan): boolean {
  if (user.is_staff) return true
  const customer = findRow(state.offerings, plan.offering)?.customer
  return customer != null && listConnectedCustomers(user).includes(customer)
}

export const listConnectedCustomers = (user: User): string[] =>
  listScopes(user, 'CUSTOMER.OWNER', 'CUSTOMER.MANAGER', 'CUSTOMER.SUPPORT')

/** Booking offerings are seen by staff and by owners of their customer only (§2.1). */
export const canSeeBooking = ({ user }: Subject, offering: Offering): boolean =>
  user.is_staff || listScopes(user, 'CUSTOMER.OWNER').includes(offering.customer ?? '')

/**
 * Which plans appear inside an offering: for staff and support all, for others those without
 * groups or with a group of a customer they are connected to (§2.12).
 */
export function listPlansFor(subject: Subject, offering: Offering, allowedCustomer: string | null) {
  const all = findGroup(
    subject.state.plans,
    'offering',
    offering.parent ?? offering.uuid,
  ).keysArray()
  const groups = listGroups(subject)
  if (groups === 'all') return all
  const allowed =
    allowedCustomer === null ? null : listGroupsOfCustomer(subject.state, allowedCustomer)
  return all.filter(
    (plan) =>
      plan.organization_groups.length === 0 ||
      (hasCommon(plan.organization_groups, groups) &&
        (allowed === null || hasCommon(plan.organization_groups, allowed))),
  )
}

function listGroups({ user, state }: Subject): 'all' | string[] {
  if (user.is_staff || user.is_support) return 'all'
  const viaProjects = listScopes(
    user,
    'PROJECT.ADMIN',
    'PROJECT.MANAGER',
    'PROJECT.MEMBER',
  ).flatMap((project) => findRow(state.projects, project)?.customer ?? [])
  return [...listConnectedCustomers(user), ...viaProjects].flatMap((customer) =>
    listGroupsOfCustomer(state, customer),
  )
}

const listGroupsOfCustomer = (state: State, customer: string): readonly string[] =>
  findRow(state.customers, customer)?.organization_groups ?? []

const hasCommon = (some: readonly string[], others: readonly string[]): boolean =>
  some.some((one) => others.includes(one))

export const listScopes = (user: User, ...names: RoleName[]): string[] =>
  user.roles.filter(({ role }) => names.includes(role)).map(({ scope }) => scope)
