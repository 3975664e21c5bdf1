import { Api } from '../../harness/api.ts'
import { contract } from '../../harness/contract.ts'
import { waitForAll } from '../../harness/inLanes.ts'
import { readBookings, toHex, toObject } from '../../harness/readBookings.ts'
import type { Row } from '../../harness/readBookings.ts'
import { getSession } from '../../harness/session.ts'
import { Inapplicable } from '../../harness/unmet.ts'
import { readCalendarView, readRefusal } from './calendarView.ts'
import { TEXTS } from './calendarView.ts'
import type { CalendarView } from './calendarView.ts'
import { demandOutcome } from './demandOutcome.ts'
import { demandAllRefused } from './demandStep.ts'
import { askRefusedAction, restoreCalendar } from './waitUntilIdle.ts'
import { claimCalendars } from './otherCalendars.ts'
import { finishStep, goThrough, noteSyncOfPublic, planShortRound, startStep } from './step.ts'

/** Offerings whose calendars are walked at the same time. */
const MOST = 12

contract(
  {
    id: 'calendar.every-state',
    demand: 'the calendar of each offering allows what its state allows, and nothing else',
    source: '§4.2',
    needs: { write: true },
  },
  async (api: Api) => {
    const offerings = await chooseOfferings(api)
    await waitForAll(offerings.map((uuid) => walk(new Api(api.contract, uuid))))
  },
)

/** Those but the chosen one, which is walked at the same time: one of each state of offering and calendar first. */
async function chooseOfferings(api: Api): Promise<string[]> {
  const { settings } = getSession()
  if (settings.calendars !== 'all') throw new Inapplicable('one calendar may be used (--offering)')
  const rows = await readBookings(api)
  const others = leaveSome(rows.filter(({ uuid }) => toHex(uuid) !== toHex(settings.offering)))
  const kinds = new Map(others.map((row) => [describeKind(row), row]))
  const chosen = [...new Set([...kinds.values(), ...others])].slice(0, MOST)
  if (chosen.length === 0) throw new Inapplicable('there is one offering')
  const uuids = chosen.flatMap(({ uuid }) => toHex(uuid) ?? [])
  claimCalendars(uuids)
  return uuids
}

/** How a calendar is made shows once at an offering: of those that are alike every other is left for a second look. */
function leaveSome(rows: readonly Row[]): readonly Row[] {
  if (getSession().look !== null) return rows
  const counts = new Map<string, number>()
  return rows.filter((row) => {
    const kind = describeKind(row)
    const place = counts.get(kind) ?? 0
    counts.set(kind, place + 1)
    return place % 2 === 0 || typeof toObject(row['googlecalendar'])['backend_id'] === 'string'
  })
}

function describeKind({ state, googlecalendar }: Row): string {
  const { backend_id, public: isPublic } = toObject(googlecalendar)
  return JSON.stringify([state, googlecalendar === null, typeof backend_id, isPublic])
}

async function walk(api: Api): Promise<void> {
  const before = await readCalendarView(api)
  const probe = await askRefusedAction(api, before.calendar.isPublic)
  const text = readRefusal(probe)
  const known: readonly string[] = Object.values(TEXTS)
  api.demand(known.includes(text), `a refusal: ${known.join(' or ')}`, text, probe)
  if (text === TEXTS.credentials || text === TEXTS.busy) {
    await demandAllRefused(api, text)
    return demandSame(api, before)
  }
  await walkRound(api, before)
}

async function demandSame(api: Api, before: CalendarView): Promise<void> {
  const after = await readCalendarView(api)
  api.demandEqual(after.calendar, before.calendar, 'the calendar after a refusal', after.exchange)
  api.demandEqual(after.listed, after.calendar, 'the calendar in the list', after.exchange)
}

/** Idle, in whatever state its last work has left it: a sync, which is judged while that is still so, then a way there and back. */
async function walkRound(api: Api, before: CalendarView): Promise<void> {
  const { isPublic } = before.calendar
  if (isPublic) noteSyncOfPublic()
  const first = await finishStep(api, await startStep(api, { action: 'sync' }))
  try {
    demandOutcome(api, first, isPublic)
  } finally {
    await restoreCalendar(api, isPublic)
  }
  for (const step of await goThrough(api, planShortRound(isPublic)))
    demandOutcome(api, step, step.action === 'share')
  const { calendar, exchange, rest } = await readCalendarView(api)
  const { id } = before.calendar
  api.demandEqual(
    calendar,
    { ...before.calendar, id: id ?? calendar.id },
    'the calendar after a round',
    exchange,
  )
  api.demandEqual(rest, before.rest, 'the rest of the offering after a round', exchange)
}
