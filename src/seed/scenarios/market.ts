import { createRandom, makeUuid } from '../random.ts'
import type { Facility } from './facility.ts'
import { EURO } from '../rows/prices.ts'
import type { Small } from '../rows/prices.ts'
import type { Scenario } from './scenarios.ts'

/** What every row of a drawn marketplace is drawn from. */
export interface Market {
  readonly seed: number
  readonly scenario: Scenario
  readonly plans: number
  readonly offerings: number
}

/** When drawn rows were true: their times move to now by whole weeks as they are read. */
export const AS_OF = '2026-03-02T08:00:00Z'

/** The uuid of the samples of Waldur's pages: the first offering and its first plan have it. */
export const SAMPLE = 'a1b2c3d4e5f67890abcdef1234567890'

const PROVIDERS_AT_LEAST = 3

export const countProviders = ({ offerings, scenario }: Market): number =>
  Math.max(PROVIDERS_AT_LEAST, Math.ceil(offerings / scenario.offeringsEach))

export const makeRowUuid = ({ seed }: Market, kind: string, ...places: readonly number[]): string =>
  SAMPLED.includes(kind) && places.every((place) => place === 0)
    ? SAMPLE
    : makeUuid(seed, kind, ...places)

const SAMPLED = ['offering', 'plan']

/** Every thirteenth place: an offering that is not booked, or that shares another's components. */
export type Shape = 'booking' | 'child' | 'remote' | 'free'

const SHAPES: Readonly<Record<number, Shape>> = { 6: 'child', 8: 'remote', 11: 'free' }

export const findShape = (offering: number): Shape => SHAPES[offering % 13] ?? 'booking'

/** The offering whose components an offering is sold in. */
export const findSeller = (offering: number): number =>
  findShape(offering) === 'child' ? offering - 1 : offering

/** The first offerings show each kind once. */
export function findFacility(
  { seed, scenario: { facilities } }: Market,
  offering: number,
): Facility {
  const place = findSeller(offering)
  return facilities[place] ?? createRandom(seed, 'kind', place).pick(facilities)
}

/** The academic price of each measure of an offering, before rounding. */
export function drawBasePrices(market: Market, offering: number): ReadonlyMap<string, Small> {
  const random = createRandom(market.seed, 'base', findSeller(offering))
  const isFree = findShape(offering) === 'free'
  return new Map(
    findFacility(market, offering).measures.map(({ type, costs: [least, most] }) => {
      const drawn = random.whole(Math.round(least * EURO), Math.round(most * EURO))
      return [type, isFree ? 0 : drawn]
    }),
  )
}

/** Dates around AS_OF: midnight of the day so many days later, plus minutes. */
export function writeMoment(days: number, minutes = 0): string {
  const known = moments.get(days * DAY + minutes)
  if (known !== undefined) return known
  const moment = new Date(Date.UTC(2026, 2, 2 + days, 0, minutes)).toISOString()
  moments.set(days * DAY + minutes, moment)
  return moment
}

const DAY = 1440

/** A few thousand moments serve a hundred thousand bookings. */
const moments = new Map<number, string>()
