// Which mutants each cheap contract finds: `FINDERS=1 npm run mutants` writes it down for --quick.
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, it } from 'vitest'
import { findCost, isCounted } from '../../contracts/harness/choice/costs.ts'
import { canBeQuick, listFound } from '../../contracts/harness/choice/quick.ts'
import type { Contract } from '../../contracts/harness/contract.ts'
import { tellsOfAll } from '../../contracts/harness/settings.ts'
import { explainSkip } from '../../contracts/harness/hold/explainSkip.ts'
import { isNews } from '../../contracts/harness/findings/documentDemand.ts'
import { attempt, hasNews } from '../../contracts/harness/hold/attempt.ts'
import { getSession, openSession } from '../../contracts/harness/session.ts'
import { sortedContracts } from '../../contracts/run/contracts.ts'
import { prepareRun } from '../../contracts/run/prepareRun.ts'
import { readSettings } from '../../contracts/run/settings/readSettings.ts'
import { mockRouter } from '../../src/http/router.ts'
import { createMockServer } from '../../src/http/server.ts'
import { catalogue } from './catalogue.ts'
import { TOKENS } from './findKiller.ts'
import type { Mutant } from './mutant.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** A mutant, and the contracts that find it by themselves or by an answer that they bring. */
    finders?: { readonly defect: string; readonly ids: readonly string[]; readonly of: number }
  }
}

/** Requests of a contract that is cheap, and of one that is asked about a mutant which nothing else finds. */
const CHEAP = 10
const DEAR = 40

/** So many mutants are found by a contract that asks for much at once: it is asked about each, and so is a new one. */
const WIDE = 20

/** How many cheap finders of a mutant are enough. */
const ENOUGH = 6

const cost = ({ id }: Contract): number => findCost(id, true)

const asked = sortedContracts
  .filter((one) => canBeQuick(one) && !tellsOfAll(one.id))
  .toSorted((a, b) => cost(a) - cost(b))

const isWide = (one: Contract): boolean => listFound(one).length >= WIDE || !isCounted(one.id)
const isCheap = (one: Contract): boolean => !isWide(one) && cost(one) <= CHEAP
const isDear = (one: Contract): boolean => !isWide(one) && cost(one) > CHEAP && cost(one) <= DEAR

const { index, count } = inject('part')

for (const mutant of catalogue.filter((_, place) => place % count === index))
  it(mutant.defect, async ({ task }) => {
    const { defect } = mutant
    task.meta.finders = { defect, ids: await listFinders(mutant), of: catalogue.length }
  })

async function listFinders(mutant: Mutant): Promise<string[]> {
  const server = createMockServer(mockRouter(mutant.mock() as never))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const dir = mkdtempSync(join(tmpdir(), 'finders-'))
  const options = { dir, seed: 1, timeout: 5, answerLimit: 32, retries: 0, quick: true }
  const settings = readSettings(`http://127.0.0.1:${port}`, { ...options, closed: true }, TOKENS)
  try {
    openSession(await prepareRun({ ...settings, budget: null }))
    return await askAll()
  } finally {
    server.close()
    server.closeAllConnections()
    rmSync(dir, { recursive: true, force: true })
  }
}

async function askAll(): Promise<string[]> {
  const wide = await ask(asked.filter(isWide), Infinity)
  const cheap = await ask(asked.filter(isCheap), ENOUGH)
  const found = [...wide, ...cheap]
  return found.length > 0 ? found : ask(asked.filter(isDear), 1)
}

/** Those that find something, until that is enough. */
async function ask(contracts: readonly Contract[], enough: number): Promise<string[]> {
  const ids: string[] = []
  for (const contract of contracts) {
    if (ids.length >= enough) break
    if (explainSkip(contract) === null && (await finds(contract))) ids.push(contract.id)
  }
  return ids
}

/** Does it find something by itself, or bring an answer that is not as all have to be? */
async function finds(contract: Contract): Promise<boolean> {
  const { documentMismatches, answerMismatches, settings } = getSession()
  documentMismatches.clear()
  answerMismatches.clear()
  const isBroken = await attempt(contract).then(hasNews, () => true)
  if (isBroken || answerMismatches.size > 0) return true
  return [...documentMismatches.values()].some((one) => isNews(one, settings))
}
