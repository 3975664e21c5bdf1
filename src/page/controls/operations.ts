import type { operations } from '../../api.gen.ts'

/** What counts a list is HEAD of the list, and no operation to the mock. */
type Counted = Exclude<keyof operations, `${string}_count`>

/** All of them, or it does not compile. */
const ALL: Readonly<Record<Counted, true>> = {
  marketplace_plans_list: true,
  marketplace_plans_create: true,
  marketplace_plans_retrieve: true,
  marketplace_plans_update: true,
  marketplace_plans_partial_update: true,
  marketplace_plans_destroy: true,
  marketplace_plans_update_prices: true,
  marketplace_plans_update_quotas: true,
  marketplace_plans_update_discounts: true,
  marketplace_plans_update_organization_groups: true,
  marketplace_plans_delete_organization_groups: true,
  marketplace_plans_archive: true,
  marketplace_plans_usage_stats_list: true,
  booking_offerings_list: true,
  booking_offerings_retrieve: true,
  booking_offerings_google_calendar_sync: true,
  booking_offerings_share_google_calendar: true,
  booking_offerings_unshare_google_calendar: true,
}

export const OPERATIONS: readonly string[] = Object.keys(ALL)
