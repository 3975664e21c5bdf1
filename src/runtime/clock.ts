/** Time as a value: since `real` milliseconds, `shown` runs at `speed`; 0 is frozen, 1 as usual. */
export interface Clock {
  readonly real: number
  readonly shown: number
  readonly speed: number
}

export const realTime = (now: number): Clock => ({ real: now, shown: now, speed: 1 })

export const timeOf = ({ real, shown, speed }: Clock, now: number): Date =>
  new Date(Math.min(LAST, Math.max(FIRST, shown + (now - real) * speed)))

/** Dates that Waldur's database can hold, and that ISO 8601 writes with four digits. */
const FIRST = Date.UTC(1900, 0, 1)
const LAST = Date.UTC(9999, 11, 31)

/** The same moment, with something about the clock changed; throws RangeError with what is wrong. */
export function changedClock(clock: Clock, change: ClockChange, now: number): Clock {
  const { now: moment, advance, speed } = change
  const from = moment === undefined ? timeOf(clock, now) : momentOf(moment)
  const shown = advance === undefined ? from : later(from, advance)
  return { real: now, shown: shown.getTime(), speed: speed ?? clock.speed }
}

/** `now`: ISO 8601; `advance`: an ISO 8601 duration such as `P1M`; `speed`: 0 freezes. */
export interface ClockChange {
  readonly now?: string
  readonly advance?: string
  readonly speed?: number
}

function momentOf(text: string): Date {
  const moment = new Date(text)
  if (moment >= new Date(FIRST) && moment <= new Date(LAST)) return moment
  throw new RangeError(`"${text}" is no time from 1900 to 9999. Write it as 2026-04-01T00:00:00Z.`)
}

const DURATION =
  /^(-)?P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

/** A month later is the same day of the next month, or its last; all in UTC. */
function later(from: Date, duration: string): Date {
  const [, minus, ...digits] = DURATION.exec(duration) ?? []
  if (digits.length === 0) {
    throw new RangeError(`"${duration}" is no duration. Write it as P1M, P2W, P1DT12H or -P1D.`)
  }
  const sign = minus ? -1 : 1
  const parts = digits.map((text) => sign * Number(text ?? 0))
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
  const moved = monthsLater(from, years * 12 + months)
  moved.setTime(
    moved.getTime() + ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000,
  )
  return momentOf(Number.isNaN(moved.getTime()) ? duration : moved.toISOString())
}

function monthsLater(from: Date, months: number): Date {
  const moved = new Date(from)
  moved.setUTCMonth(moved.getUTCMonth() + months)
  if (moved.getUTCDate() !== from.getUTCDate()) moved.setUTCDate(0)
  return moved
}
