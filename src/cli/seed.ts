import { Command, Option } from 'commander'
import { readSeconds, readWholeNumber } from './commandLine.ts'
import type { SeedOptions, SeedVerb } from '../seed/remote/runSeed.ts'

const VERBS: Readonly<Record<SeedVerb, string>> = {
  plan: 'Show what apply would do. Sends nothing but GET.',
  apply:
    'Make the plans, and bring those made earlier to what is wished. Can be run again at any time.',
  status: 'Say what was made and how it stands.',
  verify: 'Read everything again; end with 1 when it is not as wished.',
  undo: 'Take away exactly what was made; archive it where delete is refused.',
}

/** `seed`: fills an offering of a real server with plans. What talks to it is loaded only when it runs. */
export function makeSeedCommand(): Command {
  const seed = new Command('seed')
    .description('Fill an offering of a real Waldur with plans, and take them away again.')
    .exitOverride()
  for (const [verb, about] of Object.entries(VERBS)) {
    const command = withServer(seed.command(verb).description(about))
    const isWish = verb === 'plan' || verb === 'apply'
    ;(isWish ? withPlans(command) : command).action(async (options: SeedOptions) => {
      const { runSeed } = await import('../seed/remote/runSeed.ts')
      process.exitCode = await runSeed(verb as SeedVerb, options)
    })
  }
  return seed
}

const withServer = (command: Command): Command =>
  command
    .requiredOption('--target <url>', 'address of the server, for example https://waldur.example')
    .requiredOption('--offering <uuid>', 'the offering that gets the plans')
    .option(
      '--token <token>',
      'token of staff or of an owner (or WALDUR_TOKEN, or it is asked for)',
    )
    .option('--rate <number>', 'requests a second, at most', readWholeNumber(1, 100_000), 10)
    .option('--timeout <seconds>', 'how long an answer may take (default: 60)', readSeconds)
    .option(
      '--read-limit <megabytes>',
      'how much the server may send in all (default: 64)',
      readWholeNumber(1, 100_000),
    )
    .option('--ledger <file>', 'where is noted what was made (default: a file in .waldur-seed)')

const withPlans = (command: Command): Command =>
  command
    .addOption(
      new Option('--scenario <name>', 'what kind of facility the prices fit')
        .choices(['hpc', 'lab', 'multi-provider'])
        .default('multi-provider'),
    )
    .option('--plans <number>', 'how many plans', readWholeNumber(1, 10_000), 10)
    .option('--seed <number>', 'another seed has other prices', readWholeNumber(0, 2 ** 31 - 1), 1)
    .addOption(
      new Option('--identity <field>', 'the field by which plans are known again')
        .choices(['backend_id', 'article_code'])
        .default('backend_id'),
    )
