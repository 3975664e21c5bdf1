import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGzip } from 'node:zlib'
import { expect, it } from 'vitest'
import { readEverything, runVerify, startVerify } from './startVerify.ts'
import { startTarget } from './startTarget.ts'

type Handler = (req: IncomingMessage, res: ServerResponse) => void

/** A server that answers the first look with an empty list, and is bad from then on. */
async function bad(handler: Handler): Promise<string> {
  let nth = 0
  const server = createServer((req, res) => {
    if (nth++ === 0) return void json(res, [])
    return handler(req, res)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const json = (res: ServerResponse, value: unknown, status = 200) =>
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))

const drip: Handler = (_req, res) => {
  res.writeHead(200, { 'Content-Type': 'application/json' })
  const drops = setInterval(() => res.write(' '), 50)
  res.on('close', () => clearInterval(drops))
}

/** Writes until nobody listens any more. */
function flood(res: ServerResponse, packed: boolean): void {
  const coding = packed ? { 'Content-Encoding': 'gzip' } : {}
  res.writeHead(200, { 'Content-Type': 'application/json', ...coding })
  const sink = packed ? createGzip({ level: 9 }) : res
  if (packed) (sink as ReturnType<typeof createGzip>).pipe(res)
  const part = Buffer.alloc(100_000, ' ')
  const more = () => {
    while (!res.destroyed && sink.write(part));
  }
  sink.on('drain', more)
  more()
}

const ONE = ['--read-only', '--only', 'document.marketplace_plans_list', '--retries', '0']

it.concurrent('verify --timeout bounds the whole answer, not the pause between its bytes', async () => {
  const { code, text } = await runVerify(await bad(drip), [...ONE, '--timeout', '1', '--fail-fast'])

  expect(text).toMatch(
    /gives no answer any more \(none came: it was not whole within 1 s \(--timeout\)\)/,
  )
  expect(code).toBe(2)
})

it.concurrent.each([
  ['as it is', false],
  ['packed', true],
])(
  'verify --answer-limit bounds the size of an answer, sent %s, and names itself',
  async (_name, packed) => {
    const url = await bad((_req, res) => flood(res, packed))
    const args = [...ONE, '--answer-limit', '1', '--fail-fast']
    const { code, text } = await runVerify(
      url,
      packed ? [...args, '--header', 'Accept-Encoding: gzip'] : args,
    )

    expect(text).toMatch(/none came: it is larger than 1 MB \(--answer-limit\)/)
    expect(code).toBe(2)
  },
)

it.concurrent('Ctrl-C ends what verify waits for within a second', async () => {
  let [waits, cut] = [() => {}, () => {}]
  const isWaiting = new Promise<void>((resolve) => (waits = resolve))
  const isCut = new Promise<void>((resolve) => (cut = resolve))
  const url = await bad((_req, res) => {
    res.on('close', cut)
    waits()
  })
  const run = startVerify([url, ...ONE], { env: { WALDUR_TOKEN: 'YOUR_API_TOKEN' } })
  await isWaiting
  const before = Date.now()
  run.child.kill('SIGINT')
  await isCut
  expect(Date.now() - before).toBeLessThan(3000)

  const { code, text } = await run.ended
  expect(text).toMatch(/interrupted: /)
  expect(text).not.toMatch(/✗ /)
  expect(code).toBe(2)
})

it.concurrent('Ctrl-C ends the first look too', async () => {
  let waiting: () => void = () => undefined
  const isWaiting = new Promise<void>((resolve) => (waiting = resolve))
  const server = createServer(() => waiting())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const run = startVerify([url, ...ONE], { env: { WALDUR_TOKEN: 'YOUR_API_TOKEN' } })
  await isWaiting
  run.child.kill('SIGINT')
  const { code, text } = await run.ended

  expect(text).toMatch(/Stopped before any contract was held\.\n$/)
  expect(code).toBe(2)
})

const PASSWORD = 'Tr0ub4dor-and-3'
const BASIC = Buffer.from(`robot:${PASSWORD}`).toString('base64')
const COOKIE = 'q7Zr2LmN0pX'
const HOSTILE =
  '\u001B[2J\r::error::boo\u2028::stop-commands::x\n##[group]y \u202E section_start:1:x\r'

it.concurrent('what a server repeats of a header, in part or spelt otherwise, is in no report', async () => {
  const spelt = [BASIC, BASIC.toLowerCase(), PASSWORD, COOKIE, COOKIE.toUpperCase()]
  const said = [...spelt, encodeURIComponent(BASIC), Buffer.from(COOKIE).toString('base64')].join(
    ' ',
  )
  const { url } = await startTarget({
    instead: (_req, res, nth) => {
      if (nth > 2) json(res, [{ [said]: said, name: `${HOSTILE} ${said}` }])
      return nth > 2
    },
  })
  const reports = ['json', 'junit', 'html', 'sarif', 'markdown'].flatMap((name) => [
    `--${name}`,
    name,
  ])
  const headers = [`Proxy-Authorization: Basic ${BASIC}`, `Cookie: a=b; session=${COOKIE}`]
  const { text, dir, code } = await runVerify(url, [
    '--read-only',
    '--only',
    'document.,lists.pages',
    ...headers.flatMap((line) => ['--header', line]),
    ...reports,
  ])

  expect(code, text).toBe(1)
  for (const all of [text, readEverything(dir)])
    for (const secret of said.split(' ')) expect(all).not.toContain(secret)
  expect(text).not.toMatch(/[^\P{Cc}\n]|[\u2028\u202E]|^\s*::|##\[|section_start:/mu)
})
