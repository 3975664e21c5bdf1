// How many requests each contract takes on the demo: `npm run mutants` writes it down for --quick and for estimates.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { explainSkip } from '../../contracts/harness/hold/explainSkip.ts'
import { hold } from '../../contracts/harness/hold/hold.ts'
import { getSession, openSession } from '../../contracts/harness/session.ts'
import { sortedContracts } from '../../contracts/run/contracts.ts'
import { prepareRun } from '../../contracts/run/prepareRun.ts'
import { readSettings } from '../../contracts/run/settings/readSettings.ts'
import { startTarget } from '../contracts/startTarget.ts'
import { TOKENS } from './findKiller.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** How many requests each contract takes in such a run, by id. */
    costs?: { readonly mode: 'full' | 'quick'; readonly counts: Readonly<Record<string, number>> }
  }
}

const { index } = inject('part')

for (const [part, mode] of (['full', 'quick'] as const).entries())
  it.runIf(part === index)(
    `each contract of a ${mode} run is kept by the mock, in so many requests`,
    async ({ task }) => {
      task.meta.costs = { mode, counts: Object.fromEntries(await countRequests(mode === 'quick')) }
    },
  )

async function countRequests(isQuick: boolean): Promise<Map<string, number>> {
  const { url } = await startTarget()
  const dir = mkdtempSync(join(tmpdir(), 'costs-'))
  const options = { dir, seed: 1, timeout: 5, answerLimit: 32, retries: 3, quick: isQuick }
  const settings = { ...readSettings(url, options, TOKENS), budget: null }
  openSession(await prepareRun(settings))
  const costs = new Map<string, number>()
  for (const contract of sortedContracts) {
    if (explainSkip(contract) !== null) continue
    const before = getSession().transport.sent
    const { mismatches } = await hold(contract)
    expect(mismatches, contract.id).toEqual([])
    costs.set(contract.id, getSession().transport.sent - before)
  }
  return costs
}
