import { VerifyError } from '../../harness/verifyError.ts'
import { isLoopback } from './readBaseUrl.ts'

interface Wanted {
  readonly quick?: boolean
  readonly full?: boolean
  readonly only?: readonly string[]
  readonly shard?: string
  readonly budget?: number
  readonly workers?: number
  readonly failFast?: boolean
  readonly minutes?: number
}

/** Requests of a quick run, at most. */
const QUICK = 500

/** Contracts that are held at once of a server elsewhere; one on this machine answers faster than it is asked. */
const WORKERS = 4
const WORKERS_HERE = 2

/** Of the minutes that a run may take; the rest is for taking away what it made. */
const CONTRACTS_SHARE = 0.9

/** What is held of all, how much at once, and until when. */
export function readScope(base: URL, wanted: Wanted) {
  const { budget = null, minutes } = wanted
  const quick = isQuick(base, wanted)
  return {
    quick,
    budget: quick ? Math.min(QUICK, budget ?? QUICK) : budget,
    workers: wanted.workers ?? chooseWorkers(base, wanted),
    deadline: minutes === undefined ? null : Date.now() + minutes * 60_000 * CONTRACTS_SHARE,
  }
}

/** Who stops at the first finding gets first what finds most, one after the other. */
function chooseWorkers(base: URL, { failFast = false }: Wanted): number {
  if (!isLoopback(base)) return WORKERS
  return failFast ? 1 : WORKERS_HERE
}

/** Another host than this machine is asked little, unless more or something else is wanted. */
function isQuick(base: URL, { quick, full, only, shard }: Wanted): boolean {
  if (quick && full)
    throw new VerifyError('--quick and --full contradict each other. Give one of them.')
  const isChosen = full || only !== undefined || shard !== undefined
  return quick ?? (!isChosen && !isLoopback(base))
}
