import { mkdtempSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startTarget } from '../startTarget.ts'
import { holdTo } from './holdTo.ts'
import { listBroken, readReport, runVerify } from '../startVerify.ts'

const ONLY = ['headers.answer', 'filters.refused']

type Replace = (req: IncomingMessage, res: ServerResponse) => void

const page =
  (status: number, type = 'text/html'): Replace =>
  (_req, res) =>
    void res.writeHead(status, { 'Content-Type': type }).end('<!doctype html><h1>Welcome</h1>')

/** What a server has become, and the line that a person reads. */
const changes: readonly (readonly [string, Replace, RegExp])[] = [
  [
    'the token has expired',
    (_req, res) =>
      void res
        .writeHead(401, { 'Content-Type': 'application/json' })
        .end('{"detail":"Token has expired."}'),
    / no longer accepts the token \(401\): it has expired\. .*--token-command/,
  ],
  [
    'a page of HTML stands in its place',
    page(200),
    / is not the server any more .*text\/html: \(a page of HTML\)\./,
  ],
  [
    'it redirects to a sign-in',
    (_req, res) => void res.writeHead(302, { Location: 'https://login.example/' }).end(),
    / now redirects to https:\/\/login\.example\/: /,
  ],
  [
    'it answers the same in another type',
    (_req, res) => void res.writeHead(200, { 'Content-Type': 'text/plain' }).end('[]'),
    / is not the server any more .*text\/plain/,
  ],
  ['it is down for good', page(503), / is not the server any more .* 503, text\/html/],
  [
    'its connections are gone',
    (req) => req.socket.destroy(),
    / gives no answer any more \(none came: .*\)\./,
  ],
]

/** A server that is another one after so many requests. */
const startChanging = (after: number, replace: Replace) =>
  startTarget({
    instead: (req, res, nth) => {
      const isOther = nth > after
      if (isOther) replace(req, res)
      return isOther
    },
  })

describe('a run ends at once when', () => {
  it.each(changes)('%s', async (_name, replace, line) => {
    const { url, asked } = await startChanging(60, replace)

    const { lost, broken, held } = await holdTo(url, ONLY, { readOnly: true, retries: 1 })

    expect(lost).toMatch(line)
    expect(lost).not.toMatch(/\n/)
    expect(broken).toEqual([])
    expect(held.length).toBeGreaterThan(3)
    expect(asked.length).toBeLessThan(120)
  })
})

it('verify says why in one line, with what was found until then, and ends with 2', async () => {
  const { url } = await startTarget({
    instead: ({ url: path = '' }, res, nth) => {
      const isOver = nth > 160
      const isBad = path.endsWith('?page=0')
      if (isOver) page(401)({} as IncomingMessage, res)
      else if (isBad) res.writeHead(400, { 'Content-Type': 'application/json' }).end('{}')
      return isOver || isBad
    },
  })

  const only = ['--only', 'headers.answer,lists.', '--skip', 'lists.bad-pages']
  const { code, errors, dir } = await runVerify(url, ['--read-only', ...only])

  const report = readReport(dir)
  expect(errors).toMatch(/^\S+ no longer accepts the token \(401\): it has expired\. .*\n$/)
  expect(listBroken(report)).toEqual(['headers.answer.no-page'])
  expect(report.lost).toBe(errors.trim())
  expect(code).toBe(2)
})

describe('--token-command', () => {
  /** A server that takes each token for so many requests. */
  const startExpiring = (most: number) => {
    const used = new Map<string, number>()
    return startTarget({
      wrap: (inner) => (request) => {
        const token = String(request.headers['authorization'] ?? '').replace(/^Token /, '')
        const times = used.get(token) ?? 0
        used.set(token, times + 1)
        const isFresh = /^fresh-\d+$/.test(token) && times < most
        const authorization = isFresh ? 'Token YOUR_API_TOKEN' : 'Token worn-out'
        return inner.answer({ ...request, headers: { ...request.headers, authorization } })
      },
    })
  }

  const writeCommand = (): string => {
    const file = join(mkdtempSync(join(tmpdir(), 'token-')), 'token.cjs')
    writeFileSync(file, `console.log('fresh-' + String(process.hrtime.bigint()))`)
    return `"${process.execPath}" "${file}"`
  }

  it('gives a new token whenever one expires, and none of them is shown', async () => {
    const { url, asked } = await startExpiring(50)

    const args = [
      '--token',
      '',
      '--token-command',
      writeCommand(),
      '--read-only',
      '--only',
      'lists.count,lists.default',
    ]
    const { code, text, dir } = await runVerify(url, args, { env: { WALDUR_TOKEN: '' } })

    const tokens = new Set(asked.map(({ headers }) => headers.authorization))
    expect(code, text).toBe(0)
    expect(tokens.size).toBeGreaterThan(1)
    expect(text + JSON.stringify(readReport(dir))).not.toContain('fresh-')
  })

  it('that fails, or prints no token, says so in one line', async () => {
    const { url } = await startTarget()
    const none = { env: { WALDUR_TOKEN: '' } }

    const said = await Promise.all([
      runVerify(url, ['--token-command', 'exit 3'], none),
      runVerify(url, ['--token-command', 'echo two words'], none),
    ])

    expect(said[0]?.text).toMatch(/^The --token-command ended with 3\. .*\n$/)
    expect(said[1]?.text).toMatch(/^The --token-command printed no token\. .*\n$/)
    expect(said.map(({ code }) => code)).toEqual([2, 2])
  })
})
