import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: new URL('../', import.meta.url).pathname,
  test: {
    include: ['test/**/*.test.ts'],
    // CommonJS packages are imported as Node and the bundle import them.
    deps: { interopDefault: false },
    reporters: ['default', './.config/closingLine.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
