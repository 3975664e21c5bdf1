import { writeFileWhole } from '../generateFile.ts'
import { createProgress } from '../progress.ts'
import { readToken } from '../server/readToken.ts'
import { importServer } from './importServer.ts'

export interface ImportOptions {
  readonly from: string
  readonly token?: string
  readonly output: string
  readonly rate: number
  readonly anonymise?: boolean
  readonly seed: number
}

/** Imports into a file, after `check` has read what was made; says what is in it and how to use it. */
export async function runImport(
  options: ImportOptions,
  check: (text: string) => void,
): Promise<void> {
  const { from: target, output, rate, anonymise, seed } = options
  const progress = createProgress(process.stderr)
  const { text, counts, token, dropped } = await importServer({
    target,
    rate,
    token: await readToken(options.token),
    ...(anonymise && { anonymise: seed }),
    onRows: progress.at,
  }).finally(progress.end)
  check(text)
  writeFileWhole(output, [text])
  if (dropped.length > 0) console.error(describeDropped(dropped))
  console.log(
    `${counts} from ${target} are in ${output}. Serve it with --data ${output}; the token ${token} sees there what yours saw.`,
  )
}

const describeDropped = (dropped: readonly string[]): string =>
  `A fixture can't hold ${dropped.length} of the values, so they are left out: ${[...new Set(dropped)].slice(0, 5).join(', ')}${dropped.length > 5 ? ' …' : ''}`
