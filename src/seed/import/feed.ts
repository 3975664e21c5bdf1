import { readObject, readText } from '../server/json.ts'
import type { Json } from '../server/json.ts'
import type { WaldurClient } from '../server/waldurClient.ts'

/** An event of a shared calendar. `owner`: the uuid of the offering or of the resource that it is of. */
export interface FeedEvent {
  readonly owner: string
  /** Its place among the events of the owner, from 1. */
  readonly number: number
  readonly title: string
  readonly start: string
  readonly end: string
  readonly isRequest: boolean
}

export type Feeds = ReadonlyMap<string, readonly FeedEvent[]>

/** The shared calendars that the server itself keeps; what is at Google is left there. */
export async function readFeeds(
  server: WaldurClient,
  offerings: ReadonlyMap<string, Json>,
): Promise<Feeds> {
  const feeds = new Map<string, FeedEvent[]>()
  for (const [uuid, row] of offerings) {
    const { backend_id, http_link } = readObject(row['googlecalendar'])
    if (!readText(http_link).startsWith(`${server.target}/calendar/embed?`)) continue
    const path = `/calendar/ical/${encodeURIComponent(readText(backend_id))}/public/basic.ics`
    const { status, text } = await server.askOpenly(path)
    if (status === 200) feeds.set(uuid, parseEvents(text))
  }
  return feeds
}

/** Lines of iCalendar (RFC 5545) are folded: what begins with a blank goes on. */
function parseEvents(text: string): FeedEvent[] {
  const blocks = text
    .replace(/\r?\n[ \t]/g, '')
    .split('BEGIN:VEVENT')
    .slice(1)
  return blocks.flatMap((block) => {
    const field = (name: string) => new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(block)?.[1] ?? ''
    const [, owner, number] = /^([0-9a-f]{32})-(\d+)@/.exec(field('UID')) ?? []
    const [start, end] = [parseTime(field('DTSTART')), parseTime(field('DTEND'))]
    if (owner === undefined || start === null || end === null) return []
    const title = field('SUMMARY').replace(/\\(.)/g, (_, sign: string) =>
      sign === 'n' ? '\n' : sign,
    )
    return [
      {
        owner,
        number: Number(number),
        title,
        start,
        end,
        isRequest: field('STATUS') === 'TENTATIVE',
      },
    ]
  })
}

/** `20260302T080000Z` as fixtures write it. */
function parseTime(text: string): string | null {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (!parts) return null
  const [, year, month, day, hour, minute, second] = parts
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
}

const UNTITLED = 'Available'

/** All windows of an offering: past ones, which only the calendar shows, and when running ones began. */
export function completeWindows(
  events: readonly FeedEvent[],
  uuid: string,
  shown: readonly Json[],
): Json[] {
  const stored = events.filter(({ owner }) => owner === uuid).sort((a, b) => a.number - b.number)
  const windows = stored.map(({ start, end, title }) => {
    const known = shown.find((window) => Date.parse(readText(window['end'])) === Date.parse(end))
    return known ? { ...known, start } : { start, end, title: title === UNTITLED ? '' : title }
  })
  return windows.length >= shown.length ? windows : [...shown]
}

/** What is booked, by resource. */
export function listBookings(
  events: readonly FeedEvent[],
  offering: string,
): Map<string, FeedEvent[]> {
  const booked = new Map<string, FeedEvent[]>()
  for (const event of events.toSorted((a, b) => a.number - b.number))
    if (event.owner !== offering)
      booked.set(event.owner, [...(booked.get(event.owner) ?? []), event])
  return booked
}
