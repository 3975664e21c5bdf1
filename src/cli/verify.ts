import { Command } from 'commander'
import { chooseRelease } from './chooseRelease.ts'
import { UsageError } from '../errors.ts'
import { readLines, readMinutes, readSeconds, readWholeNumber, readWords } from './commandLine.ts'
import { nameTokenVariable, roles } from '../../contracts/harness/settings.ts'
import type { VerifyOptions } from '../../contracts/run/settings/readSettings.ts'
import type { Outputs } from '../../contracts/run/writeReports.ts'

interface Options extends VerifyOptions, Outputs {
  readonly replay?: string
  readonly cleanup?: boolean
  readonly merge?: readonly string[]
}

/** `verify`: holds a server against the contract. Vitest is loaded only when it runs. */
export function makeVerifyCommand(): Command {
  const command = new Command('verify')
    .exitOverride()
    .description('Hold a server against the contract. Other hosts than this machine are only read.')
    .argument('[base-url]', 'address of the server, for example https://staging.example')
    .option('--token <token>', 'token of a staff user (or WALDUR_TOKEN)')
    .option('--token-command <command>', 'prints a new token when the one that is used expires')
  for (const role of roles.filter((one) => one !== 'staff'))
    command.option(`--token-${role} <token>`, `token of the role (or ${nameTokenVariable(role)})`)
  return withPace(withChoice(withOutputs(command))).action(verify)
}

const withChoice = (command: Command): Command =>
  command
    .option('--release <version|auto>', 'hold it to this release; auto asks the server which it is')
    .option('--closed', 'let a field that the document does not have break the contract, too')
    .option('--read-only', 'send nothing but GET, HEAD and OPTIONS')
    .option('--write', 'make plans under --offering, and take them away again')
    .option('--offering <uuid>', 'the offering that may be used')
    .option(
      '--used-plan <uuid>',
      'a plan in use, to which writes that change nothing may be sent; can be repeated',
      readLines,
    )
    .option('--only <contracts>', 'beginnings of contract ids, separated by commas', readWords)
    .option('--skip <contracts>', 'beginnings of contract ids to leave out', readWords)
    .option('--quick', 'hold what finds most, in 500 requests; so it is for another host')
    .option('--full', 'hold everything, also of another host')
    .option('--shard <i/n>', 'hold the i-th part of n')
    .option('--deviations <file>', 'YAML file of known deviations; can be repeated', readLines)
    .option('--seed <number>', 'seed of everything that is drawn', readWholeNumber(0, 2 ** 31 - 1))
    .option('--fail-fast', 'stop at the first finding')
    .option('--replay <finding>', 'show one finding of the last run again')
    .option('--cleanup', 'take away what an interrupted run has left')
    .option('--merge <files...>', 'join the JSON reports of shards instead of running')

const withPace = (command: Command): Command =>
  command
    .option('--header <line>', 'send this header with each request; can be repeated', readLines)
    .option('--timeout <seconds>', 'how long an answer may take as a whole', readSeconds, 30)
    .option(
      '--answer-limit <megabytes>',
      'how large an answer may be, unpacked',
      readWholeNumber(1, 100_000),
      32,
    )
    .option(
      '--calendar-wait <seconds>',
      'how long the work of a calendar action may take (default: 30; of a server on this machine: 7)',
      readSeconds,
    )
    .option(
      '--retries <number>',
      'how often a request is sent again after 429, 502, 503, 504 or a cut connection',
      readWholeNumber(0, 20),
      3,
    )
    .option('--rate <number>', 'requests a second, at most', readWholeNumber(1, 100_000))
    .option('--budget <number>', 'requests in all, at most', readWholeNumber(1, 10_000_000))
    .option(
      '--workers <number>',
      'contracts held at once (default: 4; of a server on this machine: 2)',
      readWholeNumber(1, 64),
    )
    .option('--minutes <number>', 'end in this time, with what was not held', readMinutes)
    .option('--insecure', 'accept a certificate that is not trusted')
    .option('--cert <file>', 'certificate to show to the server, in PEM')
    .option('--key <file>', 'its key, in PEM')
    .option('--ca <file>', 'certificate of the authority to trust, in PEM')

const withOutputs = (command: Command): Command =>
  command
    .option('--dir <folder>', 'where the ledger and the last report are kept', '.waldur-verify')
    .option('--json <file>', 'write the report as JSON')
    .option('--junit <file>', 'write the report as JUnit XML')
    .option('--html <file>', 'write the report as one HTML page')
    .option('--sarif <file>', 'write the findings as SARIF')
    .option('--codequality <file>', 'write the findings as a code quality report of GitLab')
    .option('--markdown <file>', 'write a summary as Markdown')

async function verify(url: string | undefined, options: Options): Promise<void> {
  const release = await setRelease(url, options)
  const { runVerify } = await import('../../contracts/run/runVerify.ts')
  const chosen = release === undefined ? options : { ...options, release }
  process.exitCode = await runVerify(url, chosen, process.env)
}

/** Before the contracts are loaded: what they demand follows from the document. */
async function setRelease(url: string | undefined, options: Options): Promise<string | undefined> {
  const { release: asked } = options
  if (asked === undefined) return undefined
  const version = asked === 'auto' ? await tellRelease(url, options) : asked
  await chooseRelease(version)
  process.env['WALDUR_VERIFY_RELEASE'] = version
  return version
}

async function tellRelease(url: string | undefined, options: Options): Promise<string> {
  if (url === undefined)
    throw new UsageError(
      'Give the address of a server to ask: verify https://staging.example --release auto',
    )
  const { findRelease } = await import('../../contracts/run/findRelease.ts')
  const { release, reason } = await findRelease(url, options, process.env).catch(explain)
  console.log(reason)
  return release
}

function explain(error: unknown): never {
  throw error instanceof Error && error.name === 'VerifyError'
    ? new UsageError(error.message)
    : error
}
