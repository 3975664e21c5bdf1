import { UnmetDemand } from '../../harness/unmet.ts'

export const countTo = (count: number): number[] => [...Array(count).keys()]

/** Runs all at once, and waits for the end of all, so that nothing goes on after a failure. */
export async function runTogether<Value>(
  runs: readonly (() => Promise<Value>)[],
): Promise<Value[]> {
  const settled = await Promise.allSettled(runs.map((run) => run()))
  return settled.map((one) => {
    if (one.status === 'rejected') throw describeRace(one.reason, runs.length)
    return one.value
  })
}

/** What went wrong shows in one request; it takes all of them to see it again. */
function describeRace(reason: unknown, count: number): unknown {
  if (!(reason instanceof UnmetDemand)) return reason
  const { expected, seen, exchange, compared } = reason
  return new UnmetDemand(`${expected}, of ${count} requests at once`, seen, exchange, compared)
}
