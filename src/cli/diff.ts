import { readFile } from 'node:fs/promises'
import { Command, Option } from 'commander'
import { UsageError } from '../errors.ts'
import type { LooseDocument } from '../document/compare/compareDocuments.ts'
import type { DifferencesFormat } from '../document/compare/writeDifferences.ts'

interface DiffOptions {
  readonly format: DifferencesFormat
  readonly failOn?: 'breaking' | 'any'
  readonly allOperations?: boolean
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
    .action(diff)

async function diff(from: string, to: string, options: DiffOptions): Promise<void> {
  const compare = await import('../document/compare/compareReleases.ts')
  const { compareDocuments } = await import('../document/compare/compareDocuments.ts')
  const { writeDifferences } = await import('../document/compare/writeDifferences.ts')
  const [old, now] = await Promise.all([readSource(from), readSource(to)])
  const isMeant = options.allOperations ? () => true : compare.isOfPages
  const differences =
    'release' in old && 'release' in now
      ? compare.compareReleases(old.release, now.release)
      : compareDocuments(old.document, now.document, isMeant)
  const warnings = [old, now].flatMap((source) => {
    const other = 'release' in source ? null : compare.findMistakenVersion(source.document)
    const said = source.document.info?.version
    return other === null
      ? []
      : [`${source.name} says that it is ${said}, and its operations are those of ${other}.`]
  })
  console.log(writeDifferences({ from, to, warnings, differences }, options.format))
  const failing = differences.filter(
    ({ breaks }) => options.failOn === 'any' || (options.failOn && breaks.length > 0),
  )
  process.exitCode = failing.length > 0 ? 1 : 0
}

type Source =
  | { readonly name: string; readonly document: LooseDocument }
  | { readonly name: string; readonly document: LooseDocument; readonly release: string }

async function readSource(name: string): Promise<Source> {
  if (/^https?:\/\//.test(name)) return { name, document: await fetchDocument(name) }
  if (!/^\d+\.\d+(\.\d+)?$/.test(name)) return { name, document: await readDocument(name) }
  const { chooseDocument } = await import('./chooseRelease.ts')
  return { name, document: await chooseDocument(name), release: name }
}

async function readDocument(file: string): Promise<LooseDocument> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`${file} can't be read. Name a release (8.1.3), a file, or an address.`)
  })
  return parseDocument(file, text)
}

/** Of a server, its own document. */
async function fetchDocument(url: string): Promise<LooseDocument> {
  const isServer = /^\/?$/.test(new URL(url).pathname)
  const address = isServer ? new URL('/api/schema/?format=json', url).href : url
  const response = await fetch(address, { signal: AbortSignal.timeout(60_000) }).catch(
    (error: unknown) => {
      throw new UsageError(`${address} can't be reached: ${String(error)}. Is it running?`)
    },
  )
  if (!response.ok) {
    throw new UsageError(
      `${address} answers ${response.status}. Save its document, and give the file instead.`,
    )
  }
  return parseDocument(address, await response.text())
}

async function parseDocument(name: string, text: string): Promise<LooseDocument> {
  const { parse } = await import('yaml')
  const whole: unknown = text.trimStart().startsWith('{')
    ? parseJson(text)
    : tryTo(() => parse(text))
  if (typeof whole !== 'object' || whole === null || !('paths' in whole)) {
    throw new UsageError(`${name} is not an OpenAPI document: it has no paths.`)
  }
  return whole as LooseDocument
}

const parseJson = (text: string): unknown => tryTo(() => JSON.parse(text) as unknown)

function tryTo(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    return null
  }
}
