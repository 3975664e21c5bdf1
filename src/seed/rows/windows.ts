import type { Schedule } from '../../domain/state.ts'

/** The times at which a window can be booked. `days`: digits, 0 is Sunday. */
export interface Hours {
  /** How long a slot is, as `02:00:00`. */
  readonly slot: string
  readonly opens: string
  readonly closes: string
  readonly days: string
  /** Is the window offered by the day? */
  readonly isAllDay?: boolean
}

export interface Slot {
  readonly start: string
  readonly end: string
  readonly title: string
}

/** An availability window as real servers keep it (§3.4). */
export const makeWindow = (
  { id, start, end, title }: Slot & { readonly id: string },
  { slot, opens, closes, days, isAllDay = false }: Hours,
): Schedule => ({
  id,
  start,
  end,
  title,
  allDay: isAllDay,
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
export const makeBooking = (id: string, slot: Slot): Schedule => ({
  id,
  ...slot,
  allDay: false,
  extendedProps: { type: 'Schedule' },
})
