import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { tableNames } from '../src/domain/state.ts'
import type { State } from '../src/domain/state.ts'
import { groupOf, rowOf, rowsOf } from '../src/domain/table.ts'
import { parseFixture } from '../src/runtime/fixture.ts'

const NOW = new Date('2026-03-02T08:00:00Z')
const SAMPLE = 'a1b2c3d4e5f67890abcdef1234567890'

const load = (name: string, now = NOW): State => {
  const url = new URL(`../fixtures/${name}.json`, import.meta.url)
  return parseFixture(readFileSync(url, 'utf8'), `fixtures/${name}.json`, now)
}

describe('The demo', () => {
  const state = load('demo')
  const bookings = groupOf(state.offerings, 'type', 'Marketplace.Booking').keysArray()
  const named = (name: string) => bookings.find((row) => row.name.startsWith(name))
  const planOf = (name: string, plan: string) =>
    groupOf(state.plans, 'offering', named(name)?.uuid ?? '')
      .keysArray()
      .find((row) => row.name === plan)
  const usersOf = (plan: string) => groupOf(state.resources, 'plan', plan).keysArray()

  test('has the twelve booking offerings of §5.3 in their states', () => {
    const states = bookings.map(({ state }) => state)
    const count = (wanted: string) => states.filter((state) => state === wanted).length
    expect(bookings.length).toBe(12)
    expect(['Active', 'Paused', 'Draft', 'Archived'].map(count)).toEqual([9, 1, 1, 1])
    expect(named('Meeting lab')).toMatchObject({ state: 'Paused', paused_reason: /./ })
  })

  test.each([
    ['Cryo-TEM', 'Academic', 'hour', { beam_hours: 85, operator: 40, setup: 150 }],
    ['Cryo-TEM', 'Industry', 'hour', { beam_hours: 240, operator: 95, setup: 400 }],
    ['Dedicated', 'Standard', 'day', { node_hours: 1.2, reservation_fee: 300, support: 30 }],
    ['Dedicated', 'Large', 'day', { node_hours: 0.95, reservation_fee: 900, support: 30 }],
    ['GPU node', 'On demand', 'hour', { gpu_hours: 2.8, nvme: 0.02 }],
    ['GPU node', 'Committed', 'month', { gpu_hours: 2.1, nvme: 0.015 }],
    ['Meeting lab', 'Member', 'hour', { room_hours: 15, catering: 9.5 }],
    ['Meeting lab', 'Guest', 'hour', { room_hours: 35, catering: 12 }],
    ['NMR', 'Internal', 'day', { instrument_hours: 22, helium: 18 }],
    ['NMR', 'External', 'day', { instrument_hours: 60, helium: 18 }],
    ['Confocal', 'Self-service', 'hour', { scope_hours: 28, training: 120 }],
    ['Confocal', 'Assisted', 'hour', { scope_hours: 52, training: 0 }],
    ['Clean room', 'Weekly', 'quantity', { bay_days: 410, gowning: 12, access_card: 25 }],
    ['Quantum', 'Research', 'hour', { shots: 0.35, slot: 190 }],
    ['Quantum', 'Pilot', 'hour', { shots: 0, slot: 0 }],
    ['Mobile', 'Field', 'month', { deployment_days: 65, transport: 0.9, calibration: 180 }],
    ['Render', 'Weekend', 'half_month', { core_hours: 0.03, storage: 12 }],
    ['Data vis', 'Public', 'hour', { wall_hours: 70, technician: 45 }],
    ['Data vis', 'Education', 'hour', { wall_hours: 20, technician: 45 }],
    ['Large-memory', 'Standard', 'quarter', { node_hours: 4.4, license: 55 }],
    ['Large-memory', 'Legacy', 'month', { node_hours: 5, license: 60 }],
  ])('%s: the plan %s costs what §5.3 says', (name, plan, unit, prices) => {
    const found = planOf(name, plan)
    expect(found?.unit).toBe(unit)
    expect(
      Object.fromEntries(found?.components.map(({ type, price }) => [type, +price]) ?? []),
    ).toEqual(prices)
  })

  test('has the uuid of the pages as a booking offering, and as a plan that nobody uses', () => {
    expect(rowOf(state.offerings, SAMPLE)?.name).toBe('Dedicated HPC partition, 64 nodes')
    expect(rowOf(state.plans, SAMPLE)).toMatchObject({ name: 'Academic' })
    expect(usersOf(SAMPLE)).toEqual([])
    expect(rowOf(state.calendars, SAMPLE)).toMatchObject({ state: 'OK', public: false })
    const seller = rowOf(state.customers, rowOf(state.offerings, SAMPLE)?.customer ?? null)
    expect(seller).toMatchObject({ is_service_provider: true, google_credentials: {} })
  })

  test('has plans at the edges: used up, left, archived, discounted', () => {
    const stateOf = (name: string, plan: string) =>
      usersOf(planOf(name, plan)?.uuid ?? '').map(({ state }) => state)
    expect(stateOf('Large-memory', 'Legacy')).toHaveLength(3)
    expect(stateOf('Confocal', 'Assisted')).toEqual(['Terminated'])
    expect(stateOf('GPU node', 'Committed')).toEqual(['OK', 'OK'])
    expect(planOf('GPU node', 'Committed')?.max_amount).toBe(2)
    expect(planOf('GPU node', 'Committed')?.components[1]).toMatchObject({
      discount_threshold: 5000,
      discount_rate: 15,
    })
    expect(planOf('Large-memory', 'Legacy')).toMatchObject({
      archived: true,
      components: [{ future_price: '5.5000000000' }, { future_price: null }],
    })
  })

  test('has at least three pages of plans, and every unit', () => {
    const plans = rowsOf(state.plans)
    const units = new Set(plans.map(({ unit }) => unit))
    expect(plans.length).toBeGreaterThan(20)
    expect([...units].sort()).toEqual(['day', 'half_month', 'hour', 'month', 'quantity', 'quarter'])
  })

  test('has calendars in the states of §5.3', () => {
    const calendars = ['Cryo', 'Dedicated', 'Meeting', 'Confocal'].map((name) =>
      rowOf(state.calendars, named(name)?.uuid ?? null),
    )
    expect(calendars.map((row) => row?.state)).toEqual(['OK', 'OK', 'Erred', 'Updating'])
    expect(calendars.map((row) => row?.public)).toEqual([true, false, false, false])
    expect(calendars.every((row) => row?.job === null)).toBe(true)
  })

  test('is as young in ten years as it was: a window runs, and the expired token is expired', () => {
    const later = new Date('2036-07-17T11:22:33Z')
    const old = load('demo', later)
    const windows =
      rowOf(old.offerings, '5222c74476da40a0a19957ead8867c3f')?.attributes.schedules ?? []
    const runs = windows.map(({ start, end }) =>
      Date.parse(end) <= +later ? 'past' : Date.parse(start) <= +later ? 'now' : 'future',
    )
    const [expired] = groupOf(old.users, 'token', 'expired-token').keysArray()
    expect(runs).toEqual(['past', 'now', 'future'])
    expect(+later - Date.parse(expired?.token_used ?? '')).toBeGreaterThan(3_600_000)
    expect(old.month).toBe('2036-07')
  })
})

describe('Empty', () => {
  test('has nobody but those who can log in, or must not', () => {
    const state = load('empty')
    const sizes = tableNames.filter((name) => state[name].rows.size > 0)
    expect(sizes).toEqual(['users'])
    expect(groupOf(state.users, 'token', 'YOUR_API_TOKEN').keysArray()[0]?.is_staff).toBe(true)
  })
})
