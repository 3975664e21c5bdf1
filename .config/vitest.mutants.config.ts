import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Mutants wait for answers, timers and calendars: two for each core. */
const PARTS = 2 * availableParallelism()

export default defineConfig({
  root: new URL('../', import.meta.url).pathname,
  test: {
    maxWorkers: PARTS,
    globalSetup: './.config/temporaryFolder.ts',
    reporters: ['./test/mutants/report.ts'],
    projects: Array.from({ length: PARTS }, (_, index) => ({
      extends: true,
      test: {
        name: `${index + 1}/${PARTS}`,
        include: process.env['FINDERS']
          ? ['test/mutants/finders.ts']
          : ['test/mutants/mutants.ts', 'test/mutants/costs.ts'],
        isolate: false,
        deps: { interopDefault: false },
        testTimeout: 300_000,
        provide: { part: { index, count: PARTS } },
      },
    })),
  },
})
