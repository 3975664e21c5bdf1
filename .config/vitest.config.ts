import { defineConfig } from 'vitest/config'
import SlowestFirst from './slowestFirst.ts'

export default defineConfig({
  root: new URL('../', import.meta.url).pathname,
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: './.config/temporaryFolder.ts',
    // Vitest would leave one core free: on two cores that is half of them.
    maxWorkers: '100%',
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
