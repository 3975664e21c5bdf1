import type { Schedule } from '../../domain/state.ts'
import { createRandom } from '../random.ts'
import { writeMoment, makeRowUuid, findShape } from '../scenarios/market.ts'
import type { Market } from '../scenarios/market.ts'
import { makeProjectUuid } from './organisations.ts'
import { subjects } from './subjects.ts'
import type { SparseRows } from './tables.ts'
import { findTariff } from './tariffs.ts'
import { makeBooking } from './windows.ts'

type Resource = SparseRows['resources']

const STATES = ['OK', 'Creating', 'Terminated', 'Updating', 'Erred', 'Terminating'] as const

/** Who uses a plan. The sample plan is free, so that it can be changed; what is archived was sold. */
export function* drawPurchases(
  market: Market,
  offering: number,
  slot: number,
): Generator<Resource> {
  const { tariff } = findTariff(slot)
  const random = createRandom(market.seed, 'purchases', offering, slot)
  const least = tariff.isArchived ? 1 : 0
  const count = offering === 0 && slot === 0 ? 0 : Math.max(least, random.whole(-7, 4))
  for (let place = 0; place < count; place++) {
    const one = createRandom(market.seed, 'purchase', offering, slot, place)
    const state = STATES[(offering + slot + place) % STATES.length] as (typeof STATES)[number]
    const isBooked = findShape(offering) === 'booking' && state !== 'Erred'
    yield {
      uuid: makeRowUuid(market, 'purchase', offering, slot, place),
      name: one.pick(subjects),
      plan: makeRowUuid(market, 'plan', offering, slot),
      offering: makeRowUuid(market, 'offering', offering),
      project: makeProjectUuid(market, one.whole(0, 23)),
      state,
      ...(isBooked && {
        schedules: [
          drawSlot(`booking-${offering + 1}-${slot + 1}-${place + 1}`, one.whole(-20, 60)),
        ],
      }),
    }
  }
}

/** A working day: from eight to four. */
const drawSlot = (id: string, days: number): Schedule =>
  makeBooking(id, {
    start: writeMoment(weekday(days), 8 * 60),
    end: writeMoment(weekday(days), 16 * 60),
    title: '',
  })

/** AS_OF is a Monday; what falls on a weekend moves to the Monday after. */
function weekday(days: number): number {
  const day = ((days % 7) + 7) % 7
  return day < 5 ? days : days + 7 - day
}

/** Calendars in every state, for the offerings that are booked. The first is there to be shared. */
const CALENDARS: readonly (Omit<SparseRows['calendars'], 'uuid'> | null)[] = [
  { state: 'OK', public: false },
  { state: 'OK', public: true },
  null,
  { state: 'Erred', error_message: 'Google answered 403: the calendar quota is used up.' },
  { state: 'Updating', public: true },
  { state: 'Creating' },
  null,
  { state: 'Update Scheduled' },
  null,
  { state: 'Creation Scheduled' },
  null,
]

export function drawCalendar(market: Market, offering: number): SparseRows['calendars'][] {
  const calendar = CALENDARS[offering % CALENDARS.length]
  if (!calendar || findShape(offering) !== 'booking') return []
  const uuid = makeRowUuid(market, 'offering', offering)
  const isMade = calendar.state === 'OK' || calendar.state?.startsWith('Updat') === true
  return [
    {
      uuid,
      ...calendar,
      ...(isMade && { backend_id: `c_${uuid.slice(16)}@group.calendar.google.com` }),
    },
  ]
}
