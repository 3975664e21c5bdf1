import type { ServeOptions, Served } from './serve.ts'
import type { RunReport, VerifyOptions } from './verify.ts'

export * from './browser.ts'
export { UsageError } from '../errors.ts'
export type { ServeOptions, Served } from './serve.ts'
export type {
  ContractResult,
  DeviationResult,
  Finding,
  RunReport,
  VerifyOptions,
} from './verify.ts'

/** Serves a mock over HTTP, on a free port of this machine if no other is named. */
export async function serve(options: ServeOptions = {}): Promise<Served> {
  const door = await import('./serve.ts')
  return door.serve(options)
}

/** Holds a server against the contract, and tells what it found. Another machine's is only read. */
export async function verify(url: string, options: VerifyOptions = {}): Promise<RunReport> {
  const door = await import('./verify.ts')
  return door.verify(url, options)
}
