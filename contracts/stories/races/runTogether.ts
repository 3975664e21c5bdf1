import { waitForAll } from '../../harness/inLanes.ts'
import { UnmetDemand } from '../../harness/unmet.ts'

export const countTo = (count: number): number[] => [...Array(count).keys()]

/** Runs all at once, and waits for the end of all, so that nothing goes on after a failure. */
export async function runTogether<Value>(
  runs: readonly (() => Promise<Value>)[],
): Promise<Value[]> {
  return waitForAll(runs.map((run) => run())).catch((reason: unknown) => {
    throw describeRace(reason, runs.length)
  })
}

/** What went wrong shows in one request; it takes all of them to see it again. */
function describeRace(reason: unknown, count: number): unknown {
  if (!(reason instanceof UnmetDemand)) return reason
  const { expected, seen, exchange, compared } = reason
  return new UnmetDemand(`${expected}, of ${count} requests at once`, seen, exchange, compared)
}
