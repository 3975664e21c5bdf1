import type { Reporter, TestCase } from 'vitest/node'
import { concerns, hasRunOut } from '../deviation.ts'
import type { Finding } from '../finding.ts'
import type { Coverage } from '../session.ts'
import type { Deviation, Settings } from '../settings.ts'

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
  readonly started: string
  readonly seconds: number
  readonly requests: number
  readonly contracts: readonly ContractResult[]
  readonly deviations: readonly DeviationResult[]
  readonly coverage: Coverage
}

const NOTHING_SEEN: Coverage = { requests: 0, statuses: {}, parameters: {}, fields: {} }

/** Gathers what Vitest tells of each contract; hears nothing but what the contracts said themselves. */
export class Collector implements Reporter {
  readonly results: ContractResult[] = []
  coverage = NOTHING_SEEN
  readonly #onResult: (result: ContractResult, done: number) => void

  constructor(onResult: (result: ContractResult, done: number) => void = () => undefined) {
    this.#onResult = onResult
  }

  onTestCaseResult(test: TestCase): void {
    const { law, coverage } = test.meta()
    if (coverage) this.coverage = coverage
    if (!law) return
    const result = resultOf(test, law)
    this.results.push(result)
    this.#onResult(result, this.results.length)
  }
}

function resultOf(test: TestCase, law: NonNullable<ReturnType<TestCase['meta']>['law']>) {
  const { findings = [], reason = '' } = test.meta()
  const { id, demand, source } = law
  const milliseconds = Math.round(test.diagnostic()?.duration ?? 0)
  const errors = test.result().errors ?? []
  const outcome = outcomeOf(test.result().state, findings)
  const own = findings.length > 0 || outcome !== 'broken' ? findings : [untold(law, errors)]
  return { id, demand, source, outcome, reason, milliseconds, findings: own }
}

function outcomeOf(state: string, findings: readonly Finding[]): ContractResult['outcome'] {
  if (state === 'skipped') return 'skipped'
  if (state === 'failed') return 'broken'
  return findings.length > 0 ? 'known' : 'kept'
}

/** A contract that failed without a finding has a fault of its own, or met one of the server's. */
const untold = (
  { id, demand, source }: { id: string; demand: string; source: string },
  errors: readonly { message: string }[],
): Finding => ({
  id: `${id}-error`,
  contract: id,
  demand,
  source,
  operation: 'none',
  expected: 'the contract to be held to its end',
  seen: errors[0]?.message.slice(0, 600) ?? 'it ended early',
  curl: '',
  seed: 0,
})

export function reportOf(settings: Settings, collector: Collector, started: Date): RunReport {
  const { results, coverage } = collector
  return {
    target: settings.baseUrl,
    seed: settings.seed,
    mode: settings.write ? 'write' : 'read-only',
    started: started.toISOString(),
    seconds: Math.round((Date.now() - started.getTime()) / 100) / 10,
    requests: coverage.requests,
    contracts: results,
    deviations: settings.deviations.map((one) => ({ ...one, status: statusOf(one, results) })),
    coverage,
  }
}

function statusOf(deviation: Deviation, results: readonly ContractResult[]) {
  const shown = results.some(({ findings }) => findings.some(({ known }) => known === deviation.id))
  if (shown) return 'known'
  const held = results.filter(({ id }) => concerns(deviation, id))
  if (hasRunOut(deviation)) return 'expired'
  const isHeld = ({ outcome }: ContractResult) => outcome === 'kept' || outcome === 'known'
  return held.some(isHeld) ? 'fixed' : 'not checked'
}

/** One report of several shards: contracts are joined, times and requests added. */
export function merged(reports: readonly RunReport[]): RunReport {
  const [first] = reports
  if (!first) throw new Error('there are no reports to merge')
  const sum = (pick: (report: RunReport) => number) =>
    reports.reduce((total, report) => total + pick(report), 0)
  const contracts = new Map<string, ContractResult>()
  for (const result of reports.flatMap((report) => report.contracts)) {
    const known = contracts.get(result.id)
    if (!known || known.outcome === 'skipped') contracts.set(result.id, result)
  }
  return {
    ...first,
    seconds: sum(({ seconds }) => seconds),
    requests: sum(({ requests }) => requests),
    contracts: [...contracts.values()],
    deviations: mergedDeviations(reports),
    coverage: mergedCoverage(reports),
  }
}

const RANK = ['known', 'expired', 'fixed', 'not checked']

function mergedDeviations(reports: readonly RunReport[]): DeviationResult[] {
  const best = new Map<string, DeviationResult>()
  for (const one of reports.flatMap(({ deviations }) => deviations)) {
    const known = best.get(one.id)
    if (!known || RANK.indexOf(one.status) < RANK.indexOf(known.status)) best.set(one.id, one)
  }
  return [...best.values()]
}

function mergedCoverage(reports: readonly RunReport[]): Coverage {
  const total = { requests: 0, statuses: {}, parameters: {}, fields: {} }
  for (const { coverage } of reports) {
    total.requests += coverage.requests
    for (const kind of ['statuses', 'parameters', 'fields'] as const)
      add(total[kind], coverage[kind])
  }
  return total
}

function add(total: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(more)) total[name] = (total[name] ?? 0) + count
}

/** 0: the contract is kept. 1: it is broken, or a deviation has run out. */
export const exitCodeOf = ({ contracts, deviations }: RunReport): 0 | 1 =>
  contracts.some(({ outcome }) => outcome === 'broken') ||
  deviations.some(({ status }) => status === 'expired')
    ? 1
    : 0

export const findingsOf = ({ contracts }: RunReport): Finding[] =>
  contracts.flatMap(({ findings }) => findings.filter(({ known }) => known === undefined))
