import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

export interface Served {
  readonly url: string
  readonly pid: number
  readonly kill: (signal: NodeJS.Signals) => void
  /** The exit code, or null after SIGKILL. */
  readonly ended: Promise<number | null>
}

/** The real server as users start it, on a free port; its first line says where it is. */
export async function startServe(...options: string[]): Promise<Served> {
  const { child, ended } = spawnServe(options)
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
  let faults = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => (faults += part))
  for (;;) {
    const url = /^.* on (http:\/\/\S+)$/m.exec(text)?.[1]
    if (url) return { url, pid: child.pid ?? 0, kill: (signal) => child.kill(signal), ended }
    await Promise.race([once(child.stdout, 'data'), ended])
    if (child.exitCode !== null) throw new Error(`The server ended before it served: ${faults}`)
  }
}

/** A server that is expected not to start: what it says and its exit code. */
export async function refuseStart(...options: string[]) {
  const { child, ended } = spawnServe(options)
  let [text, faults] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
  child.stderr.setEncoding('utf8').on('data', (part: string) => (faults += part))
  return { code: await ended, text, faults }
}

function spawnServe(options: readonly string[]) {
  if (!existsSync(CLI)) throw new Error('dist/cli.js is missing. First: npm run build')
  const child = spawn(process.execPath, [CLI, 'serve', '--port', '0', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { child, ended }
}
