import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createMock } from '../../src/doors/index.ts'
import { mockRouter } from '../../src/http/router.ts'
import { createMockServer } from '../../src/http/server.ts'
import { mergeFacts, pageFacts } from '../pages/facts.ts'
import { BASE, samplesOf } from '../pages/samples.ts'
import type { Sample } from '../pages/samples.ts'

interface Sent {
  readonly status: number
  readonly type: string | null
  readonly text: string
}

const pages = ['marketplace-plans', 'booking-offerings'].map((name) =>
  readFileSync(new URL(`../pages/${name}.txt`, import.meta.url), 'utf8'),
)
const samples = pages.flatMap(samplesOf)
const { facts } = mergeFacts(pages.map(pageFacts))
const servers: Server[] = []

/** What the page says of an operation: its status, and the fields of its answer if it has any. */
function findPromise(id: string): { status: number; fields: string[] } {
  const rows = facts.map((fact) => fact.split(' | ')).filter(([operation]) => operation === id)
  const answers = rows.filter(([, place = '']) => /^\d{3}$/.test(place))
  const fields = answers.flatMap(([, , name = '', type = '']) =>
    /^(?:No response body|.*\..*)$/.test(name) || type.startsWith('Enum') ? [] : [name],
  )
  return { status: Number(answers[0]?.[1]), fields }
}

async function fresh(): Promise<(sample: Sample) => Promise<Sent>> {
  const mock = createMock({ strict: true, calendarJobs: { delay: 0 } })
  const server = createMockServer(mockRouter(mock))
  servers.push(server)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return async ({ method, url, headers, body }) => {
    const answer = await fetch(url.replace(BASE, base), {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, type: answer.headers.get('content-type'), text }
  }
}

afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections()
      return new Promise((closed) => server.close(closed))
    }),
  )
})

/** What is gone can't be deleted again, nor what is shared be shared: the second client comes too late. */
const REFUSED = [
  'Python marketplace_plans_destroy 404',
  'TypeScript marketplace_plans_destroy 404',
  ...['archive', 'delete_organization_groups'].flatMap((action) =>
    ['HTTPie', 'Python', 'TypeScript'].map((client) => `${client} marketplace_plans_${action} 404`),
  ),
  ...['share', 'unshare'].flatMap((action) =>
    ['Python', 'TypeScript'].map(
      (client) => `${client} booking_offerings_${action}_google_calendar 400`,
    ),
  ),
]

const CLIENTS = ['HTTPie', 'Python', 'TypeScript'] as const

const sample = (client: Sample['client'], id: string): Sample => {
  const found = samples.find((one) => one.client === client && one.id === id)
  if (!found) throw new Error(`The pages have no sample of ${id} in ${client}.`)
  return found
}

const SHARE = 'booking_offerings_share_google_calendar'
const UNSHARE = 'booking_offerings_unshare_google_calendar'
const DESTROY = 'marketplace_plans_destroy'

/** Only a public calendar can be made private, and that of the demo data is private at first (§4.2). */
const neededBefore: Readonly<Record<string, string>> = { [UNSHARE]: SHARE }

function assertPromised({ client, id }: Sample, { status, type, text }: Sent): void {
  const expected = findPromise(id)
  expect({ client, id, status, text }).toMatchObject({ client, id, status: expected.status })
  if (expected.fields.length === 0) return expect({ type, text }).toEqual({ type: null, text: '' })
  const value: unknown = JSON.parse(text)
  const rows = Array.isArray(value) ? (value as object[]) : [value as object]
  expect(rows).not.toEqual([])
  for (const row of rows) expect(Object.keys(row)).toEqual(expected.fields)
}

describe('The samples printed on the pages', () => {
  it('are 54: each of 18 operations in HTTPie, Python and TypeScript, with the token of the pages', () => {
    expect(samples).toHaveLength(54)
    for (const client of CLIENTS) {
      const own = samples.filter((one) => one.client === client)
      expect(new Set(own.map(({ id }) => id)).size, client).toBe(18)
    }
    for (const { method, url, headers } of samples) {
      expect(method).toMatch(/^(?:GET|POST|PUT|PATCH|DELETE)$/)
      expect(url.startsWith(`${BASE}/api/`)).toBe(true)
      expect(url).not.toContain('no-uuid')
      expect(headers).toMatchObject({ Authorization: 'Token YOUR_API_TOKEN' })
    }
  })

  it.each([
    ['HTTPie', []],
    ['Python', [{}, {}]],
    ['TypeScript', []],
  ] as const)('of %s send the fields that are printed', (client, empty) => {
    const link = `${BASE}/api/offering/a1b2c3d4-e5f6-7890-abcd-ef1234567890/`
    const named = { name: 'my-awesome-marketplace-plan', offering: link }
    const bodies = samples.flatMap((one) =>
      one.client === client && one.body !== null ? [one.body] : [],
    )

    const [groups, patch] = empty
    expect(bodies).toEqual([
      named,
      { discounts: {} },
      ...(groups ? [groups] : []),
      { prices: {} },
      { quotas: {} },
      named,
      ...(patch ? [patch] : []),
    ])
  })

  it.each(samples.map((one) => [one.id, one.client, one] as const))(
    '%s in %s is answered as documented',
    async (id, client, one) => {
      const send = await fresh()
      const before = neededBefore[id]
      if (before !== undefined) {
        const share = sample(client, before)
        assertPromised(share, await send(share))
      }

      assertPromised(one, await send(one))
    },
  )

  it.each(CLIENTS)(
    'of %s are answered one after the other in the order of the pages, deletion last',
    async (client) => {
      const send = await fresh()
      const own = samples.filter((one) => one.client === client)
      const order = [...own.filter(({ id }) => id !== DESTROY), sample(client, DESTROY)]

      for (const one of order) assertPromised(one, await send(one))
    },
  )

  it('of three clients in turn find no plan after its deletion, and no calendar that is not as wished', async () => {
    const send = await fresh()
    const others: string[] = []
    for (const one of samples) {
      const { status } = await send(one)
      if (status !== findPromise(one.id).status) others.push(`${one.client} ${one.id} ${status}`)
    }

    expect(others).toEqual(REFUSED)
  })
})
