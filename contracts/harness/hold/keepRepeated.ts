import { hashId } from '../findings/createFinding.ts'
import type { Mismatch } from '../findings/finding.ts'
import { getSession } from '../session.ts'
import { findUuid, findUuids, UUID_PATTERN } from '../transport/guard.ts'
import type { Attempt } from './attempt.ts'

/** The latest attempt that found something, with what so many attempts have found; null: nothing was. */
export function keepRepeated(attempts: readonly Attempt[], times: number): Attempt | null {
  const counts = new Map<string, number>()
  for (const one of attempts)
    for (const id of new Set(one.mismatches.map((mismatch) => identify(one, mismatch))))
      counts.set(id, (counts.get(id) ?? 0) + 1)
  for (const one of attempts.toReversed()) {
    const mismatches = one.mismatches.filter(
      (mismatch) => !isMoved(mismatch) && (counts.get(identify(one, mismatch)) ?? 0) >= times,
    )
    if (mismatches.length > 0) return { ...one, mismatches }
  }
  return null
}

/** The same fault has the same words, but for what is another each time. */
const identify = ({ demand }: Attempt, { expected, seen, compared }: Mismatch): string => {
  const { tag } = getSession().settings
  const texts = [demand.id, expected, compared ?? seen].map((text) =>
    text.replaceAll(UUID_PATTERN, nameUuid).replaceAll(tag, 'tag').replaceAll(TIMES, 'time'),
  )
  return hashId(...texts)
}

/** What the run makes has another uuid each time; what others have keeps its own. */
const nameUuid = (uuid: string): string =>
  getSession().transport.guard.isOurs(findUuid(uuid) ?? '') ? 'uuid' : uuid

const TIMES = /\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?/g

/** Is it about something that others were seen to change, or about a number of rows while rows come and go? */
function isMoved({ expected, seen, compared = seen }: Mismatch): boolean {
  const { movers, hasTraffic } = getSession()
  if (hasTraffic && COUNTS.test(`${expected} ${seen}`)) return true
  return findUuids(`${expected} ${compared}`).some((uuid) => movers.has(uuid))
}

const COUNTS = /number of|\brows?\b|page|X-Result-Count|\bLink\b|\bcount\b|the plans (?:of|that)/i
