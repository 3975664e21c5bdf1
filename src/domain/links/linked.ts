import type { Reply } from '../../errors.ts'
import { feedOf } from '../bookings/calendarFeed.ts'
import { calendarPage } from '../bookings/calendarPage.ts'
import { neighbours, publicPlanShown } from './linkedRows.ts'
import { placeOf, uuidIn } from './links.ts'
import { mediumShown } from './media.ts'
import type { OfferingView } from '../bookings/renderOffering.ts'
import { sharedCalendar } from '../bookings/sharedCalendar.ts'
import { rowOf } from '../table.ts'
import { hexOf } from '../uuid.ts'

/** What a GET outside the contract shows, so that no link of the mock is dead. */
export interface Linked {
  /** No token is needed: browsers fetch images without one. */
  readonly isOpen: boolean
  /** Null: no such row. */
  readonly show: (view: OfferingView) => Reply | null
}

/** Reads a decoded path; null: not a path that any link of the mock has. */
export const linked = (path: string): Linked | null =>
  meAt(path) ??
  neighbourAt(path) ??
  publicPlanAt(path) ??
  calendarPageAt(path) ??
  calendarFeedAt(path)

/** Who is asking: how a client learns the uuid of a user, which speaking for one needs (§1.3). */
function meAt(path: string): Linked | null {
  if (path !== '/api/users/me/') return null
  return withToken(({ user, style }) => ({
    uuid: uuidIn(style, user.uuid),
    full_name: user.name,
    is_staff: user.is_staff,
    is_support: user.is_support,
  }))
}

function neighbourAt(path: string): Linked | null {
  const found = placeOf(path)
  if (!found || found.place === 'sample') return null
  const { place, uuid } = found
  if (place === 'medium') return open(({ state }) => textOf(rowOf(state.media, uuid), mediumShown))
  const show = neighbours[place]
  return show ? withToken((view) => (uuid === null ? null : show(view, uuid))) : null
}

function publicPlanAt(path: string): Linked | null {
  const [, offeringPath, segment] = /^(.*\/)plans\/([^/.]+)\/$/.exec(path) ?? []
  const found = placeOf(offeringPath ?? '')
  if (found?.place !== 'public offering' || segment === undefined) return null
  const [offering, plan] = [found.uuid, hexOf(segment)]
  return withToken((view) => (offering && plan ? publicPlanShown(view, { offering, plan }) : null))
}

function calendarPageAt(path: string): Linked | null {
  if (path !== '/calendar/embed') return null
  return open((view) => {
    const calendar = calendarNamed(view, view.query.get('src'))
    return textOf(calendar, (one) => ({ type: HTML, content: calendarPage(view, one) }), FRAMEABLE)
  })
}

function calendarFeedAt(path: string): Linked | null {
  const [, backendId] = /^\/calendar\/ical\/(.*)\/public\/basic\.ics$/s.exec(path) ?? []
  if (backendId === undefined) return null
  return open((view) =>
    textOf(calendarNamed(view, backendId), (one) => ({ type: CALENDAR, content: feedOf(one) })),
  )
}

const HTML = 'text/html; charset=utf-8'
const CALENDAR = 'text/calendar; charset=utf-8'

/** A calendar page is made to be framed, which `X-Frame-Options` alone would forbid. */
const FRAMEABLE = {
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *",
}

const calendarNamed = ({ state }: OfferingView, backendId: string | null) =>
  backendId === null ? undefined : sharedCalendar(state, backendId)

const OUTSIDE = { 'X-Mock-Outside-Contract': 'true' }

const open = (show: Linked['show']): Linked => ({ isOpen: true, show })

const withToken = (show: (view: OfferingView) => object | null): Linked => ({
  isOpen: false,
  show: (view) => {
    const json = show(view)
    return json && { status: 200, json, headers: OUTSIDE }
  },
})

function textOf<R>(
  row: R | undefined,
  show: (row: R) => NonNullable<Reply['text']>,
  headers: Reply['headers'] = {},
): Reply | null {
  if (row === undefined) return null
  return { status: 200, text: show(row), headers: { ...headers, ...OUTSIDE } }
}
