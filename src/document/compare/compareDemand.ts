import type { Side } from '../releases/overlay.ts'
import type { Difference } from './difference.ts'

/** A writer must send what it did not, a reader misses what was always there. */
export function compareDemand(
  [a, b]: readonly [boolean, boolean],
  place: string,
  side: Side,
): Difference[] {
  if (a === b) return []
  const breaks = b === (side === 'write') ? [side] : []
  return [{ what: 'required', change: b ? 'added' : 'removed', place, breaks }]
}
