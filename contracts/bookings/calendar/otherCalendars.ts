import { isQuick } from '../../harness/choice/limitSample.ts'
import { Api } from '../../harness/api.ts'
import { readBookings, toHex, toObject } from '../../harness/readBookings.ts'
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

const claims = new WeakMap<object, Set<string>>()

/** The run walks these calendars beside the chosen one: meanwhile they are none of those that stay as they are. */
export function claimCalendars(uuids: readonly string[]): void {
  claims.set(getSession(), new Set(uuids))
}

export const hasClaims = (): boolean => claims.has(getSession())

const hasClaim = (uuid: string): boolean => claims.get(getSession())?.has(uuid) ?? false

/** The calendars of all offerings but that of the contract, as the list shows them; `isAlone`: nobody walks any of them. */
export async function readOthers(api: Api, isAlone: boolean): Promise<OtherCalendars> {
  const isLeft = (uuid: string) => !isAlone && hasClaim(uuid)
  const chosen = toHex(api.offering)
  const known = new Map<string, OtherCalendar>()
  for (const { uuid, googlecalendar: calendar } of await readBookings(api)) {
    const other = toHex(uuid)
    if (other === null || other === chosen || isLeft(other)) continue
    known.set(other, { calendar, refusal: await askRefusal(api, other, calendar) })
  }
  return new Map([...known].filter(([uuid]) => !isLeft(uuid)))
}

/** What a calendar refuses that may be asked; a quick run has no requests for that. */
async function askRefusal(api: Api, uuid: string, calendar: unknown): Promise<string | null> {
  if (getSession().settings.calendars !== 'all' || isQuick()) return null
  const isPublic = toObject(calendar)['public'] === true
  return readRefusal(await askRefusedAction(new Api(api.contract, uuid), isPublic))
}

/** The same before the run has done anything to any calendar. */
export const readOthersFirst = runOnce((api) => readOthers(api, true))
