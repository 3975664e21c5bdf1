export const PLANS = '/api/marketplace-plans/'
export const STATS = '/api/marketplace-plans/usage_stats/'
export const BOOKINGS = '/api/booking-offerings/'

/** What has pages. */
export const LISTS: readonly string[] = [PLANS, STATS, BOOKINGS]
