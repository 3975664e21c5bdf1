import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bodies } from './bodies.ts'
import { brokenJson } from './brokenJson.ts'
import { doors } from './doors.ts'
import { forms } from './forms.ts'
import { html } from './html.ts'
import { openLane } from './lane.ts'
import type { Compare, Door, Lane } from './lane.ts'
import { queries } from './queries.ts'
import { describeRequest } from './request.ts'
import type { Request } from './request.ts'
import { shrink } from './shrink.ts'
import { findPython, makeVenv } from '../python.ts'
import { isWhole, tries } from '../tries.ts'

/** Another seed asks other requests: ORACLE_SEED=7 npx vitest run test/oracle. */
const seed = Number(process.env['ORACLE_SEED'] ?? 20241025)
/** Many times the usual number, for a night: ORACLE_TIMES=20. */
const times = Number(process.env['ORACLE_TIMES'] ?? 1)

type Family = readonly [draw: fc.Arbitrary<Request>, count: number, door: Door]

const families: Readonly<Record<string, Family>> = {
  'JSON bodies': [bodies, 6700, 'process'],
  'broken JSON': [brokenJson, 2000, 'process'],
  forms: [forms, 2500, 'process'],
  'methods, paths and headers': [doors, 4500, 'http'],
  queries: [queries, 3500, 'process'],
  'HTML in descriptions': [html, 1000, 'process'],
}

const python = findPython()
const MISSING =
  'The oracle was left out: it needs Python 3.10 or newer with venv (Debian: apt-get install python3-venv).'

if (!python && !isWhole) console.warn(MISSING)

it.runIf(!python && isWhole)('CI has Python for the oracle', () => {
  expect.fail(MISSING)
})

describe.runIf(python)('Django REST framework answers as the mock does', () => {
  let lanes: readonly Lane[] = []
  beforeAll(async () => {
    const venv = makeVenv(python ?? '', join(import.meta.dirname, 'requirements.txt'))
    lanes = await Promise.all([openLane(venv), openLane(venv)])
  }, 300_000)
  afterAll(() => lanes.forEach((lane) => lane.stop()))

  it.each(Object.entries(families))(
    '%s',
    async (_, [draw, count, door]) => {
      const requests = fc.sample(draw, { seed, numRuns: Math.ceil(tries(count) * times) })
      const compares = lanes.map((lane) => lane.through(door))
      const found = await findDifferences(compares, requests)
      expect(found.join('\n')).toBe('')
    },
    Math.max(600_000, 600_000 * times),
  )
})

const MOST_KINDS = 12
/** As many questions wait on each lane, so that no side ever waits for the other. */
const IN_FLIGHT = 32

interface Kind {
  count: number
  readonly first: Request
}

/** The smallest request of each kind of difference. */
async function findDifferences(compares: readonly Compare[], requests: readonly Request[]) {
  const kinds = new Map<string, Kind>()
  const rest = requests.values()
  const ask = async (compare: Compare) => {
    for (const request of rest) {
      const { difference } = await compare(request)
      if (difference === null) continue
      const { count = 0, first = request } = kinds.get(difference) ?? {}
      kinds.set(difference, { count: count + 1, first })
    }
  }
  await Promise.all(
    compares.flatMap((compare) => Array.from({ length: IN_FLIGHT }, () => ask(compare))),
  )
  const texts: string[] = []
  for (const kind of [...kinds].slice(0, MOST_KINDS)) texts.push(await explain(compares[0], kind))
  return texts
}

/** Its smallest request, and what both sides say to it. */
async function explain(compare: Compare | undefined, [kind, { count, first }]: [string, Kind]) {
  if (!compare) return ''
  const smallest = await shrink(first, async (one) => {
    const { difference } = await compare(one)
    return difference === kind
  })
  const { oracle, mock } = (await compare(smallest)).pair
  const showAnswer = ({ status, headers, body }: typeof oracle) =>
    `${status} ${headers['content-length']} ${headers['content-type']} ${body.toString().slice(0, 300)}`
  return `${kind} (${count} times)\n  ${describeRequest(smallest)}\n  oracle ${showAnswer(oracle)}\n  mock   ${showAnswer(mock)}`
}
