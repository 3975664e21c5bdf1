import express from 'express'
import type { RequestHandler } from 'express'
import { get } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { mockRouter } from '../../src/doors/express.ts'
import { createMock } from '../../src/doors/index.ts'

const servers: Server[] = []
const OFFERING = 'a1b2c3d4-e5f6-7890-abcd-ef1234567890'
const headers = { Authorization: 'Token YOUR_API_TOKEN' }

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** An app of a user, the mock mounted in it; its address. */
async function mountRouter(path: string, ...before: RequestHandler[]): Promise<string> {
  const app = express()
  for (const handler of before) app.use(handler)
  app.use(path, mockRouter(createMock({ strict: true })))
  app.get('/own', (_req, res) => res.send('mine'))
  const server = app.listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((listening) => server.once('listening', listening))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const parsers: [string, RequestHandler[]][] = [
  ['no parser', []],
  ['express.json()', [express.json()]],
  ['express.raw()', [express.raw({ type: () => true })]],
  ['express.text()', [express.text({ type: () => true })]],
]

describe('the mock in an Express app', () => {
  it.each(parsers)('reads bodies behind %s', async (_, before) => {
    const url = await mountRouter('/', ...before)
    const offering = `${url}/api/marketplace-provider-offerings/${OFFERING}/`

    const made = await fetch(`${url}/api/marketplace-plans/`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'Night hours', unit: 'month', offering }),
    })

    expect(made.status).toBe(201)
    expect(await made.json()).toMatchObject({ name: 'Night hours' })
  })

  it('reads forms behind express.urlencoded()', async () => {
    const url = await mountRouter('/', express.urlencoded({ extended: false }))
    const offering = `${url}/api/marketplace-provider-offerings/${OFFERING}/`

    const made = await fetch(`${url}/api/marketplace-plans/`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ name: 'Night hours', unit: 'month', offering }),
    })

    expect(made.status).toBe(201)
  })

  it('answers at the path where it is mounted, and its links lead there', async () => {
    const url = await mountRouter('/waldur')

    const list = await fetch(`${url}/waldur/api/marketplace-plans/?page_size=2`, { headers })
    const [plan] = (await list.json()) as { url: string; offering: string }[]
    const next = /<([^>]+)>; rel="next"/.exec(list.headers.get('Link') ?? '')?.[1] ?? ''

    expect(plan?.url).toMatch(`${url}/waldur/api/marketplace-plans/`)
    expect((await fetch(plan?.url ?? '', { headers })).status).toBe(200)
    expect((await fetch(next, { headers })).status).toBe(200)
    const redirect = await fetch(`${url}/waldur/api/marketplace-plans`, {
      headers,
      redirect: 'manual',
    })
    expect(redirect.headers.get('Location')).toBe('/waldur/api/marketplace-plans/')
  })

  it('takes back the links that it gave', async () => {
    const url = await mountRouter('/waldur')
    const offering = `${url}/waldur/api/marketplace-provider-offerings/${OFFERING}/`

    const made = await fetch(`${url}/waldur/api/marketplace-plans/`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'Night hours', unit: 'month', offering }),
    })

    expect(made.status).toBe(201)
  })

  it('comes after what the app does first: a middleware signs requests in and adds headers', async () => {
    const seen: string[] = []
    const url = await mountRouter('/waldur', (req, res, next) => {
      seen.push(`${req.method} ${req.path}`)
      req.headers.authorization = headers.Authorization
      res.setHeader('X-Team', 'storage')
      next()
    })

    const list = await fetch(`${url}/waldur/api/marketplace-plans/?page_size=2`)
    const missing = await fetch(`${url}/waldur/api/marketplace-plans/${'0'.repeat(32)}/`)

    expect([list.status, list.headers.get('X-Team')]).toEqual([200, 'storage'])
    expect([missing.status, missing.headers.get('X-Team')]).toEqual([404, 'storage'])
    expect(seen).toEqual([
      'GET /waldur/api/marketplace-plans/',
      `GET /waldur/api/marketplace-plans/${'0'.repeat(32)}/`,
    ])
  })

  it('gives its headers as an object to a middleware that takes them from writeHead', async () => {
    const url = await mountRouter('/', (_req, res, next) => {
      const write = res.writeHead.bind(res)
      res.writeHead = (status: number, given: unknown) => {
        for (const [name, value] of Object.entries(given as object)) res.setHeader(name, value)
        return write(status)
      }
      next()
    })

    for (let repeated = 0; repeated < 3; repeated++) {
      const list = await fetch(`${url}/api/marketplace-plans/?page_size=2`, { headers })
      expect(list.headers.get('Content-Type')).toBe('application/json')
      expect(list.headers.get('X-Mock-Id')).toBe(String(repeated + 1))
    }
  })

  it('answers while a test lets time pass by timers of its own', async () => {
    const url = await mountRouter('/')
    vi.useFakeTimers({ toFake: ['setImmediate', 'setTimeout'] })
    try {
      const listed = await new Promise<IncomingMessage>((answered) => {
        get(`${url}/api/marketplace-plans/`, { headers }, answered)
      })
      expect(listed.statusCode).toBe(200)
      listed.resume()
    } finally {
      vi.useRealTimers()
    }
  })

  it('keeps the order of requests that come on one connection before the first is answered', async () => {
    const url = await mountRouter('/')
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    const ask = (target: string, more = '') =>
      `GET ${target} HTTP/1.1\r\nHost: waldur.test\r\n${more}\r\n`

    socket.write(
      ask('/api/marketplace-plans/') + ask('/own') + ask('/api/', 'Connection: close\r\n'),
    )
    const text = (await socket.setEncoding('utf8').toArray()).join('')

    const statuses = text.match(/HTTP\/1\.1 \d+|\r\nmine/g)
    expect(statuses).toEqual(['HTTP/1.1 401', 'HTTP/1.1 200', '\r\nmine', 'HTTP/1.1 404'])
  })

  it('is not asked when a middleware before it has answered', async () => {
    const url = await mountRouter('/', (_req, res) => void res.status(418).send('closed'))

    const list = await fetch(`${url}/api/marketplace-plans/`, { headers })

    expect([list.status, await list.text()]).toEqual([418, 'closed'])
    expect(list.headers.get('X-Mock-Id')).toBeNull()
  })

  it('leaves other paths to the app', async () => {
    const url = await mountRouter('/')

    expect(await (await fetch(`${url}/own`)).text()).toBe('mine')
  })
})
