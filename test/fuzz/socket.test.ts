import { once } from 'node:events'
import { Agent } from 'node:http'
import { brotliCompressSync, deflateSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openDoor, textFrom, TOKEN } from './door.ts'
import type { Door, Got } from './door.ts'

const PLANS = '/api/marketplace-plans/'
const PLAN = `${PLANS}a1b2c3d4-e5f6-7890-abcd-ef1234567890/`
const LIMIT =
  'The request body is larger than 1048576 bytes. Start with a higher --body-limit to allow it.'
const JSON_TYPE = { 'content-type': 'application/json' }
const own = (): string[] => Reflect.ownKeys(Object.prototype).map(String)
const pure = own()

let door: Door
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door.close())

afterEach(async () => {
  expect(door.reports).toEqual([])
  expect((await door.ask(PLAN)).status).toBe(200)
  door.mock.reset()
})

const detail = (body: Buffer): unknown => (JSON.parse(String(body)) as { detail?: unknown }).detail
const patch = (body: string | Uint8Array, headers = {}) =>
  door.ask(PLAN, { method: 'PATCH', body, headers: { ...JSON_TYPE, ...headers } })
const renameTo = (name: string): string => JSON.stringify({ name })
const nameOf = async (): Promise<unknown> =>
  (JSON.parse(String((await door.ask(PLAN)).body)) as { name: unknown }).name

describe('a body that is too large', () => {
  const large = Buffer.alloc(10 * 1024 * 1024, ' ')

  it('is refused with the limit', async () => {
    const { status, body } = await patch(large)

    expect([status, detail(body)]).toEqual([413, LIMIT])
  })

  it('is refused when it comes in chunks of unknown number', async () => {
    const { status, body } = await patch(large, { 'transfer-encoding': 'chunked' })

    expect([status, detail(body)]).toEqual([413, LIMIT])
  })

  it('is allowed up to the last byte of the limit', async () => {
    const { status } = await patch(renameTo('Full').padEnd(1024 * 1024))

    expect(status).toBe(200)
  })
})

describe('a body on a bad way', () => {
  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('is not unpacked when it is packed with %s', async (encoding, pack) => {
    const before = await nameOf()
    const got = await patch(pack(renameTo('Packed')), { 'content-encoding': encoding })

    expect([got.status, await nameOf()]).toEqual([400, before])
    expect(detail(got.body)).toMatch(/^JSON parse error - /)
  })

  it('is read as it is, whatever it says of its packing', async () => {
    await patch(renameTo('Plain'), { 'content-encoding': 'gzip, x-unknown' })

    expect(await nameOf()).toBe('Plain')
  })

  it('may come byte by byte', async () => {
    const socket = await door.socket()
    const text = `PATCH ${PLAN} HTTP/1.1\r\nHost: h\r\nAuthorization: ${TOKEN}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{"name":"Slow"}`
    const got = textFrom(socket)
    for (const sign of text) {
      socket.write(sign)
      await new Promise(setImmediate)
    }

    expect(await got).toMatch(/^HTTP\/1\.1 200 /)
    expect(await nameOf()).toBe('Slow')
  })

  it('that never ends changes nothing', async () => {
    const before = await nameOf()
    const socket = await door.socket()
    socket.write(
      `PATCH ${PLAN} HTTP/1.1\r\nHost: h\r\nAuthorization: ${TOKEN}\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{"name":"Lost"}`,
    )
    socket.destroy()
    await once(socket, 'close')

    expect(await nameOf()).toBe(before)
  })
})

it.each([{ method: 'PATCH', body: '{}', headers: JSON_TYPE }, { method: 'DELETE' }])(
  'a change that cannot be kept is refused and no change: $method',
  async (asked) => {
    const append = () => {
      throw new Error('The disk is full')
    }
    const full = await openDoor({ store: { append, replace: () => undefined } })
    const before = full.mock.state()

    expect((await full.ask(PLAN, asked)).status).toBe(507)
    expect((await full.ask(PLAN)).status).toBe(200)
    expect(full.mock.state()).toBe(before)
    await full.close()
  },
)

describe('a form with parts', () => {
  const form = (text: string, type = 'multipart/form-data; boundary=----WaldurMock7f3a') =>
    door.ask(PLAN, { method: 'PATCH', body: text, headers: { 'content-type': type } })
  const part = (name: string, value: string): string =>
    `------WaldurMock7f3a\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`

  it('is read', async () => {
    await form(`${part('name', 'Parts')}------WaldurMock7f3a--\r\n`)

    expect(await nameOf()).toBe('Parts')
  })

  it('is read without what means something to JavaScript', async () => {
    const names = ['__proto__', 'constructor', 'prototype.polluted', 'name']
    const { status } = await form(
      `${names.map((name) => part(name, 'x')).join('')}------WaldurMock7f3a--\r\n`,
    )

    expect([status, await nameOf()]).toEqual([200, 'x'])
  })

  it('with no parts is an empty one', async () => {
    const before = await nameOf()

    expect([(await form('\0\r\n')).status, await nameOf()]).toEqual([200, before])
  })

  it('with another boundary is read like one without an end, as Django does', async () => {
    await form(part('name', 'Other'), 'multipart/form-data; boundary=y')

    expect(await nameOf()).toBe('Other')
  })

  it('without an end is read to where it ends', async () => {
    expect((await form(part('name', 'Open'))).status).toBe(200)
    expect(await nameOf()).toBe('Open')
  })

  it('with no boundary is refused', async () => {
    expect((await form(part('name', 'No'), 'multipart/form-data')).status).toBe(400)
  })
})

describe('what is not HTTP', () => {
  const get = `GET ${PLAN} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n`

  it.each([
    ['no words', '\r\n\r\n\0\0\0\0'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['an unknown version', `GET ${PLAN} HTTP/9.9\r\nHost: h\r\n\r\n`],
    ['a space in the target', `GET ${PLAN} x HTTP/1.1\r\nHost: h\r\n\r\n`],
    ['NUL in the target', `GET ${PLAN}\0 HTTP/1.1\r\nHost: h\r\n\r\n`],
    ['a byte beyond ASCII in the target', `GET ${PLAN}\xe9 HTTP/1.1\r\nHost: h\r\n\r\n`],
    ['no host', `GET ${PLAN} HTTP/1.1\r\n\r\n`],
    ['a header without colon', `${get}Nonsense\r\n\r\n`],
    ['NUL in a header', `${get}X: a\0b\r\n\r\n`],
    ['a negative length', `${get}Content-Length: -1\r\n\r\n`],
    ['two lengths', `${get}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`],
    ['length and chunks', `${get}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['a broken chunk', `${get}Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n`],
  ])('%s is a 400', async (_, text) => {
    expect(await door.raw(text)).toMatch(/^HTTP\/1\.1 400 /)
  })

  it('headers above 16 KB are a 431', async () => {
    expect(await door.raw(`${get}X: ${'x'.repeat(17_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /)
  })

  it('a tunnel is not opened', async () => {
    expect(await door.raw('CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n')).toBe('')
  })

  it.each(['PROPFIND', 'PURGE', 'M-SEARCH', 'TRACE', 'BREW', 'FOO'])(
    '%s is no method of the API',
    async (method) => {
      const { status, body } = await door.ask(PLAN, { method })

      expect([status, detail(body)]).toEqual([405, `Method "${method}" not allowed.`])
    },
  )

  it('a header of control signs is refused under an unknown method too', async () => {
    const answer = await door.raw(`FOO ${PLAN} HTTP/1.1\r\nHost: h\r\nOrigin: \u0001\r\n\r\n`)

    expect(answer).toBe('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
  })

  const known = `GET ${PLAN} HTTP/1.1\r\nHost: h\r\nAuthorization: ${TOKEN}\r\n\r\n`
  const foo = known.replace('GET', 'FOO')

  it.each([
    ['an unknown method', known, foo, [200, 405]],
    ['an unknown method behind another one', foo, foo, [405]],
    ['what is no HTTP', known, '\u0000\u0000\r\n\r\n', [200, 400]],
  ])('%s waits for its turn behind a late answer', async (_, first, second, statuses) => {
    const slow = await openDoor()
    slow.mock.faults.add({ path: PLAN, latency: { distribution: 'fixed', ms: 50 } })
    const socket = await slow.socket()
    const isAsked = new Promise((resolve) => slow.mock.listen(resolve))
    socket.write(first)
    await isAsked
    socket.write(second)

    const answers = (await textFrom(socket)).matchAll(/HTTP\/1\.1 (\d+)/g)
    expect([...answers].map(([, status]) => Number(status))).toEqual(statuses)
    await slow.close()
  })
})

describe('HTTP that is seldom seen', () => {
  const staff = `Authorization: ${TOKEN}\r\n`
  const last = `${staff}Connection: close\r\n\r\n`

  it('calls in one packet are answered in their order', async () => {
    const heads = ['?page=1', '?page=99', '?page=last'].map(
      (query) => `HEAD ${PLANS}${query} HTTP/1.1\r\nHost: h\r\n`,
    )
    const text = await door.raw(`${heads.join(`${staff}\r\n`)}${last}`)

    expect(text.match(/^HTTP\/1\.1 \d+/gm)).toEqual(
      ['200', '404', '200'].map((s) => `HTTP/1.1 ${s}`),
    )
  })

  it('HTTP/1.0 needs no host', async () => {
    const text = await door.raw(`GET ${PLANS} HTTP/1.0\r\n${last}`)

    expect(text).toMatch(/^HTTP\/1\.1 200 /)
    expect(text).toContain(`<http://localhost:${door.port}${PLANS}>; rel="first"`)
  })

  it('a client that waits may go on', async () => {
    const head = `PATCH ${PLAN} HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: 15\r\n${last}`

    expect(await door.raw(head, '{"name":"Wait"}')).toMatch(/^HTTP\/1\.1 100 .*HTTP\/1\.1 200 /s)
  })

  it('a client that waits with too large a body is refused at once', async () => {
    const head = `PATCH ${PLAN} HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1048577\r\n${last}`

    expect(await door.raw(head)).toMatch(/^HTTP\/1\.1 413 /)
  })

  it.each([
    ['the whole address', `http://elsewhere.test${PLANS}`, 200],
    ['a broken address', 'http://[::/api/', 404],
    ['two slashes', '//elsewhere.test/api/', 404],
    ['broken percent-encoding', `${PLANS}%ZZ/?%=%FF`, 404],
  ])('%s as target', async (_, target, status) => {
    const text = await door.raw(`GET ${target} HTTP/1.1\r\nHost: h\r\n${last}`)

    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  })

  const hosts = [
    'example.org:8443',
    '[::1]:8000',
    'a b',
    '"><script>',
    'a>; rel="first", <http://evil.test',
    'user:secret@evil.test',
    'evil.test/path',
    'evil.test:99999999',
    '__proto__',
    '',
    '\xe9',
    'x'.repeat(9000),
  ]

  it.each(hosts.map((host) => [host.slice(0, 40), host]))(
    'links for the host %s hold nothing but an address',
    async (_, host) => {
      const text = await door.raw(`GET ${PLANS} HTTP/1.1\r\nHost: ${host}\r\n${last}`)
      const [, link = ''] = /^Link: (.*)$/m.exec(text) ?? []
      const address = String.raw`<http://(?:[\w.-]+|\[[\d:a-f]+\])(?::\d{1,5})?${PLANS}(?:\?page=\d+)?>`

      expect(text).toMatch(/^HTTP\/1\.1 200 /)
      expect(link).toMatch(new RegExp(`^(?:${address}; rel="(?:first|next|last)"(?:, |\r?$))+`))
      expect(text).not.toMatch(/<script>|evil\.test\/path|secret/)
    },
  )
})

describe('answers over one connection or many', () => {
  const sizes = { 'accept-encoding': 'gzip' }
  const steady = ({ date: _, connection: __, 'x-mock-id': ___, ...headers }: Got['headers']) =>
    headers

  it.each(['/api/marketplace-plans/usage_stats/', '/api/booking-offerings/', `${PLANS}?page=99`])(
    'HEAD %s says what GET says',
    async (path) => {
      for (const headers of [{}, sizes]) {
        const got = await door.ask(path, { headers })
        const head = await door.ask(path, { headers, method: 'HEAD' })

        expect([head.status, steady(head.headers)]).toEqual([got.status, steady(got.headers)])
        expect([head.body.length, String(got.body.length)]).toEqual([
          0,
          got.headers['content-length'],
        ])
      }
    },
  )

  it.each([
    ['gzip', true],
    ['x-gzip', true],
    ['deflate, gzip;q=0.5', true],
    ['br;q=1.0, gzip;q=0.001', true],
    ['gzip;q=0', false],
    ['gzip; q=0.000, identity', false],
    ['identity', false],
    ['*', false],
    ['br, deflate', false],
    ['', false],
    [undefined, false],
  ])('Accept-Encoding: %s', async (accepted, isPacked) => {
    const headers = accepted === undefined ? {} : { 'accept-encoding': accepted }
    const plain = await door.ask(PLANS)
    const got = await door.ask(PLANS, { headers })
    const text = isPacked ? gunzipSync(got.body) : got.body

    expect(got.headers['content-encoding']).toBe(isPacked ? 'gzip' : undefined)
    expect(text.equals(plain.body)).toBe(true)
  })

  it('a refusal leaves the connection usable, its body read or not', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const body = Buffer.alloc(100_000, ' ')
    const ask = async (path: string, headers = {}) =>
      door.ask(path, { agent, method: 'POST', body, headers: { ...JSON_TYPE, ...headers } })
    const got = [
      await ask(PLANS),
      await ask(PLANS, { authorization: 'Token nobody' }),
      await ask(PLANS, { accept: 'text/html' }),
      await ask(PLANS, { 'content-type': 'text/plain' }),
      await ask(`${PLANS}zzz/archive/`),
      await ask('/api/nowhere/'),
      await ask('/nowhere'),
      await door.ask(PLAN, { agent }),
    ]
    agent.destroy()

    expect(got.map(({ status }) => status)).toEqual([400, 401, 406, 415, 404, 404, 404, 200])
    expect(new Set(got.map(({ from }) => from)).size).toBe(1)
  })

  it('200 calls at once are answered as one by one', async () => {
    const calls: (readonly [number, () => Promise<Got>])[] = [
      [200, () => door.ask(PLANS, { headers: sizes })],
      [200, () => door.ask('/api/booking-offerings/')],
      [200, () => patch(renameTo('At once'))],
      [400, () => patch('{"name":')],
      [404, () => door.ask(`${PLANS}zzz/`)],
      [401, () => door.ask(PLAN, { headers: { authorization: 'Token x' } })],
      [413, () => patch(Buffer.alloc(1_100_000, ' '))],
      [400, () => patch(gzipSync('{}'), { 'content-encoding': 'gzip' })],
    ]
    const many = Array.from({ length: 25 }, () => calls).flat()
    const got = await Promise.all(many.map(([, call]) => call()))

    expect(got.map(({ status }) => status)).toEqual(many.map(([status]) => status))
    expect(await nameOf()).toBe('At once')
  })

  it('no body changes what every object of JavaScript inherits', async () => {
    const bodies = ['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}']
    const forms = ['__proto__[polluted]=1', '__proto__.polluted=1', 'prices.__proto__=1']
    for (const path of [PLAN, `${PLAN}update_prices/`, `${PLANS}?__proto__[polluted]=1`]) {
      const method = path === PLAN ? 'PATCH' : 'POST'
      for (const body of bodies) await door.ask(path, { method, body, headers: JSON_TYPE })
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      for (const body of forms) await door.ask(path, { method, body, headers })
    }

    expect(own()).toEqual(pure)
  })
})
