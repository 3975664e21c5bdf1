import type { Finding } from '../harness/finding.ts'
import { findHeadingLine, formatSource } from '../harness/source.ts'
import { BEHAVIOUR } from '../../src/document/sections.ts'
import { isBroken, listFindings } from './collector.ts'
import type { ContractResult, RunReport } from './collector.ts'
import { escapeMarkup } from './escapeMarkup.ts'
import { countOutcomes, DEVIATION_NOTES, formatHeadline, formatVerdict } from './summary.ts'

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
    ...relatedTo(finding),
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
function relatedTo(finding: Finding) {
  const line = findHeadingLine(finding)
  if (line === undefined) return {}
  const message = { text: `${finding.source} ${finding.title}` }
  return { relatedLocations: [{ ...place(BEHAVIOUR, line), message }] }
}

const SARIF_SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

/** The run as Markdown, for the summary page of a CI job. */
export function formatMarkdown(report: RunReport): string {
  const findings = listFindings(report)
  const rows = findings.map(
    (one) =>
      `| \`${one.contract}\` | ${escapeCell(`${one.operation}, ${formatSource(one)}`)} | ${escapeCell(one.expected)} | ${escapeCell(one.seen)} |`,
  )
  const table = ['| contract | operation | expected | seen |', '| --- | --- | --- | --- |', ...rows]
  return [
    `## ${isBroken(report) ? '❌' : report.interrupted ? '⚠️' : '✅'} ${formatHeadline(report)}`,
    '',
    `${report.target}: ${formatVerdict(report)}`,
    '',
    ...(findings.length > 0 ? [...table, ''] : []),
    ...report.deviations.map(
      ({ id, status, reason }) =>
        `- deviation \`${id}\`: ${DEVIATION_NOTES[status]} (${escapeCell(reason)})`,
    ),
    '',
  ].join('\n')
}

/** What a server has said stays text: no column, link, picture, tag or name of a person is made of it. */
const escapeCell = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .slice(0, 300)
    .replaceAll(/[\\`*[\]<>&|@!]/g, (sign) => `&#${sign.codePointAt(0)};`)

function groupByTopic(contracts: readonly ContractResult[]): Map<string, ContractResult[]> {
  const topics = new Map<string, ContractResult[]>()
  for (const one of contracts) {
    const topic = one.id.split('.')[0] ?? ''
    topics.set(topic, [...(topics.get(topic) ?? []), one])
  }
  return topics
}
