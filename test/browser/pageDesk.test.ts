import { readFile } from 'node:fs/promises'
import type { Response } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { closeBrowser } from './chromium.ts'
import { desk, startMock, widthOf } from './desk.ts'

afterAll(closeBrowser)

const COURSE = '/api/marketplace-plans/7d1a84ba41ac429cad7ef1208b4beaab/'
const archive = `${COURSE}archive/`

describe('States on the page', () => {
  test('are undone, done again, scrubbed and reset', async (ctx) => {
    const { page, loaded, plan, call, press, until, open, said } = await desk(ctx)
    await loaded()
    await open('States')
    const text = () => plan('Course').innerText()
    expect(await text()).not.toContain('archived')

    await call('POST', archive)
    await until(text).toContain('archived')
    await press('Undo')
    await until(text).not.toContain('archived')
    await until(() => said.innerText()).toContain(`Taken back: POST ${archive}.`)
    await press('Redo')
    await until(text).toContain('archived')
    await page.getByLabel('Moment').focus()
    await page.keyboard.press('Home')
    await until(text).not.toContain('archived')
    await page.keyboard.press('End')
    await until(text).toContain('archived')
    await press('Reset')
    await until(text).not.toContain('archived')
    expect(await page.locator('#states output').innerText()).toMatch(/^2 of 2 writes: reset/)
  })

  test('say that there is nothing to undo', async (ctx) => {
    const { page, loaded, said, until, open } = await desk(ctx)
    await loaded()
    await open('States')
    await page.getByRole('button', { name: 'Undo' }).focus()
    await page.keyboard.press('Enter')
    await until(() => said.innerText()).toContain('nothing to undo')
  })

  test('are kept, compared by row and field, restored, exported, dropped, imported', async (ctx) => {
    const { page, loaded, plan, call, press, until, dialog, said, open } = await desk(ctx)
    await loaded()
    await open('States')
    await page.getByLabel('Keep the present state as').fill('before')
    await press('Save')
    await page.getByRole('button', { name: 'Restore before' }).waitFor()
    await call('POST', archive)
    await until(() => plan('Course').innerText()).toContain('archived')

    await press('Compare before')
    await until(() => dialog.innerText()).toMatch(
      /changed plans\/7d1a84ba\S+ Course[^]*archived\s+false\s+true/,
    )
    await press('Close')

    await press('Restore before')
    await until(() => plan('Course').innerText()).not.toContain('archived')
    const saved = page.waitForEvent('download')
    await press('Export before')
    const file = await (await saved).path()
    expect(JSON.parse(await readFile(file, 'utf8')).plans).toHaveLength(26)
    await press('Drop before')
    await until(() => page.getByRole('button', { name: 'Restore before' }).count()).toBe(0)
    const payload = { mimeType: 'application/json', buffer: await readFile(file) }
    await page.getByLabel('Import a fixture').setInputFiles({ name: 'back.json', ...payload })
    await page.getByRole('button', { name: 'Restore back' }).waitFor()
    const wrong = { ...payload, name: 'no.json', buffer: Buffer.from('<no>') }
    await page.getByLabel('Import a fixture').setInputFiles(wrong)
    await until(() => said.innerText()).toContain('no.json is no JSON')
  })
})

describe('Sandboxes on the page', () => {
  test('are worlds of their own, with an address', async (ctx) => {
    const { page, server, loaded, plan, call, press, until, lines, said, open } = await desk(ctx)
    await loaded()
    await open('Sandboxes')

    await page.getByLabel('New sandbox').fill('mine')
    await press('Open')
    await page.waitForURL(`${server.url}/?sandbox=mine`)
    await loaded()
    await call('POST', archive, { 'X-Mock-Sandbox': 'mine' })
    await until(() => plan('Course').innerText()).toContain('archived')
    await call('GET', '/api/marketplace-plans/?name=of-main')

    await page.getByLabel('Sandbox', { exact: true }).selectOption('main')
    await page.waitForURL(`${server.url}/`)
    await loaded()
    expect(await plan('Course').innerText()).not.toContain('archived')
    await lines.filter({ hasText: 'of-main' }).waitFor()

    await page.goto(`${server.url}/?sandbox=mine`)
    await until(() => plan('Course').innerText()).toContain('archived')
    expect(await lines.filter({ hasText: 'of-main' }).count()).toBe(0)
    await open('Sandboxes')
    await press('Drop the sandbox mine')
    await page.waitForURL(`${server.url}/`)
    await until(async () => (await call('GET', '/__mock/sandboxes')).json()).toEqual([])
    await until(() => said.innerText()).toContain('mine is gone.')
  })

  test('answer as another release, which the page and the address name', async (ctx) => {
    const { page, server, loaded, call, press, until, open } = await desk(ctx)
    await loaded()
    await open('Sandboxes')
    await until(() => page.locator('#health').innerText()).toContain('release 7.8.7')

    await page.getByLabel('New sandbox').fill('tomorrow')
    await page.getByLabel('release', { exact: true }).selectOption('8.1.3')
    await press('Open')
    await page.waitForURL(`${server.url}/?sandbox=tomorrow&release=8.1.3`)
    await loaded()
    await until(() => page.locator('#health').innerText()).toContain('release 8.1.3')

    await page.goto(`${server.url}/?sandbox=february&release=8.0.5`)
    await loaded()
    await until(() => page.locator('#health').innerText()).toContain('release 8.0.5')
    const [row] = (await (
      await call('GET', '/api/marketplace-plans/', { 'X-Mock-Sandbox': 'tomorrow' })
    ).json()) as object[]
    expect(row).toHaveProperty('billing_mode')
  })
})

describe('Faults on the page', () => {
  test('are added by a form, shown, and taken away', async (ctx) => {
    const { page, loaded, press, until, server, call } = await desk(ctx)
    await loaded()
    await page.getByText('Add a fault').click()
    await page.getByLabel('Operation').selectOption('marketplace_plans_retrieve')
    await page.getByLabel('What goes wrong').selectOption('429')
    await page.getByLabel('Latency in ms').fill('5')
    await press('Add')
    await until(() => page.locator('#faults').innerText()).toContain('fault-1')

    expect((await call('GET', COURSE)).status).toBe(429)
    expect(server.mock.faults.list()).toEqual([
      {
        id: 'fault-1',
        operation: 'marketplace_plans_retrieve',
        status: 429,
        retry_after: 5,
        latency: { distribution: 'fixed', ms: 5 },
      },
    ])
    await press('Remove fault-1')
    await until(async () => server.mock.faults.list()).toEqual([])
  })

  test('of the adversary are narrowed by telling what broke', async (ctx) => {
    const { page, loaded, press, until, server } = await desk(ctx)
    await loaded()
    await page.getByText('Legal adversary').click()
    await page.getByLabel('Seed').fill('7')
    await page.getByRole('switch', { name: 'adversary' }).click()
    await until(async () => server.mock.adversary.get()?.seed).toBe(7)
    await until(() => page.locator('#faults').innerText()).toContain('Seed 7')

    await press('It broke')
    await press('It held')
    const before = server.mock.adversary.get()
    await page.getByRole('switch', { name: 'adversary' }).click()
    await until(async () => server.mock.adversary.get()).toBe(null)
    expect(before?.changes.length).toBeGreaterThan(0)
  })
})

describe('The page', () => {
  test('asks for the token of the control, and keeps it for the tab only', async (ctx) => {
    const { page, loaded, until } = await desk(ctx, { control: { token: 'open sesame' } })
    const locked = page.locator('#locked')
    await until(() => locked.innerText()).toContain('The control is locked')

    await page.keyboard.type('wrong')
    await page.keyboard.press('Enter')
    await until(() => locked.innerText()).toContain('That is not the token.')
    await page.keyboard.type('open sesame')
    await page.keyboard.press('Enter')

    await loaded()
    expect(await locked.isVisible()).toBe(false)
    await until(() => page.locator('.live').innerText()).toBe('live')
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('sesame')
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).toContain('sesame')
    await page.reload()
    await loaded()
  })

  test('lets go of those who have no token', async (ctx) => {
    const { page, until, press } = await desk(ctx, { control: { token: 'open sesame' } })
    await page.locator('#locked[open]').waitFor()
    await page.keyboard.press('Escape')
    await until(() => page.locator('#locked').isVisible()).toBe(false)
    await press('Unlock the control')
    await page.locator('#locked[open]').waitFor()
  })

  test('asks nobody but the mock, weighs at most 200 kB, has nothing to complain of', async (ctx) => {
    const { page, requests, answers, complaints, server, loaded, until } = await desk(ctx)
    await loaded()
    await until(() => page.locator('.live').innerText()).toBe('live')

    const isWhole = (answer: Response) => !answer.url().endsWith('/events') && answer.status() < 300
    const weigh = async () => {
      const whole = answers.filter(isWhole)
      const bodies = await Promise.all(whole.map((answer) => answer.body()))
      const own = whole.flatMap((answer, index) =>
        /\/(?:api|__mock)\//.test(answer.url()) ? [] : [bodies[index]?.length ?? 0],
      )
      return { own, weight: bodies.reduce((sum, { length }) => sum + length, 0) }
    }
    await until(async () => (await weigh()).weight).toBeGreaterThan(100_000)
    const { own, weight } = await weigh()
    console.log(
      `The page weighs ${own.join(' + ')}, with what it asks of the mock ${weight} bytes.`,
    )
    expect(own).toHaveLength(3)
    expect(weight).toBeLessThan(200_000)
    expect(
      requests.filter((url) => !url.startsWith(server.url) && !url.startsWith('data:')),
    ).toEqual([])
    expect(complaints).toEqual([])
  })

  test('connects anew when the mock is started again', async (ctx) => {
    const { page, server, loaded, until, lines } = await desk(ctx)
    await loaded()
    await until(() => page.locator('.live').innerText()).toBe('live')

    await server.stop()
    await until(() => page.locator('.live').innerText()).toBe('reconnecting')
    const again = await startMock({ port: Number(new URL(server.url).port), data: 'demo' })
    ctx.onTestFinished(() => again.stop())
    await until(() => page.locator('.live').innerText()).toBe('live')

    await fetch(`${again.url}/api/booking-offerings/?name=again`)
    await lines.filter({ hasText: 'name=again' }).waitFor()
  })

  test('is light or dark as the system is, or as one likes', async (ctx) => {
    const { page, loaded, press } = await desk(ctx, { colorScheme: 'dark' })
    await loaded()
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const dark = await ground()

    await page.emulateMedia({ colorScheme: 'light' })
    const light = await ground()
    expect(light).not.toBe(dark)
    await press('Use dark colours')
    expect(await ground()).toBe(dark)
    await page.reload()
    await loaded()
    expect(await ground()).toBe(dark)
  })

  test('fits a telephone, with everything unfolded and a why-card open', async (ctx) => {
    const { page, loaded, lines, dialog, open } = await desk(ctx, {
      viewport: { width: 360, height: 740 },
    })
    await loaded()
    for (const part of ['Journal', 'Time', 'States', 'Sandboxes', 'Faults']) {
      await open(part)
      expect(await page.locator('main section:visible').count()).toBe(1)
      expect(await widthOf(page)).toBe(360)
    }
    for (const name of ['Add a fault', 'Legal adversary']) await page.getByText(name).click()
    expect(await widthOf(page)).toBe(360)

    await open('Journal')
    await lines.first().click()
    await dialog.getByText('Steps').waitFor()
    expect(await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(
      0,
    )
    expect(await widthOf(page)).toBe(360)
  })

  test('has a name for everything that can be used, and lets the keyboard through', async (ctx) => {
    const { page, loaded, open } = await desk(ctx)
    await loaded()
    const usable = page.locator('button, input, select, a, summary')

    const names = await usable.evaluateAll((all) =>
      all.map((one) => {
        const labels =
          one instanceof HTMLInputElement || one instanceof HTMLSelectElement ? one.labels : []
        return one.getAttribute('aria-label') ?? (one.textContent || labels?.[0]?.textContent)
      }),
    )
    expect(names.filter((name) => !name)).toEqual([])

    const place = () =>
      page.evaluate(() => document.activeElement?.closest('section, header')?.id ?? '')
    const reach = async (part: string) => {
      for (let step = 0; step < 300 && (await place()) !== part; step++)
        await page.keyboard.press('Tab')
      return place()
    }
    for (const part of ['market', 'journal', 'clock', 'faults'])
      expect(await reach(part)).toBe(part)
    for (const part of ['States', 'Sandboxes']) {
      await open(part)
      expect(await reach(part.toLowerCase())).toBe(part.toLowerCase())
    }
  })
})
