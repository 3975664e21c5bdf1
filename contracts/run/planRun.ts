import { findCost } from '../harness/choice/costs.ts'
import { explainSkip } from '../harness/hold/explainSkip.ts'
import type { Contract } from '../harness/contract.ts'
import type { Settings } from '../harness/settings.ts'

/** What a run is about to do: how many contracts it holds, and how many requests that takes. */
export interface Plan {
  readonly contracts: number
  readonly requests: number
  /** How many are held at the same time. */
  readonly workers: number
}

export function planRun(
  contracts: readonly Contract[],
  { budget, quick, workers }: Pick<Settings, 'budget' | 'quick' | 'workers'>,
): Plan {
  const held = contracts.filter((one) => explainSkip(one) === null)
  const requests = held.reduce((sum, { id }) => sum + findCost(id, quick), 0)
  return { contracts: held.length, requests: Math.min(requests, budget ?? Infinity), workers }
}

/** One line before the first contract; how long it takes follows from how long a whole list took. */
export function describePlan(plan: Plan, settings: Settings): string {
  const { workers } = plan
  const { first, rate, tokens } = settings
  const latency = Math.max(1, Math.round(first?.latency ?? 0))
  const each = Math.max(latency / workers, rate === null ? 0 : 1000 / rate)
  const seconds = Math.ceil((plan.requests * each) / 1000)
  const line = `${plan.contracts} contracts, about ${plan.requests} requests, about ${formatTime(seconds)} at ${latency} ms each${workers > 1 ? `, ${workers} at once` : ''}.`
  const lacking = workers - Object.keys(tokens).length
  if (lacking <= 0) return line
  const more =
    lacking === 1 ? 'another token, of another role,' : `${lacking} more tokens, of other roles,`
  return `${line} Requests of one token may wait for each other: ${more} would help.`
}

const formatTime = (seconds: number): string =>
  seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
