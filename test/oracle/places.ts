/** Rows of fixtures/demo.json that differ in what rules ask of them. */
export const plans = {
  unused: '36b628f55b59462fb7ea18e5df261323',
  fixed: 'f626cee823d9459c8c5abe465e29b891',
  used: '8cc83507cd084facb75a61f86826f7f9',
  remote: '2ec6d13c4d5f4be5a6a84130afb5897c',
  archived: '6b3668b59e8a40faa67653e3650dc9a8',
  child: '7d1a84ba41ac429cad7ef1208b4beaab',
  grouped: '87ccd15e57bf46ad970e29f84ffddac8',
  mixed: 'c6eb21ffffcc4ea09d6879b87933cf5e',
  unknown: '00000000000000000000000000000404',
  garbage: 'zzz',
}

export const offerings = {
  open: '50581cdb7e5c480cb71e83f9f3aaa316',
  calendar: 'a1b2c3d4e5f67890abcdef1234567890',
  shared: '5222c74476da40a0a19957ead8867c3f',
  child: '5fc93523fe284073814493119a24d61b',
  remote: '2e7bb63aa06f435a8f33425b4e012693',
  unknown: '00000000000000000000000000000404',
}

export const groups = [
  '62c9aaf49b1b46009a28a0cbed55709d',
  'c2b7792275834f3b8356eb33434176b9',
  '801f18166a7a42d68ad38c308c3b6bb6',
]

export const tokens = [
  'YOUR_API_TOKEN',
  'owner-token',
  'manager-token',
  'customer-support-token',
  'support-token',
  'stranger-token',
  'member-token',
  'inactive-token',
  'expired-token',
  'unknown-token',
]

export const PLANS = '/api/marketplace-plans/'
export const STATS = `${PLANS}usage_stats/`
export const BOOKINGS = '/api/booking-offerings/'
export const planActions = [
  'update_prices',
  'update_quotas',
  'update_discounts',
  'update_organization_groups',
  'delete_organization_groups',
  'archive',
]
export const calendarActions = [
  'google_calendar_sync',
  'share_google_calendar',
  'unshare_google_calendar',
]
