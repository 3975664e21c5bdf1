import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { formatCodeQuality } from '../report/formatCodeQuality.ts'
import { formatHtml } from '../report/formatHtml.ts'
import { formatJunit } from '../report/formatJunit.ts'
import { formatMarkdown } from '../report/formatMarkdown.ts'
import { formatSarif } from '../report/formatSarif.ts'
import type { RunReport } from '../report/report.ts'

/** Files that a run writes; each is left out when it is not named. */
export interface Outputs {
  /** The report that a later --replay reads; in JSON too. */
  readonly last?: string
  readonly json?: string
  readonly junit?: string
  readonly html?: string
  readonly sarif?: string
  /** For the merge requests of GitLab. */
  readonly codequality?: string
  readonly markdown?: string
  /** The file that GitHub shows on the page of a job; appended to. */
  readonly stepSummary?: string
}

/** Writes the reports that were asked for. */
export async function writeReports(report: RunReport, outputs: Outputs): Promise<void> {
  const { last, json, junit, html, sarif, codequality, markdown, stepSummary } = outputs
  const texts: [string | undefined, () => string | Promise<string>][] = [
    [last, () => formatJson(report)],
    [json, () => formatJson(report)],
    [junit, () => formatJunit(report)],
    [html, () => formatHtml(report)],
    [sarif, async () => formatSarif(report, await readOpenapi())],
    [codequality, async () => formatCodeQuality(report, await readOpenapi())],
    [markdown, () => formatMarkdown(report)],
  ]
  for (const [file, text] of texts) {
    if (file === undefined) continue
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, await text())
  }
  if (stepSummary) await appendFile(stepSummary, formatMarkdown(report))
}

const formatJson = (report: RunReport): string => `${JSON.stringify(report, null, 2)}\n`

/** openapi.yaml of this package: contracts lie beside it in the sources, one folder deeper in dist. */
async function readOpenapi(): Promise<string> {
  const near = new URL('../openapi.yaml', import.meta.url)
  return readFile(near, 'utf8').catch(() =>
    readFile(new URL('../../openapi.yaml', import.meta.url), 'utf8'),
  )
}
