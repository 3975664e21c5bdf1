import { tellsOfAll } from '../settings.ts'
import type { Demand } from '../demand.ts'

/**
 * Contracts that only read may be held together, and so may those that write what is their own; of those
 * on calendars one beside either, unless they show calendars, or one on the chosen calendar and one on
 * those of others. Those that tell of all others come last.
 */
export type Kind =
  | 'read'
  | 'bookings'
  | 'write'
  | 'calendar'
  | 'chosenCalendar'
  | 'otherCalendars'
  | 'alone'
  | 'last'
  | 'review'

interface Waiting {
  readonly kind: Kind
  readonly begin: () => void
}

interface Manners {
  /** How many may run at once, beside those on calendars: these mostly wait. */
  readonly most: number
  /** What must be held alone waits for all that need not, what comes last for all others; else everybody waits for who came before. */
  readonly isPatient: boolean
}

const ORDERLY: Manners = { most: Infinity, isPatient: false }

/** Lets contracts of one kind run together; who must be sure runs alone. */
export class Turns {
  readonly #manners: Manners
  readonly #running: Kind[] = []
  readonly #queue: Waiting[] = []

  constructor(manners = ORDERLY) {
    this.#manners = manners
  }

  async take<Result>(kind: Kind, work: () => Promise<Result>): Promise<Result> {
    await new Promise<void>((begin) => {
      this.#queue.push({ kind, begin })
      this.#admit()
    })
    try {
      return await work()
    } finally {
      this.#running.splice(this.#running.indexOf(kind), 1)
      this.#admit()
    }
  }

  #admit(): void {
    for (let next = this.#findNext(); next; next = this.#findNext()) {
      this.#queue.splice(this.#queue.indexOf(next), 1)
      this.#running.push(next.kind)
      next.begin()
    }
  }

  #findNext(): Waiting | undefined {
    const { most, isPatient } = this.#manners
    if (this.#running.filter((one) => !isOnCalendars(one)).length >= most) return undefined
    const [first] = this.#queue
    if (!isPatient) return first && this.#fits(first.kind) ? first : undefined
    const rank = Math.min(...this.#queue.map(rankByPatience))
    return this.#queue.find((one) => rankByPatience(one) === rank && this.#fits(one.kind))
  }

  /** May it run beside what runs now? */
  #fits(kind: Kind): boolean {
    return this.#running.every((one) => BESIDE[kind].includes(one))
  }
}

const CALENDARS: readonly Kind[] = ['calendar', 'chosenCalendar', 'otherCalendars']

const isOnCalendars = (kind: Kind): boolean => CALENDARS.includes(kind)

/** What each may run beside. */
const BESIDE: Readonly<Record<Kind, readonly Kind[]>> = {
  read: ['read', 'bookings', ...CALENDARS],
  bookings: ['read', 'bookings'],
  write: ['write', ...CALENDARS],
  calendar: ['read', 'write'],
  chosenCalendar: ['read', 'write', 'otherCalendars'],
  otherCalendars: ['read', 'write', 'chosenCalendar'],
  alone: [],
  last: ['last'],
  review: [],
}

/** A second look lets nobody begin before it: what was found is to be said, should the server be lost. */
const rankByPatience = ({ kind }: Waiting): number =>
  kind === 'review' ? -2 : ['alone', 'last'].indexOf(kind)

/** They compare whole lists before and after a write, or as several callers see them. */
const ALONE =
  /^lists\.size-is-capped|^plans\.(?:create-is-seen|delete)$|^time\.writes-show|^races\.own-answers|^roles\.together\.|^booking\.(?:restricted-plans|nested-plan-life)/

/** They look at all calendars, or walk all but the chosen one. */
const APART: Readonly<Record<string, Kind>> = {
  'calendar.each-refusal': 'calendar',
  'calendar.others-stay': 'calendar',
  'calendar.every-state': 'otherCalendars',
}

/** They compare whole rows of booking offerings. */
const SHOWS_CALENDARS = /^booking\.(?!running-windows-move)|\.bookings$|^routing\.in-short$/

export const chooseKind = ({ id, needs }: Pick<Demand, 'id' | 'needs'>): Kind => {
  if (tellsOfAll(id)) return 'last'
  if (ALONE.test(id)) return 'alone'
  if (!needs?.write) return SHOWS_CALENDARS.test(id) ? 'bookings' : 'read'
  return APART[id] ?? (id.startsWith('calendar.') ? 'chosenCalendar' : 'write')
}
