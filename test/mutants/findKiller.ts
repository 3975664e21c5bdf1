import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contract } from '../../contracts/harness/contract.ts'
import { hasNews } from '../../contracts/harness/hold/attempt.ts'
import { explainSkip } from '../../contracts/harness/hold/explainSkip.ts'
import { hold } from '../../contracts/harness/hold/hold.ts'
import { getSession, openSession } from '../../contracts/harness/session.ts'
import { Transport } from '../../contracts/harness/transport/transport.ts'
import { VerifyError } from '../../contracts/harness/verifyError.ts'
import { sortedContracts } from '../../contracts/run/contracts.ts'
import { readSettings } from '../../contracts/run/settings/readSettings.ts'
import { prepareRun } from '../../contracts/run/prepareRun.ts'
import { readOthers } from '../../contracts/run/readOthers.ts'
import { reduceBudget } from '../../contracts/run/runContracts.ts'
import { openChosen } from '../../contracts/run/runSuite.ts'
import { mockRouter } from '../../src/http/router.ts'
import { createMockServer } from '../../src/http/server.ts'
import killedBy from './killedBy.json' with { type: 'json' }
import type { Mutant } from './mutant.ts'

export const TOKENS = {
  WALDUR_TOKEN: 'YOUR_API_TOKEN',
  WALDUR_TOKEN_SUPPORT: 'support-token',
  WALDUR_TOKEN_OWNER: 'owner-token',
  WALDUR_TOKEN_MANAGER: 'manager-token',
  WALDUR_TOKEN_MEMBER: 'member-token',
  WALDUR_TOKEN_STRANGER: 'stranger-token',
  WALDUR_TOKEN_SECOND_OWNER: 'second-owner-token',
  WALDUR_TOKEN_CUSTOMER_SUPPORT: 'customer-support-token',
  WALDUR_TOKEN_PROJECT_MANAGER: 'project-manager-token',
  WALDUR_TOKEN_PROJECT_ADMIN: 'project-admin-token',
  WALDUR_TOKEN_OFFERING_MANAGER: 'offering-manager-token',
  WALDUR_TOKEN_INACTIVE: 'inactive-token',
  WALDUR_TOKEN_EXPIRED: 'expired-token',
}

/**
 * The contract during which a mutant is found out; null: none finds anything. The one that killed it
 * last time is asked alone, first; only if it finds nothing is the whole suite asked.
 */
export async function findKiller(mutant: Mutant): Promise<string | null> {
  const last = (killedBy as Readonly<Record<string, string>>)[mutant.defect]
  const alone = sortedContracts.filter(({ id }) => id === last)
  return (await findBroken(mutant, alone)) ?? (await findBroken(mutant, sortedContracts))
}

/** Serves a mutant and holds it to contracts, as verify --fail-fast does. */
const findBroken = (mutant: Mutant, contracts: readonly Contract[]): Promise<string | null> =>
  serveMutant(mutant, async (url, dir) => {
    const settings = readSettings(url, { ...OPTIONS, dir, failFast: true }, TOKENS)
    openSession(await prepareRun(settings, new Transport(settings)))
    return holdUntilBroken(contracts)
  })

/** The first contract that a quick run calls broken; null: it finds nothing. */
export const findQuickly = (mutant: Mutant): Promise<string | null> =>
  serveMutant(mutant, async (url, dir) => {
    const settings = readSettings(url, { ...OPTIONS, dir, quick: true, workers: 1 }, TOKENS)
    const around = new Transport({ ...settings, budget: null })
    const prepared = await prepareRun(settings, around)
    const looked = around.sent
    await readOthers(prepared, around)
    openChosen(reduceBudget(prepared, { looked, read: around.sent - looked }))
    return holdUntilBroken(sortedContracts.filter((one) => explainSkip(one) === null))
  })

const OPTIONS = { seed: 1, timeout: 5, answerLimit: 32, retries: 3, closed: true }

async function holdUntilBroken(contracts: readonly Contract[]): Promise<string | null> {
  for (const contract of contracts) if (await isBroken(contract)) return contract.id
  return null
}

async function serveMutant(
  mutant: Mutant,
  use: (url: string, dir: string) => Promise<string | null>,
): Promise<string | null> {
  const server = createMockServer(mockRouter(mutant.mock() as never))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const dir = mkdtempSync(join(tmpdir(), 'mutant-'))
  try {
    return await use(`http://127.0.0.1:${port}`, dir)
  } catch (error) {
    if (error instanceof VerifyError) return 'the first look'
    throw error
  } finally {
    server.close()
    server.closeAllConnections()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** As in a run: what was found is looked at again, and a contract that ends in an error is broken. */
const isBroken = (contract: Contract): Promise<boolean> =>
  hold(contract).then(
    (verdict) => hasNews(verdict) || getSession().lost !== null,
    () => true,
  )
