import type { Mutant } from '../mutant.ts'
import { calendars } from './calendars.ts'
import { formats } from './formats.ts'
import { later } from './later.ts'
import { links } from './links.ts'
import { lists } from './lists.ts'
import { races } from './races.ts'
import { refusals } from './refusals.ts'
import { roles } from './roles.ts'
import { texts } from './texts.ts'
import { writes } from './writes.ts'

/** Defects that show only with rare values, for single callers, or when requests come together. */
export const rare: readonly Mutant[] = [
  ...writes,
  ...texts,
  ...later,
  ...links,
  ...roles,
  ...calendars,
  ...races,
  ...lists,
  ...formats,
  ...refusals,
]
