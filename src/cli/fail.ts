import { inspect } from 'node:util'
import { CommanderError } from 'commander'
import { UsageError } from '../errors.ts'
import { FixtureError } from '../fixture/fixtureError.ts'
import { cleanText } from '../remote/clean.ts'

/** 2: it could not be started as asked, and the line says the cure. 1: a fault of the mock. */
export function fail(error: unknown): never {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2)
  const isUsage = error instanceof UsageError || error instanceof FixtureError
  console.error(cleanText(isUsage ? error.message : inspect(error)))
  process.exit(isUsage ? 2 : 1)
}
