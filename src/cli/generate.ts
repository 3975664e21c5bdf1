import { Command, Option } from 'commander'
import { readWholeNumber } from './commandLine.ts'
import { scenarioNames } from '../seed/scenarioNames.ts'
import type { ScenarioName } from '../seed/scenarioNames.ts'

interface Options {
  readonly scenario: ScenarioName
  readonly seed: number
  readonly plans?: number
  readonly offerings?: number
  readonly output?: string
}

const SCENARIOS = Object.entries(scenarioNames)
  .map(([name, about]) => `  ${name.padEnd(16)}${about}`)
  .join('\n')

/** `generate`: a fixture of any size. What draws it, Faker above all, is loaded only when it runs. */
export const makeGenerateCommand = (): Command =>
  new Command('generate')
    .exitOverride()
    .description(
      'Write a fixture: a marketplace of any size. The same options give the same bytes.',
    )
    .addOption(
      new Option('--scenario <name>', 'what kind of marketplace')
        .choices(Object.keys(scenarioNames))
        .default('hpc'),
    )
    .option('--plans <number>', 'how many plans', readWholeNumber(1, 1_000_000))
    .option('--offerings <number>', 'how many offerings', readWholeNumber(1, 100_000))
    .option(
      '--seed <number>',
      'another seed is another marketplace',
      readWholeNumber(0, 2 ** 31 - 1),
      1,
    )
    .option('-o, --output <file>', 'where to write it; without it, to the output')
    .addHelpText('after', `\nScenarios:\n${SCENARIOS}`)
    .action(async ({ output, ...wanted }: Options) => {
      const { generateFile } = await import('../seed/generateFile.ts')
      await generateFile(wanted, output)
    })
