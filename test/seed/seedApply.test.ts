import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import demo from '../../fixtures/demo.json' with { type: 'json' }
import { apply, planSeed, readStatus, undo } from '../../src/seed/remote/seedRun.ts'
import type { SeedSettings } from '../../src/seed/remote/seedRun.ts'
import { chooseAction } from '../../src/seed/remote/comparePlans.ts'
import { commandIn } from '../cli/command.ts'
import {
  CRYO,
  home,
  HPC,
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

const writes = ({ requests }: Site) => requests.filter((line) => !line.startsWith('GET '))
const verdicts = async (settings: SeedSettings, order = ORDER) =>
  (await planSeed(settings, order)).all.map(chooseAction).join(' ')

describe.each(['documented', 'observed'] as const)('seed, against a server as %s', (as) => {
  let shop: Site
  let settings: SeedSettings
  const ours = () => plansIn(shop).filter(({ backend_id: tag }) => tag.startsWith('WM-'))
  const send = (method: string, path: string, body?: object) =>
    fetch(`${shop.url}/api/marketplace-plans/${path}`, {
      method,
      headers: { Authorization: `Token ${STAFF}`, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
  beforeAll(async () => {
    shop = await site(as)
  })
  beforeEach(() => {
    shop.mock.reset()
    shop.requests.length = 0
    settings = settingsFor(shop.url)
  })
  afterAll(() => shop.close())

  it('plan sends nothing but GET, and writes nothing', async () => {
    expect(await verdicts(settings)).toBe('create create create create')
    expect(writes(shop)).toEqual([])
    expect(readdirSync(dirname(settings.ledger))).toEqual([])
  })

  it('apply makes plans in the components of the offering, for its groups', async () => {
    const before = plansIn(shop)
    await apply(settings, ORDER)

    const offered = ['beam_hours', 'operator', 'setup']
    const [academic, industry, , legacy] = ours().sort((a, b) =>
      a.backend_id < b.backend_id ? -1 : 1,
    )
    expect(ours().map(({ components }) => components.map(({ type }) => type))).toEqual(
      Array.from({ length: 4 }, () => offered),
    )
    expect(Number(industry?.components[0]?.price)).toBeGreaterThan(
      Number(academic?.components[0]?.price),
    )
    expect(academic?.organization_groups).toEqual(['62c9aaf49b1b46009a28a0cbed55709d'])
    expect(legacy?.archived).toBe(true)
    expect(plansIn(shop).filter((plan) => before.some(({ uuid }) => uuid === plan.uuid))).toEqual(
      before,
    )
  })

  it('apply is idempotent: a second run sends no write', async () => {
    await apply(settings, ORDER)
    shop.requests.length = 0
    const again = { made: 0, changed: 0, kept: 4, left: 0, lacking: [] }
    expect(await apply(settings, ORDER)).toEqual(again)
    expect(writes(shop)).toEqual([])
  })

  it('apply brings back what somebody has changed, and plan shows it', async () => {
    await apply(settings, ORDER)
    const wanted = termsOf(plansIn(shop))
    const [one] = ours()
    await send('POST', `${one?.uuid}/update_prices/`, { prices: { setup: 1 } })
    await send('PATCH', `${one?.uuid}/`, { name: 'Spoiled' })

    expect((await verdicts(settings)).split(' ').sort().join(' ')).toBe('change keep keep keep')
    expect(await apply(settings, ORDER)).toMatchObject({ changed: 1, kept: 3 })
    expect(termsOf(plansIn(shop))).toEqual(wanted)
  })

  it('a larger order goes on where the smaller one ended', async () => {
    await apply(settings, { ...ORDER, plans: 2 })
    expect(await apply(settings, ORDER)).toMatchObject({ made: 2, kept: 2 })
  })

  it('undo by staff leaves the server as it was', async () => {
    const before = plansIn(shop)
    await apply(settings, ORDER)

    expect(await undo(settings)).toEqual({ delete: 4, archive: 0, others: 0 })
    expect(plansIn(shop)).toEqual(before)
    expect(await undo(settings)).toEqual({ delete: 0, archive: 0, others: 0 })
  })

  it('undo by an owner archives, for delete is refused; the next apply makes new ones', async () => {
    const owner = { ...settings, token: OWNER }
    await apply(owner, ORDER)

    expect(await undo(owner)).toEqual({ delete: 0, archive: 4, others: 0 })
    expect(ours().every(({ archived }) => archived)).toBe(true)
    expect(await apply(owner, ORDER)).toMatchObject({ made: 4 })
    expect(ours().length).toBe(8)
    expect(await apply(owner, ORDER)).toMatchObject({ kept: 4 })
  })

  it('undo leaves what others made, even with a tag like ours', async () => {
    const link = `/api/marketplace-provider-offerings/${CRYO}/`
    await send('POST', '', { name: 'Theirs', offering: link, backend_id: 'WM-l5-1' })

    expect(await apply(settings, ORDER)).toMatchObject({ made: 3, left: 1 })
    expect(await undo(settings)).toMatchObject({ delete: 3 })
    expect(ours().map(({ name }) => name)).toEqual(['Theirs'])
  })

  it('status and verify tell from the ledger and the server', async () => {
    await expect(readStatus(settings)).rejects.toThrow(/Run apply first/)
    await apply(settings, ORDER)
    await send('DELETE', `${ours()[0]?.uuid}/`)

    const { made, unsure, all } = await readStatus(settings)
    expect([made, unsure]).toEqual([4, 0])
    expect(all.map(chooseAction).filter((verdict) => verdict === 'create')).toHaveLength(1)
  })

  it('knows plans again by article_code, if asked to', async () => {
    const order = { ...ORDER, identity: 'article_code' } as const
    await apply(settings, order)
    expect(plansIn(shop).filter(({ article_code: code }) => /^WM-l5-\d$/.test(code))).toHaveLength(
      4,
    )
    expect(await apply(settings, order)).toMatchObject({ made: 0, kept: 4 })
  })

  it('prices an offering that is no booking, as staff', async () => {
    const offering = '066f9d0ad566472ba4a4620bf4df0d1e'
    expect(await apply({ ...settings, offering }, ORDER)).toMatchObject({ made: 4 })
    expect(await apply({ ...settings, offering }, ORDER)).toMatchObject({ kept: 4 })
  })

  it('says who may, when only the server knows that this token may not', async () => {
    const theirs = { offering: '066f9d0ad566472ba4a4620bf4df0d1e', token: 'support-token' }
    await expect(apply({ ...settings, ...theirs }, ORDER)).rejects.toThrow(
      /may not create plans under Instrument help desk\. Give the token of staff, or of an owner/,
    )
    expect(ours()).toEqual([])
  })

  it.each([
    ['the token of a manager', { token: 'manager-token' }, /may not create plans under Cryo-TEM/],
    [
      'the token of a stranger',
      { token: 'stranger-token' },
      /has no offering 5222c7.* that this token sees\. .* give a token of its owner/,
    ],
    ['an unknown token', { token: 'nope' }, /refuses the token: Invalid token\. Copy it again/],
    [
      'an unknown offering',
      { offering: HPC.replace('a1', 'a2') },
      /has no offering a2b2.* Copy the uuid/,
    ],
    ['no uuid', { offering: 'cryo' }, /"cryo" is no uuid/],
    [
      'a remote offering',
      { offering: '2e7bb63aa06f435a8f33425b4e012693' },
      /managed by the remote side/,
    ],
    ['no address', { target: 'waldur' }, /"waldur" is no address/],
    ['nobody there', { target: 'http://127.0.0.1:1' }, /gives no answer.*Check the address/],
  ])('refuses %s, in words, before it writes', async (_name, more, text) => {
    await expect(apply({ ...settings, ...more }, ORDER)).rejects.toThrow(text)
    expect(writes(shop)).toEqual([])
  })
})

describe('seed and the plans that are in use', () => {
  it('announces new prices for the next month, and never touches their terms', async () => {
    const shop = await site()
    const settings = settingsFor(shop.url)
    await apply(settings, ORDER)
    const mine = plansIn(shop).find(({ backend_id: tag }) => tag === 'WM-l5-1')
    const bought = {
      uuid: '77'.repeat(16),
      name: 'Run',
      plan: mine?.uuid,
      project: demo.projects[0]?.uuid,
    }
    const plans = plansIn(shop).map((plan) =>
      plan === mine
        ? {
            ...plan,
            name: 'Renamed',
            components: plan.components.map((one) => ({ ...one, price: '1' })),
          }
        : plan,
    )
    const { as_of: _, ...rows } = demo
    const other = await site('observed', { ...rows, plans, resources: [...demo.resources, bought] })
    writeFileSync(
      settings.ledger,
      readFileSync(settings.ledger, 'utf8').replace(shop.url, other.url),
    )
    const there = { ...settings, target: other.url }

    expect(await apply(there, ORDER)).toMatchObject({ changed: 1, kept: 3 })
    const after = plansIn(other).find(({ uuid }) => uuid === mine?.uuid)
    expect(after?.name).toBe('Renamed')
    expect(after?.components.map(({ price }) => Number(price))).toEqual([1, 1, 1])
    expect(after?.components.map(({ future_price: price }) => price)).toEqual(
      mine?.components.map(({ price }) => price),
    )
    expect(await apply(there, ORDER)).toMatchObject({ made: 0, changed: 0 })

    expect(await undo(there)).toEqual({ delete: 3, archive: 1, others: 0 })
    expect(plansIn(other).find(({ uuid }) => uuid === mine?.uuid)?.archived).toBe(true)
    shop.close()
    other.close()
  })
})

describe('seed and the token', () => {
  it('shows it to no server that is not a Waldur, and writes it nowhere', async () => {
    const heads: string[] = []
    const other = createServer((request, response) => {
      heads.push(JSON.stringify(request.headers))
      response.end('[]')
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const target = `http://127.0.0.1:${(other.address() as AddressInfo).port}`

    const args = ['seed', 'apply', '--target', target, '--offering', CRYO]
    const { code, err } = await commandIn(
      { cwd: home(), env: { WALDUR_TOKEN: 'secret-123' } },
      ...args,
    )
    expect(err).toMatch(/is not a Waldur.*Give the address without \/api/)
    expect(code).toBe(2)
    expect(heads.join()).not.toContain('secret-123')
    other.close()
  })

  it('is not sent where a redirect leads', async () => {
    const heads: string[] = []
    const other = createServer((request, response) => {
      heads.push(`${request.url} ${request.headers.authorization}`)
      response.writeHead(302, { Location: '/elsewhere' }).end()
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const target = `http://127.0.0.1:${(other.address() as AddressInfo).port}`

    await expect(apply(settingsFor(target), ORDER)).rejects.toThrow(
      /answers 302 and leads to \/elsewhere/,
    )
    expect(heads).toEqual(['/api/marketplace-plans/?page_size=1 undefined'])
    other.close()
  })

  it('is taken from the environment, and is in no file and no line of output', async () => {
    const [shop, cwd] = [await site(), home()]
    const run = (verb: string, ...more: string[]) =>
      commandIn({ cwd, env: { WALDUR_TOKEN: OWNER } }, ...writeArgs(verb, shop.url), ...more)

    const said = [
      await run('plan'),
      await run('apply'),
      await run('status'),
      await run('verify'),
      await run('undo'),
    ]
    const files = readdirSync(`${cwd}/.waldur-seed`).map((file) =>
      readFileSync(`${cwd}/.waldur-seed/${file}`, 'utf8'),
    )
    expect(said.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0])
    expect(said[0]?.out).toMatch(
      /10 to create, 0 to change, 0 to keep\. Nothing was sent but GET\./,
    )
    expect(said[3]?.out).toBe('All 10 plans are as wished.\n')
    expect(said[4]?.out).toBe('0 plans deleted, 10 archived.\n')
    expect(JSON.stringify([said, files])).not.toContain(OWNER)
    expect(files).toHaveLength(1)
    shop.close()
  })

  it('is asked for: without a terminal the words say how to give it', async () => {
    const { code, err } = await commandIn(
      { cwd: home() },
      'seed',
      'plan',
      '--target',
      'http://127.0.0.1:9',
      '--offering',
      CRYO,
    )
    expect(err).toBe('Give a token: set WALDUR_TOKEN, or --token, or start this in a terminal.\n')
    expect(code).toBe(2)
  })
})

describe('seed and its pace', () => {
  it('asks again what the server was too busy for', async () => {
    const shop = await site()
    let count = 0
    const busy: typeof fetch = (...request) =>
      ++count % 3 === 0
        ? Promise.resolve(new Response('', { status: 429, headers: { 'Retry-After': '0' } }))
        : fetch(...request)
    expect(await apply(settingsFor(shop.url, { fetch: busy }), ORDER)).toMatchObject({ made: 4 })
    shop.close()
  })

  it('sends no more requests a second than it may', async () => {
    const shop = await site()
    const began = Date.now()
    await apply(settingsFor(shop.url, { rate: 50 }), { ...ORDER, plans: 3 })
    expect(shop.requests.length).toBeGreaterThan(10)
    expect(Date.now() - began).toBeGreaterThanOrEqual(((shop.requests.length - 1) * 1000) / 50 - 20)
    shop.close()
  })
})
