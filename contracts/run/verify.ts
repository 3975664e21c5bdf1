import type { RunReport } from '../report/report.ts'
import { VerifyError } from '../harness/verifyError.ts'
import { openapi } from '../../src/document/load.ts'
import { documentOf } from '../../src/document/releases/releases.ts'
import { findRelease } from './findRelease.ts'
import { readSettings } from './settings/readSettings.ts'
import type { VerifyOptions as CommandOptions } from './settings/readSettings.ts'

/** What the command line of `verify` can say of a run. Tokens may be variables of the environment. */
export interface VerifyOptions extends Partial<CommandOptions> {
  /** Ends the run early; what was made is taken away. */
  readonly signal?: AbortSignal
}

/** Holds a server against the contract; throws VerifyError when it could not be held to anything. */
export function verify(url: string, options: VerifyOptions = {}): Promise<RunReport> {
  const run = running.then(() => hold(url, options))
  running = run.catch(() => undefined)
  return run
}

/** One process holds one server after another. */
let running: Promise<unknown> = Promise.resolve()

async function hold(url: string, { signal, ...wanted }: VerifyOptions): Promise<RunReport> {
  const options = { ...USUAL, ...wanted }
  const release = await chooseRelease(url, options)
  const held = release === undefined ? options : { ...options, release }
  const settings = readSettings(url, held, process.env)
  const abort = signal ?? new AbortController().signal
  const { holdContracts } = await loadContracts(release)
  const { report, empty } = await holdContracts(settings, abort, SILENT)
  if (empty === null || report.interrupted) return report
  throw new VerifyError(report.lost ?? empty)
}

async function chooseRelease(url: string, options: CommandOptions): Promise<string | undefined> {
  const { release } = options
  if (release === 'auto') return (await findRelease(url, options, process.env)).release
  try {
    if (release !== undefined) documentOf(release)
    return release
  } catch (error) {
    throw new VerifyError(error instanceof Error ? error.message : String(error))
  }
}

/** What contracts demand follows from the document of a release: they are loaded once, for one. */
async function loadContracts(release = openapi.info.version) {
  if (release !== openapi.info.version) process.env['WALDUR_VERIFY_RELEASE'] ??= release
  const { released } = await import('../harness/release.ts')
  if (released.release === release) return await import('./runContracts.ts')
  throw new VerifyError(
    `This process holds servers to release ${released.release}. Hold one to ${release} in a process of its own.`,
  )
}

const SILENT = { begin: () => {}, expect: () => {}, show: () => {} }

const USUAL = { timeout: 30, answerLimit: 32, retries: 3, dir: '.waldur-verify' }
