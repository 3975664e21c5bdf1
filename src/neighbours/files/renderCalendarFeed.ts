import type { CalendarEvent, SharedCalendar } from './sharedCalendar.ts'
import type { Offering } from '../../domain/state.ts'

/** A shared calendar as iCalendar (RFC 5545): lines of at most 75 octets that end in CRLF. */
export const renderCalendarFeed = ({ offering, events }: SharedCalendar): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//waldur-mock//Booking calendar//EN',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${escapeText(offering.name)}`,
    'X-WR-TIMEZONE:UTC',
    ...events.flatMap((event) => renderEvent(offering, event)),
    'END:VCALENDAR',
  ]
    .map(foldLine)
    .join('')

/** The time stamp is the offering's own, so that the feed of one state is always the same. */
const renderEvent = (offering: Offering, event: CalendarEvent): string[] => [
  'BEGIN:VEVENT',
  `UID:${event.uid}`,
  `DTSTAMP:${writeTime(new Date(offering.created))}`,
  `DTSTART:${writeTime(event.start)}`,
  `DTEND:${writeTime(event.end)}`,
  `SUMMARY:${escapeText(event.title)}`,
  `STATUS:${event.kind === 'requested' ? 'TENTATIVE' : 'CONFIRMED'}`,
  `TRANSP:${event.kind === 'available' ? 'TRANSPARENT' : 'OPAQUE'}`,
  ...renderPlace(offering),
  'END:VEVENT',
]

function renderPlace({ latitude, longitude }: Offering): string[] {
  if (latitude === null || longitude === null) return []
  const [north, east] = [writeDegrees(latitude), writeDegrees(longitude)]
  return [`LOCATION:${escapeText(`${north}, ${east}`)}`, `GEO:${north};${east}`]
}

const writeDegrees = (angle: number): string => String(Number(angle.toFixed(6)))

const writeTime = (time: Date): string =>
  time.toISOString().replace(/\.\d+/, '').replace(/[-:]/g, '')

const CONTROLS = /[^\P{Cc}\t]/gu

/** Line breaks are written as `\n`; other control characters have no place in a calendar. */
const escapeText = (text: string): string =>
  text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n?|\n/g, '\\n')
    .replace(CONTROLS, '')

const MOST_OCTETS = 75
const encoder = new TextEncoder()

/** Folds between characters, never inside one: a reader joins the lines before it decodes them. */
function foldLine(line: string): string {
  let text = ''
  let octets = 0
  for (const sign of line) {
    const size = encoder.encode(sign).length
    if (octets + size > MOST_OCTETS) {
      text += '\r\n '
      octets = 1
    }
    text += sign
    octets += size
  }
  return `${text}\r\n`
}
