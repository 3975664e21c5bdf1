import type { Contract } from '../contract.ts'
import type { Mismatch } from '../findings/finding.ts'
import { getSession } from '../session.ts'
import { roles } from '../settings.ts'
import type { Role } from '../settings.ts'
import { findUuid } from '../transport/guard.ts'
import { attempt, hasNews } from './attempt.ts'
import type { Attempt } from './attempt.ts'
import { isFickle } from './isFickle.ts'
import { keepRepeated } from './keepRepeated.ts'
import { demandSameServer } from './sameServer.ts'
import { watchWorld } from './world.ts'

/** What a contract ends with, after it was held as often as it takes to be sure. */
export interface Verdict extends Attempt {
  /** What was seen once and did not stay: others wrote meanwhile, or the line was disturbed. */
  readonly passing?: Mismatch
}

/** Attempts, and how many of them must show the same, while nobody else writes and while others do. */
const STILL = { most: 4, same: 2 }
const MOVING = { most: 8, same: 6 }

/** What was found is looked at again, alone: only what stays is blamed on the server. */
export async function review(
  contract: Contract,
  first: Attempt,
  isDisturbed: boolean,
): Promise<Verdict> {
  await demandSameServer(listRoles(first))
  if (isCertain(first, isDisturbed)) return first
  await watchWorld()
  const attempts = [first]
  for (;;) {
    attempts.push(await attempt(contract))
    await watchWorld()
    const verdict = await judge(attempts, isDisturbed)
    if (verdict) return verdict
  }
}

/** Roles whose tokens may have expired. */
const listRoles = ({ mismatches }: Attempt): Role[] =>
  mismatches.flatMap(({ exchange }) =>
    roles.filter((role) => role === exchange?.request.role && !REFUSED.includes(role)),
  )

const REFUSED: readonly Role[] = ['inactive', 'expired']

/** Nobody else writes to a plan of the run's own; what openapi.yaml does not declare does not pass. */
function isCertain({ demand, mismatches }: Attempt, isDisturbed: boolean): boolean {
  if (mismatches.length === 0 || demand.id.startsWith('document.')) return true
  return !isDisturbed && mismatches.every(isOfOwnPlan)
}

function isOfOwnPlan({ exchange }: Mismatch): boolean {
  const path = exchange?.request.path ?? ''
  const uuid = path.startsWith('/api/marketplace-plans/') ? findUuid(path) : null
  return uuid !== null && getSession().transport.guard.isOurs(uuid)
}

/** What is known after this many attempts; null: not enough. */
async function judge(attempts: readonly Attempt[], isDisturbed: boolean): Promise<Verdict | null> {
  const latest = attempts.at(-1) as Attempt
  // Where there are no requests left to look again, what was found is said as it is.
  if (latest.isCutShort) return attempts[0] as Attempt
  return getSession().movers.size > 0 ? judgeMoving(attempts) : judgeStill(attempts, isDisturbed)
}

/** Nobody else writes: whatever is wrong twice is the server's, also when it is wrong in another way. */
function judgeStill(attempts: readonly Attempt[], isDisturbed: boolean): Verdict | null {
  const latest = attempts.at(-1) as Attempt
  const stays = keepRepeated(attempts, STILL.same)
  if (stays) return stays
  const broken = attempts.filter(hasNews)
  if (broken.length >= STILL.same) return broken.at(-1) as Attempt
  return isDisturbed || attempts.length === STILL.most ? withPassing(attempts, latest) : null
}

/** Others write: what is the same most times, and is not about what they change, is the server's. */
async function judgeMoving(attempts: readonly Attempt[]): Promise<Verdict | null> {
  const latest = attempts.at(-1) as Attempt
  if (!hasNews(latest)) return withPassing(attempts, latest)
  const [mismatch] = latest.mismatches
  if (attempts.length === 2 && mismatch && (await isFickle(mismatch))) return latest
  const stays = keepRepeated(attempts, MOVING.same)
  if (stays) return stays
  const needed = attempts.length - (MOVING.most - MOVING.same)
  if (keepRepeated(attempts, Math.max(1, needed))) return null
  return { ...withPassing(attempts, latest), mismatches: [], skipped: RESTLESS }
}

const RESTLESS = 'what it compares was changed by others each time it was read'

/** The end of the latest attempt, and what an earlier one had seen. */
function withPassing(attempts: readonly Attempt[], latest: Attempt): Verdict {
  const [passing] = attempts[0]?.mismatches ?? []
  return passing ? { ...latest, passing } : latest
}
