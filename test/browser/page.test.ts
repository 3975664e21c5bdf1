import { afterAll, describe, expect, test } from 'vitest'
import { closeBrowser } from './chromium.ts'
import { desk } from './desk.ts'

afterAll(closeBrowser)

describe('The marketplace of the page', () => {
  test('shows offerings with their plans, prices, discounts and limits', async (ctx) => {
    const { page, card, plan, loaded } = await desk(ctx)
    await loaded()

    expect(await page.locator('.card[data-offering]').count()).toBe(12)
    const cryo = await card('Cryo-TEM 300 kV').innerText()
    expect(cryo).toContain('North Sea Imaging Centre')
    expect(cryo).toContain('Calendar: public')
    const dearer = plan('Industry').locator('[data-component=beam_hours]')
    expect(await dearer.innerText()).toMatch(/Beam hours per hour\s+240\s+255/)
    expect(await plan('Industry').innerText()).toMatch(/From 1 [A-Z][a-z]{2}/)
    expect(await plan('Industry').innerText()).toContain('7 of 10 left')
    expect(await plan('Committed').innerText()).toContain('full: 2 places')
    expect(await plan('Committed').innerText()).toContain('15 % off from 5\u202f000')
    expect(await plan('Legacy').innerText()).toContain('archived')
    expect(await plan('Internal').innerText()).toContain('1 included')
  })

  test('draws availability as a week, and says it, too', async (ctx) => {
    const { card, loaded } = await desk(ctx)
    await loaded()

    const week = card('Data visualisation wall, 8K').locator('.days')
    expect(await week.getAttribute('aria-label')).toMatch(/Mon closed\b.*Tue 09:00 to 21:00/)
    expect(await week.locator('.day').count()).toBe(7)
    expect(await week.locator('.open').count()).toBeGreaterThan(3)
  })

  test('shares a calendar, and shows it as soon as the job is done', async (ctx) => {
    const { card, press, loaded, until, said } = await desk(ctx)
    await loaded()
    const calendar = card('Dedicated HPC partition, 64 nodes').locator('.calendar')
    expect(await calendar.innerText()).toContain('private')

    await press('Share the calendar of Dedicated HPC partition, 64 nodes')

    await until(() => said.innerText()).toContain('200: the job is scheduled.')
    await until(() => calendar.locator('a').innerText()).toBe('public')
    await press('Unshare the calendar of Dedicated HPC partition, 64 nodes')
    await until(() => calendar.innerText()).toContain('private')
    await press('Share the calendar of Dedicated HPC partition, 64 nodes')
    await until(() => calendar.locator('a').innerText()).toBe('public')
    await until(() => calendar.innerText()).not.toContain('under way')
  })

  test('tells why a calendar action was refused', async (ctx) => {
    const { page, loaded, until, said } = await desk(ctx)
    await loaded()

    const refused = page.getByRole('button', { name: /^Sync the calendar of Mobile air/ })
    await refused.click()

    await until(() => said.innerText()).toMatch(/400: .*Google credentials do not exist/)
  })

  test('shows what another persona sees, and why that is nothing', async (ctx) => {
    const { page, loaded, actAs, until, press, dialog } = await desk(ctx)
    await loaded()

    await actAs(/^Oļegs Owner/)
    await until(() => page.locator('#market > p').innerText()).toContain('Oļegs Owner sees')
    expect(await page.locator('.card[data-offering]').count()).toBeLessThan(12)

    await actAs(/^Søren Support/)
    await until(() => page.locator('.cards').innerText()).toContain('Søren Support is support')

    await actAs(/^Inês Inactive/)
    await until(() => page.locator('.cards').innerText()).toContain('User inactive or deleted.')
    expect(await page.locator('.cards').innerText()).toContain('Answered 401')
    await press('Why?')
    await until(() => dialog.innerText()).toMatch(/refused\s+token:/)

    await page.keyboard.press('Escape')
    await actAs(/^Nobody/)
    await until(() => page.locator('.cards').innerText()).toContain('credentials were not provided')
  })

  test('stays whole, whatever the adversary makes of the answers', async (ctx) => {
    const { page, complaints, loaded, until, server, said } = await desk(ctx)
    await loaded()

    for (const seed of [1, 2, 3, 5, 8, 13]) {
      server.mock.adversary.start(seed)
      await page.reload()
      await until(() => page.locator('.card').count()).toBeGreaterThan(0)
    }

    expect(await page.getByText("can't be drawn").count()).toBe(0)
    expect(complaints).toEqual([])
    expect(await said.innerText()).toBe('')
  })
})

describe('The journal of the page', () => {
  test('shows calls of others as they happen, and marks those that a fault hit', async (ctx) => {
    const { page, loaded, lines, call, until, complaints } = await desk(ctx)
    await loaded()
    await page.getByRole('switch', { name: /^maintenance/ }).click()
    await until(() => page.locator('.cards').innerText()).toContain('Answered 503')

    await call('GET', '/api/marketplace-plans/?name=Course')

    const line = lines.filter({ hasText: 'name=Course' })
    await until(() => line.innerText()).toMatch(/503[^]*fault maintenance-1/)
    expect(await line.getAttribute('class')).toContain('faulted')

    await page.getByRole('switch', { name: /^maintenance/ }).click()
    await until(() => page.locator('.card[data-offering]').count()).toBe(12)
    expect(complaints.filter((text) => !text.includes('status of 503'))).toEqual([])
  })

  test('tells that there was no answer while everything is down', async (ctx) => {
    const { page, loaded, lines, until } = await desk(ctx)
    await loaded()

    await page.getByRole('switch', { name: /^down/ }).click()

    await until(() => page.locator('.cards').innerText()).toContain('No answer')
    await until(() => lines.first().innerText()).toContain('fault down-1')
    await page.getByRole('switch', { name: /^down/ }).click()
    await until(() => page.locator('.card[data-offering]').count()).toBe(12)
  })

  test('opens a why-card by the keyboard, and gives the focus back', async (ctx) => {
    const { page, loaded, lines, call, until, dialog } = await desk(ctx)
    await loaded()
    await call('DELETE', '/api/marketplace-plans/7d1a84ba41ac429cad7ef1208b4beaab/', {
      Authorization: 'Token owner-token',
    })
    const line = lines.filter({ hasText: 'DELETE' })
    await line.waitFor()

    await page.getByLabel('Filter').focus()
    await page.keyboard.type('delete')
    await until(() => lines.count()).toBe(1)
    for (const _ of 'four') await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('line')
    await page.keyboard.press('Enter')

    await until(() => dialog.innerText()).toContain(
      'Refused: Only staff delete plans. (§2.5 Delete a plan)',
    )
    expect(await dialog.innerText()).toContain('marketplace_plans_destroy')
    expect(await dialog.innerText()).toContain('Oļegs Owner')
    const source = dialog.getByRole('link', { name: '§2.5 Delete a plan' }).first()
    const opening = page.waitForEvent('popup')
    await source.click()
    const notes = await opening
    await notes.locator('section:target').waitFor()
    expect(await notes.locator('section:target h3').innerText()).toBe('2.5 Delete a plan')
    await notes.close()
    const isInside = () => dialog.evaluate((card) => card.contains(document.activeElement))
    expect(await isInside()).toBe(true)
    await page.keyboard.press('Escape')
    await until(() => dialog.isVisible()).toBe(false)
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('line')
  })

  test('shows request and answer, copies as curl, and names what was nearest', async (ctx) => {
    const { page, loaded, lines, call, dialog, press, until } = await desk(ctx, {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await loaded()
    await call('GET', '/api/marketplace-plan/')

    await lines.filter({ hasText: 'unmatched' }).click()

    await until(() => dialog.innerText()).toContain('the nearest are')
    expect(await dialog.innerText()).not.toContain('Waldur has this address')
    expect(await dialog.innerText()).toContain('GET /api/marketplace-plans/')
    await press('Copy as curl', '#card')
    await until(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^curl .*TOKEN/s)
  })

  test('can be filtered, cleared, and had as HAR', async (ctx) => {
    const { page, loaded, lines, press, call, until } = await desk(ctx)
    await loaded()
    await call('HEAD', '/api/booking-offerings/')
    await lines.filter({ hasText: 'HEAD' }).waitFor()

    await page.getByLabel('Without this page').check()
    await until(() => lines.count()).toBe(1)
    const saved = page.waitForEvent('download')
    await press('Download HAR')
    expect((await saved).suggestedFilename()).toBe('waldur-mock.har')
    await press('Clear')
    await until(() => page.locator('#journal').innerText()).toContain('Nothing was asked yet')
  })
})

describe('Time on the page', () => {
  test('makes the future price the price next month', async (ctx) => {
    const { page, loaded, plan, press, until } = await desk(ctx)
    await loaded()
    const row = plan('Industry').locator('[data-component=beam_hours] .price')
    expect(await row.innerText()).toBe('240')

    await press('Next month')

    await until(() => row.innerText()).toBe('255')
    expect(await plan('Industry').locator('.future').count()).toBe(0)
    expect(await page.locator('time').innerText()).toContain(' 1 ')
  })

  test('is moved by the slider, stands still, runs, and is real again', async (ctx) => {
    const { page, loaded, server, press, until } = await desk(ctx)
    await loaded()
    const days = () => (Date.parse(server.mock.clock.get().now) - Date.now()) / 86_400_000

    await page.getByLabel('Days from today').focus()
    await page.keyboard.press('End')
    await until(async () => Math.round(days())).toBe(400)
    await press('Freeze')
    await until(async () => server.mock.clock.get().speed).toBe(0)
    await page.getByLabel('Speed').selectOption('3600')
    await until(async () => server.mock.clock.get().speed).toBe(3600)
    await press('Real time')
    await until(() => page.locator('#clock').innerText()).toContain('real time')
    expect(await page.getByLabel('Days from today').inputValue()).toBe('0')
  })
})
