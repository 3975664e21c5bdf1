/** Does this run ask everything? Elsewhere somebody waits for it. */
export const isWhole = process.env['CI'] === 'true'

/** Of cases that each take seconds, a run by hand tries every third. */
export const someOf = <Case>(cases: readonly Case[]): Case[] =>
  cases.filter((_, place) => isWhole || place % 3 === 0)

/** How often something drawn is tried: CI as often as is said, a run by hand a tenth of that. */
export const tries = (count: number): number => (isWhole ? count : Math.ceil(count / 10))
