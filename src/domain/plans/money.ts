import { Big } from 'big.js'

/** Decimal places of every price column. */
export const PLACES = 10

export const ZERO = new Big(0).toFixed(PLACES)

/** A column of the database knows no negative zero; the answer to the write that sent it does (§1.11). */
export const unsignZero = (price: string): string => price.replace(/^-(?=[0.]+$)/, '')

export const isPositive = (price: string): boolean => Number(price) > 0

export const isSameMoney = (a: string, b: string): boolean => new Big(a).eq(b)

/** Exact sum of decimal texts; null when there is nothing to sum. */
export function sumPrices(prices: readonly string[]): string | null {
  if (prices.length === 0) return null
  return prices.reduce((sum, price) => sum.plus(price), new Big(0)).toFixed(PLACES)
}

export const multiplyPrice = (price: string, amount: number): string =>
  new Big(price).times(amount).toFixed(PLACES)

/** A computed price as the pages type it: a JSON number. */
export const toNumber = (price: string): number => Number(price)

/** A computed price as the server prints it: Python's text of a decimal with ten places (§1.11). */
export function toText(price: string): string {
  const value = new Big(price)
  if (value.eq(0)) return '0E-10'
  if (value.gte('0.000001')) return value.toFixed(PLACES)
  const digits = value.times(new Big(10).pow(PLACES)).toFixed(0)
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : ''
  return `${digits[0]}${fraction}E-${PLACES - digits.length + 1}`
}
