import type { Coverage } from '../harness/session.ts'
import { NOT_IN_SHARD } from '../harness/settings.ts'
import { VerifyError } from '../harness/verifyError.ts'
import type { ContractResult, DeviationResult, RunReport } from './report.ts'

/** Reports can be joined when they are the shards of one run, each of them. */
function demandAllShards([first, ...others]: readonly RunReport[]): void {
  if (!first) throw new VerifyError('Give the JSON reports of all shards: --merge a.json b.json.')
  const stranger = others.find(({ target }) => target !== first.target)
  if (stranger)
    throw new VerifyError(
      `The reports are of ${first.target} and of ${stranger.target}. Give those of one server.`,
    )
  const other = others.find(({ release }) => release !== first.release)
  if (other)
    throw new VerifyError(
      `The reports are of releases ${first.release} and ${other.release}. Give those of one: --release.`,
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
export function joinReports(reports: readonly RunReport[]): RunReport {
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
    lost: reports.find(({ lost }) => lost !== null)?.lost ?? null,
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
  const notices = [...new Set([...(one.notices ?? []), ...(other.notices ?? [])])]
  return { ...worse, milliseconds, findings: [...findings.values()], notices }
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
