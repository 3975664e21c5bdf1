import connect from 'connect'
import express5 from 'express'
import express4 from 'express4'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createServer as createViteServer } from 'vite'
import { mockRouter } from '../../src/doors/express.ts'
import { createMock } from '../../src/doors/index.ts'

const headers = { Authorization: 'Token YOUR_API_TOKEN' }
const PLANS = '/api/marketplace-plans/'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function listen(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const router = () => mockRouter(createMock())

/** Everything that mounts handlers at a path, with the mock at /waldur. */
const hosts: Readonly<Record<string, () => Promise<RequestListener>>> = {
  'Express 5': async () => express5().use('/waldur', router()),
  'Express 4': async () => express4().use('/waldur', router()) as unknown as RequestListener,
  connect: async () => connect().use('/waldur', router()),
  'the middlewares of Vite': async () => {
    const vite = await createViteServer({
      configFile: false,
      server: { middlewareMode: true, ws: false },
      appType: 'custom',
      logLevel: 'silent',
    })
    closers.push(() => vite.close())
    return vite.middlewares.use('/waldur', router())
  },
}

/** The links of a page of plans: of rows, to other pages, and of a redirect. */
async function readLinks(url: string, more: Readonly<Record<string, string>> = {}) {
  const sent = { headers: { ...headers, ...more }, redirect: 'manual' } as const
  const list = await fetch(`${url}${PLANS}?page_size=2`, sent)
  const [plan] = (await list.json()) as { url: string; offering: string }[]
  const [, next = ''] = /<([^>]+)>; rel="next"/.exec(list.headers.get('Link') ?? '') ?? []
  const redirect = await fetch(`${url}${PLANS.slice(0, -1)}`, sent)
  return { row: plan?.url ?? '', next, location: redirect.headers.get('Location') ?? '' }
}

describe('links of the mock lead back to it', () => {
  it.each(Object.entries(hosts))('where %s has mounted it', async (_name, make) => {
    const url = `${await listen(await make())}/waldur`

    const { row, next, location } = await readLinks(url)

    expect(row.startsWith(`${url}${PLANS}`)).toBe(true)
    expect(next.startsWith(`${url}${PLANS}?page=2`)).toBe(true)
    expect(location).toBe(`/waldur${PLANS}`)
    for (const link of [row, next]) expect((await fetch(link, { headers })).status).toBe(200)
  })
})

describe('behind a proxy', () => {
  it.each([
    [{ 'X-Forwarded-Proto': 'https' }, 'https://HOST'],
    [{ 'X-Forwarded-Proto': 'https, http' }, 'https://HOST'],
    [{ 'X-Forwarded-Host': 'staging.example' }, 'http://staging.example'],
    [
      { 'X-Forwarded-Host': 'staging.example:8443, inner', 'X-Forwarded-Proto': 'https' },
      'https://staging.example:8443',
    ],
    [{ 'X-Forwarded-Prefix': '/waldur' }, 'http://HOST/waldur'],
    [{ 'X-Forwarded-Prefix': '/a/b/' }, 'http://HOST/a/b'],
    [{ 'X-Forwarded-Host': 'bad host<', 'X-Forwarded-Prefix': '//evil.example"' }, 'http://HOST'],
  ])('that says %j, links begin with %s', async (said, start) => {
    const url = await listen(express5().use(router()))

    const { row, next } = await readLinks(url, said)

    const begin = start.replace('HOST', new URL(url).host)
    expect(row.startsWith(`${begin}${PLANS}`), row).toBe(true)
    expect(next.startsWith(`${begin}${PLANS}?page=2`), next).toBe(true)
  })
})
