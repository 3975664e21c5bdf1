import { expect } from 'vitest'
import { test } from 'waldur-mock/vitest'

test('a list that is down for once is asked for again', async ({ waldur }) => {
  waldur.faults.add({ operation: 'marketplace_plans_list', status: 503, times: 1 })
  const headers = { Authorization: 'Token YOUR_API_TOKEN' }
  const ask = () => fetch(`${waldur.url}/api/marketplace-plans/`, { headers })

  expect([(await ask()).status, (await ask()).status]).toEqual([503, 200])
})
