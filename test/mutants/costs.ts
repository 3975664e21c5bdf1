// How many requests each contract takes on the demo: `npm run mutants` writes it down for --quick and for estimates.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { format } from 'oxfmt'
import { expect, inject, it } from 'vitest'
import { explainSkip } from '../../contracts/harness/hold/explainSkip.ts'
import { hold } from '../../contracts/harness/hold/hold.ts'
import { getSession, openSession } from '../../contracts/harness/session.ts'
import { sortedContracts } from '../../contracts/run/contracts.ts'
import { prepareRun } from '../../contracts/run/prepareRun.ts'
import { readSettings } from '../../contracts/run/settings/readSettings.ts'
import { startTarget } from '../contracts/startTarget.ts'
import { TOKENS } from './findKiller.ts'

const isFirst = inject('part').index === 0

it.runIf(isFirst)('each contract is kept by the mock, in so many requests', async () => {
  const [full, quick] = [await countRequests(false), await countRequests(true)]

  if (process.env['CI'] !== undefined) return
  const costs = [...full].map(([id, count]) => [id, { full: count, quick: quick.get(id) ?? count }])
  await write(Object.fromEntries(costs.sort()) as object)
})

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

async function write(costs: object): Promise<void> {
  const { code } = await format('costs.json', JSON.stringify(costs), { printWidth: 100 })
  writeFileSync(new URL('../../contracts/harness/choice/costs.json', import.meta.url), code)
}
