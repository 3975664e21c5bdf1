import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Mutants wait for answers, timers and calendars: two parts for each core. */
const PARTS = 2 * availableParallelism()

/** Who counts requests mostly waits, in a worker of its own. */
const COUNTS = 2

export default defineConfig({
  root: new URL('../', import.meta.url).pathname,
  test: {
    maxWorkers: PARTS + COUNTS,
    globalSetup: './.config/temporaryFolder.ts',
    reporters: ['./test/mutants/report.ts'],
    projects: Array.from({ length: PARTS }, (_, index) => ({
      extends: true,
      test: {
        name: `${index + 1}/${PARTS}`,
        include: chooseFiles(process.env),
        isolate: false,
        deps: { interopDefault: false },
        testTimeout: 300_000,
        provide: { part: { index, count: PARTS } },
      },
    })),
  },
})

/** What is asked about the mutants: who kills them, which contracts find them, or what a quick run finds. */
function chooseFiles({ FINDERS, QUICK }: NodeJS.ProcessEnv): string[] {
  if (FINDERS) return ['test/mutants/finders.ts']
  if (QUICK) return ['test/mutants/quick.ts']
  return ['test/mutants/mutants.ts', 'test/mutants/costs.ts']
}
