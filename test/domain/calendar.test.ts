import { describe, expect, it } from 'vitest'
import { BOOKINGS, dialectNames, createWaldur, NO_OFFERING, ORIGIN } from './createWaldur.ts'
import type { Waldur } from './createWaldur.ts'
import { ids, lab, offering } from './lab.ts'

type Action = 'google_calendar_sync' | 'share_google_calendar' | 'unshare_google_calendar'

const [SYNC, SHARE, UNSHARE]: readonly [Action, Action, Action] = [
  'google_calendar_sync',
  'share_google_calendar',
  'unshare_google_calendar',
]
const actions = [SYNC, SHARE, UNSHARE]
const BACKEND = 'c_7f@group.calendar.google.com'
const LINK = `${ORIGIN}/calendar/embed?src=c_7f%40group.calendar.google.com`

const NO_CREDENTIALS = ['Google credentials do not exist.']
const BUSY = ['The calendar cannot be updated.']
const PUBLIC = ['The calendar is public already.']
const MISSING = ['The calendar does not exist.']
const PRIVATE = ['The calendar is private already.']

const act = (waldur: Waldur, action: Action, sent = {}) =>
  waldur.post(`${BOOKINGS}${ids.bench}/${action}/`, undefined, sent)

const withCalendar = (calendar: object | null, start: Parameters<typeof createWaldur>[0] = {}) =>
  createWaldur({
    ...start,
    rows: {
      ...start.rows,
      calendars: calendar === null ? [] : [{ uuid: ids.bench, ...calendar }],
    },
  })

const readCalendar = (waldur: Waldur) => waldur.offering(ids.bench).googlecalendar

const provider = (change: object) => {
  const [own, ...others] = lab.customers
  return { customers: [{ ...own, ...change }, ...others] }
}

describe.each(dialectNames)('The life of a calendar as %s', (as) => {
  const status = as === 'documented' ? 200 : 202
  const text = as === 'documented' ? '' : '"OK"'

  it('begins with a sync, is shared and is private again', () => {
    const waldur = withCalendar(null, { as })
    const untouched = { backend_id: null, public: false, http_link: null }

    expect(readCalendar(waldur)).toEqual(as === 'documented' ? untouched : null)
    expect(act(waldur, SYNC)).toMatchObject({ status, text })
    expect(readCalendar(waldur)).toEqual(untouched)

    waldur.wait(2)
    const { backend_id } = readCalendar(waldur) ?? {}
    expect(backend_id).toMatch(/^c_\w+@group\.calendar\.google\.com$/)
    expect(readCalendar(waldur)).toEqual({ backend_id, public: false, http_link: null })

    expect(act(waldur, SHARE)).toMatchObject({ status, text })
    expect(readCalendar(waldur)).toMatchObject({ public: false, http_link: null })
    waldur.wait(2)
    expect(readCalendar(waldur)).toEqual({
      backend_id,
      public: true,
      http_link: `${ORIGIN}/calendar/embed?src=${backend_id?.replace('@', '%40')}`,
    })

    expect(act(waldur, UNSHARE)).toMatchObject({ status, text })
    expect(readCalendar(waldur)).toMatchObject({ public: true })
    waldur.wait(2)
    expect(readCalendar(waldur)).toEqual({ backend_id, public: false, http_link: null })
  })

  it('links to the page of a shared calendar, the address encoded', () => {
    const waldur = withCalendar({ backend_id: BACKEND, public: true }, { as })

    expect(readCalendar(waldur)).toEqual({ backend_id: BACKEND, public: true, http_link: LINK })
  })

  it.each(['{', 'text', ''])('never reads the body of an action: %j', (body) => {
    const waldur = withCalendar(null, { as })
    const path = `${BOOKINGS}${ids.bench}/${SYNC}/`

    expect(waldur.post(path, body, { headers: { 'content-type': 'text/plain' } })).toMatchObject({
      status,
      text,
    })
  })
})

/** §4.2: what is wrong, from the first check to the last. A row has the faults of all below it. */
const checks: readonly (readonly [
  what: string,
  start: { rows?: object; calendar: object | null; token?: string },
  answers: readonly [sync: unknown, share: unknown, unshare: unknown],
])[] = [
  [
    'somebody who does not see the offering, whatever else is wrong',
    { token: 'stranger', rows: provider({ google_credentials: null }), calendar: null },
    [NO_OFFERING, NO_OFFERING, NO_OFFERING],
  ],
  [
    'a provider without credentials and a busy calendar',
    {
      rows: provider({ google_credentials: null }),
      calendar: { state: 'Updating', public: true },
    },
    [NO_CREDENTIALS, NO_CREDENTIALS, NO_CREDENTIALS],
  ],
  [
    'a provider with one empty token',
    {
      rows: provider({ google_credentials: { calendar_token: 'a', calendar_refresh_token: '' } }),
      calendar: null,
    },
    [NO_CREDENTIALS, NO_CREDENTIALS, NO_CREDENTIALS],
  ],
  [
    'a provider with the other token empty',
    {
      rows: provider({ google_credentials: { calendar_token: '', calendar_refresh_token: 'b' } }),
      calendar: null,
    },
    [NO_CREDENTIALS, NO_CREDENTIALS, NO_CREDENTIALS],
  ],
  [
    'a customer that is no service provider',
    { rows: provider({ is_service_provider: false }), calendar: null },
    [NO_CREDENTIALS, NO_CREDENTIALS, NO_CREDENTIALS],
  ],
  ...(['Creation Scheduled', 'Creating', 'Update Scheduled', 'Updating'] as const).flatMap(
    (state) =>
      [true, false].map(
        (isPublic) =>
          [
            `a calendar that is ${state}, public: ${isPublic}`,
            { calendar: { state, public: isPublic } },
            [BUSY, BUSY, BUSY],
          ] as const,
      ),
  ),
  ['a public calendar', { calendar: { public: true, backend_id: BACKEND } }, [true, PUBLIC, true]],
  [
    'a public calendar after a failure',
    { calendar: { state: 'Erred', public: true, backend_id: BACKEND } },
    [true, PUBLIC, true],
  ],
  ['no calendar', { calendar: null }, [true, true, MISSING]],
  ['a private calendar', { calendar: { backend_id: BACKEND } }, [true, true, PRIVATE]],
  ['a private calendar after a failure', { calendar: { state: 'Erred' } }, [true, true, PRIVATE]],
]

describe('The checks of calendar actions, in their order', () => {
  const cells = checks.flatMap(([what, start, answers]) =>
    actions.map((action, index) => [action, what, start, answers[index]] as const),
  )

  it.each(cells)('%s with %s', (action, _, { rows = {}, calendar, token }, expected) => {
    const waldur = withCalendar(calendar, { rows })
    const answer = act(waldur, action, token ? { token } : {})

    if (expected === true) return expect(answer.status).toBe(200)
    expect(answer.json).toEqual(expected)
    expect(answer.status).toBe(expected === NO_OFFERING ? 404 : 400)
  })

  it.each(['Draft', 'Paused', 'Archived', 'Unavailable'])(
    'do not ask for the state of the offering: %s',
    (state) => {
      const waldur = createWaldur({ rows: { offerings: [offering({ state })], plans: [] } })

      expect(act(waldur, SYNC, { token: 'owner' }).status).toBe(200)
    },
  )
})

/** §4.3: the calendar before, the action, and the calendar when the job is done. */
const transitions: readonly (readonly [
  before: object | null,
  action: Action,
  done: object,
  failed: object,
])[] = [
  [null, SYNC, { public: false, backend_id: expect.stringMatching(/^c_/) }, { public: false }],
  [null, SHARE, { public: true, backend_id: expect.stringMatching(/^c_/) }, { public: false }],
  [{ backend_id: BACKEND }, SYNC, { public: false, backend_id: BACKEND }, { public: false }],
  [{ backend_id: BACKEND }, SHARE, { public: true, http_link: LINK }, { public: false }],
  [
    { backend_id: BACKEND, public: true },
    SYNC,
    { public: true, http_link: LINK },
    { public: true, http_link: LINK },
  ],
  [
    { backend_id: BACKEND, public: true },
    UNSHARE,
    { public: false, http_link: null, backend_id: BACKEND },
    { public: true, http_link: LINK },
  ],
  [{ state: 'Erred' }, SYNC, { backend_id: expect.stringMatching(/^c_/) }, { backend_id: null }],
  [{ state: 'Erred' }, SHARE, { public: true }, { public: false }],
  [
    { state: 'Erred', public: true, backend_id: BACKEND },
    UNSHARE,
    { public: false },
    { public: true },
  ],
]

describe.each(transitions)('A calendar that is %j: after %s', (before, action, done, failed) => {
  const visible = (waldur: Waldur) => ({ ...readCalendar(waldur) })

  it('nothing visible changes until the job is done, and the calendar is busy', () => {
    const waldur = withCalendar(before)
    const first = visible(waldur)

    expect(act(waldur, action).status).toBe(200)
    for (const seconds of [0, 1, 0.999]) {
      waldur.wait(seconds)
      expect(visible(waldur)).toEqual(first)
      for (const again of actions) expect(act(waldur, again).json).toEqual(BUSY)
    }
  })

  it('the job is done after two seconds', () => {
    const waldur = withCalendar(before)
    act(waldur, action)
    waldur.wait(2)

    expect(visible(waldur)).toMatchObject(done)
    expect(act(waldur, SYNC).status).toBe(200)
  })

  it('a job that fails changes nothing visible, and may be tried again', () => {
    const waldur = withCalendar(before, { calendarJobs: { fails: true } })
    act(waldur, action)
    waldur.wait(2)

    expect(visible(waldur)).toMatchObject(failed)
    expect(act(waldur, action).status).toBe(200)
  })
})

describe('The delay of calendar jobs', () => {
  it('may be nothing: then the next call finds the job done', () => {
    const waldur = withCalendar(null, { calendarJobs: { delay: 0 } })

    expect(act(waldur, SHARE).status).toBe(200)
    expect(act(waldur, UNSHARE).status).toBe(200)
    expect(act(waldur, UNSHARE).json).toEqual(PRIVATE)
  })

  it('may be long', () => {
    const waldur = withCalendar(null, { calendarJobs: { delay: 60 } })
    act(waldur, SYNC)
    waldur.wait(59)
    expect(act(waldur, SYNC).json).toEqual(BUSY)
    waldur.wait(1)
    expect(act(waldur, SYNC).status).toBe(200)
  })

  it('does not concern a calendar that was busy from the start: it stays busy', () => {
    const waldur = withCalendar({ state: 'Updating' })
    waldur.wait(86_400)

    expect(act(waldur, SYNC).json).toEqual(BUSY)
  })
})
