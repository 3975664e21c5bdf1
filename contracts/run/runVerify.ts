import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { inspect } from 'node:util'
import { cleanText } from '../../src/remote/clean.ts'
import { redactText } from '../harness/findings/redactText.ts'
import type { Settings } from '../harness/settings.ts'
import { NoAnswer, Stopped } from '../harness/transport/ends.ts'
import { Transport } from '../harness/transport/transport.ts'
import { VerifyError } from '../harness/verifyError.ts'
import { formatConsole } from '../report/formatConsole.ts'
import { joinReports } from '../report/joinReports.ts'
import { isBroken, listFindings } from '../report/report.ts'
import type { RunReport } from '../report/report.ts'
import { cleanUp } from './cleanUp.ts'
import { describeUnreachable } from './describeUnreachable.ts'
import { readSettings } from './settings/readSettings.ts'
import type { Environment } from './settings/readCredentials.ts'
import type { VerifyOptions } from './settings/readSettings.ts'
import { runContracts } from './runContracts.ts'
import { SAFETY } from './settleRun.ts'
import { writeReports } from './writeReports.ts'
import type { Outputs } from './writeReports.ts'

export interface CommandOptions extends VerifyOptions, Outputs {
  readonly replay?: string
  readonly cleanup?: boolean
  readonly merge?: readonly string[]
}

/** The verify command; the number is the exit code: 0 kept, 1 broken, 2 it could not run. */
export async function runVerify(
  url: string | undefined,
  options: CommandOptions,
  env: Environment,
): Promise<0 | 1 | 2> {
  try {
    if (options.merge) return await mergeReports(options.merge, options, env)
    if (url === undefined)
      throw new VerifyError('Give the address of a server: verify https://staging.example')
    return await runWithSettings(readSettings(url, options, env), options, env)
  } catch (error) {
    console.error(cleanText(describeError(error)))
    return 2
  }
}

/** One line for what the caller can mend; the whole fault when it is one of this program. */
function describeError(error: unknown): string {
  if (error instanceof VerifyError) return error.message
  if (error instanceof Stopped) return 'Stopped before any contract was held.'
  const { code, path } = error as { code?: unknown; path?: unknown }
  return path === undefined
    ? inspect(error)
    : `${String(path)} can't be used (${String(code)}). Give a place that may be written to.`
}

async function runWithSettings(
  settings: Settings,
  options: CommandOptions,
  env: Environment,
): Promise<0 | 1 | 2> {
  const report = `${options.dir}/report.json`
  try {
    if (options.cleanup) return await cleanUpAll(settings)
    if (options.replay === undefined) {
      return await runContracts(
        settings,
        { last: report, ...readOutputs(options, env) },
        listenForInterrupt(),
      )
    }
    // The last report stays: its other findings want to be replayed too.
    const wanted = await readReplaySettings(settings, options.replay, report)
    return await runContracts(wanted, readOutputs(options, env), listenForInterrupt())
  } catch (error) {
    if (!(error instanceof Error)) throw error
    error.message = redactText(error.message, settings)
    if (error.stack !== undefined) error.stack = redactText(error.stack, settings)
    throw error
  }
}

const readOutputs = (options: Outputs, { GITHUB_STEP_SUMMARY: summary }: Environment): Outputs => ({
  ...options,
  ...(summary && { stepSummary: summary }),
})

/** The settings that show a finding again: its contract alone, drawn from the same seed. */
async function readReplaySettings(settings: Settings, id: string, file: string): Promise<Settings> {
  if (!existsSync(file))
    throw new VerifyError(`There is no ${file}. Run verify first, in the same folder.`)
  const report = await readReport(file)
  const finding = listFindings(report).find((one) => one.id === id)
  if (!finding)
    throw new VerifyError(`${file} has no finding ${id}. Run verify first, in the same folder.`)
  const { contract, during, seed } = finding
  const isOfAll = contract === SAFETY
  const exactly = isOfAll ? [] : [contract, ...(during === undefined ? [] : [during])]
  const choice = isOfAll ? {} : { only: [], skip: [] }
  return { ...settings, ...choice, exactly, shard: null, seed }
}

async function mergeReports(
  files: readonly string[],
  options: CommandOptions,
  env: Environment,
): Promise<0 | 1 | 2> {
  const report = joinReports(await Promise.all(files.map(readReport)))
  const last = `${options.dir}/report.json`
  await writeReports(report, { last, ...readOutputs(options, env) })
  console.log(formatConsole(report))
  if (isBroken(report)) return 1
  return report.interrupted ? 2 : 0
}

async function readReport(file: string): Promise<RunReport> {
  try {
    const report = JSON.parse(await readFile(file, 'utf8')) as RunReport
    if (!Array.isArray(report.contracts)) throw new Error('it has no contracts')
    return report
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    throw new VerifyError(
      `${file} is no JSON report of verify (${reason}). Give a file that --json has written.`,
    )
  }
}

async function cleanUpAll(settings: Settings): Promise<0 | 1> {
  const transport = new Transport({ ...settings, write: true, budget: null })
  const leftovers = await cleanUp(settings, transport, 'all runs').catch((error: unknown) => {
    throw error instanceof NoAnswer ? describeUnreachable(settings.baseUrl, error) : error
  })
  for (const { uuid, state, reason } of leftovers.filter((one) => one.state !== 'unnoted'))
    console.log(redactText(`plan ${uuid} is ${state} (${reason})`, settings))
  const left = leftovers.filter(({ state }) => state === 'still there').length
  console.log(left === 0 ? 'Nothing of earlier runs is left.' : `${left} plans are still there.`)
  return left === 0 ? 0 : 1
}

/** Ctrl-C ends the run early, and what it made is still taken away; a second one ends it at once. */
function listenForInterrupt(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130)
      console.error('Stopping: what was made is taken away first. Ctrl-C again stops at once.')
      controller.abort()
    })
  }
  return controller.signal
}
