import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createMock } from '../../src/index.ts'
import { mockRouter, serverOf } from '../../src/http/router.ts'
import { merged, pageFacts } from '../pages/facts.ts'

/** A sample of HTTPie as it is printed: only the base URL is replaced before it is sent. */
interface Sample {
  readonly id: string
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>> | null
}

interface Sent {
  readonly status: number
  readonly type: string | null
  readonly text: string
}

const BASE = 'https://api.example.com'
const pages = ['marketplace-plans', 'booking-offerings'].map((name) =>
  readFileSync(new URL(`../pages/${name}.txt`, import.meta.url), 'utf8'),
)
const samples = pages.flatMap(samplesOf)
const { facts } = merged(pages.map(pageFacts))
const servers: Server[] = []

function samplesOf(page: string): Sample[] {
  const printed =
    /^http \\\n((?:.*\\\n)*.*)\n[\s\S]*?^from waldur_api_client\.api\S+ import (\w+)/gm
  return [...page.matchAll(printed)].map(([, command = '', id = '']) => sampleOf(id, command))
}

function sampleOf(id: string, command: string): Sample {
  const words = command.replaceAll('\\\n', ' ').match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []
  const [method = '', url = '', ...items] = words.map((word) => word.replace(/["']/g, ''))
  const parsed = items.map((item) => /^([\w-]+)(:=|=|:)(.*)$/s.exec(item) ?? [])
  const of = (sign: string) => parsed.filter(([, , one]) => one === sign)
  const texts = of('=').map(([, name = '', , value]) => [name, value])
  const values = of(':=').map(([, name = '', , value = '']) => [name, JSON.parse(value)])
  const fields = [...texts, ...values]
  return {
    id,
    method,
    url,
    headers: Object.fromEntries(of(':').map(([, name = '', , value = '']) => [name, value])),
    body: fields.length === 0 ? null : Object.fromEntries(fields),
  }
}

/** What the page says of an operation: its status, and the fields of its answer if it has any. */
function promised(id: string): { status: number; fields: string[] } {
  const rows = facts.map((fact) => fact.split(' | ')).filter(([operation]) => operation === id)
  const answers = rows.filter(([, place = '']) => /^\d{3}$/.test(place))
  const fields = answers.flatMap(([, , name = '', type = '']) =>
    /^(?:No response body|.*\..*)$/.test(name) || type.startsWith('Enum') ? [] : [name],
  )
  return { status: Number(answers[0]?.[1]), fields }
}

async function fresh(): Promise<(sample: Sample) => Promise<Sent>> {
  const mock = createMock({ strict: true, calendarJobs: { delay: 0 } })
  const server = serverOf(mockRouter(mock))
  servers.push(server)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return async ({ method, url, headers, body }) => {
    const type = { Accept: 'application/json, */*;q=0.5', 'Content-Type': 'application/json' }
    const answer = await fetch(url.replace(BASE, base), {
      method,
      headers: { ...headers, ...(body && type) },
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

const sample = (id: string): Sample => {
  const found = samples.find((one) => one.id === id)
  if (!found) throw new Error(`The pages have no sample of ${id}.`)
  return found
}

const SHARE = 'booking_offerings_share_google_calendar'
const UNSHARE = 'booking_offerings_unshare_google_calendar'
const DESTROY = 'marketplace_plans_destroy'

/** Only a public calendar can be made private, and that of the demo data is private at first (§4.2). */
const neededBefore: Readonly<Record<string, string>> = { [UNSHARE]: SHARE }

function assertPromised({ id }: Sample, { status, type, text }: Sent): void {
  const expected = promised(id)
  expect({ id, status, text }).toMatchObject({ id, status: expected.status })
  if (expected.fields.length === 0) return expect({ type, text }).toEqual({ type: null, text: '' })
  const value: unknown = JSON.parse(text)
  const rows = Array.isArray(value) ? (value as object[]) : [value as object]
  expect(rows).not.toEqual([])
  for (const row of rows) expect(Object.keys(row)).toEqual(expected.fields)
}

describe('The samples printed on the pages', () => {
  it('are 18, with a method, an address and a token each', () => {
    expect(samples).toHaveLength(18)
    for (const { method, url, headers } of samples) {
      expect(method).toMatch(/^(?:GET|POST|PUT|PATCH|DELETE)$/)
      expect(url.startsWith(`${BASE}/api/`)).toBe(true)
      expect(headers).toEqual({ Authorization: 'Token YOUR_API_TOKEN' })
    }
  })

  it('send the fields that are printed', () => {
    const link = `${BASE}/api/offering/a1b2c3d4-e5f6-7890-abcd-ef1234567890/`
    const named = { name: 'my-awesome-marketplace-plan', offering: link }

    expect(samples.flatMap(({ body }) => (body === null ? [] : [body]))).toEqual([
      named,
      { discounts: {} },
      { prices: {} },
      { quotas: {} },
      named,
    ])
  })

  it.each(samples.map((one) => [one.id, one] as const))(
    '%s is answered as documented',
    async (id, one) => {
      const send = await fresh()
      const before = neededBefore[id]
      if (before !== undefined) assertPromised(sample(before), await send(sample(before)))

      assertPromised(one, await send(one))
    },
  )

  it('are answered one after the other in the order of the pages, deletion last', async () => {
    const send = await fresh()
    const order = [...samples.filter(({ id }) => id !== DESTROY), sample(DESTROY)]

    for (const one of order) assertPromised(one, await send(one))
  })

  it('find no plan any more when they follow its deletion, as on the page', async () => {
    const send = await fresh()
    const others: [string, number][] = []
    for (const one of samples) {
      const { status } = await send(one)
      if (status !== promised(one.id).status) others.push([one.id, status])
    }

    expect(others).toEqual([
      ['marketplace_plans_archive', 404],
      ['marketplace_plans_delete_organization_groups', 404],
    ])
  })
})
