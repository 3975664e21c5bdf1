import type { Api } from '../../harness/api.ts'
import { contract } from '../../harness/contract.ts'
import { calendarContract } from './calendarContract.ts'
import { isAccepted, readCalendarView, TEXTS } from './calendarView.ts'
import type { Action, Calendar } from './calendarView.ts'
import { demandAccepted, demandBusy, demandIdle, demandLate, nameOutcome } from './demandStep.ts'
import { finishFirstStep, startFirstStep, walkCalendar } from './walkCalendar.ts'
import type { Step } from './step.ts'

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

calendarContract(
  {
    id: 'calendar.busy-at-once',
    demand: 'until the work of an action is done, every action is refused',
    source: '§4.3',
  },
  demandBusy,
)

calendarContract(
  {
    id: 'calendar.changes-when-done',
    demand: 'an accepted action shows nothing until its work is done',
    source: '§4.3',
  },
  demandLate,
)

calendarContract(
  {
    id: 'calendar.becomes-idle',
    demand: 'the work of an action ends, and the calendar can be used again',
    source: '§4.3',
  },
  demandIdle,
)

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
    api.demandEqual(after.calendar.isPublic, wanted, nameOutcome('public', action), after.exchange)
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
    api.demand(id !== null && id !== '', nameOutcome('backend_id', action), id, after.exchange)
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
    const { steps } = await walkCalendar(api)
    const { id, isPublic } = (steps[0] as Step).before.calendar
    const now = await readCalendarView(api)
    api.demandEqual(now.calendar.isPublic, isPublic, 'public as before the run', now.exchange)
    if (id !== null)
      api.demandEqual(now.calendar.id, id, 'backend_id as before the run', now.exchange)
  },
)
