import { byName, byUuid, buildTable, withoutRow, withRow } from './table.ts'
import type { Keys, Row, Table } from './table.ts'
import type { Offering, Order, Plan, Rows } from './rows/rows.ts'

export type * from './rows/rows.ts'

export type TableName = keyof Rows

export type Change = readonly [table: TableName, uuid: string, row: Row | null]

export type Tables = { readonly [T in TableName]: Table<Rows[T]> }

/** The whole world as one immutable value. `changes`: rows written since the last commit. */
export interface State extends Tables {
  /** The month (`2026-03`) whose prices are current; when it passes, future prices become prices. */
  readonly month: string
  readonly changes: readonly Change[]
}

const newestFirst = (a: Order, b: Order): number =>
  Date.parse(b.created) - Date.parse(a.created) || byUuid(a, b)

type AllKeys = { [T in TableName]: Keys<Rows[T]> }

const SALES: Pick<AllKeys, 'category_groups' | 'orders' | 'busy_slots' | 'login_failures'> = {
  category_groups: { order: byUuid, groups: {} },
  orders: {
    order: newestFirst,
    groups: {
      resource: (order) => order.resource,
      offering: (order) => order.offering,
      plan: (order) => order.plan,
      state: (order) => order.state,
    },
  },
  busy_slots: { order: byUuid, groups: { offering: (slot) => slot.offering } },
  login_failures: { order: byUuid, groups: { username: (failure) => failure.username } },
}

/** Plans are grouped by their provider too: who sees a plan depends on the offering's customer. */
const makeKeys = (offerings: readonly Offering[]): AllKeys => ({
  users: { order: byName, groups: { token: (user) => user.token } },
  customers: { order: byName, groups: {} },
  projects: { order: byName, groups: {} },
  categories: { order: byUuid, groups: {} },
  organization_groups: { order: byName, groups: {} },
  checklists: { order: byName, groups: {} },
  media: { order: byUuid, groups: {} },
  offerings: {
    order: byName,
    groups: {
      type: (offering) => offering.type,
      customer: (offering) => offering.customer,
      slug: (offering) => offering.slug,
      parent: (offering) => offering.parent,
    },
  },
  plans: {
    order: byName,
    groups: { offering: (plan) => plan.offering, customer: makeCustomerKey(offerings) },
  },
  resources: {
    order: byUuid,
    groups: { plan: (resource) => resource.plan, offering: (resource) => resource.offering },
  },
  calendars: {
    order: byUuid,
    groups: { job: (calendar) => (calendar.job ? 'waiting' : null) },
  },
  ...SALES,
})

type CustomerKey = (plan: Plan) => string | null

function makeCustomerKey(offerings: readonly Offering[]): CustomerKey {
  const customers = new Map(offerings.map(({ uuid, customer }) => [uuid, customer]))
  const key: CustomerKey = (plan) => customers.get(plan.offering) ?? null
  customersByKey.set(key, customers)
  return key
}

/** The organisation of an offering never changes, so a key may learn of those that come later. */
const customersByKey = new WeakMap<object, Map<string, string | null>>()

function learnCustomers({ plans }: Tables, offerings: readonly Offering[]): void {
  const customers = customersByKey.get(plans.keys.groups['customer'] ?? {})
  for (const { uuid, customer } of offerings) customers?.set(uuid, customer)
}

export const tableNames = Object.keys(makeKeys([])) as TableName[]

/** A state from plain rows, as fixtures hold them. */
export function buildState(rows: { [T in TableName]: readonly Rows[T][] }, month: string): State {
  const keys = makeKeys(rows.offerings)
  const table = <T extends TableName>(name: T) =>
    [name, buildTable(keys[name], rows[name])] as const
  return { ...(Object.fromEntries(tableNames.map(table)) as Tables), month, changes: [] }
}

export const put = <T extends TableName>(state: State, name: T, row: Rows[T]): State =>
  putAll(state, name, [row])

export function putAll<T extends TableName>(
  state: State,
  name: T,
  rows: readonly Rows[T][],
): State {
  const tables: Tables = state
  if (name === 'offerings') learnCustomers(tables, rows as readonly Offering[])
  const table = rows.reduce<Table<Rows[T]>>(withRow, tables[name])
  return recordChanges(
    state,
    name,
    table,
    rows.map((row) => [name, row.uuid, row]),
  )
}

export function drop<T extends TableName>(state: State, name: T, uuid: string): State {
  const tables: Tables = state
  return recordChanges(state, name, withoutRow(tables[name], uuid), [[name, uuid, null]])
}

const recordChanges = (
  state: State,
  name: TableName,
  table: unknown,
  changes: Change[],
): State => ({
  ...state,
  [name]: table,
  changes: [...state.changes, ...changes],
})

/** The state after a change that was recorded earlier, for example in a journal. */
export const replayChange = (state: State, [name, uuid, row]: Change): State => {
  const next = row === null ? drop(state, name, uuid) : put(state, name, row as never)
  return { ...next, changes: [] }
}
