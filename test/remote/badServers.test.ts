import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importServer } from '../../src/seed/import/importServer.ts'
import { planSeed } from '../../src/seed/remote/seedRun.ts'
import { ORDER, settingsFor } from '../seed/seeding.ts'
import { TOKEN } from './bad/answer.ts'
import { badAnswers } from './bad/answers.ts'
import { oddAnswers } from './bad/odd.ts'
import { startBad } from './bad/startBad.ts'
import { badWires } from './bad/wires.ts'
import { isWhole } from '../tries.ts'

/** As it is packed: the runner in it is not the one that runs this test. */
const built = new URL('../../dist/index.js', import.meta.url).href
const { verify } = (await import(built)) as typeof import('../../src/doors/index.ts')

const patience = { token: TOKEN, timeout: 0.4, retries: 1 }
const reading = { ...patience, rate: 1e6, readLimit: 8 }
const holding = { ...patience, answerLimit: 8, readOnly: true, seed: 7 }
const only = ['document.marketplace_plans_list']

/** What it is told: the command ends with a text, or with how many contracts were found broken. */
const commands: Readonly<Record<string, (target: string) => Promise<unknown>>> = {
  import: (target) => importServer({ ...reading, target }),
  'seed plan': (target) => planSeed(settingsFor(target, reading), ORDER),
  verify: async (target) => {
    const dir = mkdtempSync(join(tmpdir(), 'verify-'))
    const report = await verify(target, { ...holding, only, dir })
    const texts = JSON.stringify(report.contracts.flatMap(({ findings }) => findings))
    expect(texts).not.toBe('[]')
    expect(texts).not.toContain(TOKEN)
  },
}

const servers = Object.entries({ ...badWires, ...badAnswers, ...oddAnswers }).filter(
  (_, index) => isWhole || index % 3 === 0,
)

describe.each(Object.keys(commands))('%s of a server that', (command) => {
  it.each(servers)('%s ends soon, in one line that says why', async (name, bad) => {
    const server = await startBad(bad)
    const before = process.memoryUsage.rss()
    const hold = commands[command] as (target: string) => Promise<unknown>
    const fault = await hold(server.url).then(
      () => null,
      (error: unknown) => error as Error,
    )
    server.stop()

    if (fault === null) expect(Object.keys(oddAnswers)).toContain(name)
    else {
      expect(fault.name).toMatch(/^(?:UsageError|VerifyError)$/)
      expect(fault.message).toMatch(
        /^(?:https?:\/\/127\.0\.0\.1:\d+|No contract could be held: ).* .*[.?]$/,
      )
      expect(fault.message).not.toMatch(/\p{Cc}|[\u2028\u202E]|##\[|section_start:|<h1>/u)
      expect(fault.message).not.toContain(TOKEN)
    }
    expect(server.strays).toEqual([])
    expect(process.memoryUsage.rss() - before).toBeLessThan(300e6)
  })
})
