import { copyFileSync, existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Command } from 'commander'
import { UsageError } from '../errors.ts'
import { PACKAGE_ROOT } from '../http/packageRoot.ts'

/** Few enough to be read, and all that a fixture can hold. */
const WANTED = { scenario: 'lab', seed: 1, plans: 4, offerings: 2 } as const

/** `init`: a fixture to begin with, and the schema by which an editor completes and checks it. */
export const makeInitCommand = (): Command =>
  new Command('init')
    .exitOverride()
    .description('Write a small fixture to change, with its schema beside it.')
    .argument('[file]', 'where to write it', 'waldur.json')
    .action(async (file: string) => {
      const schema = join(dirname(file), 'schema.json')
      for (const one of [file, schema]) demandFree(one)
      const { generateFile } = await import('../seed/generateFile.ts')
      generateFile(WANTED, file)
      copyFileSync(join(PACKAGE_ROOT, 'fixtures/schema.json'), schema)
      console.log(`${file} and ${schema} are written. Change them, and serve them:`)
      console.log(
        `  npx waldur-mock serve --data ${/[./\\]/.test(file) ? '' : './'}${file} --watch`,
      )
    })

function demandFree(file: string): void {
  if (!existsSync(file)) return
  throw new UsageError(
    `${file} is there already, and stays. Choose another folder: waldur-mock init <folder>/${basename(file)}`,
  )
}
