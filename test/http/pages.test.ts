import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start } from '../../src/cli/serving/serve.ts'
import type { Started } from '../../src/cli/serving/serve.ts'

const PLANS = '/api/marketplace-plans/'
const CROSS = { 'Sec-Fetch-Site': 'cross-site' }

let mock: Started
beforeAll(async () => {
  const options = { port: 0, host: '127.0.0.1', data: 'demo', bodyLimit: 1_048_576 }
  mock = await start({ ...options, allowHost: ['mock.example'] }, {})
})
afterAll(() => mock.stop())

interface Sent {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly end: () => void
}

/** fetch would not send a Host of its own, nor what browsers say of a page. */
const send = (path: string, headers: Record<string, string> = {}): Promise<Sent> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(mock.url)
    const asked = request({ hostname, port, path, headers }, (res) => {
      res.on('error', () => undefined).resume()
      resolve({ status: res.statusCode ?? 0, headers: res.headers, end: () => res.destroy() })
    })
    asked.on('error', reject).end()
  })

describe('A page of another site', () => {
  it.each([
    ['an image', '/s/stolen', CROSS],
    ['a cookie', '', { ...CROSS, Cookie: 'mock-sandbox=stolen' }],
    ['an old browser', '/s/stolen', { Origin: 'https://evil.example' }],
    ['an image in an old browser', '/s/stolen', { Referer: 'https://evil.example/page' }],
    ['a page without an origin', '/s/stolen', { Origin: 'null' }],
  ])('opens no sandbox: %s', async (_, prefix, headers) => {
    expect((await send(`${prefix}${PLANS}`, headers)).status).toBe(403)
    expect(mock.mock.sandboxes.names()).toEqual([])
  })

  it('may use one that is open, and the usual world', async () => {
    await send(`/s/open${PLANS}`)
    const answers = await Promise.all([send(`/s/open${PLANS}`, CROSS), send(PLANS, CROSS)])

    expect(answers.map(({ status }) => status)).toEqual([401, 401])
    mock.mock.sandboxes.drop('open')
  })

  it('on another port of this machine may open one: that is where front ends are made', async () => {
    const headers = { Origin: 'http://127.0.0.1:5173', 'Sec-Fetch-Site': 'same-site' }

    expect((await send(`/s/mine${PLANS}`, headers)).status).toBe(401)
    expect(mock.mock.sandboxes.names()).toEqual(['mine'])
  })
})

describe('On this machine the mock answers', () => {
  const paths = [PLANS, '/', '/docs', '/openapi.yaml']

  it.each(paths)('to names of this machine, and to those that were allowed: %s', async (path) => {
    for (const Host of ['localhost:8000', '127.0.0.1', '[::1]:1', 'a.localhost', 'mock.example:80'])
      expect([Host, (await send(path, { Host })).status]).not.toEqual([Host, 403])
  })

  it.each(paths)('to no other name, which a page could have: %s', async (path) => {
    for (const Host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'a b'])
      expect([Host, (await send(path, { Host })).status]).toEqual([Host, 403])
  })
})

it('A connection stays open for a client that does other work for a while', async () => {
  expect((await send(PLANS, { Connection: 'keep-alive' })).headers['keep-alive']).toBe('timeout=65')
})

it('Event streams are bounded in number', async () => {
  const streams = await Promise.all(Array.from({ length: 100 }, () => send('/__mock/events')))
  expect(streams.every(({ status }) => status === 200)).toBe(true)
  expect((await send('/__mock/events')).status).toBe(503)
  for (const { end } of streams) end()
})
