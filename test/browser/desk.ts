import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { TestContext } from 'vitest'
import { start } from '../../src/cli/serving/serve.ts'
import type { StartOptions } from '../../src/cli/serving/serve.ts'
import { newPage } from './chromium.ts'

const STAFF = { Authorization: 'Token YOUR_API_TOKEN' }

export interface Wanted extends BrowserContextOptions {
  readonly at?: string
  readonly data?: string
  readonly control?: StartOptions['control']
}

/** A mock of its own, and the control page open in a browser. */
export async function desk(ctx: TestContext, wanted: Wanted = {}) {
  const { at = '/', data = 'demo', control, ...context } = wanted
  const server = await startMock({ port: 0, data, ...(control && { control }) })
  ctx.onTestFinished(() => server.stop())
  const made = await newPage(ctx, { viewport: { width: 1400, height: 900 }, ...context })
  await made.page.goto(server.url + at)
  const call = (method: string, path: string, more: Record<string, string> = {}) =>
    fetch(server.url + path, { method, headers: { ...STAFF, ...more } })
  return { ...made, server, call, ...partsOf(made.page) }
}

export const startMock = (options: Pick<StartOptions, 'port' | 'data' | 'control'>) =>
  start(
    { host: '127.0.0.1', bodyLimit: 1_048_576, ...options },
    { strict: true, calendarJobs: { delay: 0.2 } },
  )

function partsOf(page: Page) {
  const press = (name: string, inside = 'body') =>
    page.locator(inside).getByRole('button', { name, exact: true }).click()
  return {
    press,
    /** Brings a part of the page to the front. */
    open: (part: string) => page.locator('nav').getByText(part, { exact: true }).click(),
    card: (name: string) => page.locator('.card', { has: page.getByText(name, { exact: true }) }),
    plan: (name: string) =>
      page.locator('.plan', {
        has: page.getByRole('heading', { name: new RegExp(`^${name}\\b`) }),
      }),
    lines: page.locator('.line'),
    said: page.locator('#said'),
    dialog: page.locator('#card'),
    /** The offerings are there, or why there are none; not what stands for them until then. */
    loaded: () => page.locator('.card:not(.waits)').first().waitFor(),
    actAs: (label: RegExp) => selectOption(page, 'Act as', label),
    /** Tries again until it holds. */
    until: <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 15_000 }),
  }
}

/** Selects the option whose text fits. */
async function selectOption(page: Page, field: string, label: RegExp): Promise<void> {
  const select = page.getByLabel(field, { exact: true })
  const texts = await select.locator('option').allTextContents()
  await select.selectOption({ index: texts.findIndex((text) => label.test(text)) })
}

export const widthOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth)
