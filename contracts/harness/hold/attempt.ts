import { Api } from '../api.ts'
import type { Contract } from '../contract.ts'
import type { Demand } from '../demand.ts'
import { createFinding } from '../findings/createFinding.ts'
import { getDocumentDemand, isNotice } from '../findings/documentDemand.ts'
import { findDeviation } from '../findings/findDeviation.ts'
import type { Mismatch } from '../findings/finding.ts'
import { findIgnoredFilter } from '../ignored.ts'
import { getSession } from '../session.ts'
import { BudgetSpent, NoAnswer, Stopped } from '../transport/ends.ts'
import { Inapplicable, MissingOperation, UnmetDemand, UnmetDocument } from '../unmet.ts'
import { describeAbsence } from './describeAbsence.ts'

/** What became of holding a contract once: what was found, or why it could not be held to its end. */
export interface Attempt {
  readonly demand: Demand
  readonly mismatches: readonly Mismatch[]
  /** Null: it was held to its end. */
  readonly skipped: string | null
  /** Its end depends on what the run was allowed, and not on the server. */
  readonly isCutShort?: true
  /** A write may have been done twice meanwhile, for its first answer was lost: what was found may come of that. */
  readonly isSpoilt?: true
}

export async function attempt(contract: Contract): Promise<Attempt> {
  const { transport } = getSession()
  const before = transport.repeated
  const ended = await attemptOnce(contract)
  return transport.repeated > before ? { ...ended, isSpoilt: true } : ended
}

async function attemptOnce({ check, ...demand }: Contract): Promise<Attempt> {
  const api = new Api(demand.id)
  try {
    return find(demand, (await check(api)) ?? [])
  } catch (error) {
    return (await explainByFilter(demand, error)) ?? readEnd(demand, error, api)
  }
}

/** What follows from a filter that the server does not know is one finding, and not one of each contract. */
async function explainByFilter(demand: Demand, error: unknown): Promise<Attempt | null> {
  if (!(error instanceof UnmetDemand) || !error.exchange) return null
  // Where nothing can be asked any more, the demand itself is told of.
  const ignored = await findIgnoredFilter(error.exchange.request, demand.id).catch(() => null)
  if (ignored === null) return null
  const { name, mismatch } = ignored
  return mismatch
    ? find(getDocumentDemand(mismatch.operation), [mismatch])
    : skip(demand, `the server does not know the filter ${name}`)
}

const find = (demand: Demand, mismatches: readonly Mismatch[]): Attempt => ({
  demand,
  mismatches,
  skipped: null,
})

const skip = (demand: Demand, skipped: string): Attempt => ({ demand, mismatches: [], skipped })

/** A contract that was not held to its end does not apply, or something was found wrong. */
function readEnd(demand: Demand, error: unknown, api: Api): Attempt {
  if (error instanceof BudgetSpent || error instanceof Stopped)
    return { ...skip(demand, error.message), isCutShort: true }
  if (error instanceof Inapplicable || error instanceof MissingOperation)
    return skip(demand, error.message)
  if (error instanceof UnmetDemand) return find(demand, [error])
  if (error instanceof UnmetDocument)
    return find(getDocumentDemand(error.mismatch.operation), [error.mismatch])
  if (error instanceof TypeError) return find(demand, [describeAbsence(api)])
  if (!(error instanceof NoAnswer)) throw error
  const { message: seen, exchange, isLate } = error
  if (isLate) return skip(demand, describeLate())
  // A server that gives no whole answer breaks whatever was demanded of it.
  return find(demand, [{ expected: 'a whole answer', seen, exchange }])
}

const describeLate = (): string =>
  `${NO_ANSWER} in ${getSession().settings.timeout / 1000} s (--timeout)`

/** How the reason begins of contracts that a late answer has kept from being held. */
export const NO_ANSWER = 'no answer'

/** Is something found that no deviation explains? */
export function hasNews({ demand, mismatches }: Attempt): boolean {
  const { settings } = getSession()
  return mismatches.some(
    (mismatch) =>
      !isNotice(mismatch, settings) &&
      !findDeviation(createFinding(demand, mismatch, settings), settings),
  )
}
