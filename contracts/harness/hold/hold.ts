import type { Contract } from '../contract.ts'
import { ENDED } from '../explainSkip.ts'
import { getSession } from '../session.ts'
import { Lost, NoAnswer } from '../transport/ends.ts'
import { watchWorld } from './world.ts'
import { attempt, hasNews, NO_ANSWER } from './attempt.ts'
import type { Attempt } from './attempt.ts'
import { review } from './review.ts'
import type { Verdict } from './review.ts'
import { chooseKind } from './turns.ts'

/** Before anything is held: what others have, to see later whether they write. */
const lookFirst = async (): Promise<void> => {
  if (getSession().world === null) await watchWorld().catch(() => undefined)
}

/** Holds the server to a contract; what seems to be broken is looked at again before it is said. */
export async function hold(contract: Contract): Promise<Verdict> {
  const { turns, transport, settings, world } = getSession()
  if (world === null) await turns.take('alone', lookFirst)
  const troubles = transport.troubles
  const first = await turns.take(chooseKind(contract), () => attempt(contract))
  if (!hasNews(first) && !isLate(first)) return first
  const isBeside = settings.workers > 1 && settings.write
  const isDisturbed = isBeside || transport.troubles > troubles
  try {
    return await turns.take('alone', () => review(contract, first, isDisturbed))
  } catch (error) {
    if (error instanceof Lost || getSession().lost !== null)
      return { ...first, mismatches: [], skipped: ENDED }
    if (error instanceof NoAnswer) return first
    throw error
  }
}

/** Nobody answers in time: is anybody still there? */
const isLate = ({ skipped }: Attempt): boolean => skipped?.startsWith(NO_ANSWER) ?? false
