import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { tableNames } from '../src/domain/state.ts'
import type { State } from '../src/domain/state.ts'
import { rowOf } from '../src/domain/table.ts'
import { FixtureError, fixtureOf, parseFixture } from '../src/runtime/fixture.ts'
import { id, offering, plan, shop } from './shop.ts'

const NOW = new Date('2026-03-02T08:00:00Z')

const textOf = (name: string): string =>
  readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8')

const read = (fixture: object, now = NOW): State =>
  parseFixture(JSON.stringify(fixture), 'fixtures/x.json', now)

describe('A short fixture', () => {
  test('gives an offering the defaults of Waldur', () => {
    const made = rowOf(read(shop()).offerings, id(4))
    expect(made).toMatchObject({ type: 'Marketplace.Booking', state: 'Active', country: '' })
    expect(made).toMatchObject({ slug: 'elan-vit-1', created: NOW.toISOString(), parent: null })
    expect(made).toMatchObject({ citation_count: -1, options: { order: [], options: {} } })
  })

  test('gives a plan one free component for each of its offering', () => {
    const made = rowOf(read(shop({ plans: [plan()] })).plans, id(5))
    const free = { amount: 0, price: '0.0000000000', future_price: null }
    const component = { ...free, discount_threshold: null, discount_rate: null }
    expect(made).toMatchObject({ unit: 'day', unit_price: '0.0000000000', max_amount: null })
    expect(made?.components).toEqual([
      { type: 'hours', ...component },
      { type: 'setup', ...component },
    ])
  })

  test('gives a plan of a child offering the components of the parent', () => {
    const child = offering({ uuid: id(6), parent: id(4), components: [] })
    const rows = { offerings: [offering(), child], plans: [plan({ offering: id(6) })] }
    const made = rowOf(read(shop(rows)).plans, id(5))
    expect(made?.components.map(({ type }) => type)).toEqual(['hours', 'setup'])
  })

  test('gives a resource the offering of its plan', () => {
    const resources = [{ uuid: id(7), name: 'Run', plan: id(5), project: id(3) }]
    const state = read(shop({ plans: [plan()], resources }))
    expect(rowOf(state.resources, id(7))).toMatchObject({ offering: id(4), state: 'OK' })
  })

  test('numbers slugs that begin alike, after the highest that is written', () => {
    const names = [{ slug: 'elan-vit-6' }, { uuid: id(8) }, { uuid: id(9), name: '研究' }]
    const state = read(shop({ offerings: names.map(offering) }))
    const slugs = [id(4), id(8), id(9)].map((uuid) => rowOf(state.offerings, uuid)?.slug)
    expect(slugs).toEqual(['elan-vit-6', 'elan-vit-7', '-1'])
  })

  test('makes the same uuid for a component each time, and another for each component', () => {
    const uuids = () => rowOf(read(shop()).offerings, id(4))?.components.map(({ uuid }) => uuid)
    expect(uuids()).toEqual(uuids())
    expect(new Set(uuids()).size).toBe(2)
    expect(uuids()?.every((uuid) => /^[0-9a-f]{32}$/.test(uuid))).toBe(true)
  })

  test('may write uuids dashed or in capitals, in rows and in links', () => {
    const capital = '4C1F0D7E-9B8A-4F27-A6D3-5B90C2E8F611'
    const offerings = [offering({ uuid: capital })]
    const plans = [plan({ offering: capital.toLowerCase() })]
    const state = read(shop({ offerings, plans }))
    expect(rowOf(state.plans, id(5))?.offering).toBe('4c1f0d7e9b8a4f27a6d35b90c2e8f611')
    expect(rowOf(state.offerings, '4c1f0d7e9b8a4f27a6d35b90c2e8f611')).toBeDefined()
  })

  test('keeps money as text with ten decimals', () => {
    const components = [{ type: 'hours', price: '007.5', future_price: '0.0000000001' }]
    const state = read(shop({ plans: [plan({ unit_price: '3', components })] }))
    expect(rowOf(state.plans, id(5))).toMatchObject({
      unit_price: '3.0000000000',
      components: [{ price: '7.5000000000', future_price: '0.0000000001' }],
    })
  })

  test('may begin with a byte order mark', () => {
    expect(parseFixture('\uFEFF{}', 'x', NOW).month).toBe('2026-03')
  })
})

describe('The times of a fixture with as_of', () => {
  const start = '2026-03-03T09:30:00.123456+02:00'
  const schedules = [{ start, end: '2026-03-04T09:30:00Z', note: '2026-03-05T00:00:00Z' }]
  const fixture = shop({
    as_of: '2026-03-02T08:00:00Z',
    offerings: [offering({ attributes: { schedules }, description: '2026-03-03' })],
    plans: [plan({ name: '2026-03-02T08:00:00Z' })],
  })
  const startAt = (now: string) =>
    rowOf(read(fixture, new Date(now)).offerings, id(4))?.attributes.schedules?.[0]?.start

  test.each([
    ['2026-03-09T07:59:59Z', start],
    ['2026-03-09T08:00:00Z', '2026-03-10T09:30:00.123456+02:00'],
    ['2027-03-01T08:00:00Z', '2027-03-02T09:30:00.123456+02:00'],
    ['2026-03-02T07:59:59Z', '2026-02-24T09:30:00.123456+02:00'],
  ])('move by whole weeks: at %s', (now, moved) => {
    expect(startAt(now)).toBe(moved)
  })

  test('move in free-form parts too, but a name stays a name', () => {
    const state = read(fixture, new Date('2026-03-09T08:00:00Z'))
    const [window] = rowOf(state.offerings, id(4))?.attributes.schedules ?? []
    expect(window?.['note']).toBe('2026-03-12T00:00:00Z')
    expect(rowOf(state.plans, id(5))?.name).toBe('2026-03-02T08:00:00Z')
  })

  test.each([
    [{}, '2027-01'],
    [{ month: '2026-05' }, '2026-05'],
    [{ as_of: '2026-03-31T00:00:00Z' }, '2027-01'],
    [{ as_of: '2026-03-31T00:00:00Z', month: '2026-02' }, '2026-12'],
  ])('%j: the current month in January 2027 is %s', (fixture, month) => {
    expect(read(fixture, new Date('2027-01-15T00:00:00Z')).month).toBe(month)
  })
})

describe('Any fixture', () => {
  test.each(['demo', 'empty'])(
    '%s: what is written of a state is read as the same state',
    (name) => {
      const state = parseFixture(textOf(name), 'x', new Date('2031-05-05T05:05:05Z'))
      const text = JSON.stringify(fixtureOf(state))
      const again = parseFixture(text, 'y', new Date('2040-01-01T00:00:00Z'))
      expect(again.month).toBe(state.month)
      expect(JSON.stringify(fixtureOf(again))).toBe(text)
    },
  )

  const isState = (text: string): boolean => {
    try {
      return tableNames.every((name) => parseFixture(text, 'x', NOW)[name].ordered.size >= 0)
    } catch (error) {
      if (!(error instanceof FixtureError)) throw error
      return /^x: .+; .+$/.test(error.message)
    }
  }

  test('is a state or a FixtureError of one line: any JSON', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 6 }), isState), { seed: 2026, numRuns: 2000 })
  })

  test('is a state or a FixtureError of one line: any text', () => {
    const text = fc.string({ unit: fc.constantFrom(...'{}[]",:0-.eE+tn\\u \n\u0000é') })
    fc.assert(fc.property(text, isState), { seed: 2026, numRuns: 2000 })
  })

  test('is a state or a FixtureError of one line: the demo with any value anywhere', () => {
    const fixture = JSON.parse(textOf('demo')) as Record<string, Record<string, unknown>[]>
    const place = fc.constantFrom(...tableNames).chain((table) => {
      const keys = [...new Set(fixture[table]?.flatMap((row) => Object.keys(row)))]
      return fc.tuple(fc.constant(table), fc.constantFrom(...keys, 'schedules', '__proto__'))
    })
    const broken = ([table, key]: [string, string], value: unknown) => {
      const [row, ...rest] = fixture[table] ?? []
      const entries = Object.entries(row ?? {}).filter(([name]) => name !== key)
      const wrong = Object.fromEntries([...entries, [key, value]])
      return isState(JSON.stringify({ ...fixture, [table]: [wrong, ...rest] }))
    }
    fc.assert(fc.property(place, fc.jsonValue(), broken), { seed: 2026, numRuns: 200 })
  })
})
