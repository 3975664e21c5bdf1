import { isBroken } from './report.ts'
import type { ContractResult, RunReport } from './report.ts'

export const countOutcomes = (
  { contracts }: RunReport,
  outcome: ContractResult['outcome'],
): number => contracts.filter((one) => one.outcome === outcome).length

/** What became of a deviation, for whoever keeps the list. */
export const DEVIATION_NOTES = {
  known: 'known',
  fixed: 'fixed, remove me',
  expired: 'has run out: mend the server or set a new date',
  'not checked': 'not checked in this run',
}

/** How the run ended, in five words. */
export function formatHeadline(report: RunReport): string {
  if (isBroken(report)) return 'The contract is broken'
  return report.interrupted ? 'The run was interrupted' : 'The contract is kept'
}

/** One line that says how the run ended. */
export function formatVerdict(report: RunReport): string {
  const parts = [
    `${countOutcomes(report, 'kept')} kept`,
    `${countOutcomes(report, 'broken')} broken`,
    ...(countOutcomes(report, 'known') > 0
      ? [`${countOutcomes(report, 'known')} known deviations`]
      : []),
    ...(countOutcomes(report, 'skipped') > 0
      ? [`${countOutcomes(report, 'skipped')} not held`]
      : []),
  ]
  const how = report.interrupted ? 'interrupted: ' : ''
  return `${how}${parts.join(', ')}; ${report.requests} requests in ${report.seconds} s (${report.mode}, seed ${report.seed}, release ${report.release})`
}

/** Fields that the document does not have, by the operations that answer with them. */
export function groupNotices({ contracts }: RunReport): Map<string, string[]> {
  const byField = new Map<string, string[]>()
  for (const { id, notices = [] } of contracts)
    for (const field of notices)
      byField.set(field, [...(byField.get(field) ?? []), id.replace('document.', '')])
  const groups = new Map<string, string[]>()
  for (const [field, operations] of byField) {
    const name = operations.join(', ')
    groups.set(name, [...(groups.get(name) ?? []), field])
  }
  return groups
}

/** Contracts that were not held, by the reason. */
export function groupByReason(contracts: readonly ContractResult[]): Map<string, ContractResult[]> {
  const reasons = new Map<string, ContractResult[]>()
  for (const one of contracts) {
    if (one.outcome !== 'skipped') continue
    const reason = one.reason || 'the run ended before'
    reasons.set(reason, [...(reasons.get(reason) ?? []), one])
  }
  return reasons
}
