import { h, svg } from '../elements/dom.ts'
import { readList } from '../connection/shapes.ts'
import type { Schedule } from '../connection/shapes.ts'
import { writeDate, writeDay } from '../elements/text.ts'

interface Hours {
  readonly from: number
  readonly to: number
  readonly slot: number
}

const NAMES = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const DAY_MS = 86_400_000

/** When the offering can be booked: the hours of the coming week, and until when that is so. */
export function week(schedules: unknown, now: Date): HTMLElement {
  const windows = readList<Schedule>(schedules)
  const days = weekFrom(now).map((day) => ({ day, hours: hoursOn(day, windows) }))
  const said = days
    .map(({ day, hours }) => `${NAMES[day.getUTCDay()]} ${speakHours(hours)}`)
    .join(', ')
  return h(
    'div',
    { class: 'week' },
    h(
      'div',
      { class: 'days', role: 'img', 'aria-label': `Bookable in the coming week: ${said}` },
      ...days.map(({ day, hours }) => column(day, hours, now)),
    ),
    h('p', { class: 'quiet' }, windowsText(windows, now)),
  )
}

/** Seven days from today on: those behind can't be booked any more. */
function weekFrom(now: Date): Date[] {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate())
  return NAMES.map((_, index) => new Date(today + index * DAY_MS))
}

function hoursOn(day: Date, windows: readonly Schedule[]): Hours | null {
  const open = windows.find((window) => covers(window, day))
  const config = open?.extendedProps?.config
  const hours = config?.businessHours
  if (!open || !listOf0(hours?.daysOfWeek).includes(day.getUTCDay())) return null
  const [from, to] = [clockHours(hours?.startTime, 0), clockHours(hours?.endTime, 24)]
  return { from, to, slot: clockHours(config?.slotDuration, 24) }
}

const listOf0 = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : [0, 1, 2, 3, 4, 5, 6]

const covers = ({ start, end }: Schedule, day: Date): boolean =>
  new Date(start ?? '').getTime() < day.getTime() + DAY_MS && new Date(end ?? '') > day

/** `08:30` is 8.5; what can't be read is the other value. */
function clockHours(text: unknown, otherwise: number): number {
  const [, hours, minutes = '0'] = /^(\d{1,2})(?::(\d{2}))?/.exec(String(text)) ?? []
  return hours === undefined ? otherwise : Math.min(24, Number(hours) + Number(minutes) / 60)
}

function column(day: Date, hours: Hours | null, now: Date): HTMLElement {
  const passed = (now.getTime() - day.getTime()) / 3_600_000
  const isToday = passed >= 0 && passed < 24
  const lines = hours ? slotLines(hours) : []
  return h(
    'div',
    { class: isToday ? 'day today' : 'day' },
    h('span', {}, (NAMES[day.getUTCDay()] ?? '').slice(0, 2)),
    svg(
      'svg',
      { viewBox: '0 0 10 24', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      svg('rect', { class: 'shut', width: 10, height: 24 }),
      hours &&
        svg('rect', {
          class: 'open',
          y: hours.from,
          width: 10,
          height: Math.max(0, hours.to - hours.from),
        }),
      ...lines.map((y) => svg('line', { class: 'slot', x1: 0, x2: 10, y1: y, y2: y })),
      isToday && svg('line', { class: 'now', x1: 0, x2: 10, y1: passed, y2: passed }),
    ),
    h('small', {}, hours === null ? '–' : `${shortHour(hours.from)}–${shortHour(hours.to)}`),
  )
}

/** Where one slot ends and the next begins; too many would be a grey area. */
function slotLines({ from, to, slot }: Hours): number[] {
  const count = slot >= 2 ? Math.ceil((to - from) / slot) - 1 : 0
  if (count < 1) return []
  return Array.from({ length: count }, (_, index) => from + (index + 1) * slot)
}

/** `8.5` is 8:30, and 9 is 9: seven of them stand side by side. */
const shortHour = (hours: number): string =>
  hours % 1 === 0 ? String(hours) : clock(hours).replace(/^0/, '')

const speakHours = (hours: Hours | null): string =>
  hours === null ? 'closed' : `${clock(hours.from)} to ${clock(hours.to)}`

const clock = (hours: number): string =>
  `${String(Math.floor(hours)).padStart(2, '0')}:${String(Math.round((hours % 1) * 60)).padStart(2, '0')}`

function windowsText(windows: readonly Schedule[], now: Date): string {
  const coming = windows.filter(({ end }) => new Date(end ?? '') > now)
  if (coming.length === 0) return 'No availability is published.'
  const texts = coming.slice(0, 3).map((window) => windowText(window, now))
  return `Bookable ${texts.join(', ')}${coming.length > 3 ? ' …' : ''}`
}

function windowText({ start, end }: Schedule, now: Date): string {
  const [from, to] = [new Date(start ?? ''), new Date(end ?? '')]
  return from <= now ? `until ${writeDate(to)}` : `${writeDay(from)} to ${writeDate(to)}`
}
