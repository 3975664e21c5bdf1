import { Command, Option } from 'commander'
import type { Difference } from '../document/compare/difference.ts'
import type { DifferencesFormat } from '../document/compare/writeDifferences.ts'
import { readSource } from './reading/readSource.ts'
import type { Source } from './reading/readSource.ts'

interface DiffOptions {
  readonly format: DifferencesFormat
  readonly failOn?: 'breaking' | 'any'
  readonly allOperations?: boolean
  readonly token?: string
}

/** `diff`: what changes from one release, or document, to another. */
export const makeDiffCommand = (): Command =>
  new Command('diff')
    .exitOverride()
    .description('Tell what differs between two releases, documents, or servers.')
    .argument('<from>', 'a release (7.8.7), a file, or the address of a document or server')
    .argument('<to>', 'the same')
    .addOption(
      new Option('--format <format>', 'how to tell it')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .addOption(
      new Option('--fail-on <what>', 'exit with 1 when there is such a difference').choices([
        'breaking',
        'any',
      ]),
    )
    .option('--all-operations', 'not only those of plans and booking offerings', false)
    .option('--token <token>', 'for servers that show nothing without (or WALDUR_TOKEN)')
    .action(diff)

async function diff(from: string, to: string, options: DiffOptions): Promise<void> {
  const { writeDifferences } = await import('../document/compare/writeDifferences.ts')
  const { token = process.env['WALDUR_TOKEN'] } = options
  const [old, now] = await Promise.all([readSource(from, token), readSource(to, token)])
  const differences = await compare(old, now, options)
  const warnings = [...(await listWarnings(from, old)), ...(await listWarnings(to, now))]
  console.log(writeDifferences({ from, to, warnings, differences }, options.format))
  const failing = differences.filter(
    ({ breaks }) => options.failOn === 'any' || (options.failOn && breaks.length > 0),
  )
  process.exitCode = failing.length > 0 ? 1 : 0
}

async function compare(old: Source, now: Source, options: DiffOptions): Promise<Difference[]> {
  const releases = await import('../document/compare/compareReleases.ts')
  const { compareDocuments } = await import('../document/compare/compareDocuments.ts')
  if (old.release !== undefined && now.release !== undefined) {
    return releases.compareReleases(old.release, now.release)
  }
  const isMeant = options.allOperations ? () => true : releases.isOfPages
  const differences = compareDocuments(old.document, now.document, isMeant)
  // Ours demand each field that servers answer with, those of Waldur leave most of them open.
  const isOneOurs = old.release !== undefined || now.release !== undefined
  return isOneOurs ? differences.filter((one) => !isDemandOfAnswers(one)) : differences
}

const isDemandOfAnswers = ({ what, breaks }: Difference): boolean =>
  what === 'required' && !breaks.includes('write')

async function listWarnings(name: string, { document, release, note }: Source): Promise<string[]> {
  if (note !== undefined) return [note]
  if (release !== undefined) return []
  const { findMistakenVersion } = await import('../document/compare/compareReleases.ts')
  const other = findMistakenVersion(document)
  const said = String(document.info?.version)
  return other === null
    ? []
    : [`${name} says that it is ${said}, and its operations are those of ${other}.`]
}
