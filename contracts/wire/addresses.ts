import { BOOKINGS, PLANS, STATS } from '../harness/createPlan.ts'

/** One address of the contract: the methods that it has, and what `Allow` says of them (§1.5). */
export interface Address {
  readonly path: (uuid: string) => string
  /** What may be called; HEAD comes with GET. */
  readonly operations: Readonly<Record<string, string>>
  /** The `Allow` header; it lists methods that are switched off too. */
  readonly allow: string
}

const LIST = 'GET, POST, HEAD, OPTIONS'
const DETAIL = 'GET, PUT, PATCH, DELETE, HEAD, OPTIONS'

const action = (root: string, name: string, operation: string): Address => ({
  path: (uuid) => `${root}${uuid}/${name}/`,
  operations: { POST: operation },
  allow: 'POST, OPTIONS',
})

const planAction = (name: string): Address => action(PLANS, name, `marketplace_plans_${name}`)
const calendarAction = (name: string): Address =>
  action(BOOKINGS, name, `booking_offerings_${name}`)

/** Every address, by a short name. */
export const addresses: Readonly<Record<string, Address>> = {
  plans: {
    path: () => PLANS,
    operations: { GET: 'marketplace_plans_list', POST: 'marketplace_plans_create' },
    allow: LIST,
  },
  plan: {
    path: (uuid) => `${PLANS}${uuid}/`,
    operations: {
      GET: 'marketplace_plans_retrieve',
      PUT: 'marketplace_plans_update',
      PATCH: 'marketplace_plans_partial_update',
      DELETE: 'marketplace_plans_destroy',
    },
    allow: DETAIL,
  },
  usage_stats: {
    path: () => STATS,
    operations: { GET: 'marketplace_plans_usage_stats_list' },
    allow: 'GET, HEAD, OPTIONS',
  },
  bookings: { path: () => BOOKINGS, operations: { GET: 'booking_offerings_list' }, allow: LIST },
  booking: {
    path: (uuid) => `${BOOKINGS}${uuid}/`,
    operations: { GET: 'booking_offerings_retrieve' },
    allow: DETAIL,
  },
  update_prices: planAction('update_prices'),
  update_quotas: planAction('update_quotas'),
  update_discounts: planAction('update_discounts'),
  update_organization_groups: planAction('update_organization_groups'),
  delete_organization_groups: planAction('delete_organization_groups'),
  archive: planAction('archive'),
  google_calendar_sync: calendarAction('google_calendar_sync'),
  share_google_calendar: calendarAction('share_google_calendar'),
  unshare_google_calendar: calendarAction('unshare_google_calendar'),
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

export const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'

const hasMethod = ({ operations }: Address, method: string): boolean =>
  method in operations || (method === 'HEAD' && 'GET' in operations)

/** Methods that an address does not have. */
export const listMissingMethods = (door: Address): string[] =>
  METHODS.filter((method) => !hasMethod(door, method))

/** Methods that an address has. */
export const listMethods = (door: Address): string[] =>
  METHODS.filter((method) => hasMethod(door, method))
