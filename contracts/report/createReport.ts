import { hasRunOut, isAbout } from '../harness/findings/findDeviation.ts'
import { redactText } from '../harness/findings/redactText.ts'
import { released } from '../harness/release.ts'
import type { Deviation, Settings } from '../harness/settings.ts'
import { Collector } from './collector.ts'
import type { ContractResult, RunReport } from './report.ts'

/** What only the run itself knows of how it went. */
interface RunCourse {
  readonly started: Date
  /** Requests before and after the contracts. */
  readonly around: number
  readonly interrupted: boolean
}

export function createReport(
  settings: Settings,
  collector: Collector,
  course: RunCourse,
): RunReport {
  const { results, coverage, lost } = collector
  const { started, around, interrupted } = course
  const report = {
    target: settings.baseUrl,
    release: released.release,
    seed: settings.seed,
    mode: settings.write ? ('write' as const) : ('read-only' as const),
    shard: settings.shard,
    interrupted,
    lost,
    started: started.toISOString(),
    seconds: Math.round((Date.now() - started.getTime()) / 100) / 10,
    requests: coverage.requests + around,
    contracts: results,
    deviations: settings.deviations.map((one) => ({
      ...one,
      status: judgeDeviation(one, results),
    })),
    coverage,
  }
  return redactReport(report, settings) as RunReport
}

/** What the suite says itself: the name of a role may well begin like its token. */
const OWN_WORDS = ['id', 'contract', 'demand', 'source', 'title', 'link', 'operation']

/** Whatever a server has said, wherever it went: no secret is in a report, and nothing that harms its reader. */
function redactReport(value: unknown, settings: Settings): unknown {
  if (typeof value === 'string') return redactText(value, settings)
  if (Array.isArray(value)) return value.map((one) => redactReport(one, settings))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      redactText(key, settings),
      OWN_WORDS.includes(key) ? one : redactReport(one, settings),
    ]),
  )
}

function judgeDeviation(deviation: Deviation, results: readonly ContractResult[]) {
  const shown = results.some(({ findings }) => findings.some(({ known }) => known === deviation.id))
  if (shown) return 'known'
  if (hasRunOut(deviation)) return 'expired'
  const asked = results.filter(({ id }) => isAsked(deviation, id))
  const isHeld = ({ outcome }: ContractResult) => outcome === 'kept' || outcome === 'known'
  const isWhole = asked.every(
    ({ outcome, reason }) => outcome !== 'skipped' || isReasonOfServer(reason),
  )
  return isWhole && asked.some(isHeld) ? 'fixed' : 'not checked'
}

/** Would a contract show the deviation? Those on openapi.yaml speak of one operation each. */
function isAsked(deviation: Deviation, id: string): boolean {
  const { operation } = deviation
  const isOfAnother =
    operation !== '*' && id.startsWith('document.') && id !== `document.${operation}`
  return isAbout(deviation, id) && !isOfAnother
}

/** Was a contract left out for what the server is or has, and not for what the run was asked for? */
const isReasonOfServer = (reason: string): boolean =>
  reason !== '' && !/^(not in --|in --skip|it writes|the requests that --budget)/.test(reason)
