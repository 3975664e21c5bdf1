import { describe, expect, it } from 'vitest'
import { selfSigned } from '../http/selfSigned.ts'
import { listRows, startTarget } from './startTarget.ts'
import type { SeenRequest } from './startTarget.ts'
import { readEverything, readReport, runVerify, startVerify } from './startVerify.ts'

const QUICK = ['--read-only', '--only', 'headers.answer', '--skip', 'headers.answer.no']

describe('verify paces what it sends', () => {
  it.concurrent('by --rate and --header, and leaves out what --skip names', async () => {
    const { url, asked } = await startTarget()

    const more = ['--rate', '50', '--header', 'X-Foo: bar', '--header', 'X-Gate:sesame']
    const { code, text, dir } = await runVerify(url, [...QUICK, ...more])

    const [first, last] = [asked[0]?.at ?? 0, asked.at(-1)?.at ?? 0]
    expect(asked.length).toBeGreaterThan(10)
    expect(last - first).toBeGreaterThan((asked.length - 3) * 20)
    const readHeaders = ({ headers }: SeenRequest) => `${headers['x-foo']} ${headers['x-gate']}`
    expect(new Set(asked.map(readHeaders))).toEqual(new Set(['bar sesame']))
    const { contracts } = readReport(dir)
    const skipped = contracts.filter(({ reason }) => reason === 'in --skip').map(({ id }) => id)
    expect(skipped.every((id) => id.startsWith('headers.answer.no'))).toBe(true)
    expect(contracts.some(({ outcome }) => outcome === 'kept')).toBe(true)
    expect(code, text).toBe(0)
  })

  it.concurrent('by --budget, all requests counted, and still takes away what it made', async () => {
    const { url, asked, mock } = await startTarget()
    const before = listRows(mock)

    const { code, text, dir } = await runVerify(url, [
      '--only',
      'quotas.,prices.',
      '--budget',
      '150',
    ])

    expect(asked.length).toBeLessThanOrEqual(150)
    expect(asked.length).toBeGreaterThan(70)
    const { requests, contracts } = readReport(dir)
    expect(requests).toBe(asked.length)
    // What begins comes to its end: not all spend a little, and none enough.
    expect(contracts.filter(({ outcome }) => outcome === 'kept').length).toBeGreaterThan(7)
    expect(text).toMatch(/- \d+ not held: the requests that --budget allows are spent/)
    expect(listRows(mock)).toEqual(before)
    expect(code, text).toBe(0)

    const none = await runVerify(url, ['--budget', '4'])
    expect(none.text).toMatch(
      /^--budget 4 is spent by looking before and after\. Give more than \d+\.\n$/,
    )
    expect(none.code).toBe(2)
  })

  it.concurrent('by --budget, also when the server is too busy to take plans away', async () => {
    const tried = new Map<string, number>()
    const { url, asked, mock } = await startTarget({
      instead: ({ method, url: path = '' }, res) => {
        const times = tried.get(path) ?? 0
        const isBusy = method === 'DELETE' && times < 3
        if (isBusy) tried.set(path, times + 1)
        if (isBusy) res.writeHead(503, { 'Retry-After': '0' }).end()
        return isBusy
      },
    })
    const before = listRows(mock)

    await runVerify(url, ['--only', 'quotas.,prices.', '--budget', '120'])

    expect(asked.length).toBeLessThanOrEqual(120)
    expect(listRows(mock)).toEqual(before)
  })

  it.concurrent('by Retry-After of a busy server, and gives up after --retries', async () => {
    const { url, asked } = await startTarget({
      instead: (_req, res, nth) => {
        const isBusy = nth === 1 || nth === 3
        if (isBusy) res.writeHead(nth === 1 ? 503 : 429, { 'Retry-After': '1' }).end()
        return isBusy
      },
    })

    const { code, text } = await runVerify(url, ['--read-only', '--only', 'headers.head'])
    const waits = [1, 3].map((nth) => (asked[nth]?.at ?? 0) - (asked[nth - 1]?.at ?? 0))
    expect(Math.min(...waits)).toBeGreaterThan(990)
    expect(code, text).toBe(0)

    const busy = await startTarget({
      instead: (_req, res) => Boolean(res.writeHead(503, { 'Retry-After': '0' }).end()),
    })
    const given = await runVerify(busy.url, ['--retries', '2'])
    expect(busy.asked).toHaveLength(3)
    expect(given.text).toMatch(/ does not look like a Waldur: .* answered 503, not a list\.\n$/)
    expect(given.code).toBe(2)
  })

  it.concurrent('refuses a time or a header that makes no sense', async () => {
    const said = await Promise.all([
      runVerify('http://127.0.0.1:9', ['--timeout', '0']),
      runVerify('http://127.0.0.1:9', ['--header', 'nonsense']),
      runVerify('http://127.0.0.1:9', ['--rate', '0']),
    ])

    expect(said[0]?.text).toMatch(/^--timeout 0 leaves no time to answer\. Give seconds, .*\n$/)
    expect(said[1]?.text).toMatch(
      /^--header "nonsense" is no header\. Write it as "Name: value"\.\n$/,
    )
    expect(said[2]?.text).toMatch(/Give a whole number from 1 to/)
    expect(said.map(({ code }) => code)).toEqual([2, 2, 2])
  })
})

it.concurrent('verify --insecure accepts a certificate that nobody trusts; else it says what to do', async () => {
  const { url, asked } = await startTarget({ secure: selfSigned })

  const refused = await runVerify(url, ['--read-only', '--only', 'headers.page'])
  expect(refused.text).toMatch(/ can't be reached \(.*certificate.*\)\. .* --insecure\.\n$/)
  expect(refused.code).toBe(2)
  expect(asked).toEqual([])

  const { code, text, errors } = await runVerify(url, [
    '--read-only',
    '--only',
    'headers.page',
    '--insecure',
  ])
  expect(code, text).toBe(0)
  expect(errors).toBe('')
})

/** A server with tokens like real ones, that repeats them wherever it can. */
async function startIndiscreet() {
  const tokens: Readonly<Record<string, string>> = {
    '6f1d2c8a9b3e4f5061728394a5b6c7d8e9f0a1b2': 'YOUR_API_TOKEN',
    '0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b': 'owner-token',
    '1122334455667788990011223344556677889900': 'manager-token',
  }
  const { url, asked } = await startTarget({
    wrap: (inner) => (call) => {
      const sent = [call.headers['authorization'] ?? ''].join()
      const demo = sent.replace(/\w+$/, (token) => tokens[token] ?? token)
      const answer = inner.answer({ ...call, headers: { ...call.headers, authorization: demo } })
      if (call.method !== 'POST' || answer.body.length === 0) return answer
      // One repeats it where a report has to cut it off.
      const body = new TextEncoder().encode(
        JSON.stringify({ [`you sent ${sent}`]: sent, name: `${'x'.repeat(267)} ${sent}` }),
      )
      const headers = { ...answer.headers, 'Content-Length': String(body.length), 'X-Sent': sent }
      return { ...answer, body, headers }
    },
  })
  return { url, asked, tokens: Object.keys(tokens) }
}

const REPORTS = ['json', 'junit', 'html', 'sarif', 'markdown'].flatMap((name) => [
  `--${name}`,
  `reports/${name}`,
])

it.concurrent('verify sends tokens of options and of the environment, and shows them nowhere', async () => {
  const { url, asked, tokens } = await startIndiscreet()
  const [staff = '', owner = '', manager = ''] = tokens

  const header = ['--header', 'X-Gate: open-sesame-123']
  const only = ['--only', 'plans.create,roles.,document.marketplace_plans_create']
  const args = [url, '--seed', '7', '--token', staff, ...header, ...only, ...REPORTS]
  // An option is stronger than the environment.
  const env = {
    WALDUR_TOKEN: 'nonsense',
    WALDUR_TOKEN_OWNER: owner,
    WALDUR_TOKEN_MANAGER: manager,
  }
  const { code, text, dir } = await startVerify(args, {
    env: { ...env, GITHUB_STEP_SUMMARY: 'summary.md' },
  }).ended

  expect(code, text).toBe(1)
  const used = new Set(asked.map(({ headers }) => headers.authorization))
  for (const token of tokens) expect(used).toContain(`Token ${token}`)
  const shown = text + readEverything(dir)
  expect(shown).toContain('you sent Token …')
  expect(shown).toContain('Token $WALDUR_TOKEN"')
  expect(shown).toContain("'X-Gate: …'")
  for (const secret of [...tokens, 'open-sesame-123'])
    expect(shown.split(secret.slice(0, 8))).toHaveLength(1)
})

it.concurrent('verify says which token is not accepted', async () => {
  const { url } = await startTarget()

  const owner = await runVerify(url, ['--token-owner', 'worn-out'])
  expect(owner.text).toMatch(
    / does not accept the token of the owner \(401\)\. .*--token-owner .*\n$/,
  )
  const staff = await runVerify(url, ['--token', 'worn-out'])
  expect(staff.text).toMatch(/ does not accept the token \(401\)\. .*--token .*\n$/)
  expect([owner.code, staff.code]).toEqual([2, 2])
})
