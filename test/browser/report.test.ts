import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestContext } from 'vitest'
import { listFindings } from '../../contracts/report/report.ts'
import { HOSTILE, runHostile } from '../contracts/runHostile.ts'
import { launchBrowser } from './chromium.ts'

let run: Awaited<ReturnType<typeof runHostile>>
let browser: Browser | undefined

beforeAll(async () => {
  run = await runHostile(
    '--deviations',
    join(import.meta.dirname, '../../contracts/deviations/waldur-7.9-8.0.yaml'),
  )
})
afterAll(async () => {
  await browser?.close()
})

/** The HTML report of a server whose answers hold scripts, as a file, without any network. */
async function openReport(ctx: TestContext, width: number) {
  browser ??= await launchBrowser(ctx)
  const page = await browser.newPage({ viewport: { width, height: 900 } })
  ctx.onTestFinished(() => page.close())
  const [requests, complaints]: [string[], string[]] = [[], []]
  page.on('request', (request) => requests.push(request.url()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => complaints.push(message.text()))
  const file = pathToFileURL(join(run.dir, 'reports/html.html')).href
  await page.goto(file)
  return { page, file, requests, complaints }
}

test.for([1280, 390])('the HTML report fits %i pixels, with all of it open', async (width, ctx) => {
  const { page } = await openReport(ctx, width)
  const widthOf = () => page.evaluate(() => document.documentElement.scrollWidth)

  expect(await widthOf()).toBe(width)
  await page
    .locator('details')
    .evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')))
  expect(await widthOf()).toBe(width)
})

test('the HTML report asks for nothing, and runs nothing that a server has said', async (ctx) => {
  const { page, file, requests, complaints } = await openReport(ctx, 1280)

  expect(await page.title()).toBe(`${run.url} and the contract`)
  expect(await page.locator('script, img, link, iframe').count()).toBe(0)
  expect(requests).toEqual([file])
  expect(complaints).toEqual([])
  expect(await page.locator('article').first().innerText()).not.toContain('undefined')
  expect(await page.locator('main').innerText()).toContain(HOSTILE.slice(0, 8))
})

test('the HTML report shows each finding with its demand, its request and how to see it again', async (ctx) => {
  const { page } = await openReport(ctx, 1280)
  const articles = page.locator('article')

  const findings = listFindings(run.report)
  expect(await page.locator('h1').innerText()).toBe('The contract is broken')
  expect(await articles.count()).toBe(findings.length)
  for (const [index, { contract, demand, curl, replay }] of findings.entries()) {
    const article = articles.nth(index)
    expect(await article.locator('h2').innerText()).toBe(`${contract} ${demand}`)
    expect(await article.locator('pre').allInnerTexts()).toEqual([curl, replay])
  }
})

test('the HTML report leads from a finding to the section that it rests on, without any network', async (ctx) => {
  const { page, file, requests } = await openReport(ctx, 390)
  const cited = listFindings(run.report).find(({ title }) => title !== '')

  await page
    .getByRole('link', { name: `${cited?.source} ${cited?.title}` })
    .first()
    .click()

  const section = page.locator('section:target')
  expect(await section.locator('h3').innerText()).toBe(`${cited?.source} ${cited?.title}`)
  expect(await section.evaluate((one) => Math.round(one.getBoundingClientRect().top))).toBeLessThan(
    100,
  )
  expect((await section.innerText()).length).toBeGreaterThan(200)
  expect(requests).toEqual([file])
})
