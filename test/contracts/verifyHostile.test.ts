import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const CLI = join(import.meta.dirname, '../../dist/cli.js')
const TOKEN = 'a-secret-token'

type Handler = (req: IncomingMessage, res: ServerResponse, nth: number) => void

/** Runs verify against a server of a few lines. */
async function verifyHandler(handler: Handler, ...options: string[]) {
  let nth = 0
  const asked: string[] = []
  const server = createServer((req, res) => {
    asked.push(`${req.method} ${req.url}`)
    handler(req, res, nth++)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const ended = await runCommand(url, '--read-only', '--token', TOKEN, ...options)
  server.closeAllConnections()
  server.close()
  return { ...ended, asked }
}

function runCommand(...args: string[]): Promise<{ code: number | null; text: string }> {
  const dir = mkdtempSync(join(tmpdir(), 'verify-'))
  const child = spawn(process.execPath, [CLI, 'verify', ...args, '--dir', dir], { cwd: dir })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (text += String(chunk)))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, text })))
}

const answerJson = (res: ServerResponse, value: unknown) => {
  res.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
}

/** The first look is answered well, so that the run begins; then comes the fault. */
const answerAfter =
  (fault: Handler): Handler =>
  (req, res, nth) =>
    nth === 0 ? answerJson(res, []) : fault(req, res, nth)

const ONE = ['--only', 'document.', '--timeout', '1', '--retries', '1']

describe('verify can not run', () => {
  const cases: readonly (readonly [string, Handler, RegExp])[] = [
    [
      'a server that refuses the token',
      (_req, res) => res.writeHead(401).end(),
      /does not accept the token/,
    ],
    [
      'a page',
      (_req, res) => res.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Hi</h1>'),
      /does not look like a Waldur/,
    ],
    [
      'a redirect to another host',
      (_req, res) => res.writeHead(302, { Location: 'https://other.example/' }).end(),
      /redirects to https:\/\/other\.example\//,
    ],
    ['a server that hangs up', (req) => req.socket.destroy(), /can't be reached/],
    ['a server that never answers', () => undefined, /can't be reached/],
  ]

  it.concurrent.each(cases)(
    'against %s: one line with the cure, and exit code 2',
    async (_name, handler, text) => {
      const { code, text: said } = await verifyHandler(handler, ...ONE)

      expect(said).toMatch(text)
      expect(said.trim().split('\n')).toHaveLength(1)
      expect(code).toBe(2)
    },
  )

  it.concurrent('without a token, an address or with options that make no sense', async () => {
    const said = await Promise.all([
      runCommand('http://127.0.0.1:9'),
      runCommand('not-an-address', '--token', TOKEN),
      runCommand('https://staging.example', '--token', TOKEN, '--write'),
      runCommand('https://staging.example', '--token', TOKEN, '--shard', '3/2'),
      runCommand('https://staging.example', '--token', TOKEN, '--deviations', 'no.yaml'),
    ])

    expect(said.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2])
    for (const { text } of said) expect(text.trim().split('\n')).toHaveLength(1)
  })
})

describe('verify ends with the cause in one line', () => {
  const cases: readonly (readonly [string, Handler])[] = [
    ['resets every connection', (req) => req.socket.destroy()],
    [
      'answers pages',
      (_req, res) => res.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Error</h1>'),
    ],
    [
      'redirects to another host',
      (_req, res) => res.writeHead(302, { Location: 'http://203.0.113.9/' }).end(),
    ],
    [
      'sends broken gzip',
      (_req, res) =>
        res
          .writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
          .end('no gzip'),
    ],
    [
      'never ends a body',
      (_req, res) => res.writeHead(200, { 'Content-Type': 'application/json' }).write('['),
    ],
    ['is always busy', (_req, res) => res.writeHead(429, { 'Retry-After': '0' }).end()],
  ]

  it.concurrent.each(cases)(
    'when the server %s, without hanging and without showing the token',
    async (_name, fault) => {
      const { code, text } = await verifyHandler(answerAfter(fault), ...ONE)

      expect(text).toMatch(
        /(?:is not the server any more|gives no answer any more|now redirects).*\n$/,
      )
      expect(text).not.toContain(TOKEN)
      expect(code).toBe(2)
    },
  )
})

it.concurrent('verify --read-only sends nothing but reads', async () => {
  const { asked } = await verifyHandler(
    answerAfter((_req, res) => answerJson(res, [])),
    '--timeout',
    '2',
  )

  expect(asked.length).toBeGreaterThan(5)
  expect(asked.filter((line) => !/^(GET|HEAD|OPTIONS) /.test(line))).toEqual([])
})
