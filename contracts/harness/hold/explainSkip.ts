import type { Demand } from '../demand.ts'
import { getSession } from '../session.ts'
import { explainLeftOut, nameTokenVariable } from '../settings.ts'

/** Why a contract is not held in this run, before anything is sent; null: it is. */
export function explainSkip({ id, needs = {} }: Demand): string | null {
  const { settings, lost } = getSession()
  if (lost !== null) return ENDED
  const { write, tokens } = settings
  const unasked = explainLeftOut(id, settings)
  if (unasked !== null) return unasked
  if (needs.write && !write) return 'it writes, and this run is read-only (--write --offering)'
  const missing = (needs.roles ?? []).filter((role) => tokens[role] === undefined)
  const [first] = missing
  return first === undefined
    ? null
    : `no token of a ${missing.join(', ')} (--token-${first} or ${nameTokenVariable(first)})`
}

/** Of contracts that were still to be held when the server was lost. */
export const ENDED = 'the run ended before'
