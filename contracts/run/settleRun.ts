import { formatReplay, hashId } from '../harness/findings/createFinding.ts'
import type { Finding } from '../harness/findings/finding.ts'
import { redactText } from '../harness/findings/redactText.ts'
import { citeSource } from '../harness/findings/source.ts'
import type { Settings } from '../harness/settings.ts'
import { UUID_PATTERN } from '../harness/transport/guard.ts'
import { NoAnswer, Transport } from '../harness/transport/transport.ts'
import { VerifyError } from '../harness/verifyError.ts'
import { Collector } from '../report/collector.ts'
import type { ContractResult } from '../report/report.ts'
import { cleanUp } from './cleanUp.ts'
import type { Leftover } from './cleanUp.ts'
import type { Row } from './prepareRun.ts'
import { listDifferences, readOthers } from './readOthers.ts'

interface Ending {
  readonly settings: Settings
  readonly collector: Collector
  readonly before: Map<string, Row>
  readonly around: Transport
  /** Was it ended by hand? Then a plan may have been made whose answer nobody waited for. */
  readonly isStopped: boolean
}

/** Takes away what the run made and proves that nothing else has changed. */
export async function settleRun(ending: Ending): Promise<void> {
  const demand = 'a run changes nothing but what it made, and takes that away again'
  const broken = await listUnsettled(ending)
  ending.collector.results.push({
    id: SAFETY,
    demand,
    ...citeSource('#/info'),
    reason: '',
    milliseconds: 0,
    outcome: broken.length > 0 ? 'broken' : 'kept',
    findings: broken.map((seen) => createSafetyFinding(demand, seen, ending.settings)),
  } satisfies ContractResult)
}

export const SAFETY = 'safety.nothing-else-changed'

/** What is not as it was before the run, or could not be looked at any more. */
async function listUnsettled({ settings, before, around, isStopped }: Ending): Promise<string[]> {
  try {
    const leftovers = await cleanUp(settings, around, 'this run')
    const changed = listDifferences(before, await readOthers(settings, around))
    const archived = leftovers.filter(({ state }) => state === 'archived')
    for (const leftover of archived) console.error(redactText(formatLeftover(leftover), settings))
    const settled = isStopped ? ['archived', 'unnoted'] : ['archived']
    const wrong = leftovers.filter(({ state }) => !settled.includes(state))
    return [...wrong.map(formatLeftover), ...changed]
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof VerifyError)) throw error
    return [`${error.message}; verify --cleanup takes away what is left`]
  }
}

const formatLeftover = ({ uuid, state, reason }: Leftover): string =>
  `plan ${uuid} is ${state} (${reason})`

function createSafetyFinding(demand: string, seen: string, settings: Settings): Finding {
  const id = hashId('safety', seen.replaceAll(UUID_PATTERN, 'uuid'))
  return {
    id,
    contract: SAFETY,
    demand,
    ...citeSource('#/info'),
    operation: 'none',
    expected: 'everything to be as it was before the run',
    seen,
    curl: '',
    seed: settings.seed,
    replay: formatReplay(id, settings),
  }
}
