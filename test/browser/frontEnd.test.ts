import { readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { TestContext } from 'vitest'
import { serve } from '../../src/doors/index.ts'
import { closeBrowser, newPage } from './chromium.ts'

afterAll(closeBrowser)

/** A server of another origin than the mock's. */
async function listen(ctx: TestContext, type: string, text: string): Promise<string> {
  const server = createServer((_, res) => res.writeHead(200, { 'Content-Type': type }).end(text))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ctx.onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const flavors = { type: 'array', items: { type: 'object' } }
const DOCUMENT = {
  openapi: '3.0.3',
  paths: {
    '/api/openstack-flavors/': {
      get: { responses: { 200: { content: { 'application/json': { schema: flavors } } } } },
    },
  },
}

async function writeDocument(ctx: TestContext): Promise<string> {
  const file = join(tmpdir(), `waldur-mock-front-end-${process.pid}.json`)
  await writeFile(file, JSON.stringify(DOCUMENT))
  ctx.onTestFinished(() => rm(file))
  return file
}

const KINDS: [string, (ctx: TestContext) => Promise<string>, RegExp][] = [
  ['empty', async () => 'empty', /^empty$/],
  ['document', writeDocument, /^document$/],
  ['server', (ctx) => listen(ctx, 'application/json', '[]'), /^127\.0\.0\.1:\d+$/],
]

describe('A front end of another origin', () => {
  for (const [kind, makeRest, from] of KINDS)
    test(`boots, logs in, lists, prices, books and accepts, the rest being: ${kind}`, async (ctx) => {
      const mock = await serve({ rest: await makeRest(ctx) })
      ctx.onTestFinished(() => mock.stop())
      const html = await readFile(new URL('frontEnd.html', import.meta.url), 'utf8')
      const own = await listen(ctx, 'text/html; charset=utf-8', html)
      const { page } = await newPage(ctx, {})

      await page.goto(`${own}/?api=${encodeURIComponent(`${mock.url}/`)}`)
      await page.locator('#end:not(:empty)').waitFor()

      expect(await page.locator('#end').innerText()).toBe('done')
      const lines = await page.locator('#done li').allInnerTexts()
      const around = lines.find((line) => line.startsWith('around: true, from ')) ?? ''
      expect(around.replace('around: true, from ', '')).toMatch(from)
      expect(lines.filter((line) => !line.startsWith('around'))).toEqual([
        'booted: EUR, roles true',
        'logged in: owner, permissions true',
        'listed: true',
        'priced: true',
        'booked: executing',
        'waiting: true',
        'accepted: OK',
      ])
    })

  test("reads with cookies what names its origin, refusals and the mock's headers too", async (ctx) => {
    const mock = await serve({})
    ctx.onTestFinished(() => mock.stop())
    const own = await listen(ctx, 'text/html; charset=utf-8', '<title>Another origin</title>')
    const { page } = await newPage(ctx, {})
    await page.goto(own)

    const answers = await page.evaluate(
      async ([url, ...tokens]) => {
        const ask = async (token: string) => {
          const answer = await fetch(`${url}/api/marketplace-plans/?page_size=1`, {
            credentials: 'include',
            headers: { Authorization: `Token ${token}`, 'X-Mock-Sandbox': 'with-cookies' },
          })
          const [count, id] = ['x-result-count', 'x-mock-id'].map((name) =>
            answer.headers.get(name),
          )
          return [answer.status, count !== null, id !== null, (await answer.text()).length > 0]
        }
        return Promise.all(tokens.map(ask))
      },
      [mock.url, 'YOUR_API_TOKEN', 'wrong'],
    )

    expect(answers).toEqual([
      [200, true, true, true],
      [401, false, true, true],
    ])
  })
})
