import { setTimeout as wait } from 'node:timers/promises'
import { formatReplay, hashId } from '../harness/findings/createFinding.ts'
import type { Finding } from '../harness/findings/finding.ts'
import { redactText } from '../harness/findings/redactText.ts'
import { citeSource } from '../harness/findings/source.ts'
import type { Settings } from '../harness/settings.ts'
import { NoAnswer } from '../harness/transport/ends.ts'
import { UUID_PATTERN } from '../harness/transport/guard.ts'
import type { Transport } from '../harness/transport/transport.ts'
import { VerifyError } from '../harness/verifyError.ts'
import { Collector } from '../report/collector.ts'
import type { ContractResult } from '../report/report.ts'
import { cleanUp } from './cleanUp.ts'
import type { Leftover } from './cleanUp.ts'
import type { Row } from './prepareRun.ts'
import { isCalendarMade, listDifferences, readOthers } from './readOthers.ts'

interface Ending {
  readonly settings: Settings
  readonly collector: Collector
  readonly before: Map<string, Row>
  readonly around: Transport
  /** Was it ended by hand, or the server lost? Then a plan may have been made whose answer nobody got. */
  readonly isStopped: boolean
}

/** What the end of a run has shown: what is wrong, and what is only said. */
interface Settlement {
  readonly wrong: readonly string[]
  readonly reason: string
}

/** Takes away what the run made and proves that nothing else has changed. */
export async function settleRun(ending: Ending): Promise<void> {
  const demand = 'a run changes nothing but what it made, and takes that away again'
  const { wrong, reason } = await settle(ending)
  ending.collector.results.push({
    id: SAFETY,
    demand,
    ...citeSource('#/info'),
    reason,
    milliseconds: 0,
    outcome: wrong.length > 0 ? 'broken' : reason === '' ? 'kept' : 'skipped',
    findings: wrong.map((seen) => createSafetyFinding(demand, seen, ending.settings)),
  } satisfies ContractResult)
}

export const SAFETY = 'safety.nothing-else-changed'

async function settle(ending: Ending): Promise<Settlement> {
  try {
    return await listUnsettled(ending)
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof VerifyError)) throw error
    const text = `${error.message}; verify --cleanup takes away what is left`
    if (ending.collector.lost === null) return { wrong: [text], reason: '' }
    // There is no server to blame: it is said what to do when it is back.
    console.error(redactText(text, ending.settings))
    return { wrong: [], reason: 'the run ended before' }
  }
}

/** What is not as it was before the run, or could not be looked at any more. */
async function listUnsettled(ending: Ending): Promise<Settlement> {
  const { settings, before, around, isStopped, collector } = ending
  const leftovers = await cleanUp(settings, around, 'this run')
  const changed = listDifferences(before, await readOthers(settings, around))
  const say = (text: string) => console.error(redactText(text, settings))
  for (const one of leftovers.filter(({ state }) => state === 'archived')) say(formatLeftover(one))
  const isPardoned =
    isStopped || collector.lost !== null || around.troubles > 0 || collector.hadTroubles
  const settled = isPardoned ? ['archived', 'unnoted'] : ['archived']
  const wrong = leftovers.filter(({ state }) => !settled.includes(state)).map(formatLeftover)
  const made = changed.filter((one) => isCalendarMade(settings, before, one))
  for (const { name } of made)
    say(`${name} has a calendar now, which the run had to make: no request takes it away again.`)
  const others = changed.filter((one) => !made.includes(one)).map(({ text }) => text)
  if (others.length === 0 || !(await doOthersWrite(ending)))
    return { wrong: [...wrong, ...others], reason: '' }
  say(`Others wrote while the run was under way: ${others.slice(0, 5).join('; ')}.`)
  return { wrong, reason: wrong.length > 0 ? '' : OTHERS_WROTE }
}

const OTHERS_WROTE = 'others wrote at the same time, so nobody can tell what the run has changed'

/** Milliseconds between the looks that tell whether plans change while the run does nothing. */
const PAUSES = [300, 700, 1500]

async function doOthersWrite({ settings, around }: Ending): Promise<boolean> {
  let last = await readOthers(settings, around)
  for (const pause of PAUSES) {
    await wait(pause)
    const now = await readOthers(settings, around)
    if (listDifferences(last, now).length > 0 || now.size !== last.size) return true
    last = now
  }
  return false
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
