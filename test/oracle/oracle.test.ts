import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bodies } from './bodies.ts'
import { brokenJson } from './brokenJson.ts'
import { doors } from './doors.ts'
import { forms } from './forms.ts'
import { html } from './html.ts'
import { judge } from './judge.ts'
import { openLane } from './lane.ts'
import type { Lane } from './lane.ts'
import { findPython, makeVenv } from './python.ts'
import { queries } from './queries.ts'
import { told } from './request.ts'
import type { Request } from './request.ts'
import { shrink } from './shrink.ts'

/** Another seed asks other requests: ORACLE_SEED=7 npx vitest run test/oracle. */
const seed = Number(process.env['ORACLE_SEED'] ?? 20241025)
/** Many times the usual number, for a night: ORACLE_TIMES=20. */
const times = Number(process.env['ORACLE_TIMES'] ?? 1)

const families = {
  'JSON bodies': [bodies, 7500],
  'broken JSON': [brokenJson, 2000],
  forms: [forms, 2500],
  'methods, paths and headers': [doors, 4500],
  queries: [queries, 3500],
  'HTML in descriptions': [html, 1000],
} as const

const python = findPython()
const MISSING =
  'The oracle was left out: it needs Python 3.10 or newer with venv (Debian: apt-get install python3-venv).'

if (!python && process.env['CI'] !== 'true') console.warn(MISSING)

it.runIf(!python && process.env['CI'] === 'true')('CI has Python for the oracle', () => {
  expect.fail(MISSING)
})

describe.runIf(python)('Django REST framework answers as the mock does', () => {
  let lanes: readonly Lane[] = []
  beforeAll(async () => {
    const venv = makeVenv(python ?? '')
    lanes = await Promise.all([openLane(venv), openLane(venv)])
  }, 300_000)
  afterAll(() => lanes.forEach((lane) => lane.stop()))

  it.each(Object.entries(families))(
    '%s',
    async (_, [family, count]) => {
      const requests = fc.sample(family as fc.Arbitrary<Request>, {
        seed,
        numRuns: Math.ceil(count * times),
      })
      const found = await findDifferences(lanes, requests)
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
async function findDifferences(lanes: readonly Lane[], requests: readonly Request[]) {
  const kinds = new Map<string, Kind>()
  const rest = requests.values()
  const ask = async (lane: Lane) => {
    for (const request of rest) {
      const { difference } = await lane.compare(request, judge)
      if (difference === null) continue
      const { count = 0, first = request } = kinds.get(difference) ?? {}
      kinds.set(difference, { count: count + 1, first })
    }
  }
  await Promise.all(lanes.flatMap((lane) => Array.from({ length: IN_FLIGHT }, () => ask(lane))))
  const texts: string[] = []
  for (const kind of [...kinds].slice(0, MOST_KINDS)) texts.push(await explain(lanes[0], kind))
  return texts
}

/** Its smallest request, and what both sides say to it. */
async function explain(lane: Lane | undefined, [kind, { count, first }]: [string, Kind]) {
  if (!lane) return ''
  const smallest = await shrink(first, async (one) => {
    const { difference } = await lane.compare(one, judge)
    return difference === kind
  })
  const { oracle, mock } = (await lane.compare(smallest, judge)).pair
  const shown = ({ status, headers, body }: typeof oracle) =>
    `${status} ${headers['content-length']} ${headers['content-type']} ${body.toString().slice(0, 300)}`
  return `${kind} (${count} times)\n  ${told(smallest)}\n  oracle ${shown(oracle)}\n  mock   ${shown(mock)}`
}
