import { isQuick } from '../../harness/choice/limitSample.ts'
import { Api } from '../../harness/api.ts'
import { readBookings, toHex } from '../../harness/readBookings.ts'
import { getSession } from '../../harness/session.ts'
import { readRefusal } from './calendarView.ts'
import { runOnce } from './runOnce.ts'
import { askRefusedAction } from './waitUntilIdle.ts'

/** A calendar as it is shown, and, where it may be asked, what it refuses. */
export interface OtherCalendar {
  readonly calendar: unknown
  readonly refusal: string | null
}

/** By uuid of the offering. */
export type OtherCalendars = ReadonlyMap<string, OtherCalendar>

/** The calendars of all offerings but that of the contract, as the list shows them, by uuid. */
async function readOtherCalendars(api: Api): Promise<Readonly<Record<string, unknown>>> {
  const rows = await readBookings(api)
  const others = rows.filter(({ uuid }) => toHex(uuid) !== toHex(api.offering))
  return Object.fromEntries(others.map(({ uuid, googlecalendar }) => [toHex(uuid), googlecalendar]))
}

/** The same, with what they refuse; a quick run has no requests for that. */
export async function readOthers(api: Api): Promise<OtherCalendars> {
  const isAsked = getSession().settings.calendars === 'all' && !isQuick()
  const known = new Map<string, OtherCalendar>()
  for (const [uuid, calendar] of Object.entries(await readOtherCalendars(api))) {
    const isPublic = (calendar as { public?: unknown } | null)?.public === true
    const refusal = isAsked
      ? readRefusal(await askRefusedAction(new Api(api.contract, uuid), isPublic))
      : null
    known.set(uuid, { calendar, refusal })
  }
  return known
}

/** The same before the run has done anything to any calendar. */
export const readOthersFirst = runOnce(readOthers)
