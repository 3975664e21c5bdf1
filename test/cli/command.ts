import { spawn } from 'node:child_process'
import { join } from 'node:path'

const CLI = join(import.meta.dirname, '../../dist/cli.js')

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs a command to its end, as whoever has no terminal does. */
export const waldurMock = (...args: readonly string[]): Promise<Ended> => commandIn({}, ...args)

interface Around {
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  /** Ctrl-C is pressed as soon as this has happened. */
  readonly until?: Promise<unknown>
}

export function commandIn(
  { env = {}, cwd, until }: Around,
  ...args: readonly string[]
): Promise<Ended> {
  const child = spawn(process.execPath, [CLI, ...args], {
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, WALDUR_TOKEN: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  void until?.then(() => child.kill('SIGINT'))
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (err += String(chunk)))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })))
}
