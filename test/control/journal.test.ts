import { describe, expect, it } from 'vitest'
import { BOOKINGS, PLANS } from '../domain/createWaldur.ts'
import { ids } from '../domain/lab.ts'
import { driveMock } from './driveMock.ts'

const PLAN = `${PLANS}${ids.academic}/`

describe('The journal', () => {
  it('notes operation, persona, status and the rows that changed', () => {
    const { mock, ask } = driveMock()
    const { id } = ask('PATCH', PLAN, { token: 'owner', body: { name: 'New', article_code: 'A1' } })

    expect(mock.journal.find()).toMatchObject([
      {
        id,
        at: '2026-03-02T08:00:00.000Z',
        sandbox: 'main',
        method: 'PATCH',
        target: PLAN,
        operation: 'marketplace_plans_partial_update',
        persona: 'owner',
        status: 200,
        unmatched: false,
        faults: [],
        changes: [
          {
            table: 'plans',
            uuid: ids.academic,
            change: 'changed',
            fields: ['name', 'article_code'],
          },
        ],
      },
    ])
  })

  it('tells created and deleted rows', () => {
    const { mock, ask } = driveMock()
    const offering = `http://waldur.test/api/marketplace-provider-offerings/${ids.bench}/`
    ask('POST', PLANS, { body: { name: 'Made', unit: 'month', offering } })
    ask('DELETE', PLAN)

    const changes = mock.journal.find().map((line) => line.changes.map(({ change }) => change))
    expect(changes).toEqual([['deleted'], ['created']])
  })

  it('finds, counts and says "never called"', () => {
    const { mock, ask } = driveMock()
    ask('GET', `${PLANS}?offering_uuid=${ids.bench}&o=name`)
    ask('PATCH', PLAN, { body: { name: 'A', unit: 'day' } })
    ask('PATCH', PLAN, { token: 'member', body: { name: 'B' } })
    ask('GET', BOOKINGS)
    const { count } = mock.journal

    expect(count()).toBe(4)
    expect(count({ method: 'patch' })).toBe(2)
    expect(count({ status: 404 })).toBe(1)
    expect(count({ persona: 'staff' })).toBe(3)
    expect(count({ path: '/api/marketplace-plans/*' })).toBe(3)
    expect(count({ query: { o: 'name' } })).toBe(1)
    expect(count({ body: { name: 'A' } })).toBe(1)
    expect(count({ body: { name: 'C' } })).toBe(0)
    expect(count({ operation: 'marketplace_plans_archive' })).toBe(0)
    expect(count({ after: '2' })).toBe(2)
    expect(mock.journal.find({}, 1).map(({ operation }) => operation)).toEqual([
      'booking_offerings_list',
    ])
  })

  it('says whether calls came in an order, others in between or not', () => {
    const { mock, ask } = driveMock()
    ask('GET', PLANS)
    ask('PATCH', PLAN, { body: { name: 'A' } })
    ask('GET', PLAN)
    const patched = { method: 'PATCH' }
    const listed = { operation: 'marketplace_plans_list' as const }

    expect(mock.journal.inOrder([listed, patched])).toMatchObject({ held: true, found: ['1', '2'] })
    expect(mock.journal.inOrder([patched, listed])).toEqual({
      held: false,
      found: ['2'],
      missing: listed,
    })
  })

  it.each([
    [
      'GET',
      '/api/marketplace-plan/',
      'marketplace_plans_list',
      '"marketplace-plans" instead of "marketplace-plan"',
    ],
    ['POST', PLAN, 'marketplace_plans_update', 'PUT instead of POST'],
    [
      'POST',
      `${PLAN}update_price/`,
      'marketplace_plans_update_prices',
      '"update_prices" instead of "update_price"',
    ],
    ['GET', '/api/v2/booking-offerings/', 'booking_offerings_list', 'without "booking-offerings"'],
  ])('names what comes near to %s %s', (method, target, operation, difference) => {
    const { mock, ask } = driveMock()
    const { id } = ask(method, target, { body: {} })

    const { nearest } = mock.journal.get(id)

    expect(nearest).toHaveLength(3)
    const near = nearest.find((one) => one.operation === operation)
    expect(near?.differences).toContain(difference)
    expect(mock.journal.count({ unmatched: true })).toBe(1)
  })

  it('gives each exchange in full, a create with the uuid that it got', () => {
    const { mock, ask } = driveMock()
    const offering = `http://waldur.test/api/marketplace-provider-offerings/${ids.bench}/`
    const made = ask('POST', PLANS, { body: { name: 'Made', unit: 'month', offering } })
    ask('DELETE', `${PLANS}${(made.json as { uuid: string }).uuid}/`)

    const exchange = mock.journal.get(made.id)

    expect(exchange.response).toEqual({ headers: made.headers, body: made.text })
    expect(JSON.parse(exchange.request.body)).toMatchObject({ name: 'Made' })
  })

  it('gives what a fault and the adversary made of an answer', () => {
    const { mock, ask } = driveMock()
    mock.faults.add({ breach: '/0/name', times: 1 })
    mock.adversary.start(9)
    const got = ask('GET', PLANS)
    mock.adversary.stop()

    expect(mock.journal.get(got.id).response.body).toBe(got.text)
  })

  it('writes commands for a shell, quoted, with a variable in place of the token', () => {
    const { mock, ask } = driveMock()
    const { id } = ask('PATCH', PLAN, { body: { name: "It's $HOME `x`" } })

    expect(mock.journal.curl(id)).toBe(
      [
        `curl -X 'PATCH' 'http://waldur.test${PLAN}'`,
        `-H 'authorization: Token '"$TOKEN"''`,
        `-H 'content-type: application/json'`,
        String.raw`--data-raw '{"name":"It'\''s $HOME ${'`x`'}"}'`,
      ].join(' \\\n  '),
    )
  })

  it('writes an HTTP Archive', () => {
    const { mock, ask } = driveMock()
    ask('GET', `${PLANS}?page_size=1&o=name`)
    ask('PATCH', PLAN, { body: { name: 'A' } })

    expect(mock.journal.har()).toMatchObject({
      log: {
        version: '1.2',
        entries: [
          {
            request: {
              method: 'GET',
              queryString: [
                { name: 'page_size', value: '1' },
                { name: 'o', value: 'name' },
              ],
            },
            response: { status: 200, content: { mimeType: 'application/json' } },
          },
          { request: { method: 'PATCH', postData: { text: '{"name":"A"}' } } },
        ],
      },
    })
  })

  it('holds no token, wherever it was given', () => {
    const secret = 'd0d0-secret'
    const { mock, ask } = driveMock()
    const headers = { cookie: `s=${secret}`, 'x-api-key': secret }
    ask('GET', `${PLANS}?token=${secret}&page=1`, { headers })
    for (const authorization of [
      `Token ${secret}`,
      secret,
      `Bearer Token ${secret}`,
      `Basic ${secret}`,
    ])
      ask('GET', PLANS, { headers: { authorization } })
    ask('GET', PLAN, { token: 'owner' })

    const all = JSON.stringify([
      mock.journal.find(),
      mock.journal.har(),
      mock.journal
        .find()
        .map(({ id }) => [mock.journal.get(id), mock.journal.curl(id), mock.why(id)]),
    ])

    expect(all).not.toContain(secret)
    expect(all).not.toContain('Token owner')
  })

  it('keeps the last calls', () => {
    const { mock, ask } = driveMock({ limits: { journal: 50 } })
    for (let n = 0; n < 130; n++) ask('GET', PLAN)
    expect(mock.journal.find({}, 1000)).toHaveLength(50)
    expect(() => mock.journal.get('1')).toThrow(/no exchange 1/)
  })

  it.each([
    ['than may be kept', { journal: 3 }, 3],
    ['than there is memory for', { journal: 40, bytes: 10_000 }, 39],
  ])('when there are more calls %s, the last stay, in their order', (_, limits, most) => {
    const { mock, ask } = driveMock({ limits })
    for (let last = 1; last <= 100; last++) {
      ask('GET', PLAN)
      const kept = mock.journal.find({}, 100).map(({ id }) => Number(id))
      const expected = Array.from(kept, (_one, index) => last - index)

      expect(kept).toEqual(expected)
      expect(kept.length).toBeGreaterThan(0)
      expect(kept.length).toBeLessThanOrEqual(most)
      expect(mock.journal.get(String(last)).id).toBe(String(last))
    }
    mock.journal.clear()
    ask('GET', PLAN)
    expect(mock.journal.find().map(({ id }) => id)).toEqual(['101'])
  })

  it('is told to those who listen, until they have had enough', () => {
    const { mock, ask } = driveMock()
    const heard: string[] = []
    const stop = mock.listen(({ id }) => heard.push(id))
    ask('GET', PLAN)
    stop()
    ask('GET', PLAN)

    expect(heard).toEqual(['1'])
  })
})
