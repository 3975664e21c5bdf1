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

/** The calendars of all offerings but the chosen one, by uuid. */
export async function readOthers(api: Api): Promise<Map<string, OtherCalendar>> {
  const { calendars, offering } = getSession().settings
  const known = new Map<string, OtherCalendar>()
  for (const row of await readBookings(api)) {
    const uuid = toHex(row['uuid'])
    if (uuid === null || uuid === toHex(offering)) continue
    const calendar = row['googlecalendar']
    const isPublic = (calendar as { public?: unknown } | null)?.public === true
    const refusal =
      calendars === 'all'
        ? readRefusal(await askRefusedAction(new Api(api.contract, uuid), isPublic))
        : null
    known.set(uuid, { calendar, refusal })
  }
  return known
}

/** The same before the run has done anything to any calendar. */
export const readOthersFirst = runOnce(readOthers)
