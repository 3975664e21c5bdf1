import { expect, it } from 'vitest'
import { createMock } from '../../src/doors/index.ts'
import type { OperationId } from '../../src/doors/index.ts'

const ORIGIN = 'http://here'

function watchMock() {
  const mock = createMock()
  const call = (method: string, target: string, body?: object) =>
    mock.answer({
      method,
      target,
      origin: ORIGIN,
      headers: body
        ? { 'content-type': 'application/json' }
        : { authorization: 'Token owner-token' },
      body: new TextEncoder().encode(body ? JSON.stringify(body) : ''),
    })
  const last = () => {
    const [{ id } = { id: '' }] = mock.journal.find({}, 1)
    return mock.journal.get(id)
  }
  return { mock, call, last }
}

it('a login is told without its password and without the token that it gave', () => {
  const { mock, call, last } = watchMock()
  call('POST', '/api-auth/password/', { username: 'owner', password: 'demo' })

  expect(last()).toMatchObject({ operation: 'login', status: 200, unmatched: false })
  const everything = JSON.stringify([last(), mock.journal.har(), mock.why(last().id)])
  expect(everything).not.toMatch(/owner-token|"demo"|\\"demo\\"/)
})

it('a wrong password is told by nobody, and refused when it is told again', () => {
  const { call, last } = watchMock()
  call('POST', '/api-auth/password/', { username: 'owner', password: 'my-real-one' })

  expect(JSON.stringify(last())).not.toContain('my-real-one')
  expect(last().response.body).toContain('Invalid username/password.')
})

it('who is calling is told without the token', () => {
  const { call, last } = watchMock()
  call('GET', '/api/users/me/')

  expect(last().response.body).toContain('"username":"owner"')
  expect(JSON.stringify(last())).not.toContain('owner-token')
})

it('a fault meets an operation outside the contract by its name', () => {
  const { mock, call } = watchMock()
  mock.faults.add({ operation: 'customers_list' as OperationId, status: 503 })

  expect(call('GET', '/api/customers/').status).toBe(503)
  expect(call('GET', '/api/projects/').status).toBe(200)
})
