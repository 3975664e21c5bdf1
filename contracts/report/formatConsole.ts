import { cleanText } from '../../src/remote/clean.ts'
import { formatSource } from '../harness/findings/source.ts'
import { listCoverage } from './coverage.ts'
import { listFindings } from './report.ts'
import type { ContractResult, RunReport } from './report.ts'
import { DEVIATION_NOTES, formatVerdict, groupByReason, groupNotices } from './summary.ts'

/** What the run shows while it works: one line that is written over, nothing when output is piped. */
export class Progress {
  readonly #started = Date.now()
  readonly #stream: NodeJS.WriteStream
  #total = 0

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
  }

  expect(total: number): void {
    this.#total = total
  }

  show({ id }: ContractResult, done: number): void {
    if (!this.#stream.isTTY) return
    const elapsed = (Date.now() - this.#started) / 1000
    const left = this.#total > done ? Math.ceil((elapsed / done) * (this.#total - done)) : 0
    const line = `${done}/${Math.max(this.#total, done)} ${id}${left > 0 ? `, about ${left} s left` : ''}`
    this.#stream.write(`\r\u001B[2K${line.slice(0, (this.#stream.columns ?? 80) - 1)}`)
  }

  end(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\u001B[2K')
  }
}

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
    ...formatDeviations(report),
    ...formatNotices(report),
    ...formatReasons(report),
    formatCoverage(report),
    formatVerdict(report),
  ]
  return cleanText(lines.join('\n'))
}

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
