import type { FileView } from '../../pipeline/world.ts'
import { escapeMarkup } from '../../domain/escapeMarkup.ts'
import { linkToFeed } from './sharedCalendar.ts'
import type { CalendarEvent, SharedCalendar } from './sharedCalendar.ts'
import { findRow } from '../../domain/table.ts'

/** The page of a shared calendar: what is still to come, and where to subscribe. */
export function renderCalendarPage(
  { state, style, now }: FileView,
  { backendId, offering, events }: SharedCalendar,
): string {
  const provider = findRow(state.customers, offering.customer)?.name
  const feed = escapeMarkup(linkToFeed(style, backendId))
  const coming = events.filter(({ end }) => end > now)
  const name = escapeMarkup(offering.name)
  const byline = escapeMarkup([provider, 'times in UTC'].filter(Boolean).join(' · '))
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${name} · calendar</title>
  <link rel="alternate" type="text/calendar" href="${feed}">
  <style>${STYLE}</style>
</head>
<body>
  <header><h1>${name}</h1><p>${byline}</p></header>
  ${coming.length > 0 ? renderAgenda(coming) : '<p>Nothing is planned.</p>'}
  <footer><a href="${feed}">Subscribe to this calendar</a> (iCalendar)</footer>
</body>
</html>
`
}

const renderAgenda = (events: readonly CalendarEvent[]): string =>
  `<ol>\n${events.map(renderEvent).join('\n')}\n  </ol>`

const LABELS = { available: 'Available', booked: 'Booked', requested: 'Requested' } as const

function renderEvent({ kind, title, start, end }: CalendarEvent): string {
  const time = `<time datetime="${start.toISOString()}">${writeRange(start, end)}</time>`
  return `    <li class="${kind}"><div><b>${escapeMarkup(title)}</b>${time}</div>
      <span>${LABELS[kind]}</span></li>`
}

const writeRange = (start: Date, end: Date): string => {
  // Made when it is needed: it takes a moment.
  ranges ??= new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  return ranges.formatRange(start, end)
}
let ranges: Intl.DateTimeFormat | undefined

const STYLE = `
    :root { color-scheme: light dark; --line: light-dark(#dde3ea, #333c47); }
    body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem;
      font: 1rem/1.5 system-ui, sans-serif; }
    h1 { margin: 0; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
    header p, time, footer { margin: 0; color: light-dark(#5a6673, #9aa7b4); font-size: 0.9rem; }
    ol { list-style: none; margin: 1.5rem 0; padding: 0; display: grid; gap: 0.5rem; }
    li { display: flex; justify-content: space-between; align-items: center; gap: 1rem;
      padding: 0.6rem 0.9rem; border: 1px solid var(--line); border-left: 0.35rem solid var(--kind);
      border-radius: 0.5rem; overflow-wrap: anywhere; }
    li b, li time { display: block; }
    li span { color: var(--kind); font-size: 0.8rem; font-weight: 600; }
    .available { --kind: light-dark(#1a7f45, #4fc57e); }
    .booked { --kind: light-dark(#b3261e, #f0867f); }
    .requested { --kind: light-dark(#8a5a00, #e0a94a); }
  `
