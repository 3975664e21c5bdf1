import * as fc from 'fast-check'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cleanHtml } from '../../src/domain/html/cleanHtml.ts'
import type { Offering, Plan, Schedule } from '../../src/domain/state.ts'
import { listRows } from '../../src/domain/table.ts'
import { parseFixture } from '../../src/fixture/fixture.ts'
import { generate } from '../../src/seed/generate.ts'
import type { GenerateOptions } from '../../src/seed/generate.ts'
import { scenarioNames } from '../../src/seed/scenarioNames.ts'
import type { ScenarioName } from '../../src/seed/scenarioNames.ts'
import { BOXES } from './boxes.ts'
import { demandsOf, listSeen } from './schemaEdges.ts'
import { computeExpected, listAll, mockOn } from '../domain/marketplace.ts'
import { tries } from '../tries.ts'

const NOW = new Date('2026-03-02T08:00:00Z')
const NAMES = Object.keys(scenarioNames) as ScenarioName[]
const DRAWN = ['hpc', 'lab', 'multi-provider', 'huge'] as const

const textOf = (wanted: GenerateOptions): string =>
  [...generate(wanted)].map(({ text }) => text).join('')
const readShipped = (name: string): string =>
  readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8')
const stateOf = (wanted: GenerateOptions) => parseFixture(textOf(wanted), wanted.scenario, NOW)
const chooseSize = (scenario: ScenarioName): GenerateOptions =>
  scenario === 'huge' ? { scenario, seed: 7, plans: 300, offerings: 40 } : { scenario, seed: 7 }

describe('The fixtures that are shipped', () => {
  it.each(['demo', 'empty'] as const)('%s: the generator makes the same bytes', (scenario) => {
    expect(textOf({ scenario, seed: 1 })).toBe(readShipped(scenario))
  })
})

describe('A seed', () => {
  it('gives the same bytes on every platform', () => {
    const text = textOf({ scenario: 'multi-provider', seed: 7, plans: 60, offerings: 15 })
    expect(createHash('sha256').update(text).digest('hex')).toBe(BYTES)
  })

  it('gives another marketplace than another seed', () => {
    const [one, two] = [7, 8].map((seed) => textOf({ scenario: 'hpc', seed }))
    expect(one).not.toBe(two)
  })

  it.each(DRAWN)('%s: a row keeps its values when the number of others changes', (scenario) => {
    const rows = (plans: number, offerings: number) => {
      const tables = JSON.parse(textOf({ scenario, seed: 3, plans, offerings })) as object
      const all = Object.entries(tables).filter(([, table]) => Array.isArray(table))
      return new Map(
        all.flatMap(([name, table]) =>
          (table as { uuid: string }[]).map((row) => [`${name} ${row.uuid}`, row] as const),
        ),
      )
    }
    const [few, many] = [rows(9, 5), rows(120, 30)]
    for (const [key, row] of few) expect(many.get(key), key).toEqual(row)
  })
})

describe.each(NAMES)('The scenario %s', (scenario) => {
  it('is served in both dialects without an answer that openapi.yaml forbids', () => {
    const state = stateOf(chooseSize(scenario))
    for (const as of ['documented', 'observed'] as const) {
      const mock = mockOn(state, as, NOW)
      for (const list of [
        'marketplace-plans',
        'booking-offerings',
        'marketplace-plans/usage_stats',
      ])
        expect(listAll(mock, list).breaches, `${as} ${list}`).toEqual([])
    }
  })

  it('has the people of the demo, with their tokens', () => {
    const tokens = listRows(stateOf(chooseSize(scenario)).users).map(({ token }) => token)
    const wanted = scenario === 'empty' ? 5 : 13
    expect(tokens.filter((token) => /^(YOUR_API_TOKEN|[a-z-]+-token)$/.test(token)).length).toBe(
      wanted,
    )
  })
})

describe.each(DRAWN)('The marketplace %s', (scenario) => {
  const state = stateOf(chooseSize(scenario))
  const offerings = listRows(state.offerings)
  const plans = listRows(state.plans)
  const has = <Row>(rows: readonly Row[], is: (row: Row) => unknown) => rows.some((row) => is(row))

  it('has offerings, resources and calendars in every state', () => {
    const states = (rows: readonly { state: string }[]) =>
      [...new Set(rows.map((row) => row.state))].sort().join(', ')
    expect(states(offerings)).toBe('Active, Archived, Draft, Paused, Unavailable')
    expect(states(listRows(state.resources))).toBe(
      'Creating, Erred, OK, Terminated, Terminating, Updating',
    )
    expect(states(listRows(state.calendars))).toBe(
      'Creating, Creation Scheduled, Erred, OK, Update Scheduled, Updating',
    )
  })

  it('has plans that are archived, capped, discounted, dearer next month, and for groups', () => {
    const parts = plans.flatMap(({ components }) => components)
    expect(has(plans, ({ archived }) => archived)).toBe(true)
    expect(has(plans, ({ max_amount }) => max_amount)).toBe(true)
    expect(has(plans, ({ organization_groups: groups }) => groups.length)).toBe(true)
    expect(has(parts, ({ discount_rate: rate }) => rate)).toBe(true)
    expect(has(parts, ({ future_price: future }) => future)).toBe(true)
    expect(has(parts, ({ amount }) => amount > 1)).toBe(true)
  })

  it('has accents and long names, and offerings that share the components of another', () => {
    const names = [...offerings, ...listRows(state.customers)].map(({ name }) => name)
    expect(has(names, (name) => /[À-ž]/.test(name))).toBe(true)
    expect(has(plans, ({ name }) => name.length > 80)).toBe(true)
    expect(has(offerings, ({ parent }) => parent)).toBe(true)
  })

  it('has a bookable offering and an unused plan with the uuid of the samples', () => {
    const sample = 'a1b2c3d4e5f67890abcdef1234567890'
    const used = listRows(state.resources).filter(({ plan }) => plan === sample)
    expect(offerings.find(({ uuid }) => uuid === sample)?.type).toBe('Marketplace.Booking')
    expect(plans.find(({ uuid }) => uuid === sample)?.archived).toBe(false)
    expect(used).toEqual([])
  })
})

describe('Any drawn marketplace', () => {
  it('keeps the rules of money, of references and of taste, for many seeds', () => {
    const wishes = fc.record({
      seed: fc.nat(2 ** 31 - 1),
      scenario: fc.constantFrom(...DRAWN),
      plans: fc.integer({ min: 1, max: 14 }),
      offerings: fc.integer({ min: 1, max: 9 }),
    })
    fc.assert(
      fc.property(wishes, (wanted) => {
        const state = stateOf(wanted)
        for (const offering of listRows(state.offerings)) assertTasteful(offering)
        const shown = listAll(mockOn(state, 'documented', NOW), 'marketplace-plans')
        expect(shown.breaches).toEqual([])
        expect(shown.rows).toMatchObject(
          listRows(state.plans).map((plan) => computeExpected(state, plan)),
        )
        assertFairPrices(listRows(state.plans))
      }),
      { numRuns: tries(1000), seed: 20261122 },
    )
  })
})

function assertTasteful(offering: Offering): void {
  const { latitude, longitude, country, attributes, full_description: html } = offering
  const [south, west, north, east] = BOXES[country] ?? [0, 0, 0, 0]
  expect(latitude, country).toSatisfy((angle: number) => angle > south && angle < north)
  expect(longitude, country).toSatisfy((angle: number) => angle > west && angle < east)
  for (const text of [html, offering.vendor_details, offering.getting_started])
    expect(cleanHtml(text)).toBe(text)
  for (const { start, end } of attributes.schedules ?? []) {
    expect(start.slice(11, 16)).toBe('08:00')
    expect(end.slice(11, 16)).toBe('18:00')
  }
  const slots = (attributes.schedules ?? []).reduce((sum, window) => sum + slotsOf(window), 0)
  expect(slots, offering.name).toBeLessThanOrEqual(600)
}

/** How many slots can be booked: whole ones within the hours of the days on which it is open. */
function slotsOf({ start, end, extendedProps }: Schedule): number {
  const { slotDuration, businessHours: hours } = (extendedProps as { config: Config }).config
  const open = Number.parseInt(hours.endTime, 10) - Number.parseInt(hours.startTime, 10)
  const each = Math.max(1, Math.floor(open / Number.parseInt(slotDuration, 10)))
  const days = Math.ceil((Date.parse(end) - Date.parse(start)) / 86_400_000)
  const first = new Date(start).getUTCDay()
  const booked = Array.from({ length: days }, (_, day) => (first + day) % 7)
  return each * booked.filter((day) => hours.daysOfWeek.includes(day)).length
}

interface Config {
  readonly slotDuration: string
  readonly businessHours: { startTime: string; endTime: string; daysOfWeek: number[] }
}

/** Academic below industry; announced prices near present ones; discounts from round amounts on. */
function assertFairPrices(plans: readonly Plan[]): void {
  for (const plan of plans) {
    const academic = plans.find((one) => one.offering === plan.offering && one.name === 'Academic')
    for (const [place, part] of plan.components.entries()) {
      const price = Number(part.price)
      const least = Number(academic?.components[place]?.price ?? 0)
      if (plan.name === 'Industry' && least > 0) expect(price).toBeGreaterThan(least)
      if (part.future_price !== null) {
        expect(Number(part.future_price)).toBeGreaterThan(price * 0.8)
        expect(Number(part.future_price)).toBeLessThan(price * 1.25)
      }
      if (part.discount_threshold !== null)
        expect(`${part.discount_threshold}`).toMatch(/^(1|25?|5)0+$/)
    }
  }
}

describe('The scenario edge', () => {
  const tables = JSON.parse(textOf({ scenario: 'edge', seed: 7 })) as Record<string, unknown>

  it('has every null, every bound, every value of a list and the longest texts of the schema', () => {
    const seen = listSeen(tables)
    const missing = demandsOf().filter((demand) => !seen.has(demand))
    expect(missing).toEqual([])
  })
})

describe('A hundred thousand plans', () => {
  it('take at most five seconds of one core, and are never in memory at once', () => {
    const before = process.cpuUsage()
    let [bytes, highest] = [0, 0]
    for (const { text } of generate({ scenario: 'huge', seed: 1 })) {
      bytes += text.length
      highest = Math.max(highest, text.length)
    }
    const { user } = process.cpuUsage(before)
    expect(bytes).toBeGreaterThan(50_000_000)
    expect(highest).toBeLessThan(4_000_000)
    expect(user / 1e6).toBeLessThan(5)
  })
})

const BYTES = '9df2d1581cdb86fd7f2cf4ca5a4f2bb50f12cae50aa7475a98d929e87b2505af'
