import { writeFileSync } from 'node:fs'
import { format } from 'oxfmt'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

type Finders = NonNullable<ReturnType<TestCase['meta']>['finders']>

type Costs = NonNullable<ReturnType<TestCase['meta']>['costs']>

type Verdict = NonNullable<ReturnType<TestCase['meta']>['mutant']> & { readonly seconds: number }

/** Says who killed whom, and writes it down: the next run asks the killers first, verify the best of them. */
export default class MutantReport implements Reporter {
  onTestCaseResult(test: TestCase): void {
    for (const verdict of readVerdict(test)) console.log(formatVerdict(verdict))
    const { finders } = test.meta()
    if (finders) console.log(`${finders.ids.length} find ${finders.defect}`)
    for (const { stack } of test.result().errors ?? []) if (!test.meta().mutant) console.log(stack)
  }

  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    for (const error of modules.flatMap((module) => module.errors())) console.log(error.stack)
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const finders = tests.flatMap((test) => test.meta().finders ?? [])
    if (isWhole(finders)) return await writeFinders(finders)
    const costs = tests.flatMap((test) => test.meta().costs ?? [])
    const verdicts = tests.flatMap(readVerdict)
    for (const name of new Set(verdicts.map((verdict) => verdict.class))) {
      const own = verdicts.filter((verdict) => verdict.class === name)
      console.log(`${name}: ${countKilled(own)} of ${own.length}`)
    }
    console.log(`killed ${countKilled(verdicts)} of ${verdicts.length}`)
    if (!isWhole(verdicts) || process.env['CI'] !== undefined) return
    await writeKillers(verdicts)
    await writeCosts(costs)
  }
}

/** Have all mutants been asked? */
const isWhole = (asked: readonly { readonly of: number }[]): boolean =>
  asked.length > 0 && asked.length === asked[0]?.of

const readVerdict = (test: TestCase): Verdict[] => {
  const { mutant } = test.meta()
  return mutant ? [{ ...mutant, seconds: (test.diagnostic()?.duration ?? 0) / 1000 }] : []
}

const formatVerdict = ({ defect, killer, seconds }: Verdict): string =>
  `${killer === null ? 'ALIVE' : '†'} ${defect} — ${killer ?? 'nobody'} (${seconds.toFixed(1)} s)`

const countKilled = (verdicts: readonly Verdict[]): number =>
  verdicts.filter(({ killer }) => killer !== null).length

/** `sortContracts` knows the place of these: first, last, or when others have been held. */
const isPlaced = (id: string): boolean => /^(calendar|document|stories)\./.test(id)

/** Who killed whom; and the killers in the order of how many they killed, in which verify asks them. */
async function writeKillers(verdicts: readonly Verdict[]): Promise<void> {
  const killed = verdicts.filter(({ killer }) => killer !== null)
  const count = new Map<string, number>()
  for (const { killer } of killed) count.set(killer ?? '', (count.get(killer ?? '') ?? 0) + 1)
  const byName = killed.toSorted((a, b) => (a.defect < b.defect ? -1 : 1))
  const order = [...count].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  const files = {
    './killedBy.json': Object.fromEntries(byName.map(({ defect, killer }) => [defect, killer])),
    '../../contracts/harness/choice/order.json': order
      .map(([id]) => id)
      .filter((id) => id.includes('.') && !isPlaced(id)),
  }
  for (const [file, value] of Object.entries(files)) await write(file, value)
}

/** Which mutants each contract finds: those of a quick run are chosen by that. Mutants are numbered by their names. */
async function writeFinders(finders: readonly Finders[]): Promise<void> {
  const found = new Map<string, number[]>()
  const byName = finders.toSorted((a, b) => (a.defect < b.defect ? -1 : 1))
  for (const [number, { ids }] of byName.entries())
    for (const id of ids) found.set(id, [...(found.get(id) ?? []), number])
  const byId = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1))
  await write('../../contracts/harness/choice/finders.json', Object.fromEntries(byId))
}

/** How many requests each contract takes, for estimates and for --quick. */
async function writeCosts(costs: readonly Costs[]): Promise<void> {
  const [full, quick] = ['full', 'quick'].map((name) => costs.find(({ mode }) => mode === name))
  if (!full || !quick) return
  const rows = Object.entries(full.counts).map(
    ([id, count]) => [id, { full: count, quick: quick.counts[id] ?? count }] as const,
  )
  await write('../../contracts/harness/choice/costs.json', Object.fromEntries(rows.sort()))
}

async function write(file: string, value: object): Promise<void> {
  const { code } = await format('report.json', JSON.stringify(value), { printWidth: 100 })
  writeFileSync(new URL(file, import.meta.url), code)
}
