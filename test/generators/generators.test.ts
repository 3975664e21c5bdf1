import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installGenerators, isInstalled } from '../../.config/generators.mjs'
import { pages } from '../../src/document/api.ts'
import { mockRouter } from '../../src/http/router.ts'
import { createMockServer } from '../../src/http/server.ts'
import { createMock } from '../../src/doors/index.ts'
import { dialectNames } from '../domain/createWaldur.ts'
import { generators, makeClient, prepare, tellStory, typeErrors, readWritten } from './clients.ts'
import type { Generator } from './clients.ts'

const isDemanded = process.env['CI'] !== undefined
const isHere = ({ part }: Generator): boolean => isDemanded || isInstalled(part)
const here = generators.filter(isHere)
const absent = generators.filter((generator) => !isHere(generator))
const counts = ['marketplace_plans', 'marketplace_plans_usage_stats', 'booking_offerings']
const operations = [
  ...pages.operations.map(({ id }) => id),
  ...counts.map((name) => `${name}_count`),
]
const servers: ReturnType<typeof createMockServer>[] = []
const said = new Map<string, string>()

beforeAll(async () => {
  if (isDemanded) await installGenerators()
  if (here.length === 0) return
  prepare()
  await Promise.all(here.map(async (one) => said.set(one.name, await makeClient(one))))
}, 600_000)

afterAll(() => {
  for (const server of servers) server.close()
})

async function listen(as: (typeof dialectNames)[number]): Promise<string> {
  const server = createMockServer(mockRouter(createMock({ as })))
  servers.push(server)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** What a program should have seen, asked of the mock without any client. */
async function readExpected(url: string, name: string) {
  const headers = { Authorization: 'Token YOUR_API_TOKEN' }
  const plans = await fetch(`${url}/api/marketplace-plans/?page_size=1`, { headers })
  const [{ components }] = (await plans.json()) as [{ components: object[] }]
  const bookings = await fetch(`${url}/api/booking-offerings/?page_size=3`, { headers })
  const total = Number(plans.headers.get('x-result-count'))
  return {
    total,
    hasNext: true,
    count: total,
    created: name,
    prices: components.map(() => '12.5000000000'),
    bookings: ((await bookings.json()) as { name: string }[]).map((row) => row.name),
    refused: { name: ['This field may not be blank.'] },
  }
}

describe.runIf(here.length > 0)('Generators of clients', () => {
  const named = here.map((one) => [one.name, one] as const)

  it.each(named)('%s makes a client of openapi.yaml without a warning', (name) => {
    expect(said.get(name)).toBeDefined()
    expect(said.get(name)).not.toMatch(/\bwarn|\berrors?\b|\bfail|\bskipp|unsupported|⚠|✗/i)
  })

  it.each(named)('%s leaves out no operation, and counts with HEAD', (_, one) => {
    const text = readWritten(one)

    expect(operations.filter((id) => !one.naming(id).test(text))).toEqual([])
  })

  it('make clients that programs are type-checked against', async () => {
    expect(await typeErrors()).toBe('')
  }, 300_000)

  const cells = here.flatMap((one) => dialectNames.map((as) => [one.name, as, one] as const))

  it.each(cells)('%s makes a client that gets on with the mock, as %s', async (name, as, one) => {
    const url = await listen(as)
    const wanted = await readExpected(url, name)

    expect(await tellStory(one, [url, name])).toEqual(wanted)
  })
})

it.each(absent.map(({ name }) => name))(
  '%s is left out, as it is not installed: npm run generators',
  () => {
    expect(isDemanded).toBe(false)
  },
)
