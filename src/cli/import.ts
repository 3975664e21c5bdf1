import { Command } from 'commander'
import { readSeconds, readWholeNumber } from './commandLine.ts'
import { FixtureError } from '../fixture/fixtureError.ts'
import type { ImportOptions } from '../seed/import/runImport.ts'

/** `import`: a server as a fixture. What reads it is loaded only when it runs. */
export const makeImportCommand = (): Command =>
  new Command('import')
    .exitOverride()
    .description('Read a Waldur, with GET alone, into a fixture that answers as it did.')
    .requiredOption('--from <url>', 'address of the server, for example https://staging.example')
    .requiredOption('-o, --output <file>', 'where to write the fixture')
    .option('--token <token>', 'token of the server (or WALDUR_TOKEN, or it is asked for)')
    .option('--anonymise', 'replace people, organisations and texts by inventions')
    .option('--seed <number>', 'another seed invents otherwise', readWholeNumber(0, 2 ** 31 - 1), 1)
    .option('--rate <number>', 'requests a second, at most', readWholeNumber(1, 100_000), 10)
    .option('--timeout <seconds>', 'how long an answer may take (default: 60)', readSeconds)
    .option(
      '--read-limit <megabytes>',
      'how much the server may send in all (default: 64)',
      readWholeNumber(1, 100_000),
    )
    .option('--strict', 'end with 1 when anything had to be left out')
    .action(async (options: ImportOptions) => {
      const { runImport } = await import('../seed/import/runImport.ts')
      const { parseFixture } = await import('../fixture/fixture.ts')
      process.exitCode = await runImport(options, (text) =>
        assertServable(() => parseFixture(text, options.output, new Date()), options),
      )
    })

/** What can't be served is not written. */
function assertServable(read: () => void, { from }: ImportOptions): void {
  try {
    read()
  } catch (error) {
    if (!(error instanceof FixtureError)) throw error
    throw new FixtureError(`${from} holds what can't be served: ${error.message}`)
  }
}
