import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunReport } from '../../contracts/report/report.ts'

const CLI = join(import.meta.dirname, '../../dist/cli.js')
const ROLES = ['SUPPORT', 'OWNER', 'MANAGER', 'MEMBER', 'STRANGER', 'INACTIVE', 'EXPIRED']
const TOKENS = Object.fromEntries(
  ROLES.map((role) => [`WALDUR_TOKEN_${role}`, `${role.toLowerCase()}-token`]),
)

interface VerifyEnd {
  readonly code: number | null
  /** What it said to a person, on either stream. */
  readonly text: string
  readonly errors: string
  /** Its working directory, with all the files that it wrote. */
  readonly dir: string
}

export interface RunningVerify {
  readonly child: ChildProcess
  readonly dir: string
  readonly ended: Promise<VerifyEnd>
}

interface Surroundings {
  /** A folder of an earlier run; else a new one. */
  readonly dir?: string
  /** Environment variables; there are no tokens but these. */
  readonly env?: Readonly<Record<string, string>>
}

/** Starts the built verify command in a folder of its own, as a shell would. */
export function startVerify(
  args: readonly string[],
  { dir, env = {} }: Surroundings = {},
): RunningVerify {
  const cwd = dir ?? mkdtempSync(join(tmpdir(), 'verify-'))
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [CLI, 'verify', ...args], { cwd, env: { PATH, ...env } })
  let [text, errors] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    errors += chunk
  })
  const ended = new Promise<VerifyEnd>((resolve) =>
    child.on('close', (code) => resolve({ code, text, errors, dir: cwd })),
  )
  return { child, dir: cwd, ended }
}

/** Runs verify to its end with the staff token of the demo and a fixed seed. */
export const runVerify = (url: string, args: readonly string[], around: Surroundings = {}) =>
  startVerify([url, '--seed', '7', ...args], {
    ...around,
    env: { WALDUR_TOKEN: 'YOUR_API_TOKEN', ...around.env },
  }).ended

/** The last report of a folder. */
export const readReport = (dir: string, file = '.waldur-verify/report.json'): RunReport =>
  JSON.parse(readFileSync(join(dir, file), 'utf8')) as RunReport

/** All that a folder holds, as one text. */
export const readEverything = (dir: string): string =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n')

/** Runs the built verify command with the tokens of the demo; the report says what it found. */
export async function verifyWithTokens(url: string, ...options: string[]) {
  if (!existsSync(CLI)) throw new Error('dist/cli.js is missing. First: npm run build')
  const { code, text, dir } = await runVerify(url, ['--seed', '20261121', ...options], {
    env: TOKENS,
  })
  return { code, text, report: readReport(dir) }
}

/** The ids of the contracts that were found broken. */
export const listBroken = ({ contracts }: RunReport): string[] =>
  contracts.filter(({ outcome }) => outcome === 'broken').map(({ id }) => id)
