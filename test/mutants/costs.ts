// How many requests each contract takes on the demo: `npm run mutants` writes it down for --quick and for estimates.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { format } from 'prettier'
import { expect, inject, it } from 'vitest'
import { explainSkip } from '../../contracts/harness/explainSkip.ts'
import { hold } from '../../contracts/harness/hold/hold.ts'
import { getSession, openSession } from '../../contracts/harness/session.ts'
import { sortedContracts } from '../../contracts/run/contracts.ts'
import { prepareRun } from '../../contracts/run/prepareRun.ts'
import { readSettings } from '../../contracts/run/readSettings.ts'
import { startTarget } from '../contracts/startTarget.ts'
import { TOKENS } from './findKiller.ts'

const isFirst = inject('part').index === 0

it.runIf(isFirst)('each contract is kept by the mock, in so many requests', async () => {
  const { url } = await startTarget()
  const dir = mkdtempSync(join(tmpdir(), 'costs-'))
  const options = { dir, seed: 1, timeout: 5, answerLimit: 32, retries: 3 }
  openSession(await prepareRun(readSettings(url, options, TOKENS)))
  const costs: [string, number][] = []
  const broken: string[] = []
  for (const contract of sortedContracts) {
    if (explainSkip(contract) !== null) continue
    const before = getSession().transport.sent
    const { mismatches } = await hold(contract)
    if (mismatches.length > 0) broken.push(contract.id)
    costs.push([contract.id, getSession().transport.sent - before])
  }

  expect(broken).toEqual([])
  if (process.env['CI'] === undefined) await write(Object.fromEntries(costs.sort()))
})

async function write(costs: Readonly<Record<string, number>>): Promise<void> {
  const text = await format(JSON.stringify(costs), { parser: 'json', printWidth: 100 })
  writeFileSync(new URL('../../contracts/harness/costs.json', import.meta.url), text)
}
