import type { Api } from '../harness/api.ts'
import { BOOKINGS } from '../harness/createPlan.ts'
import type { Exchange } from '../harness/exchange.ts'
import { omitMoving, toHex, toObject } from '../harness/readBookings.ts'
import type { Row } from '../harness/readBookings.ts'
import { getSession } from '../harness/session.ts'
import type { Role } from '../harness/settings.ts'
import { Inapplicable, UnmetDemand } from '../harness/unmet.ts'

export const ACTIONS = {
  sync: 'google_calendar_sync',
  share: 'share_google_calendar',
  unshare: 'unshare_google_calendar',
} as const

export type Action = keyof typeof ACTIONS

export const actions = Object.keys(ACTIONS) as Action[]

export const TEXTS = {
  credentials: 'Google credentials do not exist.',
  busy: 'The calendar cannot be updated.',
  public: 'The calendar is public already.',
  missing: 'The calendar does not exist.',
  private: 'The calendar is private already.',
} as const

/** What a client sees of a calendar; without one it is null or an object of nulls. */
export interface Calendar {
  readonly id: string | null
  readonly isPublic: boolean
  readonly link: unknown
}

/** The chosen offering at one moment, by itself and in the list. */
export interface CalendarView {
  readonly calendar: Calendar
  readonly listed: Calendar
  readonly rest: Row
  readonly exchange: Exchange
}

/** What was seen after an action, and how many milliseconds after that was sent. */
export interface Delayed<Seen> {
  readonly seen: Seen
  readonly delay: number
}

/** An action that should find the calendar busy. */
export interface RepeatedAction {
  readonly action: Action
  readonly exchange: Exchange
}

/** One action, and what it led to. */
export interface Step {
  readonly action: Action
  /** Its body could not be read, and it was sent by another role if there is one. */
  readonly isUnreadable: boolean
  readonly before: CalendarView
  readonly answer: Exchange
  readonly again: readonly Delayed<RepeatedAction>[]
  readonly meanwhile: Delayed<CalendarView>
  /** Was the work still to be done, after all that? */
  readonly wasBusy: boolean
  /** Null: it was still busy when the time for that was over. */
  readonly after: CalendarView | null
  /** What asking for what is already so was answered, when all was done. */
  readonly already: Exchange
}

export const getActionPath = (
  action: Action,
  uuid = toHex(getSession().settings.offering),
): string => `${BOOKINGS}${uuid}/${ACTIONS[action]}/`

export const isAccepted = ({ response }: Exchange): boolean =>
  response.status >= 200 && response.status < 300

/** The text of a refusal, or its whole body when it is not a list of one text. */
export const readRefusal = ({ response: { status, json, text } }: Exchange): string =>
  status === 400 && Array.isArray(json) && json.length === 1 ? String(json[0]) : `${status} ${text}`

/** The chosen offering as it is now; it must be a booking offering. */
export async function readCalendarView(api: Api): Promise<CalendarView> {
  const uuid = toHex(getSession().settings.offering)
  if (uuid === null) throw new Inapplicable('no offering is given (--offering)')
  const exchange = await api.get(`${BOOKINGS}${uuid}/`)
  if (exchange.response.status !== 200)
    throw new Inapplicable('the chosen offering is no booking offering that this token sees')
  const row = api.readObject(exchange)
  return {
    calendar: readCalendar(row),
    listed: readCalendar(await findListedRow(api, uuid)),
    rest: omitMoving(row),
    exchange,
  }
}

async function findListedRow(api: Api, uuid: string): Promise<Row> {
  for (let page = 1; page <= 10; page++) {
    const query = `?page_size=300&page=${page}&field=uuid&field=googlecalendar`
    const exchange = await api.get(`${BOOKINGS}${query}`)
    const row = api.readRows(exchange).find((one) => toHex(one['uuid']) === uuid)
    if (row) return row
    if (!/rel="next"/.test(exchange.response.headers['link'] ?? '')) break
  }
  return {}
}

function readCalendar({ googlecalendar }: Row): Calendar {
  const { backend_id: id, public: isPublic, http_link: link = null } = toObject(googlecalendar)
  return { id: typeof id === 'string' ? id : null, isPublic: isPublic === true, link }
}

/** The action that an idle calendar refuses: asked for, it tells idle from busy and harms nothing. */
const chooseRefusedAction = (isPublic: boolean): Action => (isPublic ? 'share' : 'unshare')

const askRefusedAction = async (api: Api, isPublic: boolean): Promise<Exchange> =>
  api.post(getActionPath(chooseRefusedAction(isPublic)))

/** Waits until the calendar is idle, and until `isDone` says so; null: it took too long. */
export async function waitUntilIdle(
  api: Api,
  isDone: (calendar: Calendar) => boolean = () => true,
  limit = getSession().settings.calendarWait,
  surprises = SURPRISES,
): Promise<CalendarView | null> {
  const start = Date.now()
  for (let pause = 20; Date.now() - start < limit; pause = Math.min(pause * 1.5, 500)) {
    const now = await readCalendarView(api)
    const isOver = Date.now() - start > limit / 3
    const answer =
      isDone(now.calendar) || isOver ? await askRefusedAction(api, now.calendar.isPublic) : null
    if (answer && isAccepted(answer)) {
      if (surprises === 0) throw createAcceptedError(now, answer)
      return turnView(now, await waitUntilIdle(api, undefined, limit, surprises - 1))
    }
    if (answer && readRefusal(answer) !== TEXTS.busy) return readCalendarView(api)
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  return null
}

/** How often work may end between two looks, and lead elsewhere than it showed. */
const SURPRISES = 3

const createAcceptedError = ({ calendar }: CalendarView, answer: Exchange): UnmetDemand => {
  const text = calendar.isPublic ? TEXTS.public : TEXTS.private
  const what = `${chooseRefusedAction(calendar.isPublic)} of a calendar that is so already to be refused: ${text}`
  return new UnmetDemand(what, `${answer.response.status}, again and again`, answer)
}

/** What should have been refused was accepted: the work had led elsewhere than it showed before. */
const turnView = (before: CalendarView, after: CalendarView | null): CalendarView | null =>
  after && { ...after, calendar: { ...after.calendar, isPublic: !before.calendar.isPublic } }

const isReached: Readonly<Record<Action, (calendar: Calendar) => boolean>> = {
  sync: () => true,
  share: ({ isPublic }) => isPublic,
  unshare: ({ isPublic }) => !isPublic,
}

/** A step whose work may not be done yet, and how long ago it was asked for, in milliseconds. */
export interface StartedStep {
  readonly step: Omit<Step, 'after' | 'already'>
  readonly ago: () => number
  readonly ask: (action: Action) => Promise<Exchange>
}

/** Asks for one action; a spoilt one has a body that can't be read, and another role if there is one. */
async function startStep(api: Api, action: Action, isUnreadable: boolean): Promise<StartedStep> {
  const role = isUnreadable ? await findAnotherRole(api) : api.role
  const ask = (one: Action) =>
    isUnreadable
      ? api.post(getActionPath(one), '{"spoilt', { type: 'text/plain', role })
      : api.post(getActionPath(one), undefined, { role })
  const before = await readCalendarView(api)
  const goal = action === 'sync' ? before.calendar.isPublic : action === 'share'
  const start = performance.now()
  const soon = <Seen>(seen: Seen) => ({ seen, delay: performance.now() - start })
  const answer = await ask(action)
  const again: Delayed<RepeatedAction>[] = []
  // Neither does harm, should the work be done already.
  for (const one of [chooseRefusedAction(goal), 'sync'] as const)
    again.push(soon({ action: one, exchange: await ask(one) }))
  const meanwhile = soon(await readCalendarView(api))
  const isBegun = again.some(({ seen }) => isAccepted(seen.exchange))
  const wasBusy = !isBegun && readRefusal(await askRefusedAction(api, goal)) === TEXTS.busy
  const step = { action, isUnreadable, before, answer, again, meanwhile, wasBusy }
  return { step, ask, ago: () => performance.now() - start }
}

/** Milliseconds to look after all that time: work that was done meanwhile is seen at once. */
const LAST_LOOK = 2000

/** Waits for what was begun; the time that has passed since then counts. */
async function finishStep(api: Api, { step, ask, ago }: StartedStep): Promise<Step> {
  const { action, answer, again, before } = step
  const isWaited = isAccepted(answer) || again.some(({ seen }) => isAccepted(seen.exchange))
  const limit = Math.max(LAST_LOOK, getSession().settings.calendarWait - ago())
  const after = isWaited
    ? await waitUntilIdle(api, isReached[action], limit)
    : await readCalendarView(api)
  const already = await ask(chooseRefusedAction((after ?? before).calendar.isPublic))
  return { ...step, after, already }
}

/** The owner, when the chosen offering is the owner's. */
async function findAnotherRole(api: Api): Promise<Role> {
  const { offering, tokens } = getSession().settings
  if (tokens.owner === undefined) return api.role
  const exchange = await api.get(`${BOOKINGS}${toHex(offering)}/?field=uuid`, { role: 'owner' })
  return exchange.response.status === 200 ? 'owner' : api.role
}

/** After a sync through the life of a calendar and back: turned, as it is, turned back. */
const ROUND: Readonly<Record<'private' | 'public', readonly Action[]>> = {
  private: ['share', 'sync', 'unshare'],
  public: ['unshare', 'sync', 'share'],
}

/** What is done once a run; each contract judges one side of it. */
function runOnce<Result>(act: (api: Api) => Promise<Result>): (api: Api) => Promise<Result> {
  const made = new WeakMap<object, Promise<Result>>()
  return (api) => {
    const known = made.get(getSession()) ?? act(api)
    made.set(getSession(), known)
    return known
  }
}

/** Begins the walk: a sync, which changes nothing that a client sees. */
export const startFirstStep = runOnce(async (api) => {
  await waitUntilReady(api)
  return startStep(api, 'sync', false)
})

export const finishFirstStep = runOnce(async (api) => finishStep(api, await startFirstStep(api)))

/** The whole walk; its first step is that sync. */
export const walkCalendar = runOnce(async (api): Promise<readonly Step[]> => {
  const first = await finishFirstStep(api)
  if (first.after === null) return [first]
  const { isPublic } = first.before.calendar
  const steps = [first]
  try {
    for (const [index, action] of ROUND[isPublic ? 'public' : 'private'].entries())
      steps.push(await finishStep(api, await startStep(api, action, index >= 1)))
    return steps
  } finally {
    await restoreCalendar(api, isPublic)
  }
})

/** The calendar when nothing is under way; without Google credentials there is no life to see. */
async function waitUntilReady(api: Api): Promise<CalendarView> {
  const now = await readCalendarView(api)
  const probe = await api.post(getActionPath(chooseRefusedAction(now.calendar.isPublic)))
  if (readRefusal(probe) === TEXTS.credentials)
    throw new Inapplicable('the provider of the chosen offering has no Google credentials')
  const idle = await waitUntilIdle(api)
  if (!idle) throw new Inapplicable('the calendar is busy with something that the run did not ask')
  return idle
}

/** Shares or unshares the calendar if it is not as it was found, though the run be ended. */
export const restoreCalendar = (api: Api, isPublic: boolean): Promise<void> =>
  getSession().transport.restore(() => bringBack(api, isPublic))

async function bringBack(api: Api, isPublic: boolean): Promise<void> {
  const now = await readCalendarView(api)
  if (now.calendar.isPublic === isPublic) return
  const action = isPublic ? 'share' : 'unshare'
  await api.post(getActionPath(action))
  await waitUntilIdle(api, isReached[action])
}
