import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importServer } from '../../src/seed/import/importServer.ts'
import { apply, planSeed, readStatus, undo } from '../../src/seed/remote/seedRun.ts'
import { describeApply, describeVerify } from '../../src/seed/remote/describe.ts'
import { commandIn } from '../cli/command.ts'
import { home, ORDER, plansIn, settingsFor, site, STAFF } from './seeding.ts'
import demo from '../../fixtures/demo.json' with { type: 'json' }

/** An offering whose amounts are chosen, so that some plans have discounts. */
const GPU = 'af5559e598b54bf4b9b516b8d2ef8590'

type Row = Record<string, unknown>

/** Answers of a site with each row of plans changed. */
const changing =
  (change: (row: Row) => Row): typeof fetch =>
  async (...request) => {
    const response = await fetch(...request)
    const text = await response.text()
    const isPlans = /marketplace-plans\/\?/.test(String(request[0]))
    const rows = isPlans && response.status === 200 ? (JSON.parse(text) as Row[]) : null
    return new Response(rows ? JSON.stringify(rows.map(change)) : text, response)
  }

interface Kept {
  readonly plans: readonly { uuid: string; components: readonly Row[] }[]
}

const pricesOf = ({ plans }: Kept): unknown[] =>
  plans.map(({ uuid, components }) => [
    uuid,
    components
      .map(({ type, amount = 0, price = '0', future_price: future = null }) => [
        type,
        amount,
        Number(price),
        future === null ? null : Number(future),
      ])
      .sort(),
  ])

describe('import of a server of 2024, which lists no components of a plan', () => {
  it.each(['documented', 'observed'] as const)(
    'reads prices, future prices and quotas from the maps (%s)',
    async (as) => {
      const shop = await site(as)
      const older = changing(({ components: _, ...row }) => row)
      const from = { target: shop.url, token: STAFF, rate: 1e6 }
      const [whole, maps] = [
        await importServer(from),
        await importServer({ ...from, fetch: older }),
      ]

      expect(maps.dropped).toEqual([])
      expect(pricesOf(JSON.parse(maps.text) as Kept)).toEqual(
        pricesOf(JSON.parse(whole.text) as Kept),
      )
      shop.close()
    },
  )
})

describe('import of what a fixture can’t hold', () => {
  const spoilt = (row: Row): Row => ({ ...row, article_code: 'x'.repeat(31), max_amount: 'many' })

  it('is said by name and number', async () => {
    const shop = await site()
    const { dropped } = await importServer({
      target: shop.url,
      token: STAFF,
      rate: 1e6,
      fetch: changing(spoilt),
    })
    const count = (name: string) => dropped.filter((at) => at === name).length
    expect(count('plans/article_code')).toBe(demo.plans.length)
    expect(count('plans/max_amount')).toBe(demo.plans.length)
    shop.close()
  })

  it('ends the command with 1 under --strict, and the rest is written', async () => {
    const shop = await site()
    const older = createServer((req, res) => {
      const { authorization } = req.headers
      void changing(spoilt)(shop.url + req.url, {
        headers: { ...(authorization && { authorization }) },
      }).then(async (answer) => {
        const link = answer.headers.get('link')
        res.writeHead(answer.status, {
          'Content-Type': answer.headers.get('content-type') ?? '',
          ...(link && { Link: link }),
        })
        res.end(await answer.text())
      })
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => older.once('listening', resolve))
    const from = `http://127.0.0.1:${(older.address() as AddressInfo).port}`
    const cwd = home()
    const args = ['import', '--from', from, '-o', 'x.json', '--rate', '5000', '--strict']
    const { code, err } = await commandIn({ cwd, env: { WALDUR_TOKEN: STAFF } }, ...args)

    const count = demo.plans.length
    expect(err).toMatch(
      new RegExp(
        `^${2 * count} values are left out, .*plans/article_code × ${count}, plans/max_amount × ${count}\\.\n$`,
      ),
    )
    expect(code).toBe(1)
    expect(() => JSON.parse(readFileSync(join(cwd, 'x.json'), 'utf8')) as object).not.toThrow()
    for (const one of [shop, older]) one.close()
  })
})

describe('seed on a server that does not have an operation', () => {
  const lacking: typeof fetch = (...request) =>
    String(request[0]).endsWith('/update_discounts/')
      ? Promise.resolve(
          new Response('<!doctype html><h1>Not Found</h1>', {
            status: 404,
            headers: { 'Content-Type': 'text/html' },
          }),
        )
      : fetch(...request)

  it('leaves it out, says so once, makes the rest, and is as wished afterwards', async () => {
    const shop = await site()
    const before = plansIn(shop)
    let tried = 0
    const counting: typeof fetch = (...request) => {
      if (String(request[0]).endsWith('/update_discounts/')) tried++
      return lacking(...request)
    }
    const settings = settingsFor(shop.url, { fetch: counting, offering: GPU })
    const order = { ...ORDER, plans: 12 }

    const done = await apply(settings, order)
    expect(done).toMatchObject({ made: 12, lacking: ['update_discounts'] })
    expect(tried).toBe(1)
    expect(describeApply(done)).toBe(
      '12 plans made, 0 changed, 0 kept. Left out, for this server does not have it: update_discounts.',
    )
    const found = await readStatus(settings)
    expect(describeVerify(found)).toMatch(
      /^All 12 plans are as wished\.\nLeft out, .*: update_discounts/,
    )
    expect((await planSeed(settings, order)).lacking).toEqual(['update_discounts'])
    expect(await undo(settings)).toMatchObject({ delete: 12 })
    expect(plansIn(shop)).toEqual(before)
    shop.close()
  })

  it('makes up for it once the server has it', async () => {
    const shop = await site()
    const settings = settingsFor(shop.url, { fetch: lacking, offering: GPU })
    const order = { ...ORDER, plans: 12 }
    await apply(settings, order)

    const { fetch: _, ...newer } = settings
    expect((await apply(newer, order)).changed).toBeGreaterThan(0)
    expect((await readStatus(newer)).lacking).toEqual([])
    shop.close()
  })
})
