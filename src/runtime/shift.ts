import { Misfit } from './misfit.ts'
import type { Key } from './misfit.ts'

const DAY = 24 * 3600 * 1000
const DEEPEST = 64

/** Whole weeks, so that a Monday stays a Monday, from the moment of a fixture to now, in days. */
export const daysBetween = (asOf: string, now: Date): number =>
  7 * Math.floor((now.getTime() - Date.parse(asOf)) / (7 * DAY))

/**
 * Moves every time in a row by days. What a page cannot carry is refused on the way: free-form
 * parts may be nested deeper than a stack, or have the one key that means something to JavaScript.
 */
export function shiftRow(value: object, days: number, at: readonly Key[]): void {
  if (at.length > DEEPEST)
    throw new Misfit(at.slice(0, 8), `is nested deeper than ${DEEPEST} levels`, 'make it flatter')
  const holder = value as Record<string, unknown>
  for (const key in holder) {
    const part = holder[key]
    if (key === '__proto__')
      throw new Misfit([...at, key], 'is a key that JavaScript keeps for itself', 'rename it')
    if (typeof part === 'object' && part !== null) shiftRow(part, days, [...at, key])
    else if (days !== 0 && typeof part === 'string' && TIME.test(part))
      holder[key] = shifted(part, days, [...at, key])
  }
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/

/** Only the date moves: fractions and the zone stay as they were written. */
function shifted(time: string, days: number, at: readonly Key[]): string {
  const moment = Date.parse(`${time.slice(0, 10)}T00:00:00Z`) + days * DAY
  if (Number.isNaN(moment)) return time
  const year = new Date(moment).getUTCFullYear()
  if (!(year >= 1 && year <= 9999))
    throw new Misfit(at, `moves by ${days} days out of the years 1 to 9999`, 'correct it or as_of')
  return new Date(moment).toISOString().slice(0, 10) + time.slice(10)
}

/** The month whose prices are current: as far from now as it was from the moment of the fixture. */
export function monthOf(month: string | undefined, asOf: string | undefined, now: Date): string {
  if (month && !asOf) return month
  const gap = month && asOf ? count(month) - count(asOf) : 0
  const months = count(now.toISOString()) + gap
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`
}

const count = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1
