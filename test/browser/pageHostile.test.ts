import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestContext } from 'vitest'
import { id, offering, plan, shop } from '../fixture/shop.ts'
import { closeBrowser } from './chromium.ts'
import { desk, widthOf } from './desk.ts'

const IMAGE = '<img src=x onerror="globalThis.ran=1">'
const BREAK = '"><script>globalThis.ran=1</script><b title="'
const BIDI = '\u202eevil\u2066\u202b right to left'
const HTML = `<p onclick="globalThis.ran=1">kind <a href="javascript:globalThis.ran=1">link</a>
  <svg onload="globalThis.ran=1"></svg><iframe srcdoc="<script>parent.ran=1</script>"></iframe>
  <a href="https://example.org/">page</a><style>body{display:none}</style></p>${IMAGE}`
const most = (text: string, length: number) =>
  text.repeat(Math.ceil(length / text.length)).slice(0, length)

const TEXTS = [IMAGE, BREAK, BIDI]
const nameOf = (index: number) => TEXTS[index % TEXTS.length] ?? ''

const USERS = [
  { uuid: id(20), name: most(IMAGE, 150), token: 'YOUR_API_TOKEN', is_staff: true },
  { uuid: id(21), name: BREAK, token: 'hostile', roles: [] },
  { uuid: id(22), name: BIDI, token: 'bidi', roles: [] },
]

const components = [
  { type: 'hours', name: most('W', 150), measured_unit: IMAGE.slice(0, 30), billing_type: 'usage' },
]

const FIXTURE = shop({
  users: USERS,
  customers: [{ uuid: id(1), name: most(IMAGE, 150), is_service_provider: true }],
  categories: [{ uuid: id(2), title: BREAK }],
  projects: [],
  offerings: [0, 1, 2, 3].map((index) =>
    offering({
      uuid: id(40 + index),
      name: index === 3 ? most('Long', 150) : nameOf(index),
      description: HTML.slice(0, 2000),
      full_description: index === 3 ? most('unbroken', 4096) : HTML,
      components,
      attributes: { schedules: [{ start: '2026-01-01T00:00:00Z', end: '2099-01-01T00:00:00Z' }] },
    }),
  ),
  plans: [0, 1, 2, 3].map((index) =>
    plan({
      uuid: id(60 + index),
      offering: id(40 + index),
      name: index === 3 ? most('Name', 150) : nameOf(index),
      description: index === 3 ? most('unbroken', 4096) : HTML,
      components: [{ type: 'hours', price: '9999999999.0123456789', future_price: '0.0000000001' }],
    }),
  ),
})

let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'hostile-'))
  await writeFile(join(home, 'hostile.json'), JSON.stringify(FIXTURE))
})
afterAll(async () => {
  await closeBrowser()
  await rm(home, { recursive: true })
})

const hostile = async (ctx: TestContext, width: number) => {
  const made = await desk(ctx, {
    data: join(home, 'hostile.json'),
    viewport: { width, height: 800 },
  })
  await made.page.locator('.card[data-offering]').nth(3).waitFor()
  const ran = () => made.page.evaluate(() => (globalThis as { ran?: unknown }).ran ?? null)
  return { ...made, ran }
}

test('texts that somebody stored are shown as they are, and never run', async (ctx) => {
  const { page, ran, complaints, requests, server } = await hostile(ctx, 1400)

  expect(await page.locator('.card h3').allTextContents()).toEqual(
    expect.arrayContaining([IMAGE, BREAK, BIDI]),
  )
  expect(await page.locator('main img, main script, main iframe, main style').count()).toBe(0)
  expect(await page.locator('.prose [onclick], .prose [href^=javascript]').count()).toBe(0)
  const links = await page.locator('.prose a').evaluateAll((all) => all.map((one) => one.outerHTML))
  expect(new Set(links)).toEqual(
    new Set(['<a href="https://example.org/" target="_blank" rel="noopener noreferrer">page</a>']),
  )
  for (const link of await page.getByText('link', { exact: true }).all()) await link.click()
  expect(await ran()).toBe(null)
  expect(complaints).toEqual([])
  expect(requests.filter((url) => !url.startsWith(server.url) && !url.startsWith('data:'))).toEqual(
    [],
  )
})

test.for([360, 800, 1400])('long texts fit a window of %i pixels', async (width, ctx) => {
  const { page } = await hostile(ctx, width)

  expect(await widthOf(page)).toBe(width)
  const sticking = await page.locator('main *').evaluateAll((all) =>
    all
      .filter((one) => one.closest('.card') && !one.closest('bdi, .prose, svg, thead'))
      .filter(
        (one) =>
          one.getBoundingClientRect().right >
          (one.closest('.card')?.getBoundingClientRect().right ?? 0) + 1,
      )
      .map((one) => one.outerHTML.slice(0, 120)),
  )
  expect(sticking).toEqual([])
  expect(
    await page
      .locator('.card h3')
      .evaluateAll((all) => Math.max(...all.map((one) => one.clientHeight))),
  ).toBeLessThan(120)
})

test('neither journal nor why-card runs what a caller sent', async (ctx) => {
  const { page, ran, lines, dialog, call, complaints, actAs, until } = await hostile(ctx, 1400)
  await actAs(/^"><script>/)
  await call('POST', `/api/marketplace-plans/?x=${encodeURIComponent(IMAGE)}<b>`, {
    'X-Note': BREAK,
    Authorization: 'Token hostile',
  })
  await call('GET', `/api/${most('a', 3000)}/`)
  await call('PATCH', `/api/marketplace-plans/${id(60)}/`)

  for (const what of ['POST', 'unmatched', 'PATCH']) {
    await lines.filter({ hasText: what }).first().click()
    await until(() => dialog.isVisible()).toBe(true)
    expect(await dialog.locator('img, script').count()).toBe(0)
    expect(await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(
      0,
    )
    await page.keyboard.press('Escape')
  }

  expect(await ran()).toBe(null)
  expect(await widthOf(page)).toBe(1400)
  expect(complaints).toEqual([])
})

test('a sandbox whose name is no name is refused, and its name is not run', async (ctx) => {
  const at = `/?sandbox=${encodeURIComponent(BREAK)}`
  const { page, said, until } = await desk(ctx, { at })

  await until(() => said.innerText()).toContain("can't be a name")

  expect(await page.evaluate(() => (globalThis as { ran?: unknown }).ran ?? null)).toBe(null)
  expect(await page.locator('main script').count()).toBe(0)
})
