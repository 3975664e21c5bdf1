import { writeFileWhole } from '../generateFile.ts'
import { createProgress } from '../progress.ts'
import { cleanText } from '../../remote/clean.ts'
import { readToken, hideToken } from '../server/readToken.ts'
import { importServer } from './importServer.ts'

export interface ImportOptions {
  readonly from: string
  readonly token?: string
  readonly output: string
  readonly rate: number
  readonly anonymise?: boolean
  readonly seed: number
  readonly strict?: boolean
  readonly timeout?: number
  readonly readLimit?: number
}

/** Imports into a file, after `check` has read what was made; says what is in it and how to use it. 1: not all is, and that was asked for. */
export async function runImport(
  options: ImportOptions,
  check: (text: string) => void,
): Promise<0 | 1> {
  const { from: target, output, anonymise, seed, strict = false } = options
  const progress = createProgress(process.stderr)
  const token = await readToken(options.token)
  const { rate, timeout, readLimit } = options
  const work = importServer({
    target,
    rate,
    token,
    ...(timeout !== undefined && { timeout }),
    ...(readLimit !== undefined && { readLimit }),
    ...(anonymise && { anonymise: seed }),
    onRows: progress.at,
  })
  const { text, counts, token: own, dropped } = await hideToken(token, work).finally(progress.end)
  check(text)
  writeFileWhole(output, [text])
  if (dropped.length > 0) console.error(cleanText(describeDropped(dropped)))
  console.log(
    `${counts} from ${target} are in ${output}. Serve it with --data ${output}; the token ${own} sees there what yours saw. Orders and who bought are not read: they are invented, as many as the server counts.`,
  )
  return strict && dropped.length > 0 ? 1 : 0
}

/** By name and count: where in a list a value was makes no other name. */
function describeDropped(dropped: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const at of dropped.map((one) => one.replaceAll(/\/\d+(?=\/|$)/g, '')))
    counts.set(at, (counts.get(at) ?? 0) + 1)
  const names = [...counts].sort(([, a], [, b]) => b - a).map(([at, count]) => `${at} × ${count}`)
  const rest = names.length > MOST_NAMES ? `, and ${names.length - MOST_NAMES} more` : ''
  return `${dropped.length} values are left out, for a fixture can't hold them or the server failed: ${names.slice(0, MOST_NAMES).join(', ')}${rest}.`
}

const MOST_NAMES = 40
