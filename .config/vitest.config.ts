import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { isWhole } from '../test/tries.ts'
import SlowestFirst from './slowestFirst.ts'

/** verify behind gateways, beside others, before servers that lack something: a minute, for CI and for who names it. */
const SURROUNDINGS = 'test/contracts/surroundings/**'

/** What `npm test` says to Vitest when nobody adds a name. */
const UNNAMED = ['run', '--config', '.config/vitest.config.ts']

const isNamed = process.argv.slice(2).some((word) => !UNNAMED.includes(word))

export default defineConfig({
  root: new URL('../', import.meta.url).pathname,
  test: {
    include: ['test/**/*.test.ts'],
    exclude: isWhole || isNamed ? [] : [SURROUNDINGS],
    globalSetup: './.config/temporaryFolder.ts',
    // Tests wait for processes, pages and timers: one more than there are cores keeps all of them busy.
    maxWorkers: availableParallelism() + 1,
    // The sources hold no state of their own: files share what they import.
    isolate: false,
    sequence: { sequencer: SlowestFirst },
    // CommonJS packages are imported as Node and the bundle import them.
    deps: { interopDefault: false },
    reporters: ['default', './.config/closingLine.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
