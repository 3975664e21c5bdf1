import { NO_ANSWER } from '../harness/hold/attempt.ts'
import { appendEntry } from '../harness/ownPlans/ledger.ts'
import type { Settings } from '../harness/settings.ts'
import { NoAnswer } from '../harness/transport/ends.ts'
import { RESTORING } from '../harness/transport/pace.ts'
import { Transport } from '../harness/transport/transport.ts'
import { VerifyError } from '../harness/verifyError.ts'
import { Collector } from '../report/collector.ts'
import { createReport } from '../report/createReport.ts'
import { formatConsole } from '../report/formatConsole.ts'
import { Progress } from '../report/progress.ts'
import { isBroken } from '../report/report.ts'
import type { ContractResult, RunReport } from '../report/report.ts'
import { describeUnreachable } from './describeUnreachable.ts'
import { describePlan } from './planRun.ts'
import { demandToken, prepareRun } from './prepareRun.ts'
import type { Row } from './prepareRun.ts'
import { readOthers } from './readOthers.ts'
import { settleRun } from './settleRun.ts'
import { explainOlder, suggestDeviations } from './findShipped.ts'
import { writeReports } from './writeReports.ts'
import type { Outputs } from './writeReports.ts'

/** Hears how a run goes on. */
export type Listener = Pick<Progress, 'begin' | 'expect' | 'show'>

/** Holds a server against the contract from first look to clean-up; the number is the exit code. */
export async function runContracts(
  wanted: Settings,
  outputs: Outputs,
  signal: AbortSignal,
): Promise<0 | 1 | 2> {
  const progress = new Progress(process.stderr, (line) => console.log(line))
  const { report, empty } = await holdContracts(wanted, signal, progress)
  progress.end()
  await writeReports(report, outputs)
  console.log(formatConsole(report))
  const hints = [suggestDeviations(report, wanted), explainOlder(report)]
  for (const hint of hints) if (hint !== null) console.log(hint)
  return endRun(report, empty)
}

/** The report, and why it says nothing of the server; null: it says something. */
export async function holdContracts(
  wanted: Settings,
  signal: AbortSignal,
  listener: Listener,
): Promise<{ report: RunReport; empty: string | null }> {
  const asked = await demandToken(wanted)
  // What goes around the contracts must be possible, whatever they have spent.
  const first = new Transport({ ...asked, budget: null, deadline: null })
  signal.addEventListener('abort', () => first.stop())
  const settings = await prepareRun(asked, first)
  const last = new Transport({ ...settings, budget: null, deadline: null })
  const started = new Date()
  const looked = first.sent
  const before = settings.write ? await readBefore(settings, first) : new Map<string, Row>()
  const collector = new Collector(settings, (result, done) => listener.show(result, done))
  const left = reduceBudget(settings, { looked, read: first.sent - looked })
  if (settings.write) appendEntry(settings, { run: settings.tag })
  // The contracts take a moment to load: who can't run is told so before.
  const { runSuite } = await import('./runSuite.ts')
  await runSuite(left, {
    signal,
    onPlan: (plan) => listener.begin(describePlan(plan, left), plan.requests),
    onTotal: (total) => listener.expect(total),
    onTest: (test) => collector.add(test),
  })
  const empty = explainEmptyRun(settings, collector.results)
  if (settings.write)
    await settleRun({ settings, collector, before, around: last, isStopped: signal.aborted })
  const course = { started, around: first.sent + last.sent, interrupted: signal.aborted }
  return { report: createReport(settings, collector, course), empty }
}

/** The exit code; whoever could not run, or not to the end, hears why in one line. */
function endRun(report: RunReport, empty: string | null): 0 | 1 | 2 {
  if (report.lost !== null) throw new VerifyError(report.lost)
  if (isBroken(report)) return 1
  if (report.interrupted) return 2
  if (empty !== null) throw new VerifyError(empty)
  const late = report.contracts.filter(({ reason }) => reason.startsWith(NO_ANSWER))
  if (late.length === 0) return 0
  throw new VerifyError(
    `${late.length} contracts got ${late[0]?.reason}, and were not held. Has the server too much to do? Give it longer by --timeout, or ask less at once by --workers 1.`,
  )
}

async function readBefore(settings: Settings, around: Transport): Promise<Map<string, Row>> {
  try {
    return await readOthers(settings, around)
  } catch (error) {
    throw error instanceof NoAnswer ? describeUnreachable(settings.baseUrl, error) : error
  }
}

/** How often what was read before is read afterwards: marked plans twice, then all of it; and where it differs, four times more. */
const READ_AFTERWARDS = 3
const READ_IN_DOUBT = 4

/** The budget of the contracts: what was sent before is spent, reading it again is kept back, with retries where they count. */
export function reduceBudget(
  settings: Settings,
  { looked, read }: { readonly looked: number; readonly read: number },
): Settings {
  const { quick, retries, write } = settings
  if (settings.budget === null) return settings
  const times = quick ? 1 + READ_AFTERWARDS + READ_IN_DOUBT : 1 + READ_AFTERWARDS * (1 + retries)
  const kept = read * times + (quick && write ? RESTORING : 0)
  const budget = settings.budget - looked - kept
  if (budget > 0) return { ...settings, budget }
  throw new VerifyError(
    `--budget ${settings.budget} is spent by looking before and after. Give more than ${settings.budget - budget}.`,
  )
}

/** Why a run says nothing of the server, in one line with the cure; null when it says something. */
function explainEmptyRun(settings: Settings, results: readonly ContractResult[]): string | null {
  const { only, exactly, shard } = settings
  const isHeld = ({ outcome }: ContractResult) => outcome !== 'skipped'
  const missed = exactly.find((id) => !results.some((one) => one.id === id && isHeld(one)))
  const isBrokenElsewhere = results.some(({ outcome }) => outcome === 'broken')
  if (missed !== undefined && !isBrokenElsewhere) return explainMissed(missed, results)
  if (results.some(isHeld) || shard !== null) return null
  const reason = results.find(({ reason }) => !/^(not in --only|in --skip)/.test(reason))?.reason
  return reason === undefined
    ? `No contract is left. Do the ids begin as --only ${only.join(',') || '(none)'} says? The report names them.`
    : `No contract could be held: ${reason || UNREACHED}.`
}

const UNREACHED = 'the run ended before'

function explainMissed(missed: string, results: readonly ContractResult[]): string {
  const result = results.find(({ id }) => id === missed)
  const reason = result ? result.reason || UNREACHED : 'there is no such contract'
  return `${missed} could not be held again: ${reason}.`
}
