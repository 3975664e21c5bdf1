import { formatSource } from '../harness/findings/source.ts'
import { listFindings } from './report.ts'
import type { RunReport } from './report.ts'

/** The run as GitLab's code quality report: each finding at the operation's line in openapi.yaml. */
export function formatCodeQuality(report: RunReport, openapiYaml: string): string {
  const lines = openapiYaml.split('\n').map((line) => line.trim())
  const issues = listFindings(report).map((finding) => ({
    description: `${finding.demand}: expected ${finding.expected}, but saw ${finding.seen}`,
    check_name: finding.contract,
    fingerprint: finding.id,
    severity: 'major',
    content: { body: `${finding.curl}\n${formatSource(finding)}` },
    location: {
      path: 'openapi.yaml',
      lines: { begin: Math.max(0, lines.indexOf(`operationId: ${finding.operation}`)) + 1 },
    },
  }))
  return `${JSON.stringify(issues, null, 2)}\n`
}
