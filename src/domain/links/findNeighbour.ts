import type { Reply } from '../../errors.ts'
import { renderCalendarFeed } from '../bookings/renderCalendarFeed.ts'
import { renderCalendarPage } from '../bookings/renderCalendarPage.ts'
import { neighbourRenderers, renderPublicPlan } from './neighbourRenderers.ts'
import { findPlace, writeUuid } from './links.ts'
import { renderMedium } from './renderMedium.ts'
import type { OfferingView } from '../bookings/renderOffering.ts'
import { findSharedCalendar } from '../bookings/sharedCalendar.ts'
import { findRow } from '../table.ts'
import { readUuid } from '../uuid.ts'

/** What a GET outside the contract shows, so that no link of the mock is dead. */
export interface Neighbour {
  /** No token is needed: browsers fetch images without one. */
  readonly isOpen: boolean
  /** Null: no such row. */
  readonly show: (view: OfferingView) => Reply | null
}

/** Reads a decoded path; null: not a path that any link of the mock has. */
export const findNeighbour = (path: string): Neighbour | null =>
  findMe(path) ??
  findRowNeighbour(path) ??
  findPublicPlan(path) ??
  findCalendarPage(path) ??
  findCalendarFeed(path)

/** Who is asking: how a client learns the uuid of a user, which speaking for one needs (§1.3). */
function findMe(path: string): Neighbour | null {
  if (path !== '/api/users/me/') return null
  return withToken(({ user, style }) => ({
    uuid: writeUuid(style, user.uuid),
    full_name: user.name,
    is_staff: user.is_staff,
    is_support: user.is_support,
  }))
}

function findRowNeighbour(path: string): Neighbour | null {
  const found = findPlace(path)
  if (!found || found.place === 'sample') return null
  const { place, uuid } = found
  if (place === 'medium')
    return withoutToken(({ state }) => replyWithText(findRow(state.media, uuid), renderMedium))
  const show = neighbourRenderers[place]
  return show ? withToken((view) => (uuid === null ? null : show(view, uuid))) : null
}

function findPublicPlan(path: string): Neighbour | null {
  const [, offeringPath, segment] = /^(.*\/)plans\/([^/.]+)\/$/.exec(path) ?? []
  const found = findPlace(offeringPath ?? '')
  if (found?.place !== 'public offering' || segment === undefined) return null
  const [offering, plan] = [found.uuid, readUuid(segment)]
  return withToken((view) => (offering && plan ? renderPublicPlan(view, { offering, plan }) : null))
}

function findCalendarPage(path: string): Neighbour | null {
  if (path !== '/calendar/embed') return null
  return withoutToken((view) => {
    const calendar = findCalendar(view, view.query.get('src'))
    return replyWithText(
      calendar,
      (one) => ({ type: HTML, content: renderCalendarPage(view, one) }),
      FRAMEABLE,
    )
  })
}

function findCalendarFeed(path: string): Neighbour | null {
  const [, backendId] = /^\/calendar\/ical\/(.*)\/public\/basic\.ics$/s.exec(path) ?? []
  if (backendId === undefined) return null
  return withoutToken((view) =>
    replyWithText(findCalendar(view, backendId), (one) => ({
      type: CALENDAR,
      content: renderCalendarFeed(one),
    })),
  )
}

const HTML = 'text/html; charset=utf-8'
const CALENDAR = 'text/calendar; charset=utf-8'

/** A calendar page is made to be framed, which `X-Frame-Options` alone would forbid. */
const FRAMEABLE = {
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *",
}

const findCalendar = ({ state }: OfferingView, backendId: string | null) =>
  backendId === null ? undefined : findSharedCalendar(state, backendId)

const OUTSIDE = { 'X-Mock-Outside-Contract': 'true' }

const withoutToken = (show: Neighbour['show']): Neighbour => ({ isOpen: true, show })

const withToken = (show: (view: OfferingView) => object | null): Neighbour => ({
  isOpen: false,
  show: (view) => {
    const json = show(view)
    return json && { status: 200, json, headers: OUTSIDE }
  },
})

function replyWithText<R>(
  row: R | undefined,
  show: (row: R) => NonNullable<Reply['text']>,
  headers: Reply['headers'] = {},
): Reply | null {
  if (row === undefined) return null
  return { status: 200, text: show(row), headers: { ...headers, ...OUTSIDE } }
}
