import { describe, expect, it } from 'vitest'
import { id } from '../fixture/shop.ts'
import { createWaldur, STATS } from './createWaldur.ts'
import type { PlanUsage } from './createWaldur.ts'
import { ids, lab, offering, plan, resources } from './lab.ts'

const addDashes = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

/** Plans with and without a limit; one is used by four resources of which two are terminated. */
const rows = {
  offerings: [
    ...lab.offerings,
    offering({ uuid: id(9), name: 'Free', slug: 'free-1', billable: false }),
  ],
  plans: [
    plan({ name: 'Limited', max_amount: 3 }),
    plan({ uuid: id(1), name: 'Endless' }),
    plan({ uuid: id(2), name: 'Overdrawn', max_amount: 1, archived: true }),
    plan({ uuid: id(3), name: 'Crane', offering: ids.crane, max_amount: 9 }),
    plan({ uuid: id(4), name: 'Free of charge', offering: id(9) }),
  ],
  resources: [
    ...resources(['OK', 'Erred', 'Terminated', 'Terminated']),
    ...resources(['OK', 'OK', 'Creating'], id(2)).map((row, index) => ({
      ...row,
      uuid: id(0xee00 + index),
    })),
  ],
}

const waldur = createWaldur({ rows })
const stats = (query = '') => waldur.get(`${STATS}${query}`, { token: 'nobody' })
const plans = (query: string) =>
  (stats(query).json as PlanUsage[]).map(({ plan_name }) => plan_name)

describe('Usage statistics', () => {
  it('show everybody every plan of a billable offering, archived ones too', () => {
    expect(plans('').sort()).toEqual(['Crane', 'Endless', 'Limited', 'Overdrawn'])
  })

  it('count resources that are not terminated; what remains may be negative', () => {
    const row = (name: string) =>
      (stats().json as PlanUsage[]).find(({ plan_name }) => plan_name === name)

    expect(row('Limited')).toMatchObject({ limit: 3, usage: 2, remaining: 1 })
    expect(row('Overdrawn')).toMatchObject({ limit: 1, usage: 3, remaining: -2 })
    expect(row('Endless')).toMatchObject({ limit: null, usage: 0, remaining: null })
  })

  it('say whose plan it is', () => {
    const [row] = stats(`?offering_uuid=${ids.crane}`).json as PlanUsage[]

    expect(row).toEqual({
      plan_uuid: addDashes(id(3)),
      plan_name: 'Crane',
      limit: 9,
      usage: 0,
      remaining: 9,
      offering_uuid: addDashes(ids.crane),
      offering_name: 'Crane',
      customer_provider_uuid: addDashes(ids.works),
      customer_provider_name: 'Works',
    })
    expect(Object.keys(row ?? {})[0]).toBe('plan_uuid')
  })

  it.each([
    ['usage', 'usage', [0, 0, 2, 3]],
    ['-usage', 'usage', [3, 2, 0, 0]],
    ['limit', 'limit', [null, 1, 3, 9]],
    ['-limit', 'limit', [9, 3, 1, null]],
    ['remaining', 'remaining', [null, -2, 1, 9]],
    ['-remaining', 'remaining', [9, 1, -2, null]],
    ['', 'usage', [3, 2, 0, 0]],
  ] as const)('ordered by %j: their %s is %j', (order, key, values) => {
    const shown = (stats(`?o=${order}`).json as PlanUsage[]).map((row) => row[key])

    expect(shown).toEqual(values)
  })

  it('are ordered by falling usage unless asked otherwise', () => {
    expect(plans('').slice(0, 2)).toEqual(['Overdrawn', 'Limited'])
  })

  it.each([
    [`customer_provider_uuid=${ids.works}`, ['Crane']],
    [`customer_provider_uuid=${ids.unknown}`, []],
    [`offering_uuid=${addDashes(ids.crane)}`, ['Crane']],
    [`offering_uuid=${ids.crane}&customer_provider_uuid=${ids.lab}`, []],
    [`offering_uuid=${id(9)}`, []],
    ['offering_uuid=', ['Overdrawn', 'Limited', 'Crane', 'Endless']],
  ])('?%s: %j', (query, found) => {
    expect(plans(`?${query}`)).toEqual(found)
  })

  it.each([
    ['offering_uuid=x', { offering_uuid: ['Must be a valid UUID.'] }],
    ['customer_provider_uuid=x', { customer_provider_uuid: ['Must be a valid UUID.'] }],
    ['o=foo', { o: ['"foo" is not a valid choice.'] }],
    ['o=-', { o: ['"-" is not a valid choice.'] }],
    [
      'o=name&offering_uuid=x',
      { o: ['"name" is not a valid choice.'], offering_uuid: ['Must be a valid UUID.'] },
    ],
  ])('?%s is refused', (query, json) => {
    expect(stats(`?${query}`)).toMatchObject({ status: 400, json })
  })

  it('have pages', () => {
    const answer = stats('?page_size=3&page=2')

    expect(answer.json).toHaveLength(1)
    expect(answer.headers).toMatchObject({ 'X-Result-Count': '4' })
    expect(answer.headers['Link']).toContain('rel="prev"')
  })
})
