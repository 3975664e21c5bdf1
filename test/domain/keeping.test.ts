import { expect, it } from 'vitest'
import { createMock } from '../../src/doors/index.ts'
import type { ApiRequest } from '../../src/doors/index.ts'

const call = (method: string, target: string, body = ''): ApiRequest => ({
  method,
  target,
  origin: 'http://waldur.test',
  headers: { authorization: 'Token YOUR_API_TOKEN', 'content-type': 'application/json' },
  body: new TextEncoder().encode(body),
})

it('A write that the disk refuses is not made, not acknowledged, and the next one is', () => {
  let isFull = true
  const store = {
    append: () => {
      if (isFull) throw new Error('ENOSPC: no space left on device')
    },
    replace: () => undefined,
  }
  const mock = createMock({ store })
  const path = '/api/marketplace-plans/a1b2c3d4e5f67890abcdef1234567890/'
  const before = mock.state()

  const refused = mock.answer(call('PATCH', path, '{"name":"On a full disk"}'))
  const untouched = mock.state()
  isFull = false
  const accepted = mock.answer(call('PATCH', path, '{"name":"With room again"}'))

  expect(refused.status).toBe(507)
  expect(new TextDecoder().decode(refused.body)).toContain('no space left on device')
  expect(untouched.plans).toBe(before.plans)
  expect(accepted.status).toBe(200)
})

it('A month that passes on a full disk is a refusal in words, and passes when there is room', () => {
  let isFull = false
  const append = () => {
    if (isFull) throw new Error('ENOSPC: no space left on device')
  }
  let clock = new Date('2026-03-02T08:00:00Z')
  const mock = createMock({ store: { append, replace: () => undefined }, now: () => clock })
  const listPlans = () => mock.answer(call('GET', '/api/marketplace-plans/'))
  expect(listPlans().status).toBe(200)

  isFull = true
  clock = new Date('2026-04-02T08:00:00Z')
  const refused = listPlans()
  isFull = false

  expect(refused.status).toBe(507)
  expect(new TextDecoder().decode(refused.body)).toContain('no space left on device')
  expect(listPlans().status).toBe(200)
  expect(mock.state().month).toBe('2026-04')
})
