import { setTimeout as wait } from 'node:timers/promises'
import { isQuick } from '../choice/limitSample.ts'
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
    attempts.push(await lookAgain(contract))
    await watchWorld()
    const verdict = await judge(attempts, isDisturbed)
    if (verdict) return verdict
  }
}

let looks = 0

/** What contracts share is done anew. */
async function lookAgain(contract: Contract): Promise<Attempt> {
  const session = getSession()
  session.look = ++looks
  return attempt(contract).finally(() => (session.look = null))
}

/** Roles whose tokens may have expired. */
const listRoles = ({ mismatches }: Attempt): Role[] =>
  mismatches.flatMap(({ exchange }) =>
    roles.filter((role) => role === exchange?.request.role && !REFUSED.includes(role)),
  )

const REFUSED: readonly Role[] = ['inactive', 'expired']

/** What one answer shows by itself; pages depend on what others write, and are read again. */
const SHOWN_AT_ONCE = /^document\.|^answers\.(?!pages)/

/** Nobody else writes to a plan of the run's own; what no answer may be like does not pass. */
function isCertain({ demand, mismatches }: Attempt, isDisturbed: boolean): boolean {
  if (mismatches.length === 0 || SHOWN_AT_ONCE.test(demand.id)) return true
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
  if (latest.isCutShort) return settleUnsure(attempts[0] as Attempt, isDisturbed)
  if (getSession().movers.size === 0) {
    const verdict = judgeStill(attempts, isDisturbed)
    if (verdict === null || !hasNews(verdict)) return verdict
    await lookForOthers()
    if (getSession().movers.size === 0) return verdict
  }
  return judgeMoving(attempts)
}

/** Milliseconds between more looks: what others make and take away again at once is not seen at each. */
const PAUSES = [70, 230]

/** Before the server is blamed: does really nobody else write? A quick run has requests for one look. */
async function lookForOthers(): Promise<void> {
  for (const pause of isQuick() ? PAUSES.slice(0, 1) : PAUSES) {
    await wait(pause)
    await watchWorld()
    if (getSession().movers.size > 0) return
  }
}

/** Where no requests or no time is left to look again, nobody is blamed for what others or the line may have made. */
export function settleUnsure(first: Attempt, isDisturbed: boolean): Verdict {
  const [passing] = first.mismatches
  if (!passing || isCertain(first, isDisturbed)) return first
  return { ...first, mismatches: [], passing, skipped: UNSURE }
}

/** Why something was not held that may be wrong. */
export const UNSURE = 'no requests or time were left to look again at what was seen'

/** Nobody else writes: whatever is wrong twice is the server's, also when it is wrong in another way. */
function judgeStill(attempts: readonly Attempt[], isDisturbed: boolean): Verdict | null {
  const latest = attempts.at(-1) as Attempt
  const sound = attempts.filter(({ isSpoilt }) => !isSpoilt)
  const stays = keepRepeated(sound, STILL.same)
  if (stays) return stays
  const broken = sound.filter(hasNews)
  if (broken.length >= STILL.same) return broken.at(-1) as Attempt
  if (!hasNews(latest))
    return isDisturbed || sound.length >= STILL.most || attempts.length >= MOVING.most
      ? withPassing(attempts, latest)
      : null
  return attempts.length < MOVING.most ? null : settleUnsure(attempts[0] as Attempt, true)
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
