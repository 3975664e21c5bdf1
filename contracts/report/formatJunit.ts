import { formatSource } from '../harness/findings/source.ts'
import { escapeMarkup } from './escapeMarkup.ts'
import type { ContractResult, RunReport } from './report.ts'
import { countOutcomes, DEVIATION_NOTES } from './summary.ts'

/** The run as JUnit XML: a test suite a topic, a test case a contract. */
export function formatJunit(report: RunReport): string {
  const topics = groupByTopic(report.contracts)
  const suites = [...topics].map(([name, contracts]) => {
    const count = (outcome: string) => contracts.filter((one) => one.outcome === outcome).length
    const cases = contracts.map(formatCase).join('\n')
    return `  <testsuite name="${escapeMarkup(name)}" tests="${contracts.length}" failures="${count('broken')}" skipped="${count('skipped')}">\n${cases}\n  </testsuite>`
  })
  const tests = report.contracts.length + report.deviations.length
  const expired = report.deviations.filter(({ status }) => status === 'expired').length
  const failures = countOutcomes(report, 'broken') + expired
  const all = [...suites, ...formatDeviationSuite(report, expired)].join('\n')
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="waldur-mock verify" tests="${tests}" failures="${failures}" skipped="${countOutcomes(report, 'skipped')}" time="${report.seconds}">\n${all}\n</testsuites>\n`
}

/** One that has run out fails the run, so it must fail here too. */
function formatDeviationSuite({ deviations }: RunReport, expired: number): string[] {
  if (deviations.length === 0) return []
  const cases = deviations.map(({ id, reason, status }) => {
    const head = `    <testcase classname="${escapeMarkup(id)}" name="${escapeMarkup(reason)}"`
    if (status !== 'expired')
      return `${head}><system-out>${DEVIATION_NOTES[status]}</system-out></testcase>`
    return `${head}><failure message="${DEVIATION_NOTES[status]}"/></testcase>`
  })
  return [
    `  <testsuite name="deviations" tests="${cases.length}" failures="${expired}" skipped="0">\n${cases.join('\n')}\n  </testsuite>`,
  ]
}

function formatCase({
  id,
  demand,
  outcome,
  reason,
  milliseconds,
  findings,
}: ContractResult): string {
  const head = `    <testcase classname="${escapeMarkup(id)}" name="${escapeMarkup(demand)}" time="${milliseconds / 1000}"`
  if (outcome === 'skipped')
    return `${head}><skipped message="${escapeMarkup(reason)}"/></testcase>`
  const own = findings.filter(({ known }) => known === undefined)
  if (own.length === 0) return `${head}/>`
  const failures = own.map(
    (one) =>
      `      <failure message="${escapeMarkup(`expected ${one.expected}`)}">${escapeMarkup(`saw ${one.seen}\n${one.curl}\n${formatSource(one)}`)}</failure>`,
  )
  return `${head}>\n${failures.join('\n')}\n    </testcase>`
}

function groupByTopic(contracts: readonly ContractResult[]): Map<string, ContractResult[]> {
  const topics = new Map<string, ContractResult[]>()
  for (const one of contracts) {
    const topic = one.id.split('.')[0] ?? ''
    topics.set(topic, [...(topics.get(topic) ?? []), one])
  }
  return topics
}
