import type { Express, Request } from 'express'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { mockRouter } from '../../src/http/router.ts'
import type { Handler } from '../../src/http/router.ts'
import { createMockServer } from '../../src/http/server.ts'
import { createMock } from '../../src/doors/index.ts'

const servers: Server[] = []
const headers = { Authorization: 'Token YOUR_API_TOKEN' }

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function startServer(router: Handler): Promise<{ url: string; server: Server }> {
  const server = createMockServer(router)
  servers.push(server)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

describe('The server of the mock', () => {
  it('is an Express app whose requests and responses keep the prototypes they were born with', async () => {
    const born: unknown[] = []
    const used: unknown[] = []
    const { url, server } = await startServer((req, res, next) => {
      used.push(Object.getPrototypeOf(req), Object.getPrototypeOf(res))
      expect(((req as Request).app as Express).request).toBe(Object.getPrototypeOf(req))
      next()
    })
    server.prependListener('request', (req, res) =>
      born.push(Object.getPrototypeOf(req), Object.getPrototypeOf(res)),
    )

    const page = await fetch(`${url}/docs`)

    expect(page.status).toBe(200)
    expect(used).toHaveLength(2)
    expect(used).toEqual(born)
    expect(used.every((prototype, index) => prototype === born[index])).toBe(true)
  })

  it.each(['/api/marketplace-plans/', '/', '/docs', '/openapi.json', '/nowhere'])(
    'says nothing of Express in its answer to %s',
    async (path) => {
      const { url } = await startServer(mockRouter(createMock()))

      const answer = await fetch(url + path, { headers })

      expect(answer.headers.get('X-Powered-By')).toBeNull()
      expect(await answer.text()).not.toContain('Cannot GET')
    },
  )

  it('reads a header as Waldur does under any method: a no-break space is part of it', async () => {
    const { url } = await startServer(mockRouter(createMock()))

    const answers = await Promise.all(
      ['GET', 'FOO'].map((method) =>
        fetch(`${url}/api/marketplace-plans/`, { method, headers: { Authorization: 'Token\xa0' } }),
      ),
    )

    const detail = 'Authentication credentials were not provided.'
    expect(await Promise.all(answers.map((one) => one.json()))).toEqual([{ detail }, { detail }])
  })

  it('answers a preflight to an address of the API that begins with a slash too many', async () => {
    const { url } = await startServer(mockRouter(createMock()))
    const asked = { method: 'OPTIONS', headers: { 'Access-Control-Request-Method': 'POST' } }

    const answers = await Promise.all([
      fetch(`${url}//api/marketplace-plans/`, asked),
      fetch(`${url}//api/marketplace-plans/`, { headers }),
      fetch(`${url}//__mock/state`, { headers }),
    ])

    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404])
  })

  it.each([
    ['throws', () => raise()],
    ['rejects', async () => raise()],
    ['passes its fault on', (_req, _res, next) => next(new Error('at /home/someone/secret.ts'))],
  ] satisfies [string, Handler][])(
    "answers Django's 500 page when what it serves %s",
    async (_, router) => {
      const { url } = await startServer(router)

      const answer = await fetch(`${url}/api/marketplace-plans/`, { headers })
      const text = await answer.text()

      expect(answer.status).toBe(500)
      expect(text).toContain('<h1>Server Error (500)</h1>')
      expect(text).not.toContain('secret.ts')
    },
  )
})

function raise(): never {
  throw new Error('at /home/someone/secret.ts')
}
