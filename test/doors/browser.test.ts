import { build } from 'esbuild'
import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { closeBrowser, newPage } from '../browser/chromium.ts'
import { openDoor } from '../fuzz/door.ts'
import { cleanHtml } from '../../src/domain/html/cleanHtml.ts'
import { drawChains, html } from './chains.ts'
import type { Call } from './chains.ts'
import { tries } from '../tries.ts'

const ROOT = join(import.meta.dirname, '../..')
const NOW = '2026-04-01T09:00:00Z'
const SEED = 20_261_127

afterAll(closeBrowser)

/** What a front end has of the package after its bundler. `without`: texts of modules to leave out. */
async function bundle(contents: string, external: string[] = []): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    external,
  })
  return outputFiles[0]?.text ?? ''
}

describe('The bundle for browsers', () => {
  const USE = `
    import { createMock } from 'waldur-mock'
    import { connect } from 'waldur-mock/client'
    import { mockHandlers } from 'waldur-mock/msw'
    console.log(createMock, connect, mockHandlers)`

  test('needs no module of Node and compiles nothing, so that any policy lets it run', async () => {
    const text = await bundle(USE)

    expect(text).not.toMatch(/\bnew Function\b|\beval\(|["']node:|\bBuffer\b/)
  })

  test('has at most 120 kB, packed, apart from the demo data', async () => {
    const text = await bundle(USE, ['msw'])
    const demo = readFileSync(join(ROOT, 'fixtures/demo.json'), 'utf8')

    const [whole, data] = [text, JSON.stringify(JSON.parse(demo))].map(
      (one) => gzipSync(one).length,
    )
    expect((whole ?? 0) - (data ?? 0)).toBeLessThan(120_000)
  })
})

interface Answer {
  readonly status: number
  readonly headers: readonly (string | null)[]
  readonly body: string
}

const PAGE = `
  import { setupWorker } from 'msw/browser'
  import { createMock } from 'waldur-mock'
  import { mockHandlers } from 'waldur-mock/msw'
  let made = 0
  const mock = createMock({
    now: () => new Date('${NOW}'),
    newUuid: () => String(++made).padStart(32, '0'),
  })
  await setupWorker(...mockHandlers(mock)).start({ quiet: true, onUnhandledRequest: 'bypass' })
  window.ask = async (url, call) => {
    const response = await fetch(url, call)
    const headers = ['Content-Type', 'Allow', 'Link', 'X-Result-Count', 'X-Mock-Id', 'WWW-Authenticate']
    return {
      status: response.status,
      headers: headers.map((name) => response.headers.get(name)),
      body: await response.text(),
    }
  }
  window.askAll = async (origin, chains) => {
    const answers = []
    for (const { name, calls } of chains)
      for (const { path, ...call } of calls)
        answers.push(await ask(origin + path, { ...call, headers: { ...call.headers, 'X-Mock-Sandbox': name } }))
    return answers
  }
  document.title = 'ready'`

declare const askAll: (origin: string, chains: readonly NamedChain[]) => Promise<Answer[]>

interface NamedChain {
  readonly name: string
  readonly calls: readonly Call[]
}

/** A page on an origin of its own, with MSW's service worker beside it. */
async function serveFrontEnd(): Promise<string> {
  const files: Readonly<Record<string, readonly [string, string]>> = {
    '/': ['text/html', '<!doctype html><script type="module" src="/app.js"></script>'],
    '/app.js': ['text/javascript', await bundle(PAGE)],
    '/mockServiceWorker.js': [
      'text/javascript',
      readFileSync(join(ROOT, 'node_modules/msw/lib/mockServiceWorker.js'), 'utf8'),
    ],
  }
  const server = createServer((req, res) => {
    const [type, text] = files[req.url ?? ''] ?? ['text/plain', '']
    res.setHeader('Content-Type', type).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const HEADERS = ['content-type', 'allow', 'link', 'x-result-count', 'x-mock-id', 'www-authenticate']

test('A page with MSW gets what HTTP gives, byte for byte, in many random chains of calls', async (ctx) => {
  let made = 0
  const { port, mock, ask, close } = await openDoor({
    strict: false,
    now: () => new Date(NOW),
    newUuid: () => String(++made).padStart(32, '0'),
  })
  onTestFinished(close)
  const chains = drawChains(tries(1000), SEED).map((calls, index) => ({
    name: `chain-${index}`,
    calls,
  }))
  const front = await serveFrontEnd()
  const { page, complaints } = await newPage(ctx, {})
  await page.goto(front)
  await page.waitForFunction(() => document.title === 'ready')

  for (const some of splitInto(chains, 50)) {
    const near = await page.evaluate(([origin, given]) => askAll(origin, given), [
      `http://localhost:${port}`,
      some,
    ] as const)
    expect(mock.sandboxes.has(some[0]?.name ?? '')).toBe(false)
    for (const { name, calls } of some)
      for (const call of calls) {
        const { path, ...sent } = call
        const far = await ask(path, {
          ...sent,
          headers: { ...sent.headers, 'X-Mock-Sandbox': name },
        })
        const headers = HEADERS.map((header) => far.headers[header] ?? null)
        const wanted = { status: far.status, headers, body: far.body.toString() }
        expect(near.shift(), `${name} ${JSON.stringify(call)}`).toEqual(wanted)
      }
  }
  expect(complaints.filter((text) => !/status of [45]\d\d/.test(text))).toEqual([])
}, 300_000)

declare const page: { readonly cleanHtml: (text: string) => string }

test('A page cleans HTML as the server does', async (ctx) => {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    stdin: {
      contents: `export { cleanHtml } from './cleanHtml.ts'`,
      resolveDir: join(ROOT, 'src/domain/html'),
    },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'page',
    plugins: [
      {
        name: 'in-browser',
        setup: ({ onResolve }) =>
          onResolve({ filter: /\/parseHtml\.ts$/ }, () => ({
            path: join(ROOT, 'src/domain/html/parseHtml.browser.ts'),
          })),
      },
    ],
  })
  const texts = fc.sample(html, { numRuns: tries(5000), seed: SEED })
  const { page: tab } = await newPage(ctx, {})
  await tab.addScriptTag({ content: outputFiles[0]?.text ?? '' })

  const cleaned = await tab.evaluate((all) => all.map((text) => page.cleanHtml(text)), texts)

  const pairs = cleaned.map((text, index) => [texts[index], text])
  expect(pairs).toEqual(texts.map((text) => [text, cleanHtml(text)]))
})

const splitInto = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  )
