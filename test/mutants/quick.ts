// What a quick run finds, as a user starts it: `QUICK=1 npm run mutants` says how many mutants.
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, it } from 'vitest'
import { VerifyError } from '../../contracts/harness/verifyError.ts'
import { isBroken } from '../../contracts/report/report.ts'
import { holdContracts } from '../../contracts/run/runContracts.ts'
import { readSettings } from '../../contracts/run/settings/readSettings.ts'
import { mockRouter } from '../../src/http/router.ts'
import { createMockServer } from '../../src/http/server.ts'
import { catalogue } from './catalogue.ts'
import { TOKENS } from './findKiller.ts'
import type { Mutant } from './mutant.ts'

const { index, count } = inject('part')

const SILENT = { begin: () => undefined, expect: () => undefined, show: () => undefined }

for (const mutant of catalogue.filter((_, place) => place % count === index))
  it(mutant.defect, async ({ task }) => {
    const killer = await findFirst(mutant)
    task.meta.mutant = { class: mutant.class, defect: mutant.defect, killer, of: 0 }
  })

/** The first contract that a quick run calls broken; null: none. */
async function findFirst(mutant: Mutant): Promise<string | null> {
  const server = createMockServer(mockRouter(mutant.mock() as never))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const dir = mkdtempSync(join(tmpdir(), 'quick-'))
  const options = { dir, seed: 1, timeout: 5, answerLimit: 32, retries: 3, quick: true }
  const settings = readSettings(`http://127.0.0.1:${port}`, { ...options, closed: true }, TOKENS)
  try {
    const { report } = await holdContracts(settings, new AbortController().signal, SILENT)
    const broken = report.contracts.find(({ outcome }) => outcome === 'broken')
    return broken?.id ?? report.lost ?? (isBroken(report) ? 'a deviation' : null)
  } catch (error) {
    if (error instanceof VerifyError) return 'the first look'
    throw error
  } finally {
    server.close()
    server.closeAllConnections()
    rmSync(dir, { recursive: true, force: true })
  }
}
