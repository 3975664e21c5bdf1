import { describe, expect, it } from 'vitest'
import { selfSigned } from '../../http/selfSigned.ts'
import { listen, passOn, startProxy } from '../../http/startProxy.ts'
import { changeJson } from '../../mutants/mutant.ts'
import { startTarget } from '../startTarget.ts'
import { runVerify } from '../startVerify.ts'
import { holdTo } from './holdTo.ts'

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
