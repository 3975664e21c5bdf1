import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { dialectOf } from '../../src/dialect.ts'
import { pages } from '../../src/document/api.ts'
import { PAGE, startProxy } from '../../src/proxy/proxy.ts'
import type { ProxySettings, StartedProxy } from '../../src/proxy/proxy.ts'
import { BOOKINGS, PLANS } from '../domain/createWaldur.ts'
import { startServe } from '../http/startServe.ts'
import type { BadServer } from '../remote/bad/answer.ts'
import { startBad } from '../remote/bad/startBad.ts'
import { badWires } from '../remote/bad/wires.ts'

const TOKEN = 'YOUR_API_TOKEN'
const PLAN = `${PLANS}a1b2c3d4-e5f6-7890-abcd-ef1234567890/`
const headers = { Authorization: `Token ${TOKEN}` }
const JSON_TYPE = { 'Content-Type': 'application/json' }
const JSON_PAIR = ['Content-Type', 'application/json'] as const

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function startProxyTo(target: string, more: Partial<ProxySettings> = {}) {
  const lines: string[] = []
  const held = { api: pages, as: dialectOf('observed', pages.release) }
  const settings = {
    target,
    port: 0,
    host: '127.0.0.1',
    report: (line: string) => lines.push(line),
  }
  const proxy = await startProxy({ ...held, ...settings, ...more })
  ends.push(proxy.stop)
  return { ...proxy, lines }
}

/** A server that answers everything alike. */
async function answering(answer: (req: IncomingMessage, res: ServerResponse) => void) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  ends.push(async () => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function startMockFor(...options: string[]) {
  const server = await startServe(...options)
  ends.push(async () => server.kill('SIGTERM'))
  return server.url
}

const textsOf = ({ log }: StartedProxy) =>
  log.summarize().last.flatMap(({ violations }) => violations.map(({ text }) => text))

describe('A proxy in front of a server that is as the document says', () => {
  it('passes everything on and finds nothing, in both dialects', async () => {
    for (const as of ['documented', 'observed'] as const) {
      const target = await startMockFor('--as', as)
      const proxy = await startProxyTo(target, { as: dialectOf(as, pages.release) })
      const ask = (path: string, init: RequestInit = {}) =>
        fetch(proxy.url + path, { ...init, headers: { ...headers, ...init.headers } })

      const list = await ask(`${PLANS}?page_size=5`)
      expect([list.status, list.headers.get('x-result-count')]).toEqual([200, expect.any(String)])
      expect(await (await ask(PLAN)).json()).toMatchObject({ name: 'Academic' })
      expect((await ask(BOOKINGS, { method: 'HEAD' })).headers.get('content-length')).not.toBe(null)
      expect((await ask(`${PLANS}usage_stats/?o=-usage`)).status).toBe(200)
      const body = JSON.stringify({ description: 'Seen by a proxy' })
      expect((await ask(PLAN, { method: 'PATCH', headers: JSON_TYPE, body })).status).toBe(200)
      expect((await fetch(`${proxy.url}${PLANS}`)).status).toBe(401)
      expect((await ask('/api/customers/')).status).toBeLessThan(500)

      expect(textsOf(proxy)).toEqual([])
      expect(proxy.log.summarize()).toMatchObject({ exchanges: 7, unchecked: 1, violations: 0 })
    }
  })
})

describe('A proxy tells of a request that the document does not allow', () => {
  it.each([
    ['GET', `${PLANS}?colour=red`, undefined, 'query parameter colour is not declared'],
    ['GET', `${PLANS}?page=x`, undefined, 'query parameter page: "x" is no whole number'],
    ['GET', `${PLANS}?offering_uuid=7`, undefined, 'query parameter offering_uuid: "7" is no uuid'],
    ['POST', PLANS, '{"name":""}', expect.stringContaining('This field may not be blank.')],
    ['POST', PLANS, '{', expect.stringContaining('JSON parse error')],
    ['PATCH', PLAN, '{"unit":"eon"}', expect.stringContaining('not a valid choice')],
    ['POST', `${PLANS}history/`, '{}', expect.stringContaining('has no POST')],
    ['GET', `${PLAN}prices/`, undefined, expect.stringContaining('no operation has the path')],
  ] as const)('%s %s %s', async (method, path, body, text) => {
    const proxy = await startProxyTo(await startMockFor())

    const answer = await fetch(proxy.url + path, {
      method,
      headers: { ...headers, ...(body && JSON_TYPE) },
      ...(body && { body }),
    })

    expect(textsOf(proxy)).toEqual([text])
    expect(answer.headers.get('x-mock-violations')).toBe('1')
    expect(proxy.lines).toHaveLength(1)
  })
})

describe('A proxy tells of an answer that the document does not allow', () => {
  it.each([
    [200, 'application/json', '[{"name":"Academic"}]', expect.stringContaining('required')],
    [200, 'application/json', '[', '200 the body is of another syntax, not JSON'],
    [200, 'text/html', '<html>', '200 the body is text/html, not JSON'],
    [418, 'application/json', '{}', '418 status is not declared'],
  ] as const)('%s %s %s', async (status, type, body, text) => {
    const target = await answering((_, res) => {
      res.writeHead(status, { 'Content-Type': type, 'Content-Encoding': 'gzip' })
      res.end(gzipSync(body))
    })
    const proxy = await startProxyTo(target)

    const answer = await fetch(proxy.url + PLANS, { headers })

    expect([answer.status, await answer.text()]).toEqual([status, body])
    expect(textsOf(proxy)).toContainEqual(text)
  })

  it('in its place, with --errors', async () => {
    const proxy = await startProxyTo(await answering((_, res) => res.end('<html>')), {
      errors: true,
    })

    const answer = await fetch(proxy.url + PLANS, { headers })

    expect(answer.status).toBe(502)
    expect(await answer.json()).toEqual({ detail: expect.stringContaining(PAGE) })
  })
})

describe('A proxy', () => {
  it('says when nothing answers behind it', async () => {
    const proxy = await startProxyTo('http://127.0.0.1:9')

    const answer = await fetch(proxy.url + PLANS)

    expect(answer.status).toBe(502)
    expect(await answer.json()).toEqual({ detail: expect.stringContaining('ECONNREFUSED') })
  })

  it.each([
    ['request', 413, 0, /^The request body is larger than 32 MiB.*Send it to the server itself\.$/],
    ['answer', 502, 33, /^The answer of the server behind is larger than 32 MiB.*page_size/],
  ])('says of a %s that is too large whose it is', async (_, status, megabytes, text) => {
    const target = await answering((_req, res) => res.end(' '.repeat(megabytes << 20)))
    const { url } = await startProxyTo(target)
    const body = ' '.repeat(33 << 20)
    const sent = megabytes > 0 ? {} : { method: 'POST', body, headers: JSON_TYPE }

    const answer = await fetch(url + PLANS, sent)

    expect(answer.status).toBe(status)
    expect(await answer.json()).toEqual({ detail: expect.stringMatching(text) })
  })

  it('says so when the server behind changes to another protocol', async () => {
    const bad = await startBad(badWires['switches protocols'] as BadServer)
    ends.push(() => Promise.resolve(bad.stop()))
    const { url } = await startProxyTo(bad.url)
    await fetch(url + PLANS, { headers })
    const answer = await fetch(url + PLANS, { headers })

    expect(answer.status).toBe(502)
    expect(await answer.text()).toContain('changed to another protocol')
  })

  it(
    'looks at a hundred thousand rows soon, and tells of the first',
    { timeout: 20_000 },
    async () => {
      const row = '{"uuid":"a1b2c3d4e5f67890abcdef1234567890"}'
      const rows = `[${Array(100_000).fill(row).join()}]`
      const target = await answering((_, res) => res.setHeader(...JSON_PAIR).end(rows))
      const { url, lines } = await startProxyTo(target)
      await (await fetch(url + PLANS, { headers })).text()

      expect(lines).toHaveLength(21)
      expect(lines.at(-1)).toMatch(/^GET 200: and \d+ more in this call$/)
    },
  )

  it('passes on many calls at once without a word of its own', async () => {
    const warn = vi.spyOn(process, 'emitWarning')
    const { url } = await startProxyTo(await startMockFor())
    const ask = () => fetch(url + PLANS, { headers }).then(({ status }) => status)

    expect(new Set(await Promise.all(Array.from({ length: 30 }, ask)))).toEqual(new Set([200]))
    expect(warn).not.toHaveBeenCalled()
  })

  it('shows hostile texts of a server as texts, and no token', async () => {
    const hostile = `<script>alert(1)</script>\u001b[2J ${TOKEN}`
    const target = await answering((_, res) => {
      res
        .setHeader('Content-Type', 'application/json')
        .end(JSON.stringify([{ [hostile]: hostile }]))
    })
    const proxy = await startProxyTo(target)
    await fetch(`${proxy.url}${PLANS}?auth=${TOKEN}&%3Cscript%3E=1`, { headers })

    const page = await fetch(proxy.url + PAGE, { headers: { Accept: 'text/html' } })
    const shown =
      (await page.text()) + (await (await fetch(proxy.url + PAGE)).text()) + proxy.lines.join('\n')

    expect(proxy.log.summarize().violations).toBeGreaterThan(0)
    expect(shown).not.toContain(TOKEN)
    expect(shown).not.toContain('\u001b')
    expect(
      await (await fetch(proxy.url + PAGE, { headers: { Accept: 'text/html' } })).text(),
    ).not.toContain('<script')
  })

  it('records all exchanges without tokens, in a file that is whole at any time', async () => {
    const record = `${mkdtempSync(`${tmpdir()}/waldur-mock-tape-`)}/tape.har`
    const proxy = await startProxyTo(await startMockFor(), { record })
    const read = () => JSON.parse(readFileSync(record, 'utf8')) as Har

    expect(read().log.entries).toEqual([])
    await fetch(proxy.url + PLAN, { headers })
    await fetch(`${proxy.url}${PLANS}?token=${TOKEN}`, { headers })

    const { entries } = read().log
    expect(entries.map(({ response }) => response.status)).toEqual([200, 200])
    expect(entries[0]?.response.content.text).toContain('"Academic"')
    expect(readFileSync(record, 'utf8')).not.toContain(TOKEN)
  })

  it('records neither the password of a login nor the token that it is answered', async () => {
    const record = `${mkdtempSync(`${tmpdir()}/waldur-mock-tape-`)}/tape.har`
    const proxy = await startProxyTo(await startMockFor(), { record })

    const answer = await fetch(`${proxy.url}/api-auth/password/`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ username: 'owner', password: 'demo' }),
    })

    expect(await answer.json()).toEqual({ token: 'owner-token' })
    const recorded = readFileSync(record, 'utf8')
    expect(recorded).toContain('api-auth/password')
    expect(recorded).not.toMatch(/owner-token|demo/)
  })
})

interface Har {
  readonly log: {
    readonly entries: readonly {
      readonly response: { readonly status: number; readonly content: { readonly text: string } }
    }[]
  }
}
