import { spawn } from 'node:child_process'
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Plan } from '../../src/domain/state.ts'
import { createRandom } from '../../src/seed/random.ts'
import { apply, undo } from '../../src/seed/remote/seedRun.ts'
import type { SeedSettings } from '../../src/seed/remote/seedRun.ts'
import { commandIn } from '../cli/command.ts'
import {
  home,
  Killed,
  ORDER,
  OWNER,
  plansIn,
  settingsFor,
  site,
  STAFF,
  termsOf,
  writeArgs,
} from './seeding.ts'
import type { Site } from './seeding.ts'
import { someOf, tries } from '../tries.ts'

const CLI = join(import.meta.dirname, '../../dist/cli.js')
const KILLS = tries(200)

/** Dies at the n-th point: before or after the server acts, before, within or after a line of the ledger. */
function dyingAt(
  point: number,
): Pick<SeedSettings, 'fetch' | 'append'> & { readonly points: () => number } {
  let passed = 0
  const pass = () => {
    if (++passed === point) throw new Killed('here')
  }
  return {
    points: () => passed,
    fetch: async (...request) => {
      pass()
      const response = await fetch(...request)
      const text = await response.text()
      pass()
      return new Response([204, 205, 304].includes(response.status) ? null : text, response)
    },
    append: (handle, line) => {
      pass()
      const half = Math.floor(line.length / 2)
      writeSync(handle, line.slice(0, half))
      pass()
      writeSync(handle, line.slice(half))
      pass()
    },
  }
}

/** Without waiting for the disk: it is the process that dies here, not the machine. */
const writeUnsynced = (handle: number, line: string) => void writeSync(handle, line)

async function killAt(point: number, run: (faults: Partial<SeedSettings>) => Promise<unknown>) {
  await run(dyingAt(point)).catch((error: unknown) => {
    if (!(error instanceof Killed)) throw error
  })
}

interface Server extends Site {
  before: Plan[]
  /** What an undisturbed apply comes to, and an undisturbed undo after it; and their points. */
  readonly filled: Record<string, object[]>
  readonly emptied: Record<string, object[]>
  readonly points: Record<string, number>
}

async function server(as: 'documented' | 'observed'): Promise<Server> {
  const shop = await site(as)
  const made: Server = { ...shop, before: plansIn(shop), filled: {}, emptied: {}, points: {} }
  for (const token of [STAFF, OWNER]) {
    shop.mock.reset()
    const settings = settingsFor(shop.url, { token })
    const [filling, emptying] = [dyingAt(0), dyingAt(0)]
    await apply({ ...settings, ...filling }, ORDER)
    made.filled[token] = termsOf(plansIn(shop))
    await undo({ ...settings, ...emptying })
    made.emptied[token] = termsOf(plansIn(shop))
    made.points[`apply ${token}`] = filling.points()
    made.points[`undo ${token}`] = emptying.points()
  }
  return made
}

describe.each(['documented', 'observed'] as const)('seed, killed, against a server as %s', (as) => {
  let shop: Server
  beforeAll(async () => {
    shop = await server(as)
  })
  beforeEach(() => shop.mock.reset())
  afterAll(() => shop.close())

  it(`goes on at ${KILLS / 2} random points, and leaves the server as it should be`, async () => {
    for (let trial = 0; trial < KILLS / 2; trial++) {
      const dice = createRandom('kill', as, trial)
      const [verb, token] = [dice.pick(['apply', 'undo'] as const), dice.pick([STAFF, OWNER])]
      const where = `trial ${trial}: ${verb} by ${token}`
      shop.mock.reset()
      const settings = settingsFor(shop.url, { token, append: writeUnsynced })
      const point = () => dice.whole(1, shop.points[`${verb} ${token}`] ?? 1)

      if (verb === 'undo') await apply(settings, ORDER)
      for (let kill = dice.whole(1, 3); kill > 0; kill--)
        await killAt(point(), (faults) =>
          verb === 'apply'
            ? apply({ ...settings, ...faults }, ORDER)
            : undo({ ...settings, ...faults }),
        )
      if (verb === 'apply') {
        await apply(settings, ORDER)
        expect(termsOf(plansIn(shop)), where).toEqual(shop.filled[token])
        if (trial % 5 === 0)
          expect(await apply(settings, ORDER), where).toMatchObject({
            made: 0,
            changed: 0,
            kept: 4,
          })
      }
      await undo(settings)
      expect(termsOf(plansIn(shop)), where).toEqual(shop.emptied[token])
      expect(othersOf(shop), where).toEqual(shop.before)
      if (trial % 5 === 0)
        expect(await undo(settings), where).toEqual({ delete: 0, archive: 0, others: 0 })
    }
  }, 120_000)

  it('has many points at which it can be killed', () => {
    for (const points of Object.values(shop.points)) expect(points).toBeGreaterThan(30)
  })

  it.each(someOf([[7], [13]]))(
    'goes on after SIGKILL, sent when request %i arrives',
    async (place) => {
      const cwd = home()
      const args = (verb: string) => writeArgs(verb, shop.url)
      const wish = [
        '--scenario',
        ORDER.scenario,
        '--seed',
        `${ORDER.seed}`,
        '--plans',
        `${ORDER.plans}`,
      ]

      await killInTime(shop, place, [...args('apply'), ...wish], cwd)
      const again = await commandIn(
        { cwd, env: { WALDUR_TOKEN: STAFF } },
        ...args('apply'),
        ...wish,
      )
      expect(again, again.err).toMatchObject({ code: 0 })
      expect(termsOf(plansIn(shop))).toEqual(shop.filled[STAFF])

      await killInTime(shop, place, args('undo'), cwd)
      const last = await commandIn({ cwd, env: { WALDUR_TOKEN: STAFF } }, ...args('undo'))
      expect(last, last.err).toMatchObject({ code: 0 })
      expect(plansIn(shop)).toEqual(shop.before)
    },
  )
})

const othersOf = (shop: Site) =>
  plansIn(shop).filter(({ backend_id: tag }) => !tag.startsWith('WM-'))

/** The process dies while its request is on the way: whether the server acts on it, it never hears. */
async function killInTime(shop: Site, place: number, args: readonly string[], cwd: string) {
  const env = { ...process.env, WALDUR_TOKEN: STAFF }
  const child = spawn(process.execPath, [CLI, ...args], { cwd, env, stdio: 'ignore' })
  const ended = new Promise((resolve) => child.on('close', resolve))
  shop.requests.length = 0
  const watch = setInterval(() => {
    if (shop.requests.length >= place) child.kill('SIGKILL')
  }, 1)
  await ended
  clearInterval(watch)
}
