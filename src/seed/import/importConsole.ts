import { writeFileWhole } from '../generateFile.ts'
import { progressOn } from '../progress.ts'
import { tokenFrom } from '../remote/token.ts'
import { imported } from './imported.ts'

export interface ImportOptions {
  readonly from: string
  readonly token?: string
  readonly output: string
  readonly rate: number
  readonly anonymise?: boolean
  readonly seed: number
}

/** Imports into a file, after `check` has read what was made; says what is in it and how to use it. */
export async function importTo(
  options: ImportOptions,
  check: (text: string) => void,
): Promise<void> {
  const { from: target, output, rate, anonymise, seed } = options
  const progress = progressOn(process.stderr)
  const { text, counts, token, misfits } = await imported({
    target,
    rate,
    token: await tokenFrom(options.token),
    ...(anonymise && { anonymise: seed }),
    onRows: progress.at,
  }).finally(progress.end)
  check(text)
  writeFileWhole(output, [text])
  if (misfits.length > 0) console.error(misfitText(misfits))
  console.log(
    `${counts} from ${target} are in ${output}. Serve it with --data ${output}; the token ${token} sees there what yours saw.`,
  )
}

const misfitText = (misfits: readonly string[]): string =>
  `A fixture can't hold ${misfits.length} of the values, so they are left out: ${[...new Set(misfits)].slice(0, 5).join(', ')}${misfits.length > 5 ? ' …' : ''}`
