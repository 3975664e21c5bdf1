import { readFile } from 'node:fs/promises'
import { settingsOf, VerifyError } from './options.ts'
import type { Environment, VerifyOptions } from './options.ts'
import { cleanUp } from './own.ts'
import { exitCodeOf, findingsOf, merged } from './report/collect.ts'
import type { RunReport } from './report/collect.ts'
import { consoleText } from './report/console.ts'
import { run, writeReports } from './run.ts'
import type { Outputs } from './run.ts'
import type { Settings } from './settings.ts'

export interface ShellOptions extends VerifyOptions, Outputs {
  readonly replay?: string
  readonly cleanup?: boolean
  readonly merge?: readonly string[]
}

/** The verify command; the number is the exit code: 0 kept, 1 broken, 2 it could not run. */
export async function verifyFromShell(
  url: string | undefined,
  options: ShellOptions,
  env: Environment,
): Promise<0 | 1 | 2> {
  try {
    if (options.merge) return await mergeReports(options.merge, options)
    if (url === undefined)
      throw new VerifyError('Give the address of a server: verify https://staging.example')
    if (options.insecure) process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    return await held(url, options, env)
  } catch (error) {
    if (!(error instanceof VerifyError)) throw error
    console.error(error.message)
    return 2
  }
}

async function held(url: string, options: ShellOptions, env: Environment): Promise<0 | 1> {
  const report = `${options.dir}/report.json`
  const settings = settingsOf(url, options, env)
  if (options.cleanup) return tidied(settings)
  const wanted =
    options.replay === undefined ? settings : await replayed(settings, options.replay, report)
  const summary = env['GITHUB_STEP_SUMMARY']
  const outputs = { json: report, ...options, ...(summary && { stepSummary: summary }) }
  return run(wanted, outputs, interrupted())
}

/** The settings that show a finding again: its contract alone, drawn from the same seed. */
async function replayed(settings: Settings, id: string, file: string): Promise<Settings> {
  const report = await reportIn(file)
  const finding = findingsOf(report).find((one) => one.id === id)
  if (!finding)
    throw new VerifyError(`${file} has no finding ${id}. Run verify first, in the same folder.`)
  return { ...settings, only: [finding.contract], skip: [], shard: null, seed: report.seed }
}

async function mergeReports(files: readonly string[], outputs: Outputs): Promise<0 | 1> {
  const report = merged(await Promise.all(files.map(reportIn)))
  await writeReports(report, outputs)
  console.log(consoleText(report))
  return exitCodeOf(report)
}

async function reportIn(file: string): Promise<RunReport> {
  try {
    const report = JSON.parse(await readFile(file, 'utf8')) as RunReport
    if (!Array.isArray(report.contracts)) throw new Error('it has no contracts')
    return report
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    throw new VerifyError(`${file} is no JSON report of verify (${reason}).`)
  }
}

async function tidied(settings: Settings): Promise<0 | 1> {
  const leftovers = await cleanUp(settings)
  for (const { uuid, state, reason } of leftovers)
    console.log(`plan ${uuid} is ${state} (${reason})`)
  const left = leftovers.filter(({ state }) => state === 'still there').length
  console.log(left === 0 ? 'Nothing of earlier runs is left.' : `${left} plans are still there.`)
  return left === 0 ? 0 : 1
}

/** Ctrl-C ends the run early, and what it made is still taken away; a second one ends it at once. */
function interrupted(): AbortSignal {
  const controller = new AbortController()
  process.once('SIGINT', () => {
    console.error('Stopping: what was made is taken away first. Ctrl-C again stops at once.')
    controller.abort()
    process.once('SIGINT', () => process.exit(130))
  })
  return controller.signal
}
