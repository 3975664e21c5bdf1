import { Command, Option } from 'commander'
import { dialectNames } from '../../dialect.ts'
import {
  readHostNames,
  readOrigins,
  readSeconds,
  readSecret,
  readWholeNumber,
  withAddress,
} from '../commandLine.ts'
import type { ServeOptions } from './runServe.ts'

/** `serve`: the command that is meant when none is named. The mock is loaded only when it is served. */
export const makeServeCommand = (): Command =>
  withSwitches(
    withData(
      withPlace(new Command('serve').exitOverride().description('Serve the mock over HTTP.')),
    ),
  ).action(serve)

const withPlace = (command: Command): Command =>
  withAddress(command)
    .option(
      '--allow-host <name...>',
      'names to answer to besides localhost, for a proxy in front',
      readHostNames,
    )
    .option(
      '--control-token <token>',
      'token for /__mock, which else answers this machine only',
      readSecret,
    )
    .option(
      '--cors <origin...>',
      'origins whose pages may use all of the mock, /__mock too',
      readOrigins,
    )
    .addOption(new Option('--control-cors <origin>', 'as --cors').argParser(readOrigins).hideHelp())
    .option('--tls', 'HTTPS, by a certificate made on the spot', false)
    .option('--cert <file>', 'HTTPS, by this certificate (PEM)')
    .option('--key <file>', 'the key of --cert (PEM)')

const withData = (command: Command): Command =>
  command
    .addOption(
      new Option('--as <dialect>', 'answer as the pages say, or as real servers were observed to')
        .choices(dialectNames)
        .default('documented'),
    )
    .option('--release <version>', 'answer as this release of Waldur, 7.8.5 to 8.1.3')
    .option('--data <name|file>', 'start data: a fixture by name, or the path of one', 'demo')
    .option(
      '--rest <source>',
      'what answers all other addresses: nothing, no data, a document or tape, or a server',
      'none',
    )
    .addOption(new Option('--tape <file>', 'as --rest').hideHelp())
    .option('--rest-token <token...>', 'tokens of that server: for all, or owner-token=<token>')
    .option('--rest-write', 'pass on to that server what may change something, too', false)
    .option('--persist <file>', 'keep changes in this file across restarts')
    .option(
      '--takeover',
      'take the --persist file from a process of another machine or container without waiting',
      false,
    )
    .option('--watch', 'start with fresh data whenever the file of --data changes', false)

const withSwitches = (command: Command): Command =>
  command
    .option('--strict', 'answer 500 instead of anything that openapi.yaml does not allow', false)
    .option('--body-limit <bytes>', 'largest request body', readWholeNumber(1, 2 ** 30), 1_048_576)
    .option('--calendar-delay <seconds>', 'time until a calendar job is done', readSeconds, 2)
    .option('--calendar-fails', 'let every calendar job fail', false)
    .option(
      '--adversary <seed>',
      'answer other values that openapi.yaml allows',
      readWholeNumber(0, 2 ** 31 - 1),
    )
    .option('--shrink <command>', 'run it until the fewest such values that make it fail are found')
    .option(
      '--journal <calls>',
      'how many calls the journal keeps; 0: none',
      readWholeNumber(0, 1e6),
      1000,
    )
    .option(
      '--sandboxes <count>',
      'how many there may be; the one least recently used makes room',
      readWholeNumber(1, 1e5),
      256,
    )
    .option(
      '--memory <MB>',
      'what journal, timelines, snapshots and sandboxes take together',
      readWholeNumber(1, 1e5),
      64,
    )
    .option('--log', 'print a line a call', false)

async function serve(options: ServeOptions): Promise<void> {
  const { runServe } = await import('./runServe.ts')
  await runServe(options)
}
