import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const CACHE = join(import.meta.dirname, '../node_modules/.cache')

/** Python 3.10 or newer, or null. */
export function findPython(): string | null {
  const names = [
    'python3',
    'python3.14',
    'python3.13',
    'python3.12',
    'python3.11',
    'python3.10',
    'python',
  ]
  return names.find(isNewEnough) ?? null
}

function isNewEnough(name: string): boolean {
  try {
    execFileSync(name, ['-c', 'import sys, venv, ensurepip; assert sys.version_info >= (3, 10)'], {
      stdio: 'ignore',
    })
    return true
  } catch {
    return false
  }
}

/** The folder of an environment with the pinned packages: made once, again when the pins change. */
export function makeVenv(python: string, requirements: string): string {
  const pins = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)
  const venv = join(CACHE, `venv-${pins}`)
  const done = join(venv, 'done')
  if (existsSync(done)) return venv
  rmSync(venv, { recursive: true, force: true })
  const run = (...args: string[]) => execFileSync(args[0] ?? '', args.slice(1), { stdio: 'pipe' })
  run(python, '-m', 'venv', venv)
  run(join(venv, 'bin/python'), '-m', 'pip', 'install', '--quiet', '-r', requirements)
  run(join(venv, 'bin/python'), '-c', `open(${JSON.stringify(`${done}.new`)}, "w").close()`)
  renameSync(`${done}.new`, done)
  return venv
}
