import { afterAll, describe, expect, test } from 'vitest'
import { closeBrowser } from './chromium.ts'
import { desk } from './desk.ts'

afterAll(closeBrowser)

describe('A newcomer to the page', () => {
  test('reads what it is, and takes base URL and token along', async (ctx) => {
    const { page, server, loaded, press, until, actAs } = await desk(ctx, {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await loaded()
    const readClipboard = () => page.evaluate(() => navigator.clipboard.readText())
    expect(await page.locator('#about').innerText()).toContain('A stand-in for Waldur')

    await press('Copy Base URL')
    await until(readClipboard).toBe(server.url)
    await actAs(/^Oļegs Owner/)
    await press('Copy Token')
    await until(readClipboard).toBe('owner-token')
  })

  test('finds people in the order of the README, staff first', async (ctx) => {
    const { page, loaded } = await desk(ctx)
    await loaded()

    const names = await page.getByLabel('Act as').locator('option').allTextContents()
    expect(names.map((name) => name.split(' ')[0]).slice(0, 5)).toEqual([
      'Stella',
      'Søren',
      'Oļegs',
      'Sigríður',
      'Mārta',
    ])
    expect(names.at(-1)).toBe('Nobody (no token)')
  })

  test('is told in words what was refused, and why', async (ctx) => {
    const { page, loaded, until, said, press, dialog } = await desk(ctx)
    await loaded()
    await page.getByRole('button', { name: /^Sync the calendar of Mobile air/ }).click()

    await until(() => said.innerText()).toContain('Google credentials do not exist')
    expect(await said.innerText()).not.toContain('{')
    await press('Why?', '#said')
    await until(() => dialog.innerText()).toContain('Refused:')
  })
})

describe('Plans on the page', () => {
  test('are made, priced, discounted, archived and deleted', async (ctx) => {
    const { page, loaded, card, plan, press, until } = await desk(ctx)
    await loaded()
    await page.getByText('New plan').first().click()
    const first = page.locator('.card[data-offering]').first()
    await first.getByLabel('Name of the plan').fill('Moonlight')
    await first.getByRole('button', { name: 'Make' }).click()
    await plan('Moonlight').waitFor()

    const moonlight = plan('Moonlight')
    await moonlight.getByText('Change').click()
    const price = moonlight.locator('form').first().locator('input').first()
    await price.fill('12.5')
    await moonlight.getByRole('button', { name: 'Set prices' }).click()
    await until(() => moonlight.locator('.price').first().innerText()).toBe('12.5')
    await moonlight
      .getByLabel(/^Amount from which/)
      .first()
      .fill('10')
    await moonlight
      .getByLabel(/^Discount in %/)
      .first()
      .fill('20')
    await moonlight.getByRole('button', { name: 'Set discounts' }).click()
    await until(() => moonlight.innerText()).toContain('20 % off from 10')
    await press('Archive Moonlight')
    await until(() => moonlight.innerText()).toContain('archived')
    await press('Delete Moonlight')
    await until(() => plan('Moonlight').count()).toBe(0)
    expect(await card('Cryo-TEM 300 kV').count()).toBe(1)
  })

  test('keep what is half typed while others change things', async (ctx) => {
    const { loaded, plan, card, until, call } = await desk(ctx)
    await loaded()
    const [industry, academic] = [plan('Industry').first(), plan('Academic').first()]
    await industry.getByText('Change').click()
    const price = industry.getByLabel(/^Price of /).first()
    expect(await price.inputValue()).toBe('240')
    await price.fill('77.5')
    await card('Cryo-TEM 300 kV').getByText('New plan').click()
    const name = card('Cryo-TEM 300 kV').getByLabel('Name of the plan')
    await name.fill('Half a na')

    const [{ uuid }] = (await (
      await call('GET', '/api/marketplace-plans/?name=Academic')
    ).json()) as [{ uuid: string }]
    await call('POST', `/api/marketplace-plans/${uuid}/archive/`)

    await until(() => academic.innerText()).toContain('archived')
    expect(await price.inputValue()).toBe('77.5')
    expect(await name.inputValue()).toBe('Half a na')
    expect(await name.evaluate((one) => one === document.activeElement)).toBe(true)
    await industry.getByRole('button', { name: 'Set prices' }).click()
    await until(() => industry.innerText()).toContain('77.5')
  })

  test('are refused in words to somebody who may not change them', async (ctx) => {
    const { page, loaded, until, said, actAs, plan, press, open } = await desk(ctx, {
      viewport: { width: 360, height: 740 },
    })
    await loaded()
    await actAs(/^Mārta Manager/)
    await until(() => page.locator('#market > p').innerText()).toMatch(
      /Manager sees .* and .* plans\./,
    )
    await plan('Academic').first().getByText('Change').click()
    await press('Archive Academic')
    await until(() => said.innerText()).toMatch(/^403: You do not have permission/)
    const box = await said.boundingBox()
    expect(box?.height).toBeLessThan(90)
    await open('Faults')
    await until(() => said.innerText()).toBe('')
  })

  test('have units, a currency, and hours beside the week', async (ctx) => {
    const { loaded, plan, card } = await desk(ctx)
    await loaded()

    expect(await plan('Industry').innerText()).toMatch(/Price in EUR/)
    expect(await plan('Industry').innerText()).toContain('Beam hours per hour')
    expect(await card('Data visualisation wall, 8K').locator('.days').innerText()).toContain('9–21')
  })
})

describe('The journal of the page is honest', () => {
  test('about calls that were cut off, and those that only had to wait', async (ctx) => {
    const { loaded, lines, call, until, server } = await desk(ctx)
    await loaded()
    server.mock.faults.add({ path: '*cut*', answer: 'reset' })
    server.mock.faults.add({ path: '*slow*', latency: { distribution: 'fixed', ms: 120 } })

    await call('GET', '/api/cut/').catch(() => null)
    await call('GET', '/api/marketplace-plans/slow/')

    const cut = lines.filter({ hasText: '/api/cut/' })
    await until(() => cut.locator('.status').innerText()).toBe('cut')
    expect(await cut.locator('.status').getAttribute('class')).toContain('bad')
    const slow = lines.filter({ hasText: 'slow' })
    await until(() => slow.innerText()).toMatch(/1\d\d ms, 120 of them waited/)
  })
})
