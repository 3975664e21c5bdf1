import type { Schedule } from '../../domain/state.ts'

/** The times at which a window can be booked. `days`: digits, 0 is Sunday. */
export interface Hours {
  readonly slot: string
  readonly opens: string
  readonly closes: string
  readonly days: string
}

export interface Slot {
  readonly start: string
  readonly end: string
  readonly title: string
}

/** An availability window as real servers keep it (§3.4). */
export const windowOf = (
  { id, start, end, title }: Slot & { readonly id: string },
  { slot, opens, closes, days }: Hours,
): Schedule => ({
  id,
  start,
  end,
  title,
  allDay: false,
  extendedProps: {
    type: 'Availability',
    config: {
      weekends: /[06]/.test(days),
      slotDuration: slot,
      businessHours: { startTime: opens, endTime: closes, daysOfWeek: [...days].map(Number) },
    },
  },
})

/** A reserved slot of a resource. */
export const bookingOf = (id: string, slot: Slot): Schedule => ({
  id,
  ...slot,
  allDay: false,
  extendedProps: { type: 'Schedule' },
})
