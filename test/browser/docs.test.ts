import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestContext } from 'vitest'
import { parse } from 'yaml'
import { start } from '../../src/cli/serving/serve.ts'
import type { Started } from '../../src/cli/serving/serve.ts'
import { closeBrowser, newPage, openPage } from './chromium.ts'

let server: Started
/** Loading Swagger UI takes most of the time: tests that only look share a page. */
let triedOut: ReturnType<typeof tryOutList> | undefined

beforeAll(async () => {
  server = await start(
    { port: 0, host: '127.0.0.1', data: 'demo', bodyLimit: 1_048_576 },
    { strict: true },
  )
})

afterAll(async () => {
  await closeBrowser()
  await server?.stop()
})

test('a plan list that is tried out in the documentation answers 200', async (ctx) => {
  const { page } = await (triedOut ??= tryOutList(ctx))

  const answer = page.locator('.live-responses-table .response')
  expect(await answer.locator('.response-col_status').innerText()).toBe('200')
  const body = await answer.locator('.response-col_description pre').first().textContent()
  expect(JSON.parse(body ?? '')).toContainEqual(
    expect.objectContaining({ uuid: 'a1b2c3d4-e5f6-7890-abcd-ef1234567890', name: 'Academic' }),
  )
})

test('the documentation asks nobody but the mock, and has nothing to complain of', async (ctx) => {
  const { page, requests, complaints } = await (triedOut ??= tryOutList(ctx))

  await page.waitForLoadState('networkidle')

  expect(requests.filter((url) => new URL(url).origin !== server.url)).toEqual([])
  expect(requests).toContain(`${server.url}/openapi.yaml`)
  expect(requests).toContain(`${server.url}/api/marketplace-plans/`)
  expect(complaints).toEqual([])
})

test('the documentation shows every operation of openapi.yaml', async (ctx) => {
  const { page } = await (triedOut ??= tryOutList(ctx))
  const ids = (await yamlFile()).matchAll(/^ +operationId: (\w+)$/gm)

  const shown = await page.locator('.opblock').evaluateAll((all) => all.map(({ id }) => id))

  const names = shown.map((id) => id.split('-').at(-1))
  expect(names.toSorted()).toEqual([...ids].map(([, id]) => id).toSorted())
})

test('the documentation shows what stands around the contract, and tries it out', async (ctx) => {
  const { page, complaints } = await openDocs(ctx, 1280)
  await page.getByRole('link', { name: /^What stands around/ }).click()
  const me = page.locator('[id$="users_me"]')
  await me.locator('.opblock-summary-control').click()
  await me.getByRole('button', { name: 'Try it out' }).click()
  await me.getByRole('button', { name: 'Execute' }).click()

  const answer = me.locator('.live-responses-table .response')
  expect(await answer.locator('.response-col_status').innerText()).toBe('200')
  const document = await fetch(`${server.url}/neighbours.yaml`)
  expect(Object.keys((parse(await document.text()) as Paths).paths)).toContain(
    '/api/marketplace-orders/',
  )
  expect(complaints).toEqual([])
})

test('the documentation is of the release of a sandbox, and tries out there', async (ctx) => {
  const { page, requests } = await newPage(ctx, { viewport: { width: 1280, height: 900 } })
  await page.goto(`${server.url}/?sandbox=later&release=8.1.3`)
  await page.getByRole('link', { name: 'API docs' }).click()
  await page.locator('.opblock').first().waitFor()

  expect(await page.locator('.who').last().innerText()).toContain('release 8.1.3')
  expect(await page.locator('[id$="marketplace_plans_history_list"]').count()).toBe(1)
  await executeList(page)
  expect(requests).toContain(`${server.url}/s/later/api/marketplace-plans/`)
  const known = await newPage(ctx, {})
  await known.page.goto(`${server.url}/docs?sandbox=later`)
  await known.page.locator('.opblock').first().waitFor()
  expect(await known.page.locator('.who').last().innerText()).toContain('release 8.1.3')
})

test('the documentation fits a telephone, also with an operation and its answer open', async (ctx) => {
  const { page } = await openDocs(ctx, 390)
  expect(await widthOf(page)).toBe(390)

  await executeList(page)

  expect(await widthOf(page)).toBe(390)
})

test.for([1280, 390])('the behaviour notes fit %i pixels', async (width, ctx) => {
  const { page, requests, complaints } = await newPage(ctx, { viewport: { width, height: 900 } })
  await page.goto(`${server.url}/docs/behaviour#26-update-prices`)

  expect(await widthOf(page)).toBe(width)
  const section = page.locator('section:target')
  expect(await section.locator('h3').innerText()).toBe('2.6 Update prices')
  expect(await section.evaluate((one) => one.getBoundingClientRect().top)).toBeLessThan(100)
  expect(requests.filter((url) => new URL(url).origin !== server.url)).toEqual([])
  expect(complaints).toEqual([])
})

test('the behaviour notes are shown whole, and each of their links leads somewhere', async (ctx) => {
  const { page } = await newPage(ctx, { viewport: { width: 1280, height: 900 } })
  await page.goto(`${server.url}/docs/behaviour`)
  const notes = await readFile(
    new URL('../../contracts/waldur-behaviour.md', import.meta.url),
    'utf8',
  )

  const headings = await page.locator('section > :is(h2, h3)').allInnerTexts()
  const lines = [...notes.matchAll(/^##+ (\d+(?:\.\d+)?)\.? (.+)$/gm)]
  expect(headings).toEqual(lines.map(([, number, title]) => `${number} ${title}`))
  expect(await page.locator('tr').count()).toBe([...notes.matchAll(/^\| (?!-)/gm)].length)
  const hashes = await page
    .locator('a[href^="#"]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
  expect(hashes.length).toBeGreaterThan(lines.length)
  const ids = await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id))
  for (const hash of new Set(hashes))
    expect(
      ids.filter((id) => id === hash.slice(1)),
      hash,
    ).toHaveLength(1)
})

test('openapi.yaml is served as it is, and as the same document in JSON', async () => {
  const yaml = await fetch(`${server.url}/openapi.yaml`)
  expect(yaml.headers.get('content-type')).toBe('application/yaml; charset=utf-8')
  expect(await yaml.text()).toBe(await yamlFile())

  const json = await fetch(`${server.url}/openapi.json`)
  expect(json.headers.get('content-type')).toBe('application/json')
  expect(await json.json()).toEqual(parse(await yamlFile()))
})

test('openapi.yaml and openapi.json are of the release that is asked for', async () => {
  const versionOf = async (query: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${server.url}/openapi.${query}`, { headers })
    return answer.ok ? Object.keys((parse(await answer.text()) as Paths).paths) : answer.status
  }
  const history = '/api/marketplace-plans/{uuid}/history/'

  expect(await versionOf('json?release=8.1.3')).toContain(history)
  expect(await versionOf('yaml?release=8.1.3')).toContain(history)
  expect(await versionOf('json', { 'X-Mock-Release': '8.0.5' })).toContain(history)
  expect(await versionOf('json?release=7.8.7')).not.toContain(history)
  expect(await versionOf('json?release=9.9.9')).toBe(404)
})

interface Paths {
  readonly paths: object
}

const PAGES = [
  ['/', 'text/html; charset=utf-8'],
  ['/page/page.css', 'text/css; charset=utf-8'],
  ['/page/page.js', 'text/javascript; charset=utf-8'],
  ['/docs', 'text/html; charset=utf-8'],
  ['/docs/behaviour', 'text/html; charset=utf-8'],
  ['/docs/behaviour.css', 'text/css; charset=utf-8'],
  ['/docs/page.css', 'text/css; charset=utf-8'],
  ['/docs/page.js', 'text/javascript; charset=utf-8'],
  ['/docs/swagger-ui.css', 'text/css; charset=utf-8'],
  ['/docs/swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['/docs/favicon-32x32.png', 'image/png'],
] as const

test.for(PAGES)('%s is read, not written', async ([path, type]) => {
  const head = await fetch(`${server.url}${path}`, { method: 'HEAD' })
  expect(head.status).toBe(200)
  expect(head.headers.get('content-type')).toBe(type)
  expect(head.headers.get('cache-control')).toBe('no-cache')
  expect(await head.text()).toBe('')

  const post = await fetch(`${server.url}${path}`, { method: 'POST', body: '{}' })
  expect(post.status).toBe(405)
  expect(post.headers.get('allow')).toBe('GET, HEAD')
})

test.for(['/', '/docs', '/docs/behaviour'])('%s may load nothing from elsewhere', async (path) => {
  const { headers } = await fetch(`${server.url}${path}`)
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toMatch(/https?:|\*|unsafe/)
})

const STRANGERS = ['/nothing', '/docs/index.html', '/docs/..%2fpackage.json', '/%ff']

test.for(STRANGERS)('%s is the 404 page of Django', async (path) => {
  const answer = await fetch(`${server.url}${path}`)
  expect(answer.status).toBe(404)
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(await answer.text()).toContain('<h1>Not Found</h1>')
})

async function openDocs(ctx: TestContext, width: number) {
  const made = await newPage(ctx, { viewport: { width, height: 900 } })
  await showDocs(made.page)
  return made
}

async function tryOutList(ctx: TestContext) {
  const made = await openPage(ctx, { viewport: { width: 1280, height: 900 } })
  await showDocs(made.page)
  await executeList(made.page)
  return made
}

async function showDocs(page: Page): Promise<void> {
  await page.goto(`${server.url}/docs`)
  await page.locator('.opblock').first().waitFor()
}

async function executeList(page: Page): Promise<void> {
  const list = page.locator('#operations-Marketplace_Plans-marketplace_plans_list')
  await list.locator('.opblock-summary-control').click()
  await list.getByRole('button', { name: 'Try it out' }).click()
  await list.getByRole('button', { name: 'Execute' }).click()
  await list.locator('.live-responses-table').waitFor()
}

const widthOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth)

const yamlFile = (): Promise<string> =>
  readFile(new URL('../../openapi.yaml', import.meta.url), 'utf8')
