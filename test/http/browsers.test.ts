import { readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/doors/client.ts'
import { serve } from '../../src/doors/index.ts'
import type { Served } from '../../src/doors/index.ts'
import { selfSigned } from './selfSigned.ts'

const APP = 'http://app.example'
const PLANS = '/api/marketplace-plans/'
const STAFF = { Authorization: 'Token YOUR_API_TOKEN' }

let served: Served
beforeAll(async () => {
  served = await serve({ control: { cors: ['http://let-in.example'] } })
})
afterAll(() => served.stop())

const ask = (path: string, headers: Record<string, string>, method = 'GET') =>
  fetch(served.url + path, { method, headers })

const ownNames = ({ headers }: Response) => headers.get('access-control-expose-headers') ?? ''
const readAllowed = ({ headers }: Response) => headers.get('access-control-allow-origin')

const preflight = (names: string, more: Record<string, string> = {}) =>
  ask(
    PLANS,
    {
      Origin: APP,
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': names,
      ...more,
    },
    'OPTIONS',
  )

describe('A page of another origin', () => {
  it.each([
    ['a list', PLANS, STAFF, 200],
    ['a refusal', PLANS, {}, 401],
    ['an address of nothing', '/api/nothing-here/', STAFF, 404],
    ['a login', '/api-auth/password/', {}, 401],
    ['a redirect', '/api/marketplace-plans', STAFF, 301],
  ])('reads %s, and what the mock says of it', async (_, path, headers, status) => {
    const answer = await fetch(served.url + path, {
      headers: { Origin: APP, ...headers },
      redirect: 'manual',
    })

    expect(answer.status).toBe(status)
    expect(readAllowed(answer)).toBe('*')
    for (const name of ['Link', 'X-Result-Count', 'X-Mock-Id', 'X-Mock-Fault'])
      expect(ownNames(answer)).toContain(name)
  })

  it('reads what a fault makes of an answer, and the fault spares the preflight before it', async () => {
    served.mock.faults.add({ status: 503, times: 1 })

    expect((await preflight('authorization')).status).toBe(200)
    const answer = await ask(PLANS, { Origin: APP, ...STAFF })

    expect(answer.status).toBe(503)
    expect(readAllowed(answer)).toBe('*')
    expect(ownNames(answer)).toContain('X-Mock-Fault')
  })

  it('is told the same each time, and another page something of its own', async () => {
    const cookie = { Cookie: 'a=b' }
    const tell = async (headers: Record<string, string>) => {
      const answer = await ask(PLANS, { 'Accept-Encoding': 'identity', ...STAFF, ...headers })
      const [own, vary] = [readAllowed(answer) + ownNames(answer), answer.headers.get('vary')]
      const [coding, { length }] = [answer.headers.get('content-encoding'), await answer.text()]
      return JSON.stringify([own, vary, coding, length > 0])
    }
    const callers: Record<string, string>[] = [
      {},
      { Origin: APP },
      { Origin: APP, ...cookie },
      { Origin: 'http://b.example', ...cookie },
      { 'Accept-Encoding': 'gzip' },
      { Origin: APP, 'Accept-Encoding': 'gzip' },
    ]
    const rounds: string[][] = []
    for (let round = 0; round < 3; round++) {
      rounds.push([])
      for (const one of callers) rounds[round]?.push(await tell(one), await tell(one))
    }

    expect(rounds[1]).toEqual(rounds[0])
    expect(rounds[2]).toEqual(rounds[0])
    expect(new Set(rounds[0]).size).toBe(callers.length)
    expect(rounds[0]?.[4]).toContain(APP)
    expect(rounds[0]?.[6]).toContain('http://b.example')
  })

  it('reads a body that is too large to be read', async () => {
    const answer = await fetch(served.url + PLANS, {
      method: 'POST',
      headers: { Origin: APP, ...STAFF },
      body: 'x'.repeat(1_100_000),
    })

    expect(answer.status).toBe(413)
    expect(ownNames(answer)).toContain('X-Mock-Id')
  })

  it('may send the headers of the mock, and those of Waldur', async () => {
    const answer = await preflight('authorization, x-mock-sandbox')

    const names = answer.headers.get('access-control-allow-headers') ?? ''
    for (const name of ['Authorization', 'sentry-trace', 'X-Mock-Sandbox', 'X-Mock-Snapshot'])
      expect(names).toContain(name)
  })

  it.each([
    ['a cookie', { Cookie: 'mock-sandbox=main' }],
    ['a sandbox', { 'X-Mock-Sandbox': 'main' }],
    ['the site that a browser names', { 'Sec-Fetch-Site': 'same-site' }],
  ])('is named where credentials may come along: with %s', async (_, headers) => {
    const answer = await ask(PLANS, { Origin: APP, ...STAFF, ...headers })

    expect(readAllowed(answer)).toBe(APP)
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
    expect(answer.headers.get('vary')).toContain('Origin')
  })

  it('is told as Waldur tells it, without credentials', async () => {
    const answer = await preflight('authorization')

    expect(readAllowed(answer)).toBe('*')
    expect(answer.headers.get('access-control-allow-headers')).not.toContain('X-Mock')
  })

  it('opens no sandbox from another site, not even by a preflight, and reads why', async () => {
    const answer = await ask(`/s/mine${PLANS}`, { Origin: APP, 'Sec-Fetch-Site': 'cross-site' })

    expect(answer.status).toBe(403)
    expect(readAllowed(answer)).toBe(APP)
    expect(await answer.json()).toHaveProperty('detail', expect.stringContaining('--cors'))
    await ask(`/s/mine${PLANS}`, { Origin: APP, 'Access-Control-Request-Method': 'GET' }, 'OPTIONS')
    expect(served.mock.sandboxes.names()).toEqual([])
  })

  it('uses the control, and reads its refusals, when its origin was let in', async () => {
    const mine = { Origin: 'http://let-in.example' }

    expect(readAllowed(await ask('/__mock/clock', mine))).toBe(mine.Origin)
    expect(readAllowed(await ask('/__mock/why/none', mine))).toBe(mine.Origin)
    expect(readAllowed(await ask('/__mock/clock', { Origin: APP }))).toBe(null)
  })
})

describe('A reset', () => {
  it('brings back data, clock and faults, and says so', async () => {
    const control = connect(served.url)
    await control.clock.change({ advance: 'P1M' })
    await control.faults.use('maintenance')

    expect(await control.reset()).toEqual(['data', 'clock', 'faults'])

    expect(await control.faults.list()).toEqual([])
    expect((await control.clock.get()).real).toBe(true)
  })

  it('of the data alone leaves the rest', async () => {
    const control = connect(served.url)
    await control.faults.use('calendar-fails')
    await control.clock.freeze()

    expect(await control.reset('data')).toEqual(['data'])

    expect(await control.faults.list()).toHaveLength(1)
    expect((await control.clock.get()).speed).toBe(0)
    expect(await control.reset('clock')).toEqual(['clock'])
    expect(await control.reset('faults')).toEqual(['faults'])
    expect(served.mock.reset('data', 'clock')).toEqual(['data', 'clock'])
  })
})

describe('A fault for an operation', () => {
  it.each([
    ['marketplace_plans_lst', 'Is it "marketplace_plans_list"?'],
    ['xyz', 'There are: '],
  ])('that is written %s is refused, with what is nearest', async (operation, cure) => {
    const answer = await fetch(`${served.url}/__mock/faults`, {
      method: 'POST',
      body: JSON.stringify({ operation, status: 500 }),
    })

    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain(JSON.stringify(cure).slice(1, -1))
    expect(served.mock.faults.list()).toEqual([])
  })

  it('of a neighbour is known', () => {
    const { id } = served.mock.faults.add({ operation: 'customers_list' as never, status: 500 })

    expect(served.mock.faults.list()).toHaveLength(1)
    served.mock.faults.remove(id ?? '')
  })
})

describe('The file of the start data', () => {
  const file = join(tmpdir(), `waldur-mock-watched-${process.pid}.json`)
  const write = (fixture: unknown) => writeFile(file, JSON.stringify(fixture))
  const names = ({ mock }: Served) => [...mock.state().customers.rows.valuesArray()].map(nameOf)
  const nameOf = ({ name }: { readonly name: string }) => name
  const customer = (name: string) => ({
    customers: [{ uuid: 'ab'.repeat(16), name }],
  })
  afterAll(() => rm(file, { force: true }))

  it('is read anew by a reset, and refuses it when it has become faulty', async () => {
    await write(customer('First'))
    const one = await serve({ data: file })
    await write(customer('Second'))

    expect(names(one)).toEqual(['First'])
    one.mock.reset()
    expect(names(one)).toEqual(['Second'])
    await write({ customers: 3 })
    expect(() => one.mock.reset()).toThrow(/customers/)
    expect(names(one)).toEqual(['Second'])
    await one.stop()
  })

  it('is followed with --watch, and a faulty one is told of', async () => {
    await write(customer('First'))
    const lines: string[] = []
    const one = await serve({ data: file, watch: true, report: (line) => void lines.push(line) })

    await write(customer('Second'))
    await expect.poll(() => names(one)).toEqual(['Second'])
    await write({ customers: 3 })
    await expect.poll(() => lines.join()).toContain('stays as it was')
    expect(names(one)).toEqual(['Second'])
    await one.stop()
  })
})

describe('HTTPS', () => {
  const read = (url: string, ca: string) =>
    new Promise<string>((resolve, reject) => {
      const sent = request(url, { ca, headers: STAFF, agent: false }, async (answer) => {
        answer.setEncoding('utf8')
        let text = ''
        for await (const part of answer) text += String(part)
        resolve(text)
      })
      sent.on('error', reject).end()
    })

  it('is spoken by a certificate made on the spot, which is gone at the end', async () => {
    const one = await serve({ tls: true })
    const certificate = one.certificate ?? ''
    const ca = await readFile(certificate, 'utf8')

    expect(one.url).toMatch(/^https:/)
    const [first] = JSON.parse(await read(one.url + PLANS, ca)) as { url: string }[]
    expect(first?.url).toContain(one.url)
    await one.stop()
    await expect(readFile(certificate)).rejects.toThrow('ENOENT')
  })

  it('is spoken by a certificate of your own', async () => {
    const [cert, key] = ['cert', 'key'].map((name) => join(tmpdir(), `${process.pid}-${name}.pem`))
    if (cert === undefined || key === undefined) throw new Error('no names')
    await writeFile(cert, selfSigned.cert)
    await writeFile(key, selfSigned.key)
    const one = await serve({ cert, key })

    expect(await read(`${one.url}/__mock/health`, selfSigned.cert)).toContain('"ok"')
    await one.stop()
    await expect(serve({ cert })).rejects.toThrow('--cert and --key go together')
    await expect(serve({ cert, key: cert })).rejects.toThrow("HTTPS can't start")
    await Promise.all([cert, key].map((file) => rm(file)))
  })
})
