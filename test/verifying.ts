import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunReport } from '../contracts/report/collect.ts'

const CLI = join(import.meta.dirname, '../dist/cli.js')
const ROLES = ['SUPPORT', 'OWNER', 'MANAGER', 'MEMBER', 'STRANGER', 'INACTIVE', 'EXPIRED']
const TOKENS = Object.fromEntries(
  ROLES.map((role) => [`WALDUR_TOKEN_${role}`, `${role.toLowerCase()}-token`]),
)

/** Runs the built verify command with the tokens of the demo; the report says what it found. */
export async function verified(url: string, ...options: string[]) {
  const dir = mkdtempSync(join(tmpdir(), 'verify-'))
  const args = ['verify', url, '--seed', '20261121', '--dir', dir, ...options]
  const env = { ...process.env, ...TOKENS, WALDUR_TOKEN: 'YOUR_API_TOKEN', GITHUB_STEP_SUMMARY: '' }
  const child = spawn(process.execPath, [CLI, ...args], { env, cwd: dir })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (text += String(chunk)))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const report = JSON.parse(readFileSync(join(dir, 'report.json'), 'utf8')) as RunReport
  return { code, text, report }
}
