import type { Finding } from '../harness/findings/finding.ts'
import { findHeadingLine, formatSource } from '../harness/findings/source.ts'
import { BEHAVIOUR } from '../../src/document/sections.ts'
import { listFindings } from './report.ts'
import type { RunReport } from './report.ts'

/** The run as SARIF 2.1.0: each finding points at the operation's line in openapi.yaml. */
export function formatSarif(report: RunReport, openapiYaml: string): string {
  const lines = openapiYaml.split('\n')
  const lineOf = (operation: string) =>
    Math.max(
      0,
      lines.findIndex((line) => line.trim() === `operationId: ${operation}`),
    ) + 1
  const findings = listFindings(report)
  const rules = [...new Map(findings.map((one) => [one.contract, one])).values()]
  const results = findings.map((finding) => ({
    ruleId: finding.contract,
    level: 'error',
    message: { text: `Expected ${finding.expected}, but saw ${finding.seen}\n${finding.curl}` },
    partialFingerprints: { finding: finding.id },
    locations: [place('openapi.yaml', lineOf(finding.operation))],
    ...listRelated(finding),
  }))
  const driver = {
    name: 'waldur-mock verify',
    rules: rules.map((finding) => ({
      id: finding.contract,
      shortDescription: { text: finding.demand },
      help: { text: formatSource(finding) },
    })),
  }
  const sarif = { version: '2.1.0', $schema: SARIF_SCHEMA, runs: [{ tool: { driver }, results }] }
  return `${JSON.stringify(sarif, null, 2)}\n`
}

const place = (uri: string, startLine: number) => ({
  physicalLocation: { artifactLocation: { uri }, region: { startLine } },
})

/** The section that a finding rests on, at its heading. */
function listRelated(finding: Finding) {
  const line = findHeadingLine(finding)
  if (line === undefined) return {}
  const message = { text: `${finding.source} ${finding.title}` }
  return { relatedLocations: [{ ...place(BEHAVIOUR, line), message }] }
}

const SARIF_SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'
