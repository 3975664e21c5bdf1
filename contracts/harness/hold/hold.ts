import type { Contract } from '../contract.ts'
import { ENDED } from './explainSkip.ts'
import { getSession } from '../session.ts'
import { BudgetSpent, Lost, NoAnswer, Stopped } from '../transport/ends.ts'
import { watchWorld } from './world.ts'
import { attempt, hasNews, NO_ANSWER } from './attempt.ts'
import type { Attempt } from './attempt.ts'
import { review, settleUnsure } from './review.ts'
import type { Verdict } from './review.ts'
import { chooseKind } from './turns.ts'
import type { Kind } from './turns.ts'

/** A verdict, and the milliseconds that it took, without those in which others were held. */
export type TimedVerdict = Verdict & { readonly milliseconds: number }

/** Holds the server to a contract; what seems to be broken is looked at again before it is said. */
export async function hold(contract: Contract): Promise<TimedVerdict> {
  const { turns } = getSession()
  await lookFirst()
  let milliseconds = 0
  const take = <Result>(kind: Kind, work: () => Promise<Result>) =>
    turns.take(kind, async () => {
      const start = performance.now()
      return work().finally(() => (milliseconds += performance.now() - start))
    })
  const verdict = await holdInTurn(contract, take)
  return { ...verdict, milliseconds: Math.round(milliseconds) }
}

type Take = <Result>(kind: Kind, work: () => Promise<Result>) => Promise<Result>

async function holdInTurn(contract: Contract, take: Take): Promise<Verdict> {
  const { transport, settings } = getSession()
  const { check: _, ...demand } = contract
  const ended: Verdict = { demand, mismatches: [], skipped: ENDED }
  let troubles = 0
  const first = await take(chooseKind(contract), async () => {
    troubles = transport.troubles
    return getSession().lost === null ? attempt(contract) : ended
  })
  if (!hasNews(first) && !isLate(first)) return first
  const isBeside = settings.workers > 1 && settings.write
  const isDisturbed = isBeside || transport.troubles > troubles
  try {
    return await take('review', () => review(contract, first, isDisturbed))
  } catch (error) {
    if (error instanceof Lost || getSession().lost !== null) return ended
    return settleUnreviewed(error, first, isDisturbed)
  }
}

/** The second look could not be taken to its end. */
function settleUnreviewed(error: unknown, first: Attempt, isDisturbed: boolean): Verdict {
  if (error instanceof NoAnswer) return first
  if (error instanceof BudgetSpent || error instanceof Stopped)
    return settleUnsure(first, isDisturbed)
  throw error
}

const looks = new WeakMap<object, Promise<void>>()

/** Before anything is held: what others have, to see later whether they write. */
function lookFirst(): Promise<void> {
  const session = getSession()
  const look = looks.get(session) ?? watchWorld().catch(() => undefined)
  looks.set(session, look)
  return look
}

/** Nobody answers in time: is anybody still there? */
const isLate = ({ skipped }: Attempt): boolean => skipped?.startsWith(NO_ANSWER) ?? false
