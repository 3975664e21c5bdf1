/** Money as whole hundredths of a cent: sums and products of such numbers are exact everywhere. */
export type Small = number

export const EURO: Small = 10_000

/** The steps that people write prices in: `85`, `2.80`, `0.015`. */
const steps: readonly (readonly [from: Small, step: Small])[] = [
  [100 * EURO, 5 * EURO],
  [20 * EURO, EURO],
  [5 * EURO, EURO / 2],
  [EURO, EURO / 20],
  [EURO / 10, EURO / 100],
  [0, 1],
]

/** Rounded to a step that fits its size, so that it looks as if somebody had chosen it. */
export function roundPrice(price: Small): Small {
  const [, step] = steps.find(([from]) => price >= from) as readonly [Small, Small]
  return Math.max(price > 0 ? step : 0, Math.round(price / step) * step)
}

/** Decimal text with two to four places. */
export function writePrice(price: Small): string {
  const digits = String(price).padStart(5, '0')
  const [whole, fraction] = [digits.slice(0, -4), digits.slice(-4)]
  return `${whole}.${fraction.replace(/0{1,2}$/, '')}`
}
