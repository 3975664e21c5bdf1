import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import { inventUuid } from '../harness/createPlan.ts'
import { getSession } from '../harness/session.ts'
import type { Role } from '../harness/settings.ts'
import { Inapplicable } from '../harness/unmet.ts'
import {
  actions,
  finishFirstStep,
  getActionPath,
  isAccepted,
  readCalendarView,
  readRefusal,
  restoreCalendar,
  startFirstStep,
  TEXTS,
  walkCalendar,
} from './walkCalendar.ts'
import type { Action, Calendar, StartedStep, Step } from './walkCalendar.ts'

/** A contract on the walk through the life of the calendar: what each step must show. */
function calendarContract(
  demand: { id: string; demand: string; source: string },
  check: (api: Api, step: Step) => void,
): void {
  contract({ ...demand, needs: { write: true } }, async (api) => {
    for (const step of await walkCalendar(api)) check(api, step)
  })
}

contract(
  {
    id: 'calendar.missing',
    demand: 'a calendar that does not exist can not be unshared',
    source: '§4.2',
    needs: { write: true },
  },
  async (api: Api) => {
    const { exchange } = await readCalendarView(api)
    if (api.readObject(exchange)['googlecalendar'] !== null)
      throw new Inapplicable('the chosen offering has a calendar, or the server does not say')
    const refusal = await api.post(getActionPath('unshare'))
    if (readRefusal(refusal) === TEXTS.credentials) return
    api.demandStatus(refusal, 400)
    api.demandEqual(refusal.response.json, [TEXTS.missing], 'the body')
  },
)

contract(
  {
    id: 'calendar.sync-begins',
    demand:
      'a sync of an idle calendar with credentials is accepted, and nothing else until it is done',
    source: '§4.3',
    needs: { write: true },
  },
  async (api: Api) => {
    const { step } = await startFirstStep(api)
    demandAccepted(api, step)
    demandBusy(api, step)
  },
)

contract(
  {
    id: 'calendar.sync-ends',
    demand: 'the work of a sync ends, and the calendar can be used again',
    source: '§4.3',
    needs: { write: true },
  },
  async (api: Api) => demandIdle(api, await finishFirstStep(api)),
)

calendarContract(
  {
    id: 'calendar.accepted',
    demand: 'an idle calendar with credentials accepts what its state allows, whatever the body',
    source: '§4.3',
  },
  demandAccepted,
)

function demandAccepted(api: Api, { action, isUnreadable, answer }: StartedStep['step']): void {
  const { status, text } = answer.response
  const what = `${action}${isUnreadable ? ' with a body that is no JSON' : ''} to be accepted`
  api.demand(isAccepted(answer), what, `${status} ${text}`, answer)
}

calendarContract(
  {
    id: 'calendar.answers-nothing',
    demand: 'an accepted action is answered 200, without a body',
    source: '§2.0 row 1',
  },
  (api: Api, { answer }: Step) => {
    if (!isAccepted(answer)) return
    api.demandStatus(answer, 200)
    api.demandEqual(answer.response.text, '', 'the body', answer)
    api.demandEqual(answer.response.headers['content-type'], undefined, 'Content-Type', answer)
  },
)

/** Milliseconds: a worker is never faster than this, and waits two seconds at a real server. */
const FAST = 40
const QUEUED = 1500

/** The work can't have been done yet when something was seen. */
const isEarly = (delay: number, { wasBusy }: StartedStep['step']): boolean =>
  delay < FAST || (wasBusy && delay < QUEUED)

calendarContract(
  {
    id: 'calendar.busy-at-once',
    demand: 'until the work of an action is done, every action is refused',
    source: '§4.3',
  },
  demandBusy,
)

function demandBusy(api: Api, step: StartedStep['step']): void {
  if (!isAccepted(step.answer)) return
  for (const { seen, delay } of step.again) {
    if (!isEarly(delay, step)) return
    const what = `${seen.action} right after ${step.action} to be refused: ${TEXTS.busy}`
    const refusal = readRefusal(seen.exchange)
    api.demand(refusal === TEXTS.busy, what, refusal, seen.exchange)
  }
}

calendarContract(
  {
    id: 'calendar.changes-when-done',
    demand: 'an accepted action shows nothing until its work is done',
    source: '§4.3',
  },
  (api: Api, step: Step) => {
    const { seen, delay } = step.meanwhile
    const isDone = !isEarly(delay, step) && !isAlike(step.before.calendar, seen.calendar)
    if (isDone) return
    const what = 'the calendar right after the action'
    api.demandEqual(seen.calendar, step.before.calendar, what, seen.exchange)
  },
)

const isAlike = (a: Calendar, b: Calendar): boolean => a.id === b.id && a.isPublic === b.isPublic

calendarContract(
  {
    id: 'calendar.becomes-idle',
    demand: 'the work of an action ends, and the calendar can be used again',
    source: '§4.3',
  },
  demandIdle,
)

function demandIdle(api: Api, { action, after, answer }: Step): void {
  const patience = `${getSession().settings.calendarWait / 1000} s`
  const what = `${action} to be done within ${patience} (--calendar-wait)`
  api.demand(after !== null, what, 'busy', answer)
}

const GOALS: Readonly<Record<Action, (before: Calendar) => boolean>> = {
  sync: ({ isPublic }) => isPublic,
  share: () => true,
  unshare: () => false,
}

calendarContract(
  {
    id: 'calendar.public-flag',
    demand: 'share makes a calendar public, unshare makes it private, sync leaves it',
    source: '§4.1',
  },
  (api: Api, { action, before, after }: Step) => {
    if (!after) return
    const wanted = GOALS[action](before.calendar)
    const what = `public after ${action} (or Google refused it: see the error of the calendar)`
    api.demandEqual(after.calendar.isPublic, wanted, what, after.exchange)
  },
)

calendarContract(
  {
    id: 'calendar.id-is-kept',
    demand: 'the first work gives a calendar its id at Google, and it stays the same',
    source: '§4.3',
  },
  (api: Api, { action, before, after }: Step) => {
    if (!after) return
    const { id } = after.calendar
    api.demand(id !== null && id !== '', `backend_id after ${action}`, id, after.exchange)
    api.demandEqual(id, before.calendar.id ?? id, `backend_id after ${action}`, after.exchange)
  },
)

calendarContract(
  {
    id: 'calendar.link-while-public',
    demand: 'a public calendar has the link of its page, a private one has null',
    source: '§4.1',
  },
  (api: Api, { before, meanwhile, after }: Step) => {
    for (const { calendar, exchange } of [before, meanwhile.seen, after ?? before]) {
      const { id, isPublic, link } = calendar
      const end = `/calendar/embed?src=${encodeURIComponent(id ?? '')}`
      if (!isPublic) api.demandEqual(link, null, 'http_link of a private calendar', exchange)
      else api.demand(String(link).endsWith(end), `http_link ending with ${end}`, link, exchange)
    }
  },
)

calendarContract(
  {
    id: 'calendar.listed-alike',
    demand: 'the list shows the calendar as the offering itself does, at every moment',
    source: '§2.12',
  },
  (api: Api, { before, after }: Step) => {
    for (const { calendar, listed, exchange } of [before, after ?? before])
      api.demandEqual(listed, calendar, 'the calendar in the list', exchange)
  },
)

calendarContract(
  {
    id: 'calendar.nothing-else-changes',
    demand: 'calendar actions change nothing else of an offering, its state least of all',
    source: '§4.2',
  },
  (api: Api, { action, before, after }: Step) => {
    if (!after) return
    for (const [name, value] of Object.entries(after.rest))
      api.demandEqual(value, before.rest[name], `${name} after ${action}`, after.exchange)
  },
)

calendarContract(
  {
    id: 'calendar.already',
    demand: 'sharing what is public and unsharing what is private is refused, with its text',
    source: '§4.2',
  },
  (api: Api, { after, already }: Step) => {
    if (!after) return
    const text = after.calendar.isPublic ? TEXTS.public : TEXTS.private
    api.demandStatus(already, 400)
    api.demandEqual(already.response.json, [text], 'the body', already)
  },
)

contract(
  {
    id: 'calendar.restored',
    demand: 'share and unshare lead back to where they began',
    source: '§4.1',
    needs: { write: true },
  },
  async (api: Api) => {
    const [first] = await walkCalendar(api)
    const { id, isPublic } = (first as Step).before.calendar
    const now = await readCalendarView(api)
    api.demandEqual(now.calendar.isPublic, isPublic, 'public as before the run', now.exchange)
    if (id !== null)
      api.demandEqual(now.calendar.id, id, 'backend_id as before the run', now.exchange)
  },
)

contract(
  {
    id: 'calendar.credentials',
    demand: 'without Google credentials of the provider every action is refused, with that text',
    source: '§4.2',
    needs: { write: true },
  },
  async (api: Api) => {
    const { calendar } = await readCalendarView(api)
    const first = await api.post(getActionPath(calendar.isPublic ? 'share' : 'unshare'))
    const other = await api.post(
      getActionPath(calendar.isPublic ? 'share' : 'unshare'),
      '{"',
      UNREAD,
    )
    const texts = [first, other].map(readRefusal)
    if (!texts.includes(TEXTS.credentials)) throw new Inapplicable('there are credentials')
    for (const action of actions) {
      const exchange = await api.post(getActionPath(action), '{"', UNREAD)
      api.demandStatus(exchange, 400)
      api.demandEqual(exchange.response.json, [TEXTS.credentials], 'the body')
    }
    const after = await readCalendarView(api)
    api.demandEqual(after.calendar, calendar, 'the calendar after refusals')
  },
)

const UNREAD = { type: 'text/plain' }

contracts<Action>(
  { sync: 'sync', share: 'share', unshare: 'unshare' },
  (name) => ({
    id: `calendar.unknown-${name}`,
    demand: `${name} of an unknown offering is not found, whatever the body; nobody may ask`,
    source: '§1.2',
    needs: { write: true },
  }),
  async (api, action) => {
    for (const uuid of [inventUuid(), 'zzz']) {
      for (const [body, type] of [
        [undefined],
        [{}],
        ['{"', 'application/json'],
        ['', 'text/plain'],
      ]) {
        const options = type === undefined ? {} : { type: String(type) }
        const exchange = await api.post(getActionPath(action, uuid), body, options)
        api.demandStatus(exchange, 404)
        const wanted = { detail: 'No Offering matches the given query.' }
        api.demandEqual(exchange.response.json, wanted, 'the body')
      }
      api.demandStatus(
        await api.post(getActionPath(action, uuid), undefined, { role: 'nobody' }),
        401,
      )
    }
  },
)

contracts<Role>(
  { support: 'support', manager: 'manager', member: 'member', stranger: 'stranger' },
  (name, role) => ({
    id: `calendar.not-for-a-${name}`,
    demand: `a ${name} does not find the offering of another, and its calendar stays as it is`,
    source: '§2.1',
    needs: { write: true, roles: [role] },
  }),
  async (api, role) => {
    const before = await readCalendarView(api)
    try {
      for (const action of actions) {
        const exchange = await api.post(getActionPath(action), undefined, { role })
        api.demandStatus(exchange, 404)
        const wanted = { detail: 'No Offering matches the given query.' }
        api.demandEqual(exchange.response.json, wanted, 'the body')
        api.demandStatus(await api.post(getActionPath(action), undefined, { role: 'nobody' }), 401)
      }
      api.demandEqual((await readCalendarView(api)).calendar, before.calendar, 'the calendar')
    } finally {
      await restoreCalendar(api, before.calendar.isPublic)
    }
  },
)
