import { createServer, request } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { selfSigned } from '../../http/selfSigned.ts'
import { changeJson } from '../../mutants/mutant.ts'
import { startTarget } from '../startTarget.ts'
import { runVerify } from '../startVerify.ts'
import { holdTo } from './holdTo.ts'

async function listen(listener: (req: IncomingMessage, res: ServerResponse) => void) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** Passes a request on, with other headers and another path. */
const passOn = (req: IncomingMessage, res: ServerResponse, to: URL, headers: object = {}): void => {
  const sent = { ...req.headers, ...headers }
  req.pipe(
    request(to, { method: req.method, headers: sent }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(res)
    }),
  )
}

/** A proxy as HTTP_PROXY and HTTPS_PROXY name one; it notes what it was asked for. */
async function startProxy() {
  const asked: string[] = []
  const { server, url } = await listen((req, res) => {
    asked.push(`${req.method} ${req.url}`)
    passOn(req, res, new URL(req.url ?? ''))
  })
  server.on('connect', ({ url: to = '' }, socket) => {
    asked.push(`CONNECT ${to}`)
    const [host = '', port] = to.split(':')
    const beyond = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      beyond.pipe(socket).pipe(beyond)
    })
    for (const one of [beyond, socket]) one.on('error', () => undefined)
  })
  return { url, asked }
}

const ONE = ['--read-only', '--only', 'lists.empty.plans']

describe('a proxy of the environment', () => {
  it('is asked for a server, with a password that is shown nowhere, and not where NO_PROXY says so', async () => {
    const { url } = await startTarget()
    const proxy = await startProxy()
    const HTTP_PROXY = proxy.url.replace('//', '//user:sesame-12345@')

    const through = await runVerify(url, ONE, { env: { HTTP_PROXY } })
    const before = proxy.asked.length
    const past = await runVerify(url, ONE, { env: { HTTP_PROXY, NO_PROXY: '127.0.0.1' } })

    expect([through.code, past.code], through.text + past.text).toEqual([0, 0])
    expect(before).toBeGreaterThan(3)
    expect(proxy.asked).toHaveLength(before)
    expect(through.text).not.toContain('sesame')
  })

  it('leads to a server with a certificate, too', async () => {
    const { url } = await startTarget({ secure: selfSigned })
    const proxy = await startProxy()

    const args = [...ONE, '--insecure']
    const { code, text } = await runVerify(url, args, { env: { HTTPS_PROXY: proxy.url } })

    expect(code, text).toBe(0)
    expect(proxy.asked[0]).toBe(`CONNECT ${new URL(url).host}`)
  })
})

describe('a gateway with a password of its own', () => {
  it('is given it in the address, before the token, and nobody else sees it', async () => {
    const { url } = await startTarget()
    const password = Buffer.from('robot:open-sesame-9').toString('base64')
    const gateway = await listen((req, res) => {
      const [basic, token = ''] = (req.headers.authorization ?? '').split(', ')
      if (basic !== `Basic ${password}`) return void res.writeHead(401).end()
      passOn(req, res, new URL(`${url}${req.url}`), { authorization: token })
    })

    const address = gateway.url.replace('//', '//robot:open-sesame-9@')
    const { code, text } = await runVerify(address, ['--read-only', '--only', 'lists.count.plans'])

    expect(code, text).toBe(0)
    expect(text).not.toContain('sesame')
  })
})

describe('a server under a path', () => {
  const startUnder = async (target: string) =>
    `${
      (
        await listen((req, res) => {
          const path = (req.url ?? '').replace(/^\/waldur/, '')
          const headers = { 'x-forwarded-prefix': '/waldur' }
          passOn(req, res, new URL(`${target}${path}`), headers)
        })
      ).url
    }/waldur`

  const ONLY = [
    'links.',
    'lists.link',
    'plans.create-location',
    'booking.',
    'routing.slash',
    'fields.',
  ]

  it('is held to links under that path', async () => {
    const { url } = await startTarget()

    const { findings } = await holdTo(await startUnder(url), ONLY)

    expect(findings.map(({ contract, expected, seen }) => [contract, expected, seen])).toEqual([])
  })

  it('is found out where a link leaves it', async () => {
    const { url } = await startTarget({
      wrap: changeJson(
        ({ target }, { status }) => status === 200 && target.startsWith('/api/booking-offerings/'),
        (json) =>
          JSON.parse(
            JSON.stringify(json).replaceAll('/waldur/api/customers/', '/api/customers/'),
          ) as unknown,
      ),
    })

    const { broken } = await holdTo(await startUnder(url), ['links.shape.bookings'])

    expect(broken).toEqual(['links.shape.bookings'])
  })
})

it('every request says who asks, and in which language', async () => {
  const { url, asked } = await startTarget()

  await holdTo(url, ['lists.count.plans'])

  for (const { headers } of asked)
    expect([headers['user-agent'], headers['accept-language']]).toEqual([
      'waldur-mock verify',
      'en',
    ])
})
