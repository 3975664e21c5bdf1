import { BOOKINGS, PLANS, STATS } from '../harness/given.ts'

/** One address of the contract: the methods that it has, and what `Allow` says of them (§1.5). */
export interface Door {
  readonly path: (uuid: string) => string
  /** What may be called; HEAD comes with GET. */
  readonly open: Readonly<Record<string, string>>
  /** The `Allow` header; it lists methods that are switched off too. */
  readonly allow: string
}

const LIST = 'GET, POST, HEAD, OPTIONS'
const DETAIL = 'GET, PUT, PATCH, DELETE, HEAD, OPTIONS'

const action = (root: string, name: string, operation: string): Door => ({
  path: (uuid) => `${root}${uuid}/${name}/`,
  open: { POST: operation },
  allow: 'POST, OPTIONS',
})

const planAction = (name: string): Door => action(PLANS, name, `marketplace_plans_${name}`)
const calendarAction = (name: string): Door => action(BOOKINGS, name, `booking_offerings_${name}`)

/** Every address, by a short name. */
export const doors: Readonly<Record<string, Door>> = {
  plans: {
    path: () => PLANS,
    open: { GET: 'marketplace_plans_list', POST: 'marketplace_plans_create' },
    allow: LIST,
  },
  plan: {
    path: (uuid) => `${PLANS}${uuid}/`,
    open: {
      GET: 'marketplace_plans_retrieve',
      PUT: 'marketplace_plans_update',
      PATCH: 'marketplace_plans_partial_update',
      DELETE: 'marketplace_plans_destroy',
    },
    allow: DETAIL,
  },
  usage_stats: {
    path: () => STATS,
    open: { GET: 'marketplace_plans_usage_stats_list' },
    allow: 'GET, HEAD, OPTIONS',
  },
  bookings: { path: () => BOOKINGS, open: { GET: 'booking_offerings_list' }, allow: LIST },
  booking: {
    path: (uuid) => `${BOOKINGS}${uuid}/`,
    open: { GET: 'booking_offerings_retrieve' },
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

const isOpen = ({ open }: Door, method: string): boolean =>
  method in open || (method === 'HEAD' && 'GET' in open)

/** Methods that an address does not have. */
export const closedMethods = (door: Door): string[] =>
  METHODS.filter((method) => !isOpen(door, method))

/** Methods that an address has. */
export const openMethods = (door: Door): string[] =>
  METHODS.filter((method) => isOpen(door, method))
