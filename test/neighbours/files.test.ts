import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import demo from '../../fixtures/demo.json' with { type: 'json' }
import { dialectOf } from '../../src/dialect.ts'
import type { DialectName } from '../../src/dialect.ts'
import { findFile } from '../../src/neighbours/files/findFile.ts'
import { linkToCalendar } from '../../src/domain/links/links.ts'
import { linkToFeed } from '../../src/neighbours/files/sharedCalendar.ts'
import type { FileView } from '../../src/pipeline/world.ts'
import { put } from '../../src/domain/state.ts'
import type { Medium, Offering, State } from '../../src/domain/state.ts'
import { findRow, listRows } from '../../src/domain/table.ts'
import { parseFixture } from '../../src/fixture/fixture.ts'

const now = new Date('2026-03-02T08:00:00Z')
const world = parseFixture(JSON.stringify(demo), 'fixtures/demo.json', now)
const OFFERING = '5222c74476da40a0a19957ead8867c3f'
const CALENDAR = 'c_7f31c0a95be24d18@group.calendar.google.com'
const PRIVATE = 'c_2b94e6d07a1f4c53@group.calendar.google.com'
const UNKNOWN = '00000000000000000000000000000000'
const HOSTILE = '</title><script>alert("1")</script>\r\nX-EVIL:1;a,b\\ \u0000\uD800 & 😀'

const viewOf = (name: DialectName, state: State = world): FileView => ({
  state,
  style: { origin: 'http://mock.test', uuids: dialectOf(name, '7.8.7').uuids },
  as: dialectOf(name, '7.8.7'),
  query: new URLSearchParams(),
  now,
})

/** What a GET of the address shows: undefined without a route, null without a row. */
function showFile(address: string, view = viewOf('documented')) {
  const { pathname, searchParams } = new URL(address, 'http://mock.test')
  return findFile(decodeURIComponent(pathname))?.show({ ...view, query: searchParams })
}

const textAt = (address: string, view?: FileView): string =>
  showFile(address, view)?.text?.content ?? ''

function first<R>([row]: readonly R[]): R {
  if (row === undefined) throw new Error('The demo data have no such row.')
  return row
}

const offering = first([findRow(world.offerings, OFFERING)].flatMap((row) => row ?? []))
const withOffering = (change: Partial<Offering>): State =>
  put(world, 'offerings', { ...offering, ...change })

it.each([
  '/',
  '/api/',
  '/api/customers/',
  `/api/customers/${OFFERING}/`,
  '/calendar/embed/',
  '/calendar/ical/',
])('%s is no file', (path) => {
  expect(findFile(path)).toBeNull()
})

describe('media', () => {
  const medium = (kind: Medium['kind'], title: string, text = ''): [string, FileView] => {
    const row = { uuid: UNKNOWN, kind, title, text }
    return [`/api/media/${UNKNOWN}/`, viewOf('observed', put(world, 'media', row))]
  }

  it('need no token, because browsers fetch images without one', () => {
    expect(findFile(`/api/media/${UNKNOWN}/`)?.id).toBe('media_retrieve')
    expect(showFile(`/api/media/${UNKNOWN}/`)).toBeNull()
  })

  it('are drawn as SVG that shows the title and is the same each time', () => {
    const image = showFile(...medium('image', 'Column view'))

    expect(image?.text?.type).toBe('image/svg+xml')
    expect(image?.text?.content).toContain('>Column view</text>')
    expect(image).toEqual(showFile(...medium('image', 'Column view')))
    expect(textAt(...medium('image', 'Magnet hall'))).not.toBe(image?.text?.content)
  })

  it('have thumbnails that are the same drawing, smaller', () => {
    const thumbnail = textAt(...medium('thumbnail', 'Stage'))

    expect(thumbnail).toContain('width="320"')
    expect(thumbnail.replace(/width="320" height="180"/, 'width="1200" height="675"')).toBe(
      textAt(...medium('image', 'Stage')),
    )
  })

  it('are well-formed whatever the title is, and run no script', () => {
    assertWellFormed(textAt(...medium('image', HOSTILE)))
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (title) =>
        assertWellFormed(textAt(...medium('image', title))),
      ),
      { seed: 20260302 },
    )
  })

  it('are plain text when they are documents', () => {
    expect(showFile(...medium('document', 'a.html', HOSTILE))?.text).toEqual({
      type: 'text/plain; charset=utf-8',
      content: HOSTILE,
    })
  })
})

/** Every tag is closed, every attribute quoted, and nothing else looks like markup. */
function assertWellFormed(xml: string): void {
  const open: string[] = []
  const tag = /<(\/?)([\w]+)(?:\s+[\w-]+="[^"<]*")*\s*(\/?)>/g
  const texts = xml.replace(tag, (_, closes: string, name: string, isEmpty: string) => {
    if (closes) expect(open.pop()).toBe(name)
    else if (!isEmpty) open.push(name)
    return ''
  })
  expect(open).toEqual([])
  expect(texts).not.toMatch(/[<>]|&(?!#\d+;)/)
  expect(xml).not.toMatch(/<script|\p{Surrogate}|[^\P{Cc}\t\r\n\u007F-\u009F]/u)
}

describe('icons', () => {
  const drawingOf = (name: string): string => textAt(`/api/icons/${name}/`)
  const readNumber = (xml: string, attribute: string): number =>
    Number(new RegExp(`<text[^>]* ${attribute}="(\\d+)"`).exec(xml)?.[1])

  it.each(['login_logo', 'sidebar_logo', 'favicon', 'hero_image'])('%s is well-formed', (name) => {
    assertWellFormed(drawingOf(name))
  })

  it('have letters that end within them, whatever font a system has', () => {
    const logo = drawingOf('login_logo')

    expect(readNumber(logo, 'x') + readNumber(logo, 'textLength')).toBeLessThan(190)
    expect(logo).toContain('width="190"')
  })

  it('have no letters where a page cuts off the edges of the picture', () => {
    expect(drawingOf('hero_image')).not.toContain('<text')
    expect(drawingOf('hero_image')).toContain('aria-label="A marketplace that is a mock"')
  })
})

describe('a shared calendar', () => {
  const page = `/calendar/embed?src=${encodeURIComponent(CALENDAR)}`
  const feed = linkToFeed({ origin: '' }, CALENDAR)

  it('is a page that may be framed and leads to the feed', () => {
    const reply = showFile(page)

    expect(reply?.text?.type).toBe('text/html; charset=utf-8')
    expect(reply?.text?.content).toContain(
      `href="${linkToFeed({ origin: 'http://mock.test' }, CALENDAR)}"`,
    )
    expect(reply?.headers?.['Content-Security-Policy']).toContain('frame-ancestors *')
  })

  it('lists what is still to come, and no booking that was refused or ended', () => {
    const html = textAt(page)

    expect(html).toContain('<b>Spring term</b>')
    expect(html).toContain('<li class="booked"><div><b>Hull paint</b>')
    expect(html).toContain('<li class="requested"><div><b>Weld grains</b>')
    expect(html.match(/<b>Summer term<\/b>/g)).toHaveLength(1)
    expect(html.match(/<b>Weld grains<\/b>/g)).toHaveLength(1)
  })

  it('says when nothing is planned', () => {
    const view = { ...viewOf('documented'), now: new Date('2036-01-01T00:00:00Z') }

    expect(textAt(page, view)).toContain('Nothing is planned.')
  })

  it('is not found while it is private, or without an address', () => {
    for (const backendId of [PRIVATE, 'unknown', '']) {
      expect(showFile(`/calendar/embed?src=${encodeURIComponent(backendId)}`)).toBeNull()
      expect(showFile(linkToFeed({ origin: '' }, backendId))).toBeNull()
    }
    expect(showFile('/calendar/embed')).toBeNull()
  })

  it('shows time that is taken at Google by something else', () => {
    const slot = { uuid: UNKNOWN, offering: OFFERING }
    const [start, end] = ['2026-03-30T08:00:00Z', '2026-03-30T12:00:00Z']
    const view = viewOf('documented', put(world, 'busy_slots', { ...slot, start, end }))

    expect(textAt(page, view)).toContain('<li class="booked"><div><b>Busy</b>')
    expect(eventsIn(textAt(feed, view))).toContainEqual(
      expect.objectContaining({ SUMMARY: 'Busy', TRANSP: 'OPAQUE', DTSTART: '20260330T080000Z' }),
    )
  })

  it('is a page without scripts whatever the offering is called', () => {
    const html = textAt(page, viewOf('documented', withOffering({ name: HOSTILE })))

    expect(html).not.toMatch(/<script/)
    expect(html).toContain('&#60;script&#62;alert(&#34;1&#34;)')
  })

  it('is an iCalendar feed: windows leave the time free, bookings take it', () => {
    const reply = showFile(feed)
    const events = eventsIn(reply?.text?.content ?? '')

    expect(reply?.text?.type).toBe('text/calendar; charset=utf-8')
    expect(events.map(({ SUMMARY, TRANSP, STATUS }) => [SUMMARY, TRANSP, STATUS])).toEqual([
      ['Autumn term', 'TRANSPARENT', 'CONFIRMED'],
      ['Spring term', 'TRANSPARENT', 'CONFIRMED'],
      ['Hull paint', 'OPAQUE', 'CONFIRMED'],
      ['Hull paint, repeat', 'OPAQUE', 'CONFIRMED'],
      ['Weld grains', 'OPAQUE', 'TENTATIVE'],
      ['Summer term', 'TRANSPARENT', 'CONFIRMED'],
    ])
    expect(new Set(events.map(({ UID }) => UID)).size).toBe(6)
  })

  it('has its times in UTC and its place on the map', () => {
    const booking = eventsIn(textAt(feed)).find(({ SUMMARY }) => SUMMARY === 'Hull paint')

    expect(booking).toMatchObject({
      DTSTAMP: '20250304T091244Z',
      DTSTART: '20260309T070000Z',
      DTEND: '20260309T150000Z',
      LOCATION: '52.2401, 4.4339',
      GEO: '52.2401;4.4339',
    })
  })

  it('has no place without coordinates', () => {
    const view = viewOf('documented', withOffering({ latitude: null }))

    expect(textAt(feed, view)).not.toMatch(/LOCATION|GEO/)
  })

  it('has an id that may hold any sign', () => {
    const backend_id = 'a/b c+d?e%41#&"\\'
    const row = first(listRows(world.calendars).filter((one) => one.backend_id === CALENDAR))
    const view = viewOf('documented', put(world, 'calendars', { ...row, backend_id }))
    const href = /href="(http[^"]+)"/.exec(
      textAt(linkToCalendar(view.style, backend_id), view),
    )?.[1]

    expect(href).toBeDefined()
    expect(textAt(href ?? '', view)).toContain('BEGIN:VCALENDAR')
  })

  it('has lines of at most 75 octets that read back as they were, whatever a title is', () => {
    const titles = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(HOSTILE, '😀'.repeat(90)),
    )
    fc.assert(
      fc.property(titles, (title) => {
        const [start, end] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z']
        const schedules = [{ start, end, title: `a${title}` }]
        const text = textAt(feed, viewOf('observed', withOffering({ attributes: { schedules } })))

        expect(eventsIn(text)[0]?.['SUMMARY']).toBe(plain(`a${title}`))
      }),
      { seed: 20260302 },
    )
  })
})

const plain = (text: string): string =>
  Buffer.from(text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\t\n]/gu, '')).toString()

/** The events of a feed, property by property. It is read as octets, as RFC 5545 asks for. */
function eventsIn(feed: string): Record<string, string>[] {
  const lines = feed.split('\r\n')
  expect(lines.pop()).toBe('')
  for (const line of lines) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(line).not.toMatch(/[\r\n]/)
  }
  const unfolded = Buffer.from(feed).toString().replaceAll('\r\n ', '').trimEnd().split('\r\n')
  expect([unfolded[0], unfolded.at(-1)]).toEqual(['BEGIN:VCALENDAR', 'END:VCALENDAR'])
  return unfolded
    .join('\r\n')
    .split('BEGIN:VEVENT\r\n')
    .slice(1)
    .map((event) => Object.fromEntries(event.split('\r\n').map(propertyOf)))
}

function propertyOf(line: string): [name: string, value: string] {
  const [, name = '', value = ''] = /^([A-Z-]+):(.*)$/s.exec(line) ?? []
  if (!name) expect(line).toMatch(/^$/)
  return [name, value.replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))]
}
