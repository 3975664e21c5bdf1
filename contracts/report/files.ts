import { findingsOf } from './collect.ts'
import type { ContractResult, RunReport } from './collect.ts'
import { escaped } from './markup.ts'
import { countOf, verdictOf } from './summary.ts'

/** The run as JUnit XML: a test suite a topic, a test case a contract. */
export function junitText(report: RunReport): string {
  const topics = groupedByTopic(report.contracts)
  const suites = [...topics].map(([name, contracts]) => {
    const count = (outcome: string) => contracts.filter((one) => one.outcome === outcome).length
    const cases = contracts.map(caseText).join('\n')
    return `  <testsuite name="${escaped(name)}" tests="${contracts.length}" failures="${count('broken')}" skipped="${count('skipped')}">\n${cases}\n  </testsuite>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="waldur-mock verify" tests="${report.contracts.length}" failures="${countOf(report, 'broken')}" time="${report.seconds}">\n${suites.join('\n')}\n</testsuites>\n`
}

function caseText({ id, demand, outcome, reason, milliseconds, findings }: ContractResult): string {
  const head = `    <testcase classname="${escaped(id)}" name="${escaped(demand)}" time="${milliseconds / 1000}"`
  if (outcome === 'skipped') return `${head}><skipped message="${escaped(reason)}"/></testcase>`
  const own = findings.filter(({ known }) => known === undefined)
  if (own.length === 0) return `${head}/>`
  const failures = own.map(
    ({ expected, seen, curl }) =>
      `      <failure message="${escaped(`expected ${expected}`)}">${escaped(`saw ${seen}\n${curl}`)}</failure>`,
  )
  return `${head}>\n${failures.join('\n')}\n    </testcase>`
}

/** The run as SARIF 2.1.0: each finding points at the operation's line in openapi.yaml. */
export function sarifText(report: RunReport, openapiYaml: string): string {
  const lines = openapiYaml.split('\n')
  const lineOf = (operation: string) =>
    Math.max(
      0,
      lines.findIndex((line) => line.trim() === `operationId: ${operation}`),
    ) + 1
  const findings = findingsOf(report)
  const rules = [...new Map(findings.map((one) => [one.contract, one])).values()]
  const results = findings.map(({ id, contract, operation, expected, seen, curl }) => ({
    ruleId: contract,
    level: 'error',
    message: { text: `Expected ${expected}, but saw ${seen}\n${curl}` },
    partialFingerprints: { finding: id },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'openapi.yaml' },
          region: { startLine: lineOf(operation) },
        },
      },
    ],
  }))
  const driver = {
    name: 'waldur-mock verify',
    rules: rules.map(({ contract, demand, source }) => ({
      id: contract,
      shortDescription: { text: demand },
      help: { text: source },
    })),
  }
  const sarif = { version: '2.1.0', $schema: SARIF_SCHEMA, runs: [{ tool: { driver }, results }] }
  return `${JSON.stringify(sarif, null, 2)}\n`
}

const SARIF_SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

/** The run as Markdown, for the summary page of a CI job. */
export function markdownText(report: RunReport): string {
  const findings = findingsOf(report)
  const rows = findings.map(
    ({ contract, operation, expected, seen }) =>
      `| \`${contract}\` | ${cell(operation)} | ${cell(expected)} | ${cell(seen)} |`,
  )
  const table = ['| contract | operation | expected | seen |', '| --- | --- | --- | --- |', ...rows]
  return [
    `## ${findings.length === 0 ? '✅ The contract is kept' : '❌ The contract is broken'}`,
    '',
    `${report.target}: ${verdictOf(report)}`,
    '',
    ...(findings.length > 0 ? [...table, ''] : []),
    ...report.deviations.map(
      ({ id, status, reason }) => `- deviation \`${id}\`: ${status}. ${cell(reason)}`,
    ),
    '',
  ].join('\n')
}

const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').replaceAll('<', '&lt;').slice(0, 300)

function groupedByTopic(contracts: readonly ContractResult[]): Map<string, ContractResult[]> {
  const topics = new Map<string, ContractResult[]>()
  for (const one of contracts) {
    const topic = one.id.split('.')[0] ?? ''
    topics.set(topic, [...(topics.get(topic) ?? []), one])
  }
  return topics
}
