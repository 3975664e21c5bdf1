import { describe, expect, it } from 'vitest'
import { faultSets } from '../../src/mock/faults/faultSets.ts'
import type { Fault } from '../../src/mock/faults/fault.ts'
import { BOOKINGS, PLANS } from '../domain/createWaldur.ts'
import { ids } from '../domain/lab.ts'
import { driveMock } from './driveMock.ts'

const PLAN = `${PLANS}${ids.academic}/`
const BROKEN = { status: 503 }

const statuses = (fault: Fault, count = 6, ...asked: [string?, string?, object?]) => {
  const { mock, ask } = driveMock()
  mock.faults.add(fault)
  const [method = 'GET', target = PLAN, more = {}] = asked
  return Array.from({ length: count }, () => ask(method, target, more).status)
}

describe('A fault', () => {
  it.each<[string, Fault, number[]]>([
    ['of every call', {}, [503, 503, 503, 503, 503, 503]],
    ['of the third call', { nth: 3 }, [200, 200, 503, 200, 200, 200]],
    ['of every second call', { every: 2 }, [200, 503, 200, 503, 200, 503]],
    ['that ends after two', { times: 2 }, [503, 503, 200, 200, 200, 200]],
    ['that never comes', { probability: 0 }, [200, 200, 200, 200, 200, 200]],
    [
      'of another operation',
      { operation: 'marketplace_plans_list' },
      [200, 200, 200, 200, 200, 200],
    ],
    [
      'of the operation',
      { operation: 'marketplace_plans_retrieve', times: 1 },
      [503, 200, 200, 200, 200, 200],
    ],
    ['of another method', { method: 'POST' }, [200, 200, 200, 200, 200, 200]],
    ['of the method', { method: 'get', nth: 1 }, [503, 200, 200, 200, 200, 200]],
    ['of a path', { path: '/api/*/', nth: 2 }, [200, 503, 200, 200, 200, 200]],
    ['of another path', { path: '/api/booking-offerings/*' }, [200, 200, 200, 200, 200, 200]],
    ['of a role', { role: 'staff', nth: 1 }, [503, 200, 200, 200, 200, 200]],
    ['of another role', { role: 'owner' }, [200, 200, 200, 200, 200, 200]],
  ])('%s hits these and no others', (_, when, expected) => {
    expect(statuses({ ...BROKEN, ...when })).toEqual(expected)
  })

  it('of a probability hits about so many, and the same ones with the same seed', () => {
    const once = statuses({ ...BROKEN, probability: 0.25, seed: 4 }, 2000)
    const again = statuses({ ...BROKEN, probability: 0.25, seed: 4 }, 2000)
    const hits = once.filter((status) => status === 503).length

    expect(again).toEqual(once)
    expect(hits).toBeGreaterThan(430)
    expect(hits).toBeLessThan(570)
  })

  it('knows a caller by role, by name, and as nobody', () => {
    expect(statuses({ ...BROKEN, role: 'owner' }, 1, 'GET', PLAN, { token: 'owner' })).toEqual([
      503,
    ])
    expect(statuses({ ...BROKEN, role: 'manager' }, 1, 'GET', PLAN, { token: 'owner' })).toEqual([
      200,
    ])
    expect(statuses({ ...BROKEN, role: 'nobody' }, 1, 'GET', PLAN, { token: null })).toEqual([503])
  })

  it.each<[number, unknown]>([
    [401, { detail: 'Invalid token.' }],
    [403, { detail: 'You do not have permission to perform this action.' }],
    [404, { detail: 'Not found.' }],
    [405, { detail: 'Method "GET" not allowed.' }],
    [429, { detail: 'Request was throttled. Expected available in 7 seconds.' }],
  ])('of status %i says it in the words of the server', (status, body) => {
    const { mock, ask } = driveMock()
    mock.faults.add({ status, retry_after: 7 })

    const got = ask('GET', PLAN)

    expect([got.status, got.json]).toEqual([status, body])
    expect(got.headers['Retry-After']).toBe('7')
    expect(got.headers['X-Mock-Fault']).toBe('fault-1')
  })

  it('with a status changes nothing', () => {
    const { mock, ask } = driveMock()
    mock.faults.add({ status: 500, times: 1 })

    expect(ask('PATCH', PLAN, { body: { name: 'Lost' } }).status).toBe(500)
    expect(ask('GET', PLAN).json).toMatchObject({ name: 'Academic' })
  })

  it('on the way back loses the answer, not the write', () => {
    const { mock, ask } = driveMock()
    mock.faults.add({ answer: 'malformed', times: 1 })

    const got = mock.answer({
      method: 'PATCH',
      target: PLAN,
      origin: 'http://waldur.test',
      headers: { authorization: 'Token staff', 'content-type': 'application/json' },
      body: new TextEncoder().encode('{"name":"Kept"}'),
    })

    expect(() => JSON.parse(new TextDecoder().decode(got.body))).toThrow(SyntaxError)
    expect(got.headers['Content-Length']).toBe(String(got.body.length))
    expect(ask('GET', PLAN).json).toMatchObject({ name: 'Kept' })
  })

  it.each(['/0/name', '/0/components', '/0/organization_groups', ''])(
    'breaks the schema at %j and nowhere else',
    (pointer) => {
      const { mock, ask } = driveMock()
      const before = ask('GET', PLANS).json as object[]
      mock.faults.add({ breach: pointer })

      const after = ask('GET', PLANS)

      expect(after.json).not.toEqual(before)
      if (pointer !== '') expect((after.json as object[]).slice(1)).toEqual(before.slice(1))
    },
  )

  it('that names no place in the answer leaves it, and its header still tells', () => {
    const { mock, ask } = driveMock()
    const before = ask('GET', PLANS).text
    mock.faults.add({ breach: '/99/name' })

    expect(ask('GET', PLANS)).toMatchObject({
      text: before,
      headers: { 'X-Mock-Fault': 'fault-1' },
    })
  })

  it('of calendar jobs hits nothing but calls that start one', () => {
    const { mock, ask } = driveMock()
    mock.faults.use('calendar-fails')
    ask('GET', PLAN)
    ask('POST', `${BOOKINGS}${ids.bench}/share_google_calendar/`)

    const hit = mock.journal.find().map(({ operation, faults }) => [operation, faults])
    expect(hit).toEqual([
      ['booking_offerings_share_google_calendar', ['calendar-fails-1']],
      ['marketplace_plans_retrieve', []],
    ])
  })

  it('that refuses a call leaves it the operation under which the journal finds it', () => {
    const { mock, ask } = driveMock()
    mock.faults.use('maintenance')
    ask('GET', PLAN)
    const [line] = mock.journal.find({ operation: 'marketplace_plans_retrieve' })

    expect(line).toMatchObject({ status: 503, unmatched: false })
    expect(mock.why(line?.id ?? '').operation).toBe('marketplace_plans_retrieve')
  })

  it('lets calendar jobs fail', () => {
    const { mock, ask, wait } = driveMock()
    mock.faults.use('calendar-fails')
    ask('POST', `${BOOKINGS}${ids.bench}/share_google_calendar/`)
    wait(3)

    expect(mock.state().calendars.rows.get(ids.bench)).toMatchObject({ state: 'Erred' })
  })

  it('never hits the control', () => {
    const { mock, ask } = driveMock()
    mock.faults.use('down')

    expect(ask('GET', '/__mock/health').status).toBe(200)
    expect(ask('DELETE', '/__mock/faults').status).toBe(204)
    expect(ask('GET', PLAN).headers['X-Mock-Fault']).toBeUndefined()
  })

  it('can be replaced by its id and removed by it', () => {
    const { mock } = driveMock()
    mock.faults.add({ id: 'slow', status: 500 })
    mock.faults.add({ id: 'slow', status: 502 })

    expect(mock.faults.list()).toEqual([{ id: 'slow', status: 502 }])
    mock.faults.remove('slow')
    expect(mock.faults.list()).toEqual([])
    expect(() => mock.faults.remove('slow')).toThrow(/no fault "slow"/)
    expect(() => mock.faults.use('slower-3g')).toThrow(/There are: flaky, slow-3g/)
  })
})

describe('Latency', () => {
  const delays = (latency: Fault['latency'], count = 3000) => {
    const { mock, ask } = driveMock()
    mock.faults.add({ latency: latency as NonNullable<Fault['latency']>, seed: 3 })
    ask('GET', PLAN)
    const call = { method: 'GET', target: PLAN, origin: '', headers: {}, body: new Uint8Array() }
    return Array.from({ length: count }, () => mock.answer(call).delivery?.delay ?? 0)
  }
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const middle = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

  it('is as it was asked for', () => {
    expect(new Set(delays({ distribution: 'fixed', ms: 40 }, 10))).toEqual(new Set([40]))
    const uniform = delays({ distribution: 'uniform', from: 10, to: 30 })
    expect([Math.min(...uniform) >= 10, Math.max(...uniform) <= 30]).toEqual([true, true])
    expect(mean(uniform)).toBeCloseTo(20, 0)
    expect(mean(delays({ distribution: 'normal', mean: 200, deviation: 20 }))).toBeCloseTo(200, -1)
    const lognormal = delays({ distribution: 'lognormal', median: 100, sigma: 0.5 })
    expect(middle(lognormal)).toBeGreaterThan(92)
    expect(middle(lognormal)).toBeLessThan(108)
    expect(mean(lognormal)).toBeGreaterThan(middle(lognormal))
  })

  it('of several faults adds up', () => {
    const { mock } = driveMock()
    mock.faults.add({ latency: { distribution: 'fixed', ms: 40 } })
    mock.faults.add({ latency: { distribution: 'fixed', ms: 2 }, bytes_per_second: 100 })
    const call = { method: 'GET', target: PLAN, origin: '', headers: {}, body: new Uint8Array() }

    expect(mock.answer(call).delivery).toEqual({ delay: 42, bytesPerSecond: 100, ending: 'whole' })
  })
})

describe('Ready sets', () => {
  it('are these', () => {
    expect(Object.keys(faultSets)).toEqual([
      'flaky',
      'slow-3g',
      'down',
      'maintenance',
      'calendar-fails',
    ])
  })

  it.each(Object.keys(faultSets))('%s goes on and off without touching other faults', (set) => {
    const { mock } = driveMock()
    mock.faults.add({ id: 'own', status: 500, nth: 99 })
    mock.faults.use(set)
    mock.faults.use(set)

    expect(mock.faults.list()).toHaveLength(1 + (faultSets[set]?.length ?? 0))
    mock.faults.use(set, false)
    expect(mock.faults.list().map(({ id }) => id)).toEqual(['own'])
  })
})
