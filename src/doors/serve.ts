import { start } from '../cli/serving/serve.ts'
import type { Started, StartOptions } from '../cli/serving/serve.ts'
import { UsageError } from '../errors.ts'
import { BODY_LIMIT } from '../http/router.ts'
import type { MockSettings } from '../mock/owner.ts'

/** What the command line of `serve` can say, with the names of `createMock`. Nothing of it is needed. */
export interface ServeOptions
  extends Partial<StartOptions>, Partial<Omit<MockSettings, 'start' | 'kept' | 'store' | 'rest'>> {}

/** A running server: where it is, its mock, and how to end it. */
export type Served = Started

/** Starts a server; throws UsageError with the cure for what its caller can mend. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { port = 0, host = '127.0.0.1', data = 'demo', bodyLimit = BODY_LIMIT } = options
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new UsageError(`port: ${String(port)} is none. Give a whole number from 0 to 65535.`)
  const { rest: _, ...settings } = options
  return start({ ...options, port, host, data, bodyLimit }, settings)
}
