import { getSession } from '../session.ts'

/** Of things that are all alike, how many a quick run looks at. */
const FEW = 2

/** How many of many are looked at: a quick run looks at few. */
export const limitSample = (most: number): number =>
  getSession().settings.quick ? Math.min(FEW, most) : most
