import { formatSource } from '../harness/findings/source.ts'
import { isBroken, listFindings } from './report.ts'
import type { RunReport } from './report.ts'
import { DEVIATION_NOTES, formatHeadline, formatVerdict, groupNotices } from './summary.ts'

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
    ...[...groupNotices(report)].map(
      ([operations, fields]) =>
        `- fields that openapi.yaml does not have, of ${operations}: ${escapeCell(fields.join(', '))}`,
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
