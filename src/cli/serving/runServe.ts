import { chooseRelease } from '../chooseRelease.ts'
import type { DialectName } from '../../dialect.ts'
import { fail } from '../fail.ts'
import { start } from './serve.ts'
import type { Started, StartOptions } from './serve.ts'
import { describeShrunk, shrink } from './shrink.ts'
import { writeGreeting } from './writeGreeting.ts'
import { writeLine } from './writeLine.ts'

export interface ServeOptions extends StartOptions {
  readonly as: DialectName
  readonly release?: string
  readonly strict: boolean
  readonly calendarDelay: number
  readonly calendarFails: boolean
  readonly journal: number
  readonly sandboxes: number
  readonly memory: number
  readonly adversary?: number
  readonly shrink?: string
  readonly controlToken?: string
  readonly controlCors?: readonly string[]
  readonly cors?: readonly string[]
  readonly log: boolean
  readonly tape?: string
}

/** Serves until a signal comes, or until what `--shrink` looks for is found. */
export async function runServe(options: ServeOptions): Promise<void> {
  const { as, strict, calendarDelay, calendarFails } = options
  const release = options.release === undefined ? null : await chooseRelease(options.release)
  const control = readControl(options)
  const started = await start(
    { ...options, control, ...(options.tape !== undefined && { rest: options.tape }) },
    {
      as,
      strict,
      ...(release && { release }),
      limits: limitsOf(options),
      calendarJobs: { delay: calendarDelay, fails: calendarFails },
      report: (line) => console.error(line),
    },
  )
  if (options.adversary !== undefined) started.mock.adversary.start(options.adversary)
  if (options.log) started.mock.listen((line) => console.log(writeLine(line)))
  stopOnSignals(started)
  console.log(writeGreeting(started, options))
  if (options.shrink !== undefined) await shrinkThenStop(started, options.shrink)
}

const limitsOf = ({ journal, sandboxes, memory }: ServeOptions) => ({
  journal,
  sandboxes,
  bytes: memory * 1_048_576,
})

/** 0: nothing breaks the page; 1: something does, and it is said. */
async function shrinkThenStop({ mock, url, stop }: Started, command: string): Promise<void> {
  const seed = (mock.adversary.get() ?? mock.adversary.start()).seed
  const shrunk = await shrink(mock, command, url)
  console.log(describeShrunk(shrunk, seed))
  await stop()
  process.exitCode = shrunk.changes.length === 0 ? 0 : 1
}

const readControl = ({ controlToken: token, controlCors = [], cors = [] }: ServeOptions) => ({
  ...(token !== undefined && { token }),
  cors: [...cors, ...controlCors],
})

function stopOnSignals({ stop }: Started): void {
  const end = () => {
    process.once('SIGINT', () => process.exit(130))
    stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    )
  }
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  process.once('SIGHUP', end)
}
