import { readdirSync, readFileSync } from 'node:fs'
import { checkSync } from 'recheck'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { driveMock } from '../control/driveMock.ts'
import { ids } from '../domain/lab.ts'
import { isWhole } from '../tries.ts'

const root = new URL('../../', import.meta.url).pathname

/** Every expression that is written in the sources, once, with the place where it stands. */
function findExpressions(): Map<string, string> {
  const found = new Map<string, string>()
  for (const folder of ['src', 'contracts'])
    for (const name of readdirSync(root + folder, { recursive: true, encoding: 'utf8' }))
      if (/(?<!\.gen)(?<!\.d)\.ts$/.test(name)) collect(`${folder}/${name}`, found)
  return found
}

function collect(path: string, found: Map<string, string>): void {
  const text = readFileSync(root + path, 'utf8')
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.set(node.text, path)
    ts.forEachChild(node, visit)
  }
  visit(source)
}

test.runIf(isWhole)(
  'No expression takes more than linear time, whatever the text',
  { timeout: 600_000 },
  () => {
    const slow = [...findExpressions()].flatMap(([literal, path]) => {
      const end = literal.lastIndexOf('/')
      const [source, flags] = [literal.slice(1, end), literal.slice(end + 1)]
      const check = () => checkSync(source, flags, { timeout: 10_000 })
      // Where the checker tries texts by chance, a find counts that it makes again.
      const first = check()
      const checked = first.status === 'vulnerable' && first.checker === 'fuzz' ? check() : first
      return checked.status === 'vulnerable'
        ? [`${path} ${literal}: ${checked.complexity.summary}, ${checked.attack.pattern}`]
        : []
    })
    expect(slow).toEqual([])
  },
)

const PLANS = '/api/marketplace-plans/'
const PLAN = `${PLANS}${ids.academic}/`

type Call = (size: number) => {
  readonly method?: string
  readonly target?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

const patch = (body: string) => ({ method: 'PATCH', target: PLAN, body })
const describeAs = (html: string) => patch(JSON.stringify({ name: 'x', description: html }))
const pricesOf = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`component_${n}`, 1]))

/** What a checker builds against expressions, and what once froze the mock. */
const attacks: Readonly<Record<string, Call>> = {
  'a query of words for secrets': (n) => ({ target: `/api/?${'token?'.repeat(n)}&=` }),
  'a query of signs': (n) => ({ target: `/api/?${'%25='.repeat(n)}` }),
  'a path of slashes': (n) => ({ target: `/api/${'/'.repeat(4 * n)}x` }),
  Accept: (n) => ({ target: PLANS, headers: { accept: `${'*/*;q='.repeat(n)}` } }),
  Authorization: (n) => ({ target: PLANS, headers: { authorization: `Token${' '.repeat(n)}x y` } }),
  Cookie: (n) => ({ target: PLANS, headers: { cookie: `;${' '.repeat(4 * n)}mock` } }),
  Referer: (n) => ({ target: PLANS, headers: { referer: 'auth=a/'.repeat(n) } }),
  'Content-Type': (n) => ({ ...patch('{}'), headers: { 'content-type': `a/b${'; ='.repeat(n)}` } }),
  'JSON of quotes': (n) => patch(`{"name": "${'\\"['.repeat(8 * n)}`),
  'JSON of nulls': (n) => patch(`["${'\0'.repeat(8 * n)}`),
  'HTML of brackets': (n) => describeAs('<'.repeat(n)),
  'HTML of comments': (n) => describeAs('<!--'.repeat(n)),
  'a style of braces': (n) => describeAs(`<p style="${'{'.repeat(8 * n)}">x</p>`),
  'a style of words': (n) => describeAs(`<p style="color:${'red '.repeat(4 * n)}">x</p>`),
  'names of components': (n) => ({
    method: 'POST',
    target: `${PLAN}update_prices/`,
    body: JSON.stringify({ prices: pricesOf(n) }),
  }),
}

/** Microseconds of processor time, the least of some runs: others may use the machine meanwhile. */
function timeOf(call: ReturnType<Call>): number {
  const times = [1, 2, 3].map(() => {
    const { mock } = driveMock({ strict: false })
    const begun = process.cpuUsage()
    mock.answer({
      method: call.method ?? 'GET',
      target: call.target ?? PLANS,
      origin: 'http://mock.test',
      headers: {
        authorization: 'Token staff',
        'content-type': 'application/json',
        ...call.headers,
      },
      body: new TextEncoder().encode(call.body ?? ''),
    })
    for (const { id } of mock.journal.find()) mock.journal.get(id)
    const { user, system } = process.cpuUsage(begun)
    return user + system
  })
  return Math.min(...times)
}

describe('Four times as much text takes about four times as long, not sixteen times', () => {
  const SIZE = 4000
  const START = 20_000

  test.each(Object.entries(attacks))('%s', (_, call) => {
    timeOf(call(SIZE))
    const [once, fourfold] = [timeOf(call(SIZE)), timeOf(call(4 * SIZE))]
    expect((fourfold + START) / (once + START)).toBeLessThan(9)
  })
})
