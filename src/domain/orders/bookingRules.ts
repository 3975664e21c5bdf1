import { crashed, invalid } from '../../errors.ts'
import type { Offering, OrderState, Schedule } from '../state.ts'
import { readPeriods } from './orders.ts'
import { findGroup } from '../table.ts'
import type { Context } from '../context.ts'

type Moment = Pick<Context, 'state' | 'now' | 'as'>

const refuse = (text: string) => invalid([text])

/** The rules of a booking, in the order in which the server asks them; the first to fail is told. */
export function checkSchedules(moment: Moment, offering: Offering, schedules: unknown): Schedule[] {
  if (!Array.isArray(schedules) || schedules.length === 0) throw refuse('Schedules are required.')
  const wanted = schedules.map((item: unknown) => readSchedule(moment, item))
  const windows = offering.attributes.schedules ?? []
  demandEach(wanted, (one) => isWithin(one, windows), ' is not available for selected offering.')
  const taken = listTaken(moment, offering)
  demandEach(wanted, (one) => !isWithin(one, taken), ' is not available.')
  const requested = listRequested(moment, offering)
  const other = ' is not available. Other booking request exists.'
  demandEach(wanted, (one) => !isWithin(one, requested), other)
  return wanted
}

function demandEach(
  schedules: readonly Schedule[],
  fits: (schedule: Schedule) => boolean,
  end: string,
): void {
  const bad = schedules.find((one) => !fits(one))
  if (bad) throw refuse(`Time period from ${bad.start} to ${bad.end}${end}`)
}

function readSchedule({ now, as }: Moment, item: unknown): Schedule {
  const schedule = readItem(as, item)
  if (!('start' in schedule && 'end' in schedule)) {
    throw refuse("Key 'start' or 'end' does not exist in schedules item.")
  }
  const { start, end } = schedule
  if (!start || !end) throw refuse("Value 'start' or 'end' does not exist in schedules item.")
  for (const value of [start, end]) demandMoment(as, value)
  if (Date.parse(String(start)) < now.getTime()) {
    throw refuse('Past slots are not available for selection.')
  }
  return { ...schedule, start: String(start), end: String(end) }
}

function readItem(as: Moment['as'], item: unknown): Readonly<Record<string, unknown>> {
  if (typeof item === 'object' && item !== null) return item as Readonly<Record<string, unknown>>
  if (as.crashes) throw crashed()
  return {}
}

/** A date, hours, minutes, seconds and an offset; what is no date at all makes a server fail. */
function demandMoment(as: Moment['as'], value: unknown): void {
  const text = String(value)
  if (MOMENT.test(text) && !Number.isNaN(Date.parse(text))) return
  if (as.crashes && !/^\d{4}-\d\d?-\d\d?/.test(text)) throw crashed()
  throw refuse(`The value ${text} does not match the format.`)
}

const MOMENT =
  /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

type Period = Pick<Schedule, 'start' | 'end'>

/** Wholly inside one of them: what overlaps half of a booking, or encloses it, is not (§2). */
const isWithin = (one: Period, others: readonly Period[]): boolean =>
  others.some(
    ({ start, end }) =>
      Date.parse(one.start) >= Date.parse(start) && Date.parse(one.end) <= Date.parse(end),
  )

/** Bookings that are accepted or wait for it, then what else is in the calendar. */
function listTaken({ state }: Moment, { uuid }: Offering): Period[] {
  const booked = findGroup(state.resources, 'offering', uuid)
    .keysArray()
    .filter((resource) => resource.state === 'OK' || resource.state === 'Creating')
  const busy = findGroup(state.busy_slots, 'offering', uuid).keysArray()
  return [...booked.flatMap(({ schedules = [] }) => schedules), ...busy]
}

const COUNTING: readonly OrderState[] = [
  'pending-consumer',
  'pending-provider',
  'executing',
  'done',
]

/** A booking that was ended goes on counting: its order is done, and nobody looks further. */
const listRequested = ({ state }: Moment, { uuid }: Offering): Period[] =>
  findGroup(state.orders, 'offering', uuid)
    .keysArray()
    .filter((order) => order.type === 'Create' && COUNTING.includes(order.state))
    .flatMap(readPeriods)
