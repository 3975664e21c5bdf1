import type { Reply } from '../../errors.ts'
import { findPlace } from '../../domain/links/links.ts'
import { findRow } from '../../domain/table.ts'
import type { FileView, OpenFile } from '../../pipeline/world.ts'
import { renderCalendarFeed } from './renderCalendarFeed.ts'
import { renderCalendarPage } from './renderCalendarPage.ts'
import { renderIcon } from './renderIcon.ts'
import { renderMedium } from './renderMedium.ts'
import { findSharedCalendar } from './sharedCalendar.ts'

/** Reads a decoded path; null: no file of the mock has it. */
export const findFile = (path: string): OpenFile | null =>
  findMedium(path) ?? findIcon(path) ?? findCalendarPage(path) ?? findCalendarFeed(path)

/** Links to media may carry `x-auth-token` and `download`, which change nothing. */
function findMedium(path: string): OpenFile | null {
  const found = findPlace(path)
  if (found?.place !== 'medium') return null
  const show = ({ state }: FileView) =>
    replyWithText(findRow(state.media, found.uuid), renderMedium)
  return { id: 'media_retrieve', show }
}

/** The pictures of the installation: its mark, and a large one beside the login form. */
function findIcon(path: string): OpenFile | null {
  const [, name] = /^\/api\/icons\/([a-z_]+)\/$/.exec(path) ?? []
  if (name === undefined || !ICONS.has(name)) return null
  return { id: 'icons_retrieve', show: () => ({ status: 200, text: renderIcon(name) }) }
}

const ICONS = new Set([
  'favicon',
  'footer_logo',
  'hero_image',
  'login_logo',
  'offering_logo_placeholder',
  'powered_by_logo',
  'sidebar_logo',
  'sidebar_logo_dark',
  'sidebar_logo_mobile',
  'site_logo',
])

function findCalendarPage(path: string): OpenFile | null {
  if (path !== '/calendar/embed') return null
  const show = (view: FileView) =>
    replyWithText(
      findCalendar(view, view.query.get('src')),
      (one) => ({ type: HTML, content: renderCalendarPage(view, one) }),
      FRAMEABLE,
    )
  return { id: 'calendar_page', show }
}

function findCalendarFeed(path: string): OpenFile | null {
  const [, backendId] = /^\/calendar\/ical\/(.*)\/public\/basic\.ics$/s.exec(path) ?? []
  if (backendId === undefined) return null
  const show = (view: FileView) =>
    replyWithText(findCalendar(view, backendId), (one) => ({
      type: CALENDAR,
      content: renderCalendarFeed(one),
    }))
  return { id: 'calendar_feed', show }
}

const HTML = 'text/html; charset=utf-8'
const CALENDAR = 'text/calendar; charset=utf-8'

/** A calendar page is made to be framed, which `X-Frame-Options` alone would forbid. */
const FRAMEABLE = {
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *",
}

const findCalendar = ({ state }: FileView, backendId: string | null) =>
  backendId === null ? undefined : findSharedCalendar(state, backendId)

function replyWithText<R>(
  row: R | undefined,
  show: (row: R) => NonNullable<Reply['text']>,
  headers: Reply['headers'] = {},
): Reply | null {
  return row === undefined ? null : { status: 200, text: show(row), headers }
}
