import type { Row } from './planContract.ts'

/** What a body may not set, with values that would show. */
export const createReadOnlyBody = (uuid: string, row: Row): Row => ({
  uuid,
  url: `http://elsewhere.example/${uuid}/`,
  customer: `http://elsewhere.example/api/customers/${uuid}/`,
  is_active: false,
  init_price: 5,
  switch_price: 6,
  minimal_price: 7,
  plan_type: 'mixed',
  resources_count: 8,
  organization_groups: ['nonsense'],
  components: [],
  prices: Object.fromEntries(Object.keys((row['prices'] ?? {}) as Row).map((type) => [type, 9])),
  quotas: Object.fromEntries(Object.keys((row['quotas'] ?? {}) as Row).map((type) => [type, 9])),
  future_prices: { nonsense: 1 },
  created: '2001-01-01T00:00:00Z',
  nonsense: { of: ['any', 'kind'] },
})
