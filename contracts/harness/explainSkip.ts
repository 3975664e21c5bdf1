import type { Demand } from './demand.ts'
import { getSession } from './session.ts'
import { explainLeftOut } from './settings.ts'

/** Why a contract is not held in this run, before anything is sent; null: it is. */
export function explainSkip({ id, needs = {} }: Demand): string | null {
  const { settings, lost } = getSession()
  if (lost !== null) return ENDED
  const { write, tokens } = settings
  const unasked = explainLeftOut(id, settings)
  if (unasked !== null) return unasked
  if (needs.write && !write) return 'it writes, and this run is read-only (--write --offering)'
  const missing = (needs.roles ?? []).filter((role) => tokens[role] === undefined)
  if (missing.length === 0) return null
  return `no token of a ${missing.join(', ')} (--token-${missing[0]} or WALDUR_TOKEN_${missing[0]?.toUpperCase()})`
}

/** Of contracts that were still to be held when the server was lost. */
export const ENDED = 'the run ended before'
