import { describe, expect, it } from 'vitest'
import { detail, DENIED, dialectNames, STATS } from '../domain/createWaldur.ts'
import type { DialectName } from '../../src/dialect.ts'
import { ids, offering, plan, resources } from '../domain/lab.ts'
import type { Rows } from '../domain/lab.ts'
import { createJudgedWaldur, field, pick } from './createJudgedWaldur.ts'

const ORDERS = '/api/marketplace-orders/'
const BOOKED = '/api/booking-resources/'
const RESOURCES = '/api/marketplace-resources/'
const PUBLIC = `http://waldur.test/api/marketplace-public-offerings/`

const window = { start: '2026-03-02T00:00:00Z', end: '2026-03-20T00:00:00Z' }
const slot = { start: '2026-03-09T08:00:00Z', end: '2026-03-09T10:00:00Z' }

/** The bench can be booked for three weeks; owners of the laboratory offer it. */
const bookable = (more: Partial<Rows> = {}, as: DialectName = 'documented') =>
  createJudgedWaldur({
    as,
    rows: {
      offerings: [offering({ attributes: { schedules: [window] } })],
      plans: [plan()],
      ...more,
    },
  })

type Mock = ReturnType<typeof bookable>

const order = (mock: Mock, schedules: unknown = [slot], token = 'member', more: object = {}) =>
  mock.post(
    ORDERS,
    {
      offering: `${PUBLIC}${ids.bench}/`,
      project: `http://waldur.test/api/projects/${ids.study}/`,
      plan: `${PUBLIC}${ids.bench}/plans/${ids.academic}/`,
      attributes: { name: 'Grains', schedules },
      ...more,
    },
    { token },
  )

interface Made {
  readonly order: string
  readonly resource: string
}

const readMade = (answer: ReturnType<typeof order>): Made => ({
  order: String(field(answer, 'uuid')),
  resource: String(field(answer, 'marketplace_resource_uuid')),
})

const act = (mock: Mock, path: string, token = 'staff') => mock.post(path, undefined, { token })

const stateOf = (mock: Mock, path: string) => field(mock.get(path), 'state')

const states = (mock: Mock, { order, resource }: Made) => [
  stateOf(mock, `${ORDERS}${order}/`),
  stateOf(mock, `${RESOURCES}${resource}/`),
]

describe('an order is refused', () => {
  it.each([
    [null, 'Schedules are required.'],
    [[], 'Schedules are required.'],
    [[{ start: slot.start }], "Key 'start' or 'end' does not exist in schedules item."],
    [[{ ...slot, end: null }], "Value 'start' or 'end' does not exist in schedules item."],
    [[{ ...slot, start: '' }], "Value 'start' or 'end' does not exist in schedules item."],
    [
      [{ ...slot, start: '2026-03-09T08:00Z' }],
      'The value 2026-03-09T08:00Z does not match the format.',
    ],
    [
      [{ ...slot, end: '2026-03-09T10:00:00' }],
      'The value 2026-03-09T10:00:00 does not match the format.',
    ],
    [[{ ...slot, start: '2026-03-02T07:59:59Z' }], 'Past slots are not available for selection.'],
    [
      [{ ...slot, end: '2026-03-20T00:00:01Z' }],
      `Time period from ${slot.start} to 2026-03-20T00:00:01Z is not available for selected offering.`,
    ],
  ])('for the schedules %j: %s', (schedules, text) => {
    const answer = order(bookable(), schedules)

    expect([answer.status, answer.json]).toEqual([400, [text]])
  })

  it('for a period inside a booking, inside time taken at Google, or inside another request', () => {
    const text = `Time period from ${slot.start} to ${slot.end} is not available.`
    const busy = { uuid: ids.unknown, offering: ids.bench, ...slot }

    const taken = bookable()
    order(taken, [slot], 'owner')
    expect(order(taken).json).toEqual([text])
    expect(order(bookable({ busy_slots: [busy] } as never)).json).toEqual([text])
    const requested = bookable()
    order(requested)
    expect(order(requested).json).toEqual([`${text} Other booking request exists.`])
  })

  it('where a moment is no date at all, by a server that fails', () => {
    const bad = [{ ...slot, start: 'tomorrow' }]

    expect(order(bookable({}, 'observed'), bad).status).toBe(500)
    expect(order(bookable(), bad).json).toEqual(['The value tomorrow does not match the format.'])
  })

  it('for an offering that is not active, and for a plan of another or one that is full', () => {
    const paused = { offerings: [offering({ state: 'Paused' })] }
    const full = { plans: [plan({ max_amount: 1 })] }
    const plans = [plan(), plan({ uuid: ids.hoist, offering: ids.crane })]
    const crane = offering({ uuid: ids.crane, slug: 'crane-1', attributes: {} })
    const two = { offerings: [offering({ attributes: { schedules: [window] } }), crane], plans }

    expect(order(bookable(paused)).json).toEqual({ offering: ['Offering is not available.'] })
    const other = { plan: `${PUBLIC}${ids.crane}/plans/${ids.hoist}/` }
    expect(order(bookable(two), [slot], 'member', other).json).toEqual({
      plan: ['This plan is not available for selected offering.'],
    })
    const mock = bookable(full)
    order(mock)
    expect(
      order(mock, [{ ...slot, start: '2026-03-10T08:00:00Z', end: '2026-03-10T09:00:00Z' }]).json,
    ).toEqual({
      plan: ['Plan is not available because limit has been reached.'],
    })
  })

  it('without an offering, and for a project that the caller does not see', () => {
    const mock = bookable()

    expect(mock.post(ORDERS, {}, { token: 'member' }).json).toEqual({
      offering: ['This field is required.'],
      project: ['This field is required.'],
    })
    expect(order(mock, [slot], 'stranger').json).toEqual({
      project: ['Invalid hyperlink - Object does not exist.'],
    })
  })
})

describe('an order is accepted', () => {
  it('for a plan that is archived, for half of a booking, and for what encloses it', () => {
    const mock = bookable({ plans: [plan({ archived: true })] })
    order(mock)

    const half = { start: '2026-03-09T09:00:00Z', end: '2026-03-09T11:00:00Z' }
    const around = { start: '2026-03-09T07:00:00Z', end: '2026-03-09T11:30:00Z' }
    expect(order(mock, [half]).status).toBe(201)
    expect(order(mock, [around]).status).toBe(201)
  })

  it('with what was sent, and with a resource that waits', () => {
    const mock = bookable()
    const answer = order(mock, [{ ...slot, extendedProps: { type: 'Schedule' } }])

    expect(answer.json).toMatchObject({
      state: 'pending-consumer',
      type: 'Create',
      offering_name: 'Bench',
      plan_name: 'Academic',
      new_plan_name: 'Academic',
      new_plan_uuid: (answer.json as { plan_uuid: string }).plan_uuid,
      new_cost_estimate: '110.0000000000',
      activation_price: 50,
      fixed_price: 30,
      project_name: 'Study',
      resource_name: 'Grains',
      attributes: { schedules: [{ ...slot, extendedProps: { type: 'Schedule' } }] },
      created_by_username: 'member',
      consumer_reviewed_by: null,
      cost: '110.0000000000',
    })
    expect(states(mock, readMade(answer))).toEqual(['pending-consumer', 'Creating'])
  })

  it.each([
    ['staff', 'executing'],
    ['owner', 'executing'],
    ['member', 'pending-consumer'],
    ['project-manager', 'pending-consumer'],
  ])('of %s it is %s at once', (token, state) => {
    expect(field(order(bookable(), [slot], token), 'state')).toBe(state)
  })
})

describe('the word of the buyer', () => {
  it('starts the order, which takes the time', () => {
    const mock = bookable()
    const one = readMade(order(mock))

    const answer = act(mock, `${ORDERS}${one.order}/approve_by_consumer/`, 'owner')

    expect([answer.status, states(mock, one)]).toEqual([200, ['executing', 'Creating']])
    expect(field(mock.get(`${BOOKED}${one.resource}/`), 'slots')).toEqual([
      {
        start: '2026-03-09T08:00:00+00:00',
        end: '2026-03-09T10:00:00+00:00',
        backend_id: expect.stringMatching(/^booking_[0-9a-f]{32}$/) as unknown,
      },
    ])
  })

  it('ends it: then the time is free again', () => {
    const mock = bookable()
    const one = readMade(order(mock))

    expect(act(mock, `${ORDERS}${one.order}/reject_by_consumer/`, 'owner').status).toBe(200)

    expect(states(mock, one)).toEqual(['rejected', 'Terminated'])
    expect(order(mock).status).toBe(201)
  })

  it('is for those who approve in the project, and said once', () => {
    const mock = bookable()
    const { order: uuid } = readMade(order(mock))
    const path = `${ORDERS}${uuid}/approve_by_consumer/`

    expect(act(mock, path, 'member').json).toEqual(DENIED)
    expect(act(mock, path, 'stranger').status).toBe(404)
    act(mock, path, 'owner')
    const again = act(mock, path, 'owner')
    expect([again.status, again.json]).toEqual([
      409,
      detail('Valid states for operation: pending-consumer.'),
    ])
  })

  it('takes an order back that waits, with its resource', () => {
    const mock = bookable()
    const one = readMade(order(mock))

    expect(mock.delete(`${ORDERS}${one.order}/`, undefined, { token: 'owner' }).status).toBe(204)
    expect(mock.get(`${RESOURCES}${one.resource}/`).status).toBe(404)
    const running = readMade(order(mock, [slot], 'owner'))
    expect(mock.delete(`${ORDERS}${running.order}/`).status).toBe(409)
  })

  it('does not cancel a booking, of which no order says that it can', () => {
    const mock = bookable()
    expect(field(order(bookable(), [slot]), 'can_terminate')).toBe(false)
    const running = readMade(order(mock, [slot], 'owner'))
    const answer = act(mock, `${ORDERS}${running.order}/cancel/`)

    expect([answer.status, String(field(answer, 'detail'))]).toEqual([
      405,
      'Method "The order\'s offering with Marketplace.Booking type does not support this action" not allowed.',
    ])
  })
})

describe.each(dialectNames)('the word of the provider, as %s', (as) => {
  it('is told the order, in the spelling of all uuids', () => {
    const mock = bookable({}, as)
    const one = readMade(order(mock, [slot], 'owner'))
    const answer = act(mock, `${BOOKED}${one.resource}/accept/`, 'owner')

    expect([answer.status, answer.json]).toEqual([200, { order_uuid: one.order }])
    expect(states(mock, one)).toEqual(['done', 'OK'])
  })
})

describe('the word of the provider', () => {
  const waiting = (token = 'member') => {
    const mock = bookable()
    const one = readMade(order(mock, [slot], token))
    act(mock, `${ORDERS}${one.order}/approve_by_consumer/`)
    return { mock, one, path: `${BOOKED}${one.resource}/` }
  }

  it.each([
    ['staff', 200],
    ['owner', 200],
    ['manager', 200],
    ['member', 403],
    ['offering-manager', 404],
    ['stranger', 404],
  ])('may be said by %s: %s', (token, status) => {
    const { mock, path } = waiting()

    expect(act(mock, `${path}accept/`, token).status).toBe(status)
  })

  it('against a booking may be said by the one who ordered too', () => {
    const { mock, one, path } = waiting()

    expect(act(mock, `${path}reject/`, 'member').json).toEqual({ order_uuid: one.order })
    expect(states(mock, one)).toEqual(['canceled', 'Terminated'])
    expect(order(mock).status).toBe(201)
  })

  it('is said once, and needs an order that waits for it', () => {
    const { mock, path } = waiting()
    act(mock, `${path}accept/`)
    const pending = readMade(
      order(mock, [{ ...slot, start: '2026-03-09T08:30:00Z', end: '2026-03-12T10:00:00Z' }]),
    )

    expect(act(mock, `${path}accept/`).json).toEqual(
      detail('Valid states for operation: Creating.'),
    )
    const early = act(mock, `${BOOKED}${pending.resource}/accept/`)
    expect([early.status, early.json]).toEqual([
      400,
      ['Unable to complete action because related order is not found.'],
    ])
  })

  it('is asked for in a list that others than providers and buyers do not see', () => {
    const { mock } = waiting()
    const names = (token: string) =>
      pick(mock.get(`${BOOKED}?state=Creating&o=schedules`, { token }), 'name')

    expect(names('owner')).toEqual(['Grains'])
    expect(names('member')).toEqual(['Grains'])
    expect(names('project-admin')).toEqual([])
    expect(names('stranger')).toEqual([])
    expect(mock.call('PATCH', BOOKED, {}).status).toBe(405)
  })

  it('is said by a daily job when the last period has begun', () => {
    const { mock, one } = waiting()

    mock.at('2026-03-09T09:59:59Z')
    expect(states(mock, one)).toEqual(['executing', 'Creating'])
    mock.at('2026-03-09T10:00:00Z')
    expect(states(mock, one)).toEqual(['canceled', 'Terminated'])
  })

  it('keeps an accepted booking from that job', () => {
    const { mock, one, path } = waiting()
    act(mock, `${path}accept/`)

    mock.at('2026-04-09T10:00:00Z')
    expect(states(mock, one)).toEqual(['done', 'OK'])
  })
})

describe('what is booked', () => {
  const acceptOrder = (more: Partial<Rows> = {}) => {
    const mock = bookable(more)
    const one = readMade(order(mock))
    act(mock, `${ORDERS}${one.order}/approve_by_consumer/`)
    act(mock, `${BOOKED}${one.resource}/accept/`)
    return { mock, one }
  }

  it('shows in the plan, in its usage and in the offering', () => {
    const { mock } = acceptOrder({ plans: [plan({ max_amount: 1 })] })

    expect(mock.plan(ids.academic)).toMatchObject({ resources_count: 1, is_active: false })
    expect(mock.get(STATS).json).toMatchObject([{ usage: 1, limit: 1, remaining: 0 }])
    expect(mock.offering(ids.bench)).toMatchObject({ order_count: 1, total_customers: 1 })
  })

  it('shows in the time that is taken, with the name of whom the viewer knows', () => {
    const busy = { uuid: ids.unknown, offering: ids.bench, ...window }
    const { mock } = acceptOrder({})
    const path = `/api/marketplace-bookings/${ids.bench}/`
    const listBookers = (token: string) => pick(mock.get(path, { token }), 'created_by_full_name')

    expect(listBookers('owner')).toEqual(['member'])
    expect(listBookers('stranger')).toEqual([null])
    expect(mock.get(path).headers['X-Result-Count']).toBeUndefined()
    const google = bookable({ busy_slots: [busy] } as never).get(path)
    expect(pick(google, 'created_by_full_name')).toEqual(['google calendar'])
  })

  it('shows in the calendar that is shared', () => {
    const calendars = [{ uuid: ids.bench, public: true, backend_id: 'bench@calendar' }]
    const { mock } = acceptOrder({ calendars })

    const feed = mock.get('/calendar/ical/bench%40calendar/public/basic.ics', { token: null })
    expect(feed.text).toContain('SUMMARY:Grains')
    expect(feed.text).toContain('DTSTART:20260309T080000Z')
  })

  it('is ended by an order that is done at once; its time stays taken all the same', () => {
    const { mock, one } = acceptOrder()

    const answer = act(mock, `${RESOURCES}${one.resource}/terminate/`, 'owner')

    expect(states(mock, one)).toEqual(['done', 'Terminated'])
    const ending = String(field(answer, 'order_uuid'))
    expect(mock.get(`${ORDERS}${ending}/`).json).toMatchObject({ type: 'Terminate', state: 'done' })
    expect(order(mock).json).toEqual([
      `Time period from ${slot.start} to ${slot.end} is not available. Other booking request exists.`,
    ])
    expect(act(mock, `${RESOURCES}${one.resource}/terminate/`).json).toEqual(
      detail('Valid states for operation: OK, Erred.'),
    )
  })

  it('is ended by those who may, and only once it is there', () => {
    const mock = bookable()
    const one = readMade(order(mock))
    const path = `${RESOURCES}${one.resource}/terminate/`

    expect(act(mock, path, 'member').json).toEqual(DENIED)
    expect(act(mock, path, 'project-admin').status).toBe(409)
  })
})

describe('a booking that was there before the mock', () => {
  const [old] = resources(['Erred'])
  const made = {
    uuid: ids.unknown,
    resource: old?.uuid,
    state: 'done',
    plan: ids.academic,
    offering: ids.bench,
    project: ids.study,
    created: '2026-02-01T08:00:00Z',
    created_by: ids.staff,
    attributes: { name: 'Old' },
  }

  it.each([
    ['with its periods', [slot], [slot]],
    ['without any', undefined, []],
  ])('%s has periods, and so has its order', (_, schedules, seen) => {
    const rows = { resources: [{ ...old, schedules }], orders: [made] } as never
    const mock = bookable(rows)

    for (const path of [
      `${RESOURCES}${old?.uuid}/`,
      `${BOOKED}${old?.uuid}/`,
      `${ORDERS}${made.uuid}/`,
    ]) {
      expect(field(mock.get(path), 'attributes'), path).toEqual({ name: 'Old', schedules: seen })
    }
  })
})

describe('an offering that is no booking', () => {
  const basic = { offerings: [offering({ type: 'Marketplace.Basic' })] }

  it('has orders that say whether they can be canceled, and are until then', () => {
    const mock = bookable(basic)
    const made = order(mock, undefined)
    const path = `${ORDERS}${readMade(made).order}/`

    expect(field(made, 'can_terminate')).toBe(true)
    expect(act(mock, `${path}cancel/`).status).toBe(202)
    expect(field(mock.get(path), 'can_terminate')).toBe(false)
    expect(act(mock, `${path}cancel/`).status).toBe(409)
  })

  it('waits for its provider too, and is there when it agrees', () => {
    const mock = bookable(basic)
    const one = readMade(order(mock, undefined))
    const approve = (side: string, token: string) =>
      act(mock, `${ORDERS}${one.order}/approve_by_${side}/`, token).status

    expect(approve('provider', 'owner')).toBe(409)
    expect(approve('consumer', 'owner')).toBe(200)
    expect(states(mock, one)).toEqual(['done', 'OK'])
  })

  it('can be turned down by its provider', () => {
    const customers = [
      { uuid: ids.lab, name: 'Laboratory' },
      { uuid: ids.works, name: 'Works' },
    ]
    const mock = bookable({
      customers,
      offerings: [offering({ type: 'Marketplace.Basic', customer: ids.works })],
    })
    const one = readMade(order(mock, undefined, 'owner'))

    expect(states(mock, one)).toEqual(['pending-provider', 'Creating'])
    expect(act(mock, `${ORDERS}${one.order}/reject_by_provider/`, 'stranger').status).toBe(200)
    expect(states(mock, one)).toEqual(['rejected', 'Terminated'])
  })
})
