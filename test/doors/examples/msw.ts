import { setupServer } from 'msw/node'
import { expect, test } from 'vitest'
import { createMock } from 'waldur-mock'
import { mockHandlers } from 'waldur-mock/msw'

const mock = createMock()
setupServer(...mockHandlers(mock, 'https://waldur.example')).listen()

test('a plan that is sold out can be seen', async () => {
  const headers = { Authorization: 'Token YOUR_API_TOKEN' }
  const list = await fetch('https://waldur.example/api/marketplace-plans/', { headers })
  expect(await list.json()).toContainEqual(expect.objectContaining({ is_active: false }))
})
