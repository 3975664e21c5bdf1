import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createMock, serve } from '../../src/doors/index.ts'
import type {
  Answer,
  BookingOffering,
  Fault,
  OperationId,
  Plan,
  RequestBody,
} from '../../src/doors/index.ts'

const AT = 'http://waldur.test'
const STAFF = { Authorization: 'Token YOUR_API_TOKEN' }
const OFFERING = 'a1b2c3d4-e5f6-7890-abcd-ef1234567890'

/** A mock with a fault in the way of everything. */
function faulty(fault: Fault) {
  const mock = createMock()
  mock.faults.add(fault)
  return mock
}

describe('mock.fetch', () => {
  it('answers a Request with a Response, whose links lead to the host that was asked', async () => {
    const mock = createMock()

    const list = await mock.fetch(
      new Request(`${AT}/api/marketplace-plans/?page_size=2`, { headers: STAFF }),
    )

    const plans = (await list.json()) as Plan[]
    expect([list.status, plans.length]).toEqual([200, 2])
    expect(plans[0]?.url).toMatch(`${AT}/api/marketplace-plans/`)
    expect(list.headers.get('Link')).toContain(`<${AT}/api/marketplace-plans/?page=2`)
  })

  it('makes what is sent to it, and answers from that', async () => {
    const mock = createMock()
    const offering = `${AT}/api/marketplace-provider-offerings/${OFFERING}/`
    const body: RequestBody<'marketplace_plans_create'> = { name: 'Night', unit: 'month', offering }

    const made = await mock.fetch(`${AT}/api/marketplace-plans/`, {
      method: 'POST',
      headers: { ...STAFF, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    const { url } = (await made.json()) as Answer<'marketplace_plans_create'>

    expect(made.status).toBe(201)
    expect(await (await mock.fetch(url ?? '', { headers: STAFF })).json()).toMatchObject({
      name: 'Night',
    })
  })

  it('answers as the server does, byte for byte', async () => {
    const served = await serve()
    onTestFinished(served.stop)
    served.mock.clock.freeze()
    const uuid = '0'.repeat(32)
    for (const path of [
      'booking-offerings/',
      'marketplace-plans/?o=x',
      `marketplace-plans/${uuid}/`,
      'nothing/',
    ]) {
      const [near, far] = await Promise.all(
        [served.mock.fetch, fetch].map((ask) =>
          ask(`${served.url}/api/${path}`, { headers: STAFF }),
        ),
      )
      expect(near?.status).toBe(far?.status)
      expect((await near?.text()) === (await far?.text())).toBe(true)
    }
  })

  it('gives HEAD no body, and a sandbox its own state', async () => {
    const mock = createMock()
    const other = mock.sandbox('other')

    const head = await mock.fetch(`${AT}/api/marketplace-plans/`, {
      method: 'HEAD',
      headers: STAFF,
    })
    await other.fetch(`${AT}/api/marketplace-plans/${OFFERING}/`, {
      method: 'DELETE',
      headers: STAFF,
    })

    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(other.state().plans.rows.size).toBe(mock.state().plans.rows.size - 1)
  })

  it.each(['reset', 'empty'] as const)(
    'rejects as fetch does when a fault says %s',
    async (answer) => {
      const mock = faulty({ answer })

      await expect(mock.fetch(`${AT}/api/marketplace-plans/`)).rejects.toThrow(TypeError)
    },
  )

  it('breaks off in the middle of a truncated answer, of which the first half can be read', async () => {
    const mock = faulty({ answer: 'truncated' })
    const response = await mock.fetch(`${AT}/api/marketplace-plans/`, { headers: STAFF })
    const reader = response.body?.getReader()
    const first = await reader?.read()

    expect(first?.value?.length).toBe(Number(response.headers.get('Content-Length')) >> 1)
    await expect(reader?.read()).rejects.toThrow('fetch failed')
  })

  it('waits as long as a fault says, and no longer than its caller does', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const mock = faulty({ latency: { distribution: 'fixed', ms: 60_000 } })
    let isThere = false
    const answer = mock.fetch(`${AT}/api/marketplace-plans/`).then(() => (isThere = true))
    const leaving = new AbortController()
    const left = mock.fetch(`${AT}/api/marketplace-plans/`, { signal: leaving.signal })

    await vi.advanceTimersByTimeAsync(59_999)
    expect(isThere).toBe(false)
    leaving.abort()
    await expect(left).rejects.toThrow('aborted')
    await vi.advanceTimersByTimeAsync(1)
    expect(await answer).toBe(true)
  })

  it('drips an answer at the pace of a fault, all of it', async () => {
    const whole = await createMock().fetch(`${AT}/api/marketplace-plans/`, { headers: STAFF })
    const mock = faulty({ bytes_per_second: 2_000_000 })
    const dripped = await mock.fetch(`${AT}/api/marketplace-plans/`, { headers: STAFF })

    expect(await dripped.text()).toBe(await whole.text())
  })
})

describe('The types of waldur-mock', () => {
  it('know the operations, so that a fault at a misspelt one does not compile', () => {
    const operation: OperationId = 'marketplace_plans_list'
    // @ts-expect-error no operation has this name
    const misspelt: Fault = { operation: 'marketplace_plan_list' }

    const around: Fault[] = [{ operation: 'login' }, { operation: 'booking_resources_accept' }]

    expect([operation, misspelt.operation, ...around]).toHaveLength(4)
  })

  it('name what Waldur answers', () => {
    const read = (plan: Plan, offering: BookingOffering) => [plan.unit_price, offering.slug]

    expect(read({ unit_price: '1.0' } as Plan, { slug: 'a' } as BookingOffering)).toEqual([
      '1.0',
      'a',
    ])
  })
})
