import { test as base } from '@playwright/test'
import type { Page, Route } from '@playwright/test'
import type { ServeOptions, Served } from './serve.ts'
import { openWorld } from './world.ts'
import type { World } from './world.ts'

export { expect } from '@playwright/test'

/** The world of a worker, as new before each test. */
export interface PageWorld extends World {
  /** Answers what a page asks of a Waldur at another origin, for example `https://waldur.example`. */
  readonly route: (page: Page, origin: string) => Promise<void>
}

interface WorkerFixtures {
  /** `test.use({ waldurOptions: { data: 'empty' } })`, or in the config. */
  readonly waldurOptions: ServeOptions
  readonly waldurServer: Served
}

/** `test` with a server a worker, on a free port. */
export const test = base.extend<{ readonly waldur: PageWorld }, WorkerFixtures>({
  waldurOptions: [{}, { scope: 'worker', option: true }],
  waldurServer: [
    async ({ waldurOptions }, use) => {
      const { serve } = await import('./serve.ts')
      const served = await serve(waldurOptions)
      await use(served)
      await served.stop()
    },
    { scope: 'worker' },
  ],
  waldur: async ({ waldurServer }, use, { workerIndex }) => {
    const world = openWorld(waldurServer, `worker-${workerIndex}`)
    await use({ ...world, route: (page, origin) => routePage(page, origin, world) })
  },
})

const routePage = (page: Page, origin: string, world: World): Promise<void> =>
  page
    .route(
      (url) => url.origin === origin && /^\/(?:api|api-auth|calendar)(?=\/|$)/.test(url.pathname),
      (route) => answerRoute(route, world),
    )
    .then(() => undefined)

/** A fault that breaks the line breaks it for the page, too. */
async function answerRoute(route: Route, { fetch }: World): Promise<void> {
  const request = route.request()
  try {
    const sent = request.postDataBuffer()
    const response = await fetch(request.url(), {
      method: request.method(),
      headers: Object.entries(await request.allHeaders()).filter(([name]) => !name.startsWith(':')),
      body: sent && new Uint8Array(sent),
    })
    const body = Buffer.from(await response.arrayBuffer())
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body,
    })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    await route.abort('connectionreset')
  }
}
