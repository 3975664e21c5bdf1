const { connect } = require('waldur-mock/client')
const { createMock } = require('waldur-mock')

test('plans are listed, and a control has the headers of its sandbox', async () => {
  const headers = { Authorization: 'Token YOUR_API_TOKEN' }
  const list = await createMock().fetch('http://waldur.test/api/marketplace-plans/', { headers })

  expect(await list.json()).toHaveLength(10)
  expect(connect('http://127.0.0.1:8000', { sandbox: 'a' }).headers).toEqual({
    'X-Mock-Sandbox': 'a',
  })
})
