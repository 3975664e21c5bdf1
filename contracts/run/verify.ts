import type { RunReport } from '../report/report.ts'
import { VerifyError } from '../harness/verifyError.ts'
import { readSettings } from './readSettings.ts'
import type { VerifyOptions as CommandOptions } from './readSettings.ts'
import { holdContracts } from './runContracts.ts'

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

async function hold(url: string, { signal, ...options }: VerifyOptions): Promise<RunReport> {
  const settings = readSettings(url, { ...USUAL, ...options }, process.env)
  const abort = signal ?? new AbortController().signal
  const { report, empty } = await holdContracts(settings, abort, SILENT)
  if (empty === null || report.interrupted) return report
  throw new VerifyError(empty)
}

const SILENT = { expect: () => {}, show: () => {} }

const USUAL = { timeout: 30, answerLimit: 32, retries: 3, dir: '.waldur-verify' }
