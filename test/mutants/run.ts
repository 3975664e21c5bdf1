import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listFindings } from '../../contracts/report/collector.ts'
import type { RunReport } from '../../contracts/report/collector.ts'
import { mockRouter, createMockServer } from '../../src/http/router.ts'
import { catalogue } from './catalogue.ts'
import killers from './killedBy.json' with { type: 'json' }
import { classes } from './mutant.ts'
import type { Mutant } from './mutant.ts'

/** What a run found first, or why it found nothing. */
interface Verdict {
  readonly mutant: Mutant
  readonly killer: string | null
  readonly seconds: number
}

const PARALLEL = 3
const DEMANDED = 0.97
const TOKENS = {
  WALDUR_TOKEN: 'YOUR_API_TOKEN',
  WALDUR_TOKEN_SUPPORT: 'support-token',
  WALDUR_TOKEN_OWNER: 'owner-token',
  WALDUR_TOKEN_MANAGER: 'manager-token',
  WALDUR_TOKEN_MEMBER: 'member-token',
  WALDUR_TOKEN_STRANGER: 'stranger-token',
  WALDUR_TOKEN_INACTIVE: 'inactive-token',
  WALDUR_TOKEN_EXPIRED: 'expired-token',
}

/**
 * Serves a mutant and lets the packaged suite look for its first fault, as a user would. The contract
 * that killed it last time is asked alone, first; only if it finds nothing does the whole suite look.
 */
async function judged(mutant: Mutant): Promise<Verdict> {
  const started = Date.now()
  const last = (killers as Readonly<Record<string, string>>)[mutant.defect]
  const killer =
    (last && (await killerOf(mutant, ['--only', last]))) ?? (await killerOf(mutant, []))
  return { mutant, killer, seconds: (Date.now() - started) / 1000 }
}

/** The name of the contract that finds a fault first; null: none does. */
async function killerOf(mutant: Mutant, options: readonly string[]): Promise<string | null> {
  const server = createMockServer(mockRouter(mutant.mock() as never))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const dir = await mkdtemp(join(tmpdir(), 'mutant-'))
  const code = await verified([`http://127.0.0.1:${port}`, '--dir', dir, ...options])
  const isUnknown = code === 2 && options.length > 0
  const killer = code === 0 || isUnknown ? null : await firstFinding(dir, code)
  server.close()
  server.closeAllConnections()
  await rm(dir, { recursive: true, force: true })
  return killer
}

function verified(options: readonly string[]): Promise<number | null> {
  const cli = join(process.cwd(), 'dist/cli.js')
  const pace = ['--fail-fast', '--seed', '1', '--timeout', '5']
  const child = spawn(process.execPath, [cli, 'verify', ...options, ...pace], {
    env: { ...process.env, ...TOKENS, GITHUB_STEP_SUMMARY: '' },
    stdio: 'ignore',
  })
  return new Promise((resolve) => child.on('close', resolve))
}

async function firstFinding(dir: string, code: number | null): Promise<string> {
  try {
    const report = JSON.parse(await readFile(join(dir, 'report.json'), 'utf8')) as RunReport
    return listFindings(report)[0]?.contract ?? `exit code ${code}`
  } catch {
    return `exit code ${code} at the first look`
  }
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2)
  const mutants = catalogue.filter(
    (one) =>
      wanted.length === 0 || wanted.some((word) => `${one.class} ${one.defect}`.includes(word)),
  )
  const verdicts: Verdict[] = []
  const queue = [...mutants]
  const worker = async () => {
    for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
      const verdict = await judged(mutant)
      verdicts.push(verdict)
      console.error(`${verdicts.length}/${mutants.length} ${lineOf(verdict)}`)
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
  print(verdicts)
}

const lineOf = ({ mutant, killer, seconds }: Verdict): string =>
  `${killer ? '†' : 'ALIVE'} ${mutant.defect} — ${killer ?? 'nobody'} (${seconds.toFixed(1)} s)`

function print(verdicts: readonly Verdict[]): void {
  for (const name of classes) {
    const own = verdicts.filter(({ mutant }) => mutant.class === name)
    if (own.length === 0) continue
    console.log(`${name}: ${own.filter(({ killer }) => killer).length} of ${own.length}`)
    for (const verdict of own) console.log(`  ${lineOf(verdict)}`)
  }
  const killed = verdicts.filter(({ killer }) => killer !== null).length
  const share = killed / Math.max(1, verdicts.length)
  console.log(`killed ${killed} of ${verdicts.length} (${(share * 100).toFixed(1)} %)`)
  if (share < DEMANDED) process.exitCode = 1
}

await main()
