import type { Category, CategoryGroup, Checklist, Medium, Offering } from './offeringRows.ts'
import type { BusySlot, LoginFailure, Order } from './orderRows.ts'
import type { Customer, OrganizationGroup, Project, User } from './peopleRows.ts'
import type { Calendar, Plan, Resource } from './planRows.ts'
import type { Month, Time } from './scalars.ts'

export type * from './clusterRows.ts'
export type * from './offeringRows.ts'
export type * from './orderRows.ts'
export type * from './peopleRows.ts'
export type * from './planRows.ts'
export type * from './scalars.ts'

/** The tables by name. */
export interface Rows {
  users: User
  customers: Customer
  projects: Project
  categories: Category
  organization_groups: OrganizationGroup
  checklists: Checklist
  media: Medium
  offerings: Offering
  plans: Plan
  resources: Resource
  calendars: Calendar
  category_groups: CategoryGroup
  orders: Order
  busy_slots: BusySlot
  login_failures: LoginFailure
}

/** What a fixture says besides its rows. */
interface Heading {
  readonly $schema?: string
  /** When the rows were true: their times move to now by whole weeks */
  readonly as_of?: Time
  /** The month whose prices are current. Default: the present one */
  readonly month?: Month
  /**
   * Written by --persist: the number of the last change that this file holds
   * @asType integer
   * @minimum 1
   */
  readonly seq?: number
  /** Written by --persist: the check sum of all that stands before it */
  readonly sum?: string
}

/** @title a fixture: the rows that the mock starts with */
export type Fixture = Heading & { readonly [Table in keyof Rows]: readonly Rows[Table][] }
