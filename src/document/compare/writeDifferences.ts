import type { Difference } from './difference.ts'

export type DifferencesFormat = 'text' | 'json' | 'markdown'

export interface Comparison {
  readonly from: string
  readonly to: string
  readonly warnings: readonly string[]
  readonly differences: readonly Difference[]
}

export function writeDifferences(comparison: Comparison, format: DifferencesFormat): string {
  if (format === 'json') return JSON.stringify(comparison, null, 2)
  return format === 'markdown' ? writeMarkdown(comparison) : writeText(comparison)
}

/** Documents of others are texts of others: no control signs, no line breaks. */
const clean = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, 300)

function writeText({ from, to, warnings, differences }: Comparison): string {
  const breaking = differences.filter(({ breaks }) => breaks.length > 0)
  const others = differences.filter(({ breaks }) => breaks.length === 0)
  return [
    ...warnings.map((warning) => `warning: ${clean(warning)}`),
    `From ${clean(from)} to ${clean(to)}: ${differences.length} differences, ${breaking.length} of them breaking.`,
    ...(breaking.length > 0 ? ['', 'Breaking:', ...breaking.map(writeLine)] : []),
    ...(others.length > 0 ? ['', 'Not breaking:', ...others.map(writeLine)] : []),
  ].join('\n')
}

const writeLine = (one: Difference): string =>
  `  ${[nameChange(one), clean(one.place), writeValues(one), writeNotes(one)].filter(Boolean).join(' ')}`

const nameChange = ({ what, change }: Difference): string =>
  what === 'behaviour' ? 'behaviour:' : `${what} ${change}:`

function writeValues({ from, to }: Difference): string {
  if (from !== undefined && to !== undefined) return `(${clean(from)} → ${clean(to)})`
  const value = from ?? to
  return value === undefined ? '' : `(${clean(value)})`
}

function writeNotes({ breaks, release, documentOnly }: Difference): string {
  const sides = breaks.map((side) => (side === 'read' ? 'readers' : 'writers')).join(' and ')
  const notes = [
    ...(sides ? [`breaks ${sides}`] : []),
    ...(release ? [`since ${release}`] : []),
    ...(documentOnly ? ['only the document'] : []),
  ]
  return notes.length > 0 ? `[${notes.join(', ')}]` : ''
}

const escape = (text: string): string => clean(text).replaceAll(/[|<>`*_[\]\\]/g, '\\$&')

function writeMarkdown({ from, to, warnings, differences }: Comparison): string {
  const rows = differences.map((one) =>
    [
      nameChange(one).replace(':', ''),
      `${escape(one.place)} ${escape(writeValues(one))}`.trim(),
      one.breaks.join(', ') || 'no',
      one.release ?? '',
      one.documentOnly ? 'yes' : '',
    ].join(' | '),
  )
  return [
    `# From ${escape(from)} to ${escape(to)}`,
    '',
    ...warnings.flatMap((warning) => [`> ${escape(warning)}`, '']),
    '| What | Where | Breaks | Since | Only the document |',
    '|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n')
}
