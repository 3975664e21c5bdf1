import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { explainSkip } from '../../../contracts/harness/hold/explainSkip.ts'
import { createFinding } from '../../../contracts/harness/findings/createFinding.ts'
import type { Finding } from '../../../contracts/harness/findings/finding.ts'
import { hold } from '../../../contracts/harness/hold/hold.ts'
import type { Verdict } from '../../../contracts/harness/hold/review.ts'
import { getSession, openSession } from '../../../contracts/harness/session.ts'
import { sortedContracts } from '../../../contracts/run/contracts.ts'
import { demandToken, prepareRun } from '../../../contracts/run/prepareRun.ts'
import { readSettings } from '../../../contracts/run/settings/readSettings.ts'
import type { VerifyOptions } from '../../../contracts/run/settings/readSettings.ts'

/** What a run of some contracts has shown. */
export interface Held {
  readonly held: string[]
  readonly broken: string[]
  readonly findings: Finding[]
  /** Contracts that were not held to their end, with the reason. */
  readonly skipped: Readonly<Record<string, string>>
  /** What was seen once and did not stay. */
  readonly passing: string[]
  readonly lost: string | null
}

const TOKENS = {
  WALDUR_TOKEN: 'YOUR_API_TOKEN',
  WALDUR_TOKEN_OWNER: 'owner-token',
  WALDUR_TOKEN_MANAGER: 'manager-token',
}

type Options = Partial<Omit<VerifyOptions, 'dir'>>

/** Holds a server to the contracts whose ids begin so, in this process, as verify does. */
export async function holdTo(
  url: string,
  only: readonly string[],
  options: Options = {},
): Promise<Held> {
  const dir = mkdtempSync(join(tmpdir(), 'surroundings-'))
  const wanted = { timeout: 5, answerLimit: 32, retries: 3, seed: 1, only, dir, ...options }
  try {
    const settings = await demandToken(readSettings(url, wanted as VerifyOptions, TOKENS))
    openSession(await prepareRun(settings))
    return await holdAll()
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

async function holdAll(): Promise<Held> {
  const verdicts: [string, Verdict][] = []
  for (const contract of sortedContracts)
    if (explainSkip(contract) === null) verdicts.push([contract.id, await hold(contract)])
  const findings = verdicts.flatMap(([, { demand, mismatches }]) =>
    mismatches.map((one) => createFinding(demand, one, getSession().settings)),
  )
  const skipped = verdicts.flatMap(([id, one]) => (one.skipped === null ? [] : [[id, one.skipped]]))
  return {
    held: verdicts.map(([id]) => id),
    broken: verdicts.filter(([, one]) => one.mismatches.length > 0).map(([id]) => id),
    findings,
    skipped: Object.fromEntries(skipped) as Record<string, string>,
    passing: verdicts.filter(([, { passing }]) => passing).map(([id]) => id),
    lost: getSession().lost,
  }
}
