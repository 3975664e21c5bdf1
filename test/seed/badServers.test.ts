import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGzip } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { apply, planSeed, undo } from '../../src/seed/remote/seedRun.ts'
import { importServer } from '../../src/seed/import/importServer.ts'
import { commandIn } from '../cli/command.ts'
import { CRYO, home, ORDER, plansIn, settingsFor, site, STAFF } from './seeding.ts'
import type { Site } from './seeding.ts'

type Handler = (url: URL, res: ServerResponse, req: IncomingMessage) => void

const servers: (Server | Site)[] = []

afterEach(() => {
  for (const one of servers.splice(0)) {
    if ('closeAllConnections' in one) one.closeAllConnections()
    one.close()
  }
})

/** A server that asks for a token as Waldur does, and is bad from then on. */
async function bad(handler: Handler): Promise<string> {
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? '', 'http://bad')
    if (req.headers.authorization === undefined) return json(res, { detail: 'No token.' }, 401)
    if (url.searchParams.get('page_size') === '1') return json(res, [])
    handler(url, res, req)
  }).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function json(res: ServerResponse, value: unknown, status = 200, more: object = {}): void {
  res.writeHead(status, { 'Content-Type': 'application/json', ...more }).end(JSON.stringify(value))
}

const uuid = () => randomBytes(16).toString('hex')
const NEXT = { Link: '<http://bad/?page=2>; rel="next"' }
const rows = (count: number) => Array.from({ length: count }, () => ({ uuid: uuid(), name: 'x' }))
const isList = ({ pathname }: URL) => /^\/api\/[\w-]+\/(?:usage_stats\/)?$/.test(pathname)
const page = rows(3)

const PLAN = {
  uuid: uuid(),
  name: 'Plan',
  organization_groups: [{ uuid: uuid(), name: 'Group' }],
}

/** Lists of one plan; whatever is asked for by uuid leads on to another. */
const leading =
  (key: 'parent_uuid' | 'parent', next: (own: string) => string): Handler =>
  (url, res) => {
    const own = url.pathname.split('/').at(-2) ?? ''
    if (url.pathname.startsWith('/api/marketplace-plans/'))
      return json(res, isList(url) ? [{ ...PLAN, offering: `/x/${PLAN.uuid}/` }] : {})
    json(res, isList(url) ? [] : { uuid: own, name: own, [key]: next(own) })
  }

const ENDLESS: readonly (readonly [string, Handler, RegExp, seconds?: number])[] = [
  [
    'always has a next page, the same',
    (_url, res) => json(res, page, 200, NEXT),
    /came before, and/,
  ],
  ['always has a next page, empty', (_url, res) => json(res, [], 200, NEXT), /has no end: page 2 /],
  [
    'always has another next page',
    (_url, res) => json(res, rows(1), 200, NEXT),
    /has no end: there are more than 1000 pages/,
  ],
  [
    'turns in a circle of pages',
    (url, res) => json(res, page.slice(Number(url.searchParams.get('page')) % 2), 200, NEXT),
    /has no end: page 3 is one that came before/,
  ],
  [
    'sends three million rows at once',
    (_url, res) => {
      res.writeHead(200, { 'Content-Type': 'application/json' }).write('[')
      const more = () => {
        while (
          !res.destroyed &&
          res.write('{"uuid":"a1b2c3d4e5f67890abcdef1234567890"},'.repeat(999))
        );
      }
      res.on('drain', more)
      more()
    },
    /has sent more than 8 MB, .*--read-limit <megabytes> lets it send more/,
  ],
  [
    'sends a few bytes that unpack to gigabytes',
    (_url, res) => {
      res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
      const packed = createGzip({ level: 9 })
      packed.pipe(res)
      const zeros = Buffer.alloc(1_000_000, ' ')
      const more = () => {
        while (!res.destroyed && packed.write(zeros));
      }
      packed.on('drain', more)
      more()
    },
    /has sent more than 8 MB/,
  ],
  [
    'never ends a body, byte by byte',
    (_url, res) => {
      res.writeHead(200, { 'Content-Type': 'application/json' })
      const drip = setInterval(() => res.write(' '), 20)
      res.on('close', () => clearInterval(drip))
    },
    /gives no answer \(none within 0\.3 s, see --timeout\)/,
    0.3,
  ],
  [
    'leads from parent to parent, each a new one',
    leading('parent_uuid', uuid),
    /leads from one offering to the next more than 20 times/,
  ],
  [
    'leads from group to group, each a new one',
    leading('parent', uuid),
    /leads from one organisation to the next more than 20 times/,
  ],
]

describe('import of a server without an end', () => {
  it.each(ENDLESS.map(([name, ...one]) => [name, one] as const))(
    'that %s ends with a line that says the cure, in little memory',
    async (_name, [handler, text, timeout = 60]) => {
      const target = await bad(handler)
      const before = process.memoryUsage.rss()
      const from = { target, token: STAFF, rate: 1e6, readLimit: 8, timeout, retries: 1 }
      const error = await importServer(from).then(String, (fault: unknown) => fault)

      expect(error).toMatchObject({ name: 'UsageError', message: expect.stringMatching(text) })
      expect((error as Error).message).not.toContain('\n')
      expect(process.memoryUsage.rss() - before).toBeLessThan(300e6)
    },
    120_000,
  )

  it('that has a circle of parents is refused by the command with 2, and nothing is written', async () => {
    const target = await bad(leading('parent', (own) => own))
    const args = ['import', '--from', target, '-o', 'x.json', '--rate', '9999']
    const { code, err } = await commandIn({ cwd: home(), env: { WALDUR_TOKEN: STAFF } }, ...args)

    expect(err).toMatch(/holds what can't be served: .*parent/)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
    expect(code).toBe(2)
  })

  it('ends seed too', async () => {
    const target = await bad((_url, res) => json(res, page, 200, NEXT))
    await expect(planSeed(settingsFor(target), ORDER)).rejects.toThrow(/has no end: page 2/)
  })
})

describe('Hostile texts of a server', () => {
  const SECRET = 'our-secret-token-42'
  const HOSTILE = `\u001B[2J\r::error::boo\u2028::stop-commands::x\n##[group]y \u202E section_start:1:x ${SECRET}`

  it('reach neither the terminal nor the log, in no message of seed and import', async () => {
    const name = { name: HOSTILE, uuid: CRYO, type: 'Marketplace.Booking', components: [] }
    const handlers: Handler[] = [
      (_url, res) => json(res, { detail: HOSTILE }, 400),
      (_url, res) => json(res, { detail: HOSTILE }, 401),
      (url, res) => (isList(url) ? json(res, []) : json(res, name)),
      (_url, res) => res.writeHead(500, { 'Content-Type': 'text/html' }).end('<html><h1>x</h1>'),
    ]
    for (const handler of handlers) {
      const target = await bad(handler)
      const around = { cwd: home(), env: { WALDUR_TOKEN: SECRET } }
      const said = [
        await commandIn(around, 'seed', 'plan', '--target', target, '--offering', CRYO),
        await commandIn(around, 'import', '--from', target, '-o', 'x.json'),
      ]
      for (const { out, err } of said) {
        const text = out + err
        expect(text).not.toBe('')
        expect(text).not.toMatch(/[^\P{Cc}\n]|[\u2028\u202E]|^\s*::|##\[|section_start:|<h1>/mu)
        expect(text).not.toContain(SECRET)
      }
    }
  }, 60_000)

  it('say what the server said all the same, though the token has one letter only', async () => {
    const target = await bad((_url, res) => json(res, { detail: 'Nothing to see here.' }, 400))
    await expect(planSeed(settingsFor(target, { token: 'e' }), ORDER)).rejects.toThrow(
      /answers 400 instead of a list: \{"detail":"Nothing to see here\."\}/,
    )
  })
})

/** A proxy before a shop that fails now and then, after or before the request has got through. */
async function faulty(
  shop: Site,
  fails: (nth: number, method: string) => 'before' | 'after' | null,
) {
  let nth = 0
  const proxy = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const fault = fails(nth++, req.method ?? '')
      if (fault === 'before') return void res.socket?.destroy()
      const { authorization = '' } = req.headers
      void fetch(shop.url + req.url, {
        method: req.method ?? 'GET',
        headers: { ...(authorization && { authorization }), 'Content-Type': 'application/json' },
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      }).then(async (answer) => {
        const text = await answer.text()
        if (fault === 'after')
          return res.writeHead(502, { 'Content-Type': 'text/html' }).end('<html>')
        const link = answer.headers.get('link')
        const type = answer.headers.get('content-type')
        res.writeHead(answer.status, {
          ...(type && { 'Content-Type': type }),
          ...(link && { Link: link }),
        })
        return res.end(text)
      })
    })
  }).listen(0, '127.0.0.1')
  servers.push(proxy)
  await new Promise((resolve) => proxy.once('listening', resolve))
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
}

describe('seed against a server that fails now and then', () => {
  it.each([
    ['cuts every fifth request before it gets through', 'before'],
    ['answers 502 to every fifth request, though it got through', 'after'],
  ] as const)(
    'that %s makes each plan once, and takes all away again',
    async (_name, fault) => {
      const shop = await site()
      servers.push(shop)
      const before = plansIn(shop)
      const target = await faulty(shop, (nth) => (nth > 1 && nth % 5 === 0 ? fault : null))
      const settings = settingsFor(target)

      expect(await apply(settings, ORDER)).toMatchObject({ made: 4, left: 0 })
      const ours = plansIn(shop).filter(({ backend_id: tag }) => tag.startsWith('WM-'))
      expect(ours.map(({ backend_id: tag }) => tag).sort()).toEqual(
        [1, 2, 3, 4].map((n) => `WM-l5-${n}`),
      )
      expect(await apply(settings, ORDER)).toMatchObject({ made: 0, changed: 0, kept: 4 })
      expect(await undo(settings)).toMatchObject({ delete: 4 })
      expect(plansIn(shop)).toEqual(before)
    },
    60_000,
  )
})
