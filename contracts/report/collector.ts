import type { Reporter, TestCase } from 'vitest/node'
import { formatReplay } from '../harness/createFinding.ts'
import type { Demand } from '../harness/demand.ts'
import { hasRunOut, isAbout } from '../harness/findDeviation.ts'
import type { Finding } from '../harness/finding.ts'
import { redactText } from '../harness/redactText.ts'
import type { Coverage } from '../harness/session.ts'
import { NOT_IN_SHARD } from '../harness/settings.ts'
import type { Deviation, Settings, Shard } from '../harness/settings.ts'
import { citeSource } from '../harness/source.ts'
import { VerifyError } from '../harness/verifyError.ts'

/** How one contract ended. `known`: all its findings are explained by deviations. */
export interface ContractResult {
  readonly id: string
  readonly demand: string
  readonly source: string
  readonly outcome: 'kept' | 'broken' | 'known' | 'skipped'
  readonly reason: string
  readonly milliseconds: number
  readonly findings: readonly Finding[]
}

/** What became of a deviation: it showed, it is mended, it has run out, or it was not looked at. */
export interface DeviationResult extends Deviation {
  readonly status: 'known' | 'fixed' | 'expired' | 'not checked'
}

/** A whole run as plain data: what the JSON report holds, and all that the other reports show. */
export interface RunReport {
  readonly target: string
  readonly seed: number
  readonly mode: 'read-only' | 'write'
  readonly shard: Shard | null
  /** Was the run ended by hand? Then nothing is said of what was not held. */
  readonly interrupted: boolean
  readonly started: string
  readonly seconds: number
  readonly requests: number
  readonly contracts: readonly ContractResult[]
  readonly deviations: readonly DeviationResult[]
  readonly coverage: Coverage
}

export const EMPTY_COVERAGE: Coverage = { requests: 0, statuses: {}, parameters: {}, fields: {} }

/** Gathers what Vitest tells of each contract; hears nothing but what the contracts said themselves. */
export class Collector implements Reporter {
  readonly results: ContractResult[] = []
  coverage = EMPTY_COVERAGE
  readonly #settings: Settings
  readonly #onResult: (result: ContractResult, done: number) => void

  constructor(settings: Settings, onResult: (result: ContractResult, done: number) => void) {
    this.#settings = settings
    this.#onResult = onResult
  }

  onTestCaseResult(test: TestCase): void {
    const { demand, coverage } = test.meta()
    if (coverage) this.coverage = coverage
    if (!demand) return
    const result = createResult(test, demand, this.#settings)
    this.results.push(result)
    this.#onResult(result, this.results.length)
  }
}

function createResult(test: TestCase, contract: Demand, settings: Settings): ContractResult {
  const { findings = [], reason = '' } = test.meta()
  const { id, demand, source } = contract
  const milliseconds = Math.round(test.diagnostic()?.duration ?? 0)
  const errors = test.result().errors ?? []
  const outcome = judgeOutcome(test.result().state, findings)
  const own =
    findings.length > 0 || outcome !== 'broken'
      ? findings
      : [createErrorFinding(contract, errors, settings)]
  return { id, demand, source, outcome, reason, milliseconds, findings: own }
}

function judgeOutcome(state: string, findings: readonly Finding[]): ContractResult['outcome'] {
  if (state === 'skipped') return 'skipped'
  if (state === 'failed') return 'broken'
  return findings.length > 0 ? 'known' : 'kept'
}

/** A contract that failed without a finding has a fault of its own, or met one of the server's. */
const createErrorFinding = (
  { id, demand, source }: Demand,
  errors: readonly { message: string }[],
  settings: Settings,
): Finding => ({
  id: `${id}-error`,
  contract: id,
  demand,
  ...citeSource(source),
  operation: 'none',
  expected: 'the contract to be held to its end',
  seen: errors[0]?.message.slice(0, 600) ?? 'it ended early',
  curl: '',
  seed: settings.seed,
  replay: formatReplay(`${id}-error`, settings),
})

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
  const { results, coverage } = collector
  const { started, around, interrupted } = course
  const report = {
    target: settings.baseUrl,
    seed: settings.seed,
    mode: settings.write ? ('write' as const) : ('read-only' as const),
    shard: settings.shard,
    interrupted,
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

/** Reports can be joined when they are the shards of one run, each of them. */
function demandAllShards([first, ...others]: readonly RunReport[]): void {
  if (!first) throw new VerifyError('Give the JSON reports of all shards: --merge a.json b.json.')
  const stranger = others.find(({ target }) => target !== first.target)
  if (stranger)
    throw new VerifyError(
      `The reports are of ${first.target} and of ${stranger.target}. Give those of one server.`,
    )
  const { shard } = first
  if (!shard) return
  const given = new Set([first, ...others].map((report) => report.shard?.index))
  for (let index = 1; index <= shard.count; index++)
    if (!given.has(index))
      throw new VerifyError(
        `The report of shard ${index}/${shard.count} is missing. Give those of all shards.`,
      )
}

/** One report of several shards: contracts are joined, times and requests added. */
export function merged(reports: readonly RunReport[]): RunReport {
  demandAllShards(reports)
  const first = reports[0] as RunReport
  const sum = (pick: (report: RunReport) => number) =>
    reports.reduce((total, report) => total + pick(report), 0)
  const contracts = new Map<string, ContractResult>()
  for (const result of reports.flatMap((report) => report.contracts)) {
    const known = contracts.get(result.id)
    contracts.set(result.id, known ? joinResults(known, result) : result)
  }
  return {
    ...first,
    shard: null,
    interrupted: reports.some(({ interrupted }) => interrupted),
    seconds: sum(({ seconds }) => seconds),
    requests: sum(({ requests }) => requests),
    contracts: [...contracts.values()],
    deviations: mergeDeviations(reports),
    coverage: mergeCoverage(reports),
  }
}

const WORST_FIRST = ['broken', 'known', 'kept', 'skipped'] as const

/** What two shards say of one contract: the worse, and all that either has found. */
function joinResults(one: ContractResult, other: ContractResult): ContractResult {
  if (one.reason.startsWith(NOT_IN_SHARD)) return other
  if (other.reason.startsWith(NOT_IN_SHARD)) return one
  const [worse, better] = [one, other].toSorted(
    (a, b) => WORST_FIRST.indexOf(a.outcome) - WORST_FIRST.indexOf(b.outcome),
  ) as [ContractResult, ContractResult]
  const findings = new Map(
    [...better.findings, ...worse.findings].map((found) => [found.id, found]),
  )
  const milliseconds = one.milliseconds + other.milliseconds
  return { ...worse, milliseconds, findings: [...findings.values()] }
}

const DEVIATIONS_FIRST = ['known', 'expired', 'fixed', 'not checked']

function mergeDeviations(reports: readonly RunReport[]): DeviationResult[] {
  const best = new Map<string, DeviationResult>()
  for (const one of reports.flatMap(({ deviations }) => deviations)) {
    const known = best.get(one.id)
    if (!known || DEVIATIONS_FIRST.indexOf(one.status) < DEVIATIONS_FIRST.indexOf(known.status))
      best.set(one.id, one)
  }
  return [...best.values()]
}

function mergeCoverage(reports: readonly RunReport[]): Coverage {
  const total = { requests: 0, statuses: {}, parameters: {}, fields: {} }
  for (const { coverage } of reports) {
    total.requests += coverage.requests
    for (const kind of ['statuses', 'parameters', 'fields'] as const)
      addCounts(total[kind], coverage[kind])
  }
  return total
}

function addCounts(total: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(more)) total[name] = (total[name] ?? 0) + count
}

/** Is anything broken, or has a deviation run out? */
export const isBroken = ({ contracts, deviations }: RunReport): boolean =>
  contracts.some(({ outcome }) => outcome === 'broken') ||
  deviations.some(({ status }) => status === 'expired')

export const listFindings = ({ contracts }: RunReport): Finding[] =>
  contracts.flatMap(({ findings }) => findings.filter(({ known }) => known === undefined))
