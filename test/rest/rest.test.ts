import { createServer } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { serve } from '../../src/doors/index.ts'
import type { ServeOptions } from '../../src/doors/index.ts'

const UUID = 'ab'.repeat(16)

/** A mock on a free port; `ask` asks it as somebody, staff if nobody is named. */
async function startMock(options: ServeOptions) {
  const one = await serve(options)
  onTestFinished(() => one.stop())
  const ask = (path: string, method = 'GET', headers: Record<string, string> = {}) =>
    fetch(one.url + path, {
      method,
      headers: { Authorization: 'Token YOUR_API_TOKEN', ...headers },
    })
  return { ...one, ask }
}

const fromOf = ({ headers }: Response) => headers.get('x-mock-outside-contract')

async function writeTemporary(name: string, text: string): Promise<string> {
  const file = join(tmpdir(), `waldur-mock-${process.pid}-${name}`)
  await writeFile(file, text)
  onTestFinished(() => rm(file))
  return file
}

describe('The rest of the API', () => {
  it('is 404 without --rest, and unmatched', async () => {
    const { ask, mock } = await startMock({})

    expect((await ask('/api/openstack-flavors/')).status).toBe(404)
    expect(mock.journal.find()[0]).toMatchObject({ source: null, unmatched: true })
  })

  it.each([
    ['/api/openstack-flavors/', true],
    [`/api/openstack-flavors/${UUID}/`, true],
    [`/api/openstack-instances/${UUID}/start/`, true],
    ['/api/openstack-flavours/', false],
    [`/api/openstack-instances/${UUID}/begin/`, false],
    ['/api/nothing-of-waldur/', false],
    [`/api/marketplace-plans/${UUID}/`, false],
  ])('the journal says of %s whether it is an address of Waldur: %s', async (path, is) => {
    const { ask, mock } = await startMock({})
    await ask(path)

    expect(mock.journal.find()[0]).toMatchObject({ of_waldur: is })
  })

  it.each([
    ['GET', '/api/openstack-flavors/', 200, '[]'],
    ['HEAD', '/api/openstack-flavors/?page=1', 200, ''],
    ['GET', `/api/openstack-flavors/${UUID}/`, 404, '{"detail":"Not found."}'],
    ['POST', '/api/openstack-flavors/', 405, '{"detail":"Method \\"POST\\" not allowed."}'],
  ])('with --rest empty: %s %s is %i', async (method, path, status, text) => {
    const { ask, mock } = await startMock({ rest: 'empty' })
    const answer = await ask(path, method)

    expect([answer.status, await answer.text()]).toEqual([status, text])
    expect(answer.headers.get('x-result-count')).toBe(status === 200 ? '0' : null)
    expect(fromOf(answer)).toBe('empty')
    expect(mock.journal.find()[0]).toMatchObject({ source: 'empty', unmatched: false })
  })

  it('is never in front of the contract, its redirects and its neighbours', async () => {
    const { ask } = await startMock({ rest: 'empty' })
    const plans = await ask('/api/marketplace-plans')

    expect(plans.redirected).toBe(true)
    expect((await plans.json()) as unknown[]).toHaveLength(10)
    expect(fromOf(await ask('/api/customers/'))).toBe('true')
    expect((await ask('/nothing-of-waldur/')).status).toBe(404)
  })
})

const document = {
  openapi: '3.0.3',
  paths: {
    '/api/flavors/': {
      get: {
        responses: {
          200: {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Flavors' } } },
          },
        },
      },
      post: { responses: { 201: { description: 'Made' } } },
    },
    '/api/flavors/{uuid}/': {
      get: {
        responses: {
          200: {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Flavor' } } },
          },
        },
      },
      delete: { responses: { 204: {} } },
    },
    '/api/broken/': {
      get: {
        responses: { 200: { content: { 'application/json': { schema: { $ref: '#/nowhere' } } } } },
      },
    },
    '/api/wrong/': 7,
    '/api/files/{name}.{format}': { get: null, post: 'x' },
    '/api/loops/': {
      get: {
        responses: {
          200: {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Loop' } } },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Flavors: { type: 'array', items: { $ref: '#/components/schemas/Flavor' } },
      Flavor: {
        type: 'object',
        properties: {
          name: { type: 'string', example: 'large' },
          ram: { type: 'integer' },
          secret: { type: 'string', writeOnly: true },
        },
      },
      Loop: { type: 'object', properties: { next: { $ref: '#/components/schemas/Loop' } } },
    },
  },
}

describe('With a document as --rest', () => {
  it('an operation is answered with a sample, however wrong the others are', async () => {
    const { ask } = await startMock({
      rest: await writeTemporary('api.json', JSON.stringify(document)),
    })
    const list = await ask('/api/flavors/')

    expect(fromOf(list)).toBe('document')
    expect(list.headers.get('x-result-count')).toBe('1')
    expect(await list.json()).toEqual([{ name: 'large', ram: 0 }])
    expect(await (await ask(`/api/flavors/${UUID}/`)).json()).toEqual({ name: 'large', ram: 0 })
    expect((await ask('/api/flavors/', 'POST')).status).toBe(201)
    expect((await ask(`/api/flavors/${UUID}/`, 'DELETE')).status).toBe(204)
    expect((await ask('/api/flavors/', 'DELETE')).status).toBe(405)
    for (const path of ['/api/broken/', '/api/loops/']) expect((await ask(path)).status).toBe(200)
    for (const path of ['/api/wrong/', '/api/files/a.b', '/api/none/'])
      expect((await ask(path)).status).toBe(404)
  })

  it('the first of thousands of operations comes within 200 ms', async () => {
    const paths = Object.fromEntries(
      Array.from({ length: 2400 }, (_, n) => [
        `/api/thing-${n}/{uuid}/`,
        document.paths['/api/flavors/{uuid}/'],
      ]),
    )
    const rest = await writeTemporary('large.json', JSON.stringify({ ...document, paths }))
    const { mock } = await startMock({ rest })
    const started = performance.now()
    const answer = await mock.fetch(`http://mock.test/api/thing-2000/${UUID}/`)

    expect(answer.status).toBe(200)
    expect(performance.now() - started).toBeLessThan(200)
  })

  it.each([
    ['{"a": 1}', 'neither an OpenAPI document nor a tape'],
    ['{"a', 'neither JSON nor YAML'],
  ])('%s is refused', async (text, why) => {
    const file = await writeTemporary('no.json', text)
    await expect(serve({ rest: file })).rejects.toThrow(why)
  })

  it('a file that is not there is told of', async () => {
    await expect(serve({ rest: './none.json' })).rejects.toThrow("can't be read")
  })
})

describe('With a tape as --rest', () => {
  const entry = (method: string, url: string, status: number, text: string) => ({
    request: { method, url },
    response: {
      status,
      headers: [
        { name: 'x-result-count', value: '7' },
        { name: 'set-cookie', value: 'session=secret' },
      ],
      content: { mimeType: 'application/json', text },
    },
  })

  it('what was recorded is answered, its links lead here, the same query first', async () => {
    const server = 'https://staging.example'
    const tape = {
      log: {
        entries: [
          entry('GET', `${server}/api/flavors/?b=2&a=1`, 200, '["one"]'),
          entry('GET', `${server}/api/flavors/?a=2`, 200, `["${server}/api/flavors/x/"]`),
          null,
          entry('GET', 'no address', 200, ''),
        ],
      },
    }
    const { ask, url } = await startMock({
      rest: await writeTemporary('tape.har', JSON.stringify(tape)),
    })
    const first = await ask('/api/flavors/?a=1&b=2')

    expect(await first.json()).toEqual(['one'])
    expect(fromOf(first)).toBe('tape')
    expect(first.headers.get('x-result-count')).toBe('7')
    expect(first.headers.get('set-cookie')).toBe(null)
    expect(await (await ask('/api/flavors/?a=9')).json()).toEqual([`${url}/api/flavors/x/`])
    expect((await ask('/api/others/')).status).toBe(404)
  })
})

describe('With a server as --rest', () => {
  const seen: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[] = []
  let behind: Server
  let target = ''
  beforeAll(async () => {
    behind = createServer((req, res) => {
      seen.push({ method: req.method, url: req.url, headers: req.headers })
      res.setHeader('Content-Type', 'application/json')
      res.setHeader('Link', `<${target}/api/flavors/?page=2>; rel="next"`)
      res.setHeader('Set-Cookie', 'session=secret')
      res.end(
        JSON.stringify({
          url: `${target}/api/flavors/x/`,
          token: 'real-token',
          other: 'owner-real',
        }),
      )
    })
    await new Promise<void>((resolve) => behind.listen(0, '127.0.0.1', resolve))
    target = `http://127.0.0.1:${(behind.address() as AddressInfo).port}`
  })
  afterAll(() => behind.close())

  it('reads are passed on with the token that stands for the caller, and no secret comes or goes', async () => {
    const restToken = ['owner-token=owner-real', 'real-token']
    const { ask, url, mock } = await startMock({ rest: target, restToken })
    seen.length = 0
    const answer = await ask('/s/mine/api/flavors/?page=1', 'GET', {
      Cookie: 'mine=1',
      'X-Mock-Control': 'secret',
    })

    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/api/flavors/?page=1' })
    expect(seen[0]?.headers).toMatchObject({ authorization: 'Token real-token' })
    expect(JSON.stringify(seen[0]?.headers)).not.toMatch(/YOUR_API_TOKEN|mine=1|x-mock/)
    const text = await answer.text()
    expect(JSON.parse(text)).toMatchObject({
      url: `${url}/s/mine/api/flavors/x/`,
      token: 'YOUR_API_TOKEN',
    })
    expect(text).not.toContain('owner-real')
    expect(answer.headers.get('link')).toContain(`${url}/s/mine/api/flavors/?page=2`)
    expect(answer.headers.get('set-cookie')).toBe(null)
    expect(fromOf(answer)).toBe(new URL(target).host)
    await ask('/api/flavors/', 'GET', { Authorization: 'Token owner-token' })
    expect(seen[1]?.headers.authorization).toBe('Token owner-real')
    await fetch(`${url}/api/flavors/`)
    expect(seen[2]?.headers.authorization).toBe(undefined)
    const [line] = mock.journal.find()
    expect(line).toMatchObject({ source: new URL(target).host, status: 200, unmatched: false })
    expect(mock.journal.get(line?.id ?? '').id).toBe(line?.id)
  })

  it('a mock token never leaves, not even when no other stands for it', async () => {
    const { ask } = await startMock({ rest: target })
    seen.length = 0
    await ask('/api/flavors/')

    expect(seen[0]?.headers.authorization).toBe(undefined)
  })

  it('nothing that may change something is passed on, unless --rest-write says so', async () => {
    const careful = await startMock({ rest: target })
    seen.length = 0
    const refused = await careful.ask('/api/flavors/', 'POST')

    expect(refused.status).toBe(405)
    expect(await refused.text()).toContain('--rest-write')
    expect(seen).toEqual([])
    const bold = await startMock({ rest: target, restWrite: true })
    expect((await bold.ask('/api/flavors/', 'DELETE')).status).toBe(200)
    expect(seen[0]?.method).toBe('DELETE')
  })

  it('what the mock knows itself is never passed on', async () => {
    const { ask } = await startMock({ rest: target })
    seen.length = 0
    for (const path of ['/api/marketplace-plans/', '/api/customers/', '/__mock/health'])
      expect((await ask(path)).status).toBe(200)

    expect(seen).toEqual([])
  })

  it.each([
    ['too large', ' '.repeat(33 << 20), {}, /The answer .* is larger than 32 MiB/],
    ['packed wrongly', 'x', { 'Content-Encoding': 'gzip' }, /can't be unpacked/],
  ])('an answer that is %s is told of', async (_, body, headers, text) => {
    const bad = createServer((_req, res) => res.writeHead(200, headers).end(body))
    await new Promise<void>((resolve) => bad.listen(0, '127.0.0.1', resolve))
    const { port } = bad.address() as AddressInfo
    const { ask } = await startMock({ rest: `http://127.0.0.1:${port}` })
    const answer = await ask('/api/flavors/')
    bad.close()

    expect(answer.status).toBe(502)
    expect(await answer.text()).toMatch(text)
  })

  it('one that does not answer is told of', async () => {
    const { ask } = await startMock({ rest: 'http://127.0.0.1:1' })
    const answer = await ask('/api/flavors/')

    expect(answer.status).toBe(502)
    expect(await answer.text()).toContain('127.0.0.1:1')
  })
})
