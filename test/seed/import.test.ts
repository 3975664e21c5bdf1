import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import demo from '../../fixtures/demo.json' with { type: 'json' }
import { generate } from '../../src/seed/generate.ts'
import type { ScenarioName } from '../../src/seed/scenarioNames.ts'
import { importServer } from '../../src/seed/import/importServer.ts'
import { commandIn } from '../cli/command.ts'
import { CRYO, home, OWNER, site, STAFF } from './seeding.ts'

const LISTS = ['marketplace-plans', 'booking-offerings', 'marketplace-plans/usage_stats']
const DIALECTS = ['documented', 'observed'] as const

/** What a path answers, without the origin, and without the moment that a running window begins. */
async function readAnswer(url: string, path: string, token: string): Promise<string> {
  const response = await fetch(url + path, { headers: { Authorization: `Token ${token}` } })
  const text = await response.text()
  const same = text.replaceAll(url, '').replace(/"start":"[^"]*"/g, '"start":0')
  return `${response.status} ${same}`
}

/** People are not read, and who has bought is invented: what counts them is another number. */
const OF_OTHERS =
  /("(?:users_count|resources_count|marketplace_resource_count)"):(?:\d+|\{[^}]*\})/g

const fixtureOf = (scenario: ScenarioName): object =>
  JSON.parse(
    [...generate({ scenario, seed: 7, ...(scenario === 'lab' && { plans: 40 }) })]
      .map(({ text }) => text)
      .join(''),
  ) as object

const from = (target: string, more: object = {}) =>
  importServer({ target, token: STAFF, rate: 1e6, ...more })

describe.each(DIALECTS)('import from a server as %s', (as) => {
  it.each([
    ['demo', STAFF],
    ['demo', OWNER],
    ['lab', STAFF],
    ['lab', OWNER],
    ['edge', STAFF],
    ['empty', STAFF],
  ] as const)(
    'of %s by %s, served and imported again, gives identical bytes and answers',
    async (scenario, token) => {
      const first = await site(as, fixtureOf(scenario))
      const one = await from(first.url, { token })
      const second = await site(as, JSON.parse(one.text) as object)
      const two = await from(second.url, { token: one.token })

      expect(two.text === one.text).toBe(true)
      expect(one.dropped).toEqual([])
      for (const list of LISTS) {
        const path = `/api/${list}/?page_size=300`
        expect(await readAnswer(second.url, path, one.token), list).toBe(
          await readAnswer(first.url, path, token),
        )
      }
      first.close()
      second.close()
    },
  )

  it('keeps the rows that lists link to', async () => {
    const first = await site(as)
    const second = await site(as, JSON.parse((await from(first.url)).text) as object)
    const paths = [
      ...demo.offerings.flatMap(({ uuid, roles = [] }) => [
        `marketplace-provider-offerings/${uuid}/`,
        `marketplace-public-offerings/${uuid}/`,
        ...roles.map((role) => `marketplace-offering-user-roles/${role.uuid}/`),
      ]),
      ...demo.customers.map(({ uuid }) => `customers/${uuid}/`),
      ...demo.projects.map(({ uuid }) => `projects/${uuid}/`),
      ...demo.categories.map(({ uuid }) => `marketplace-categories/${uuid}/`),
      ...demo.organization_groups.map(({ uuid }) => `organization-groups/${uuid}/`),
      ...demo.checklists.map(({ uuid }) => `checklists-admin/${uuid}/`),
      ...demo.media.map(({ uuid }) => `media/${uuid}/`),
    ].map((path) => `/api/${path}`)
    const calendar = encodeURIComponent('c_7f31c0a95be24d18@group.calendar.google.com')
    paths.push(`/calendar/ical/${calendar}/public/basic.ics`, `/calendar/embed?src=${calendar}`)
    const readComparable = async (url: string, path: string) =>
      (await readAnswer(url, path, STAFF)).replace(OF_OTHERS, '$1:0')
    for (const path of paths)
      expect(await readComparable(second.url, path), path).toBe(
        await readComparable(first.url, path),
      )
    first.close()
    second.close()
  })

  it('keeps the time that other events of a calendar take', async () => {
    const first = await site(as)
    const fixture = JSON.parse((await from(first.url)).text) as Pick<typeof demo, 'busy_slots'>
    const times = (slots: typeof demo.busy_slots) =>
      slots.map(({ offering, start, end }) => [offering, Date.parse(end) - Date.parse(start)])

    expect(times(fixture.busy_slots)).toEqual(times(demo.busy_slots))
    first.close()
  })

  it('sends nothing but GET, and each row is asked for once', async () => {
    const shop = await site(as)
    await from(shop.url)
    expect(shop.requests.filter((line) => !line.startsWith('GET '))).toEqual([])
    expect(new Set(shop.requests).size).toBeGreaterThanOrEqual(shop.requests.length - 1)
    shop.close()
  })
})

describe('import of many rows', () => {
  it('reads every page', async () => {
    const text = [...generate({ scenario: 'lab', seed: 7, plans: 650, offerings: 12 })]
    const first = await site(
      'documented',
      JSON.parse(text.map((one) => one.text).join('')) as object,
    )
    const { counts, text: fixture } = await from(first.url)
    expect(counts).toMatch(/^650 plans, 12 offerings/)
    expect((JSON.parse(fixture) as { plans: object[] }).plans).toHaveLength(650)
    first.close()
  })
})

describe('import --anonymise', () => {
  it('leaves nobody’s words, names and addresses, and stays a marketplace that is served', async () => {
    const shop = await site()
    const [plain, hidden, again, other] = [
      await from(shop.url),
      await from(shop.url, { anonymise: 3 }),
      await from(shop.url, { anonymise: 3 }),
      await from(shop.url, { anonymise: 4 }),
    ]
    const text = hidden.text
    const names = (JSON.parse(text) as typeof demo).offerings.map(({ uuid, name }) => [uuid, name])
    for (const { uuid, name } of demo.offerings)
      expect(new Map(names as [string, string][]).get(uuid)).not.toContain(name)
    const left = wordsOf(demo).filter((word) => text.includes(JSON.stringify(word).slice(1, -1)))
    expect(left).toEqual([])
    expect(text).not.toMatch(/nsic|tch\.example|campus\.example|lakeside|vlsc|shipyard/i)
    expect(again.text).toBe(text)
    expect(other.text).not.toBe(text)

    const uuids = (json: string) => [...json.matchAll(/"uuid":"(\w+)"/g)].map(([, uuid]) => uuid)
    expect(uuids(text)).toEqual(uuids(plain.text))
    const served = await site('documented', JSON.parse(text) as object)
    const prices = async (url: string) =>
      (
        (await (
          await fetch(`${url}/api/marketplace-plans/?page_size=300`, {
            headers: { Authorization: `Token ${STAFF}` },
          })
        ).json()) as { uuid: string; prices: object }[]
      )
        .map((plan) => [plan.uuid, plan.prices])
        .sort()
    expect(await prices(served.url)).toEqual(await prices(shop.url))
    shop.close()
    served.close()
  })

  it('replaces the same words by the same ones', async () => {
    const shop = await site()
    const fixture = JSON.parse((await from(shop.url, { anonymise: 3 })).text) as Record<
      string,
      { uuid: string; name: string; title: string }[]
    >
    const cryo = fixture['offerings']?.find(({ uuid }) => uuid === CRYO)
    const titles = fixture['media']?.filter(({ title }) => title === cryo?.name)
    expect(titles).toHaveLength(2)
    shop.close()
  })
})

/** What people wrote: every text of the demo that is longer than a word and is shown to somebody. */
function wordsOf(fixture: typeof demo): string[] {
  const words = [
    ...fixture.customers.flatMap(({ name, email }) => [name, email]),
    ...fixture.projects.flatMap(({ name, description }) => [name, description]),
    ...fixture.checklists.flatMap(({ name, questions }) => [name, ...questions]),
    ...fixture.resources.flatMap(({ name, schedules = [] }) => [
      name,
      ...schedules.map(({ title }) => title),
    ]),
    ...fixture.media.map(({ text }) => text ?? ''),
    ...fixture.offerings.flatMap((row) => [
      row.description,
      row.full_description,
      row.vendor_details,
      row.getting_started,
      row.access_url,
      row.privacy_policy_link,
    ]),
    ...fixture.plans.flatMap(({ description }) => description ?? ''),
  ]
  return words.filter((word) => word !== undefined && word.length > 8) as string[]
}

describe('import, by somebody who may see little, or of a server that says too much', () => {
  it('keeps of offerings that are not seen what the statistics say', async () => {
    const shop = await site()
    const hidden = createServer((request, response) => {
      if (/provider-offerings|customers|media|categories|groups/.test(request.url ?? '')) {
        response
          .writeHead(404, { 'Content-Type': 'application/json' })
          .end('{"detail":"Not found."}')
        return
      }
      const headers = { authorization: request.headers.authorization ?? '' }
      void fetch(shop.url + request.url, { headers }).then(async (answer) => {
        const link = answer.headers.get('link')
        response.writeHead(answer.status, {
          'Content-Type': 'application/json',
          ...(link && { Link: link }),
        })
        response.end(await answer.text())
      })
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => hidden.once('listening', resolve))
    const target = `http://127.0.0.1:${(hidden.address() as AddressInfo).port}`

    const { text } = await from(target)
    const second = await site('documented', JSON.parse(text) as object)
    expect(
      await readAnswer(second.url, '/api/marketplace-plans/usage_stats/?page_size=300', STAFF),
    ).toBe(await readAnswer(shop.url, '/api/marketplace-plans/usage_stats/?page_size=300', STAFF))
    for (const one of [shop, second, hidden]) one.close()
  })

  it('leaves out, with a note, what a fixture can’t hold', async () => {
    const shop = await site()
    const spoiling: typeof fetch = async (...request) => {
      const response = await fetch(...request)
      const text = await response.text()
      return new Response(text.replace('"country":"NL"', '"country":"Netherlands"'), response)
    }
    const { dropped, text } = await from(shop.url, { fetch: spoiling })
    expect(dropped).toContain('offerings/country')
    expect(() => JSON.parse(text) as object).not.toThrow()
    shop.close()
  })
})

describe('waldur-mock import', () => {
  it('writes a fixture without the token, and says which one sees there what yours saw', async () => {
    const users = demo.users.map((user) => ({ ...user, token: `secret-${user.token}` }))
    const [shop, cwd] = [await site('documented', { ...demo, users }), home()]
    const args = ['import', '--from', shop.url, '-o', 'staging.json', '--rate', '5000']
    const said = await commandIn({ cwd, env: { WALDUR_TOKEN: `secret-${OWNER}` } }, ...args)

    expect(said).toMatchObject({ code: 0, err: '' })
    expect(said.out).toMatch(
      /^24 plans, 14 offerings, .* are in staging\.json\. Serve it with --data staging\.json; the token owner-token sees/,
    )
    expect(readFileSync(join(cwd, 'staging.json'), 'utf8') + said.out).not.toContain('secret-')
    shop.close()
  })

  it.each([
    ['an address that is no Waldur', ['--from', 'http://127.0.0.1:1'], /gives no answer/],
    ['no address', [], /required option '--from <url>'/],
  ])('says the cure of %s, and ends with 2', async (_name, args, text) => {
    const { code, err } = await commandIn(
      { cwd: home(), env: { WALDUR_TOKEN: 'x' } },
      'import',
      '-o',
      'x.json',
      ...args,
    )
    expect(err).toMatch(text)
    expect(code).toBe(2)
  })
})
