import { badRequest } from './refusal.ts'

/** Time as a value: since `real` milliseconds, `shown` runs at `speed`; 0 is frozen, 1 as usual. */
export interface Clock {
  readonly real: number
  readonly shown: number
  readonly speed: number
}

export const startRealTime = (now: number): Clock => ({ real: now, shown: now, speed: 1 })

export const isReal = ({ real, shown, speed }: Clock): boolean => real === shown && speed === 1

export const readTime = ({ real, shown, speed }: Clock, now: number): Date =>
  new Date(Math.min(LAST, Math.max(FIRST, shown + (now - real) * speed)))

/** Dates that Waldur's database can hold, and that ISO 8601 writes with four digits. */
const FIRST = Date.UTC(1900, 0, 1)
const LAST = Date.UTC(9999, 11, 31)

/** The same moment, with something about the clock changed; throws a Refusal with what is wrong. */
export function changeClock(clock: Clock, change: ClockChange, now: number): Clock {
  demandChange(change)
  const { now: moment, advance, speed } = change
  const from = moment === undefined ? readTime(clock, now) : readMoment(moment)
  const shown = advance === undefined ? from : addDuration(from, advance)
  return { real: now, shown: shown.getTime(), speed: speed ?? clock.speed }
}

/** `now`: ISO 8601; `advance`: an ISO 8601 duration such as `P1M`; `speed`: 0 freezes. */
export interface ClockChange {
  readonly now?: string
  readonly advance?: string
  readonly speed?: number
}

/** What is misspelt changes nothing, and nobody would see that. */
function demandChange(change: object): void {
  const names = Object.keys(change)
  if (names.length > 0 && names.every((name) => CHANGES.includes(name))) return
  throw badRequest(
    `A clock is changed by ${CHANGES.join(', ')}, not by ${names.join(', ') || 'nothing'}.`,
  )
}

const CHANGES = ['now', 'advance', 'speed']

function readMoment(text: string): Date {
  const moment = new Date(text)
  if (moment >= new Date(FIRST) && moment <= new Date(LAST)) return moment
  throw badRequest(`"${text}" is no time from 1900 to 9999. Write it as 2026-04-01T00:00:00Z.`)
}

const DURATION =
  /^(-)?P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

/** A month later is the same day of the next month, or its last; all in UTC. */
function addDuration(from: Date, duration: string): Date {
  const [, minus, ...digits] = DURATION.exec(duration) ?? []
  if (digits.length === 0) {
    throw badRequest(`"${duration}" is no duration. Write it as P1M, P2W, P1DT12H or -P1D.`)
  }
  const [years, months, ...times] = digits.map((text) => (minus ? -1 : 1) * Number(text ?? 0))
  const moved = addMonths(from, (years ?? 0) * 12 + (months ?? 0))
  const passed = times.reduce((sum, count, index) => sum + count * (UNITS[index] ?? 0), 0)
  moved.setTime(moved.getTime() + passed)
  return readMoment(Number.isNaN(moved.getTime()) ? duration : moved.toISOString())
}

/** Milliseconds of weeks, days, hours, minutes and seconds. */
const UNITS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1000]

function addMonths(from: Date, months: number): Date {
  const moved = new Date(from)
  moved.setUTCMonth(moved.getUTCMonth() + months)
  if (moved.getUTCDate() !== from.getUTCDate()) moved.setUTCDate(0)
  return moved
}
