import type { Api } from '../../harness/api.ts'
import { BOOKINGS } from '../../harness/ownPlans/createPlan.ts'
import { omitMoving, toHex, toObject, toRows } from '../../harness/readBookings.ts'
import type { Row } from '../../harness/readBookings.ts'
import { isOwn } from '../../harness/hold/world.ts'
import { describeAnswer } from '../../harness/findings/describeAnswer.ts'
import type { Exchange } from '../../harness/transport/exchange.ts'
import { Inapplicable } from '../../harness/unmet.ts'

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

export const getActionPath = ({ offering }: Pick<Api, 'offering'>, action: Action): string =>
  `${BOOKINGS}${toHex(offering)}/${ACTIONS[action]}/`

export const isAccepted = ({ response }: Exchange): boolean =>
  response.status >= 200 && response.status < 300

/** The text of a refusal, or its whole body when it is not a list of one text. */
export const readRefusal = ({ response }: Exchange): string => {
  const { status, json } = response
  const isOne = status === 400 && Array.isArray(json) && json.length === 1
  return isOne ? String(json[0]) : describeAnswer(response)
}

/** The offering as it is now; it must be a booking offering. */
export async function readCalendarView(api: Api): Promise<CalendarView> {
  const uuid = toHex(api.offering)
  if (uuid === null) throw new Inapplicable('no offering is given (--offering)')
  const exchange = await api.get(`${BOOKINGS}${uuid}/`)
  if (exchange.response.status !== 200)
    throw new Inapplicable('the chosen offering is no booking offering that this token sees')
  const row = api.readObject(exchange)
  return {
    calendar: readCalendar(row),
    listed: readCalendar(await findListedRow(api, uuid)),
    rest: omitOwnPlans(omitMoving(row)),
    exchange,
  }
}

/** Other contracts make plans while the calendar is used. */
const omitOwnPlans = ({ plans, ...rest }: Row): Row => ({
  ...rest,
  plans: toRows(plans).filter((plan) => !isOwn(plan)),
})

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
