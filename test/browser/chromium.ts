import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContextOptions, Response } from 'playwright-core'
import type { TestContext } from 'vitest'
import { isWhole } from '../tries.ts'

export const launchBrowser = (ctx: TestContext): Promise<Browser> =>
  chromium.launch({ executablePath: browserPath(ctx), args: ARGUMENTS })

let browser: Browser | undefined

export async function closeBrowser(): Promise<void> {
  await browser?.close()
  browser = undefined
}

/** A page for one test. */
export async function newPage(ctx: TestContext, options: BrowserContextOptions) {
  const opened = await openPage(ctx, options)
  ctx.onTestFinished(() => opened.page.context().close())
  return opened
}

/** A page in a browser without a past, and what it asks for, gets, and complains of; open until the browser is closed. */
export async function openPage(ctx: TestContext, options: BrowserContextOptions) {
  browser ??= await launchBrowser(ctx)
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const requests: string[] = []
  const answers: Response[] = []
  const complaints: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('response', (answer) => answers.push(answer))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return { page, requests, answers, complaints }
}

/** No name but the mock's address is resolved: pages must work without a network. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]

const PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** CI must have a browser; a developer without one is told what was not tested, and why. */
export function browserPath(ctx: TestContext): string {
  const path = process.env['CHROMIUM_PATH'] ?? PLACES.find((place) => existsSync(place))
  if (path !== undefined) return path
  const cure = 'No Chromium found. Install one, or set CHROMIUM_PATH to where it is.'
  if (isWhole) throw new Error(cure)
  console.warn(`Not tested. ${cure}`)
  return ctx.skip(cure)
}
