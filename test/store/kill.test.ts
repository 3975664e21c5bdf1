import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseFixture } from '../../src/fixture/fixture.ts'
import { refuseStart, startServe } from '../http/startServe.ts'
import type { Served } from '../http/startServe.ts'
import { tries } from '../tries.ts'

const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? tries(100))
const CALLERS = 8
const SEED = Number(process.env['KILL_SEED'] ?? 20260302)
const OFFERING = 'a1b2c3d4e5f67890abcdef1234567890'
const HEADERS = { Authorization: 'Token YOUR_API_TOKEN', 'Content-Type': 'application/json' }

let directory = ''
let file = ''
let running: Served[] = []

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'waldur-mock-'))
  file = join(directory, 'kept.json')
})

afterEach(async () => {
  for (const { kill } of running) kill('SIGKILL')
  await Promise.all(running.map(({ ended }) => ended))
  running = []
  rmSync(directory, { recursive: true, force: true })
})

async function serve(): Promise<Served> {
  const server = await startServe('--persist', file)
  running.push(server)
  return server
}

/** What this test writes of a plan; a name belongs to one plan for ever. */
interface Seen {
  readonly path: string
  readonly description: string
  readonly price: number
}

/** `known`: what was acknowledged. `asked`: what was sent and may have happened; null: deleted. */
interface Ledger {
  known: Map<string, Seen>
  readonly asked: Map<string, Seen | null>
}

test(
  `${ROUNDS} times killed under load, the server has every write that it acknowledged`,
  { timeout: 60_000 + 3000 * ROUNDS },
  async () => {
    const random = randomOf(SEED)
    const ledger: Ledger = { known: new Map(), asked: new Map() }
    let [acknowledged, whole] = [0, '']
    for (let round = 1; round <= ROUNDS; round++) {
      const server = await serve()
      const seen = await plansOf(server)
      if (round === 1) ledger.known = seen
      expectKept(ledger, seen, `KILL_SEED=${SEED}, round ${round}`)
      acknowledged += await killUnderLoad(server, { ledger, random, round })
      const text = readFileSync(file, 'utf8')
      if (text !== whole) expect(() => parseFixture(text, file, new Date())).not.toThrow()
      whole = text
    }
    expectKept(ledger, await plansOf(await serve()), `KILL_SEED=${SEED}, at the end`)
    console.log(`KILL_SEED=${SEED}: ${acknowledged} acknowledged writes, all of them kept`)
  },
)

test('A second process on the same file is refused, until the first has stopped', async () => {
  const first = await serve()
  const { code, text, faults } = await refuseStart('--persist', file)
  expect({ code, text }).toEqual({ code: 2, text: '' })
  expect(faults).toMatch(new RegExp(`^[^\n]*in use by process ${first.pid}\\. Stop it[^\n]*\n$`))

  first.kill('SIGTERM')
  expect(await first.ended).toBe(0)
  expect(readdirSync(directory)).toEqual(['kept.json'])
  const again = await startServe('--data', file)
  running.push(again)
  expect((await plansOf(again)).size).toBeGreaterThan(0)
})

function expectKept(ledger: Ledger, seen: Map<string, Seen>, where: string): void {
  for (const name of new Set([...ledger.known.keys(), ...seen.keys()])) {
    const found = seen.get(name) ?? null
    const asked = ledger.asked.get(name)
    const isAsked = asked !== undefined && isSame(found, asked)
    if (!isAsked)
      expect(found, `"${name}" is not as it was acknowledged; ${where}`).toEqual(
        ledger.known.get(name) ?? null,
      )
  }
  ledger.known = seen
  ledger.asked.clear()
}

/** The path of a plan that was asked for is not known before the answer. */
const isSame = (found: Seen | null, asked: Seen | null): boolean =>
  found?.description === asked?.description && found?.price === asked?.price

interface Round {
  readonly ledger: Ledger
  readonly random: (below: number) => number
  readonly round: number
}

/** Kills at a random acknowledgement, with the requests of other callers under way; some in its stop. */
async function killUnderLoad(server: Served, { ledger, random, round }: Round) {
  const last = 1 + random(40)
  let acknowledged = 0
  const acknowledge = () => {
    acknowledged += 1
    if (acknowledged !== last) return
    if (round % 5 > 0) return server.kill('SIGKILL')
    server.kill('SIGTERM')
    setTimeout(() => server.kill('SIGKILL'), random(20))
  }
  const callers = Array.from({ length: CALLERS }, (_, caller) =>
    writing({ ledger, random, round }, { server, caller, acknowledge }),
  )
  await Promise.all([server.ended, ...callers])
  return acknowledged
}

interface Caller {
  readonly server: Served
  readonly caller: number
  readonly acknowledge: () => void
}

/** One write after the other, to plans that no other caller touches, until the server is gone. */
async function writing({ ledger, random, round }: Round, by: Caller): Promise<void> {
  const mine = (name: string) => name.startsWith(`Caller ${by.caller},`)
  for (let number = 1; ; number++) {
    const names = [...ledger.known.keys()].filter(mine)
    const name = names[random(names.length)]
    const text = `${round}.${number} <em>č 😀</em>`
    const isDone =
      name === undefined || (names.length < 10 && random(4) === 0)
        ? await create(ledger, by, { name: `Caller ${by.caller}, ${round}.${number}`, text })
        : await [rename, reprice, remove][random(names.length > 3 ? 3 : 2)]?.(ledger, by, {
            name,
            text,
          })
    if (!isDone) return
  }
}

interface Write {
  readonly name: string
  readonly text: string
}

async function create(ledger: Ledger, by: Caller, { name, text }: Write): Promise<boolean> {
  const offering = `${by.server.url}/api/marketplace-provider-offerings/${OFFERING}/`
  const row = { path: '', description: text, price: 0 }
  ledger.asked.set(name, row)
  const answer = await send(by, ['POST', PLANS], { name, offering, description: text })
  if (!answer) return false
  const path = new URL(answer.headers.get('location') ?? '').pathname
  return note(ledger, by, [name, { ...row, path }])
}

async function rename(ledger: Ledger, by: Caller, { name, text }: Write): Promise<boolean> {
  const row = { ...findSeen(ledger, name), description: text }
  ledger.asked.set(name, row)
  const answer = await send(by, ['PATCH', row.path], { description: text })
  return answer !== null && note(ledger, by, [name, row])
}

async function reprice(ledger: Ledger, by: Caller, { name }: Write): Promise<boolean> {
  const before = findSeen(ledger, name)
  const row = { ...before, price: before.price + 1 }
  ledger.asked.set(name, row)
  const prices = { node_hours: row.price }
  const answer = await send(by, ['POST', `${row.path}update_prices/`], { prices })
  return answer !== null && note(ledger, by, [name, row])
}

async function remove(ledger: Ledger, by: Caller, { name }: Write): Promise<boolean> {
  ledger.asked.set(name, null)
  const answer = await send(by, ['DELETE', findSeen(ledger, name).path])
  return answer !== null && note(ledger, by, [name, null])
}

function note(ledger: Ledger, by: Caller, [name, row]: [string, Seen | null]): true {
  if (row) ledger.known.set(name, row)
  else ledger.known.delete(name)
  ledger.asked.delete(name)
  by.acknowledge()
  return true
}

function findSeen(ledger: Ledger, name: string): Seen {
  const seen = ledger.known.get(name)
  if (!seen) throw new Error(`There is no plan "${name}".`)
  return seen
}

/** The answer, as soon as it has begun; null when the server is gone. */
async function send({ server }: Caller, [method, path]: readonly [string, string], json?: object) {
  const body = json && JSON.stringify(json)
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: HEADERS,
    ...(body && { body }),
  }).catch(() => null)
  const text = await answer?.text().catch(() => '')
  if (answer && !answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return answer
}

const PLANS = '/api/marketplace-plans/'

interface PlanShown {
  readonly url: string
  readonly name: string
  readonly description: string
  readonly prices: Readonly<Record<string, number>>
}

async function plansOf({ url }: Served): Promise<Map<string, Seen>> {
  const query = `?offering_uuid=${OFFERING}&page_size=300`
  const answer = await fetch(`${url}${PLANS}${query}`, { headers: HEADERS })
  const plans = (await answer.json()) as PlanShown[]
  const readSeen = ({ url, description, prices }: PlanShown): Seen => ({
    path: new URL(url).pathname,
    description,
    price: prices['node_hours'] ?? 0,
  })
  return new Map(plans.map((plan) => [plan.name, readSeen(plan)]))
}

/** mulberry32: the same seed gives the same whole numbers from 0 to below. */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}
