import { cleanLine, cleanText } from '../../src/remote/clean.ts'
import { formatSource } from '../harness/findings/source.ts'
import { listCoverage } from './coverage.ts'
import { UNSURE } from '../harness/hold/review.ts'
import { listFindings } from './report.ts'
import type { RunReport } from './report.ts'
import { DEVIATION_NOTES, formatVerdict, groupByReason, groupNotices } from './summary.ts'

/** The whole run for a person at a terminal: what is broken and how to see it again, then the sum. */
export function formatConsole(report: RunReport): string {
  const findings = listFindings(report).map(
    (finding) => `✗ ${finding.contract}: ${finding.demand}
    ${finding.operation}, ${formatSource(finding)}
    expected ${indent(finding.expected)}
    saw      ${indent(finding.seen)}
${finding.curl ? `    ${indent(finding.curl)}\n` : ''}    again: ${finding.replay}
`,
  )
  const lines = [
    ...findings,
    ...formatPassing(report),
    ...formatDeviations(report),
    ...formatNotices(report),
    ...formatReasons(report),
    formatCoverage(report),
    formatVerdict(report),
  ]
  return cleanText(lines.join('\n'))
}

/** What others changed meanwhile, or the line has spoilt: it is said, and blamed on nobody. */
function formatPassing({ contracts }: RunReport): string[] {
  const seen = contracts.flatMap(({ passing, reason }) => (passing ? [{ ...passing, reason }] : []))
  const lines = seen
    .slice(0, MOST_PASSING)
    .map(
      ({ contract, expected, seen: what, reason }) =>
        `≈ ${contract}: saw once, ${reason === UNSURE ? 'and could not look again' : 'and not when it looked again'}: ${cleanLine(what, 80)} where ${cleanLine(expected, 120)} was expected`,
    )
  const rest = seen.length - lines.length
  return rest > 0 ? [...lines, `≈ and ${rest} contracts more`] : lines
}

const MOST_PASSING = 8

const indent = (text: string): string => text.replaceAll('\n', '\n    ')

const formatDeviations = ({ deviations }: RunReport): string[] =>
  deviations.map(
    ({ id, status, reason }) => `~ deviation ${id}: ${DEVIATION_NOTES[status]} (${reason})`,
  )

/** Fields that came with another release. */
const formatNotices = (report: RunReport): string[] =>
  [...groupNotices(report)].map(
    ([operations, fields]) =>
      `+ ${fields.length} fields that openapi.yaml does not have, of ${operations}: ${fields.join(', ')}`,
  )

/** Contracts that were not held, counted by reason. */
const formatReasons = ({ contracts }: RunReport): string[] =>
  [...groupByReason(contracts)].map(([reason, ones]) => `- ${ones.length} not held: ${reason}`)

function formatCoverage(report: RunReport): string {
  const parts = Object.entries(listCoverage(report)).map(([kind, rows]) => {
    const seen = rows.filter(({ count }) => count > 0).length
    return `${seen} of ${rows.length} ${kind}`
  })
  return `Seen of openapi.yaml: ${parts.join(', ')}.`
}
