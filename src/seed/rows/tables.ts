import type {
  BusySlot,
  Calendar,
  Category,
  CategoryGroup,
  Checklist,
  Customer,
  LoginFailure,
  Medium,
  Offering,
  OfferingComponent,
  Order,
  OrganizationGroup,
  Plan,
  PlanComponent,
  Project,
  Resource,
  TableName,
  User,
} from '../../domain/state.ts'

/** A row as a fixture may write it: what has a default may be left out. */
type Sparse<Row, Needed extends keyof Row> = Pick<Row, Needed> & Partial<Omit<Row, Needed>>

export type SparseComponent = Sparse<OfferingComponent, 'type' | 'name' | 'billing_type'>

export type SparsePlanComponent = Sparse<PlanComponent, 'type'>

export type SparseOffering = Omit<
  Sparse<Offering, 'uuid' | 'name' | 'customer' | 'category'>,
  'components'
> & { readonly components?: readonly SparseComponent[] }

export type SparsePlan = Omit<Sparse<Plan, 'uuid' | 'name' | 'offering'>, 'components'> & {
  readonly components?: readonly SparsePlanComponent[]
}

/** Rows by table, in the order of the file. */
export interface SparseRows {
  users: Sparse<User, 'uuid' | 'name' | 'token'>
  customers: Sparse<Customer, 'uuid' | 'name'>
  projects: Sparse<Project, 'uuid' | 'name' | 'customer'>
  categories: Sparse<Category, 'uuid' | 'title'>
  organization_groups: Sparse<OrganizationGroup, 'uuid' | 'name'>
  checklists: Sparse<Checklist, 'uuid' | 'name'>
  media: Sparse<Medium, 'uuid' | 'kind' | 'title'>
  offerings: SparseOffering
  plans: SparsePlan
  resources: Sparse<Resource, 'uuid' | 'name' | 'plan' | 'project'>
  calendars: Sparse<Calendar, 'uuid'>
  category_groups: Sparse<CategoryGroup, 'uuid' | 'title'>
  orders: Sparse<Order, 'uuid' | 'resource'>
  busy_slots: BusySlot
  login_failures: LoginFailure
}

/** A fixture before it is text. Tables may be drawn row by row, so that none is held in memory. */
export type Fixture = { readonly as_of?: string } & {
  readonly [T in TableName]?: Iterable<SparseRows[T]>
}
