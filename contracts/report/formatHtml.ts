import type { Finding } from '../harness/findings/finding.ts'
import { BEHAVIOUR } from '../../src/document/sections.ts'
import sectionTexts from '../../src/document/sectionTexts.gen.json' with { type: 'json' }
import { explainUnseen, listCoverage } from './coverage.ts'
import type { CoverageRow } from './coverage.ts'
import { escapeMarkup } from './escapeMarkup.ts'
import { listFindings } from './report.ts'
import type { ContractResult, RunReport } from './report.ts'
import {
  DEVIATION_NOTES,
  formatHeadline,
  formatVerdict,
  groupByReason,
  groupNotices,
} from './summary.ts'

/** The text of each section as HTML, by its anchor. */
const texts: Readonly<Record<string, string>> = sectionTexts

/** The run as one page that needs nothing else: findings first, then contracts, then what was seen. */
export function formatHtml(report: RunReport): string {
  const findings = listFindings(report)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(report.target)} and the contract</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${formatHeadline(report)}</h1>
<p class="target">${escapeMarkup(report.target)}</p>
<p>${escapeMarkup(formatVerdict(report))}</p>
<p class="quiet">Started ${escapeMarkup(report.started)}</p>
${findings.map(formatFinding).join('\n')}
${formatDeviations(report)}
${formatNotices(report)}
<h2>Contracts</h2>
${formatContracts(report.contracts)}
<h2>What was seen of openapi.yaml</h2>
${Object.entries(listCoverage(report))
  .map(([kind, rows]) => formatCoverage(kind, rows, report))
  .join('\n')}
${notesHtml(findings)}
</main>
</body>
</html>
`
}

const formatFinding = (finding: Finding): string => `<article>
<h2><code>${escapeMarkup(finding.contract)}</code> ${escapeMarkup(finding.demand)}</h2>
<dl>
<dt>Operation</dt><dd>${escapeMarkup(finding.operation)}</dd>
<dt>Source</dt><dd>${sourceHtml(finding)}</dd>
<dt>Expected</dt><dd>${escapeMarkup(finding.expected)}</dd>
<dt>Saw</dt><dd>${escapeMarkup(finding.seen)}</dd>
</dl>
${finding.curl ? `<pre>${escapeMarkup(finding.curl)}</pre>` : ''}
<pre>${escapeMarkup(finding.replay)}</pre>
</article>`

/** A section of the behaviour notes stands at the end of the page; what is in openapi.yaml is named. */
const sourceHtml = (finding: Finding): string =>
  finding.title === ''
    ? `<code>${escapeMarkup(finding.link)}</code>`
    : `<a href="#${anchorOf(finding)}">${escapeMarkup(`${finding.source} ${finding.title}`)}</a>`

const anchorOf = ({ link }: Finding): string => link.slice(link.indexOf('#') + 1)

/** The sections that the findings rest on, each once. */
function notesHtml(findings: readonly Finding[]): string {
  const cited = findings.filter(({ title }) => title !== '')
  const sections = new Map(cited.map((finding) => [anchorOf(finding), finding]))
  if (sections.size === 0) return ''
  const parts = [...sections].map(
    ([anchor, { source, title }]) =>
      `<section id="${anchor}"><h3>${escapeMarkup(`${source.split(' ')[0]} ${title}`)}</h3>\n${texts[anchor]}</section>`,
  )
  return `<h2>What servers do: ${BEHAVIOUR}</h2>\n${parts.join('\n')}`
}

function formatDeviations({ deviations }: RunReport): string {
  if (deviations.length === 0) return ''
  const rows = deviations.map(
    ({ id, contract, operation, status, reason }) =>
      `<tr><td><code>${escapeMarkup(id)}</code></td><td><code>${escapeMarkup(contract)}</code><br>${escapeMarkup(operation)}</td><td>${DEVIATION_NOTES[status]}</td><td>${escapeMarkup(reason)}</td></tr>`,
  )
  return `<h2>Known deviations</h2>
<table><thead><tr><th>deviation</th><th>contract</th><th>status</th><th>reason</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`
}

/** Fields that came with another release, by the operations that answer with them. */
function formatNotices(report: RunReport): string {
  const rows = [...groupNotices(report)].map(
    ([operations, fields]) =>
      `<tr><td>${escapeMarkup(operations)}</td><td><code>${escapeMarkup(fields.join(', '))}</code></td></tr>`,
  )
  if (rows.length === 0) return ''
  return `<h2>Fields that openapi.yaml does not have</h2>
<table><thead><tr><th>answers of</th><th>fields</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`
}

const WORST_FIRST = ['broken', 'known', 'kept']

/** What was held, the worst first; then, folded, what was not held and why. */
function formatContracts(contracts: readonly ContractResult[]): string {
  const held = WORST_FIRST.flatMap((outcome) => contracts.filter((one) => one.outcome === outcome))
  const rows = held.map(
    ({ id, demand, outcome, milliseconds }) =>
      `<tr class="${outcome}"><td><code>${escapeMarkup(id)}</code></td><td>${escapeMarkup(demand)}</td><td>${outcome}</td><td>${milliseconds} ms</td></tr>`,
  )
  return `<table><thead><tr><th>contract</th><th>demand</th><th>outcome</th><th>time</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>
${[...groupByReason(contracts)].map(([reason, ones]) => formatSkipped(reason, ones)).join('\n')}`
}

function formatSkipped(reason: string, contracts: readonly ContractResult[]): string {
  const rows = contracts.map(
    ({ id, demand }) =>
      `<tr><td><code>${escapeMarkup(id)}</code></td><td>${escapeMarkup(demand)}</td></tr>`,
  )
  return `<details><summary>${contracts.length} not held: ${escapeMarkup(reason)}</summary>
<table><tbody>${rows.join('\n')}</tbody></table></details>`
}

function formatCoverage(kind: string, rows: readonly CoverageRow[], report: RunReport): string {
  const seen = rows.filter(({ count }) => count > 0).length
  const lines = rows.map(
    (row) =>
      `<tr class="${row.count > 0 ? 'kept' : 'unseen'}"><td>${escapeMarkup(row.operation)}</td><td><code>${escapeMarkup(row.name)}</code></td><td>${row.count > 0 ? row.count : escapeMarkup(explainUnseen(report, row))}</td></tr>`,
  )
  return `<details><summary>${kind}: ${seen} of ${rows.length}</summary>
<table><tbody>${lines.join('\n')}</tbody></table></details>`
}

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --bad: #b03a2e; --good: #1e7a43; --quiet: #666; }
@media (prefers-color-scheme: dark) { :root { --bad: #f1948a; --good: #7dcea0; --quiet: #a0a0a0; } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { margin-bottom: 0; } h2 { font-size: 1.15rem; margin-top: 2rem; }
h2, code, td, summary { overflow-wrap: anywhere; }
.target { font-size: 1.1rem; margin: .25rem 0 1rem; overflow-wrap: anywhere; } .quiet { color: var(--quiet); }
article { border: 1px solid var(--line); border-left: 5px solid var(--bad); border-radius: 6px; padding: 0 1rem 1rem; margin: 1.5rem 0; }
article h2 { margin-top: 1rem; } dl { display: grid; grid-template-columns: 7rem 1fr; gap: .3rem 1rem; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
pre { background: #8881; padding: .6rem .8rem; border-radius: 6px; margin: .5rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); }
:not(.wide) > table td:first-child { width: 40%; } .wide { overflow-x: auto; } section { scroll-margin-top: 1rem; }
section:target > h3 { border-left: 5px solid var(--quiet); padding-left: .6rem; } td:last-child { padding-right: 0; } tr[class] td:nth-child(4) { white-space: nowrap; }
tr.broken td:nth-child(3) { color: var(--bad); font-weight: 600; } tr.kept td:nth-child(3) { color: var(--good); }
tr.unseen td { color: var(--quiet); } details { margin: .5rem 0; } summary { cursor: pointer; }
@media (max-width: 40rem) {
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; }
  :not(.wide) > table { &, tbody { display: block; } thead { display: none; }
    tr { display: block; border-bottom: 1px solid var(--line); padding: .4rem 0; }
    td, td:first-child { display: block; width: auto; border: 0; padding: 0; } }
  .wide td:not(:first-child) { min-width: 9rem; }
}
`
