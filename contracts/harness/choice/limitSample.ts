import { getSession } from '../session.ts'

/** Of things that are all alike, how many a quick run looks at. */
const FEW = 2

export const isQuick = (): boolean => getSession().settings.quick

/** How many of many are looked at: a quick run looks at few. */
export const limitSample = (most: number): number => (isQuick() ? Math.min(FEW, most) : most)

/** Of many cases some, spread evenly: as many as a quick run has time for; else all. */
export const pickCases = <Case>(cases: readonly Case[], few: number): readonly Case[] => {
  const step = cases.length / few
  return isQuick() && step > 1
    ? Array.from({ length: few }, (_, index) => cases[Math.floor((index + 1) * step) - 1] as Case)
    : cases
}
