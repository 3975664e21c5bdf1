import { test as base } from 'vitest'
import type { TestAPI } from 'vitest'
import type { ServeOptions, Served } from './serve.ts'
import { openWorld } from './world.ts'
import type { World } from './world.ts'

export type { World } from './world.ts'

/** What a test asks for: `test('…', async ({ waldur }) => …)`. */
export interface Fixtures {
  readonly waldurServer: Served
  readonly waldur: World
}

/** `test` with a server a file, and a world of its own a test. */
export const waldurTest = (options: ServeOptions = {}): TestAPI<Fixtures> =>
  base.extend<Fixtures>({
    waldurServer: [
      // Vitest reads from the first parameter what a fixture needs.
      // oxlint-disable-next-line no-empty-pattern
      async ({}, use) => {
        const { serve } = await import('./serve.ts')
        const served = await serve(options)
        await use(served)
        await served.stop()
      },
      { scope: 'file' },
    ],
    waldur: async ({ waldurServer, task }, use) => {
      await use(openWorld(waldurServer, task.id))
      waldurServer.mock.sandboxes.drop(task.id)
    },
  })

export const test: TestAPI<Fixtures> = waldurTest()
