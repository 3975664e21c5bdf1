import { describe, expect, it } from 'vitest'
import { createWaldur, PLANS } from './createWaldur.ts'
import type { Waldur } from './createWaldur.ts'
import { component, ids, offering, plan } from './lab.ts'

const PLAN = `${PLANS}${ids.academic}/`
const PAIR =
  'Both discount_threshold and discount_rate must be provided together, or both must be null to remove discount.'

/** An offering with cpu and ram; the plan has a discount on both. */
const waldur = (): Waldur => {
  const components = ['cpu', 'ram'].map((type) => component(type, 'limit'))
  const discount = { discount_threshold: 100, discount_rate: 15 }
  const parts = components.map(({ type }) => ({ type, ...discount }))
  return createWaldur({
    rows: { offerings: [offering({ components })], plans: [plan({ components: parts })] },
  })
}

const updateDiscounts = (mock: Waldur, discounts: unknown) =>
  mock.post(`${PLAN}update_discounts/`, { discounts })

const pairs = (mock: Waldur) =>
  mock
    .plan(ids.academic)
    .components?.map(({ type, discount_threshold, discount_rate }) => [
      type,
      discount_threshold,
      discount_rate,
    ])

const invalid = (text: string) => ({ cpu: { non_field_errors: [text] } })
const dictionary = (type: string) => `Invalid data. Expected a dictionary, but got ${type}.`
const threshold = (...discount_threshold: string[]) => ({ cpu: { discount_threshold } })
const rate = (...discount_rate: string[]) => ({ cpu: { discount_rate } })
const noLess = (value: number) => `Ensure this value is greater than or equal to ${value}.`
const noMore = (value: number) => `Ensure this value is less than or equal to ${value}.`

describe('Discounts', () => {
  it.each([
    [
      { cpu: { discount_threshold: 0, discount_rate: 101 } },
      {
        cpu: { discount_threshold: [noLess(1)], discount_rate: [noMore(100)] },
      },
    ],
    [{ cpu: { discount_threshold: -1, discount_rate: 5 } }, threshold(noLess(1))],
    [{ cpu: { discount_threshold: 5, discount_rate: -1 } }, rate(noLess(0))],
    [
      { cpu: { discount_threshold: 'x', discount_rate: 5 } },
      threshold('A valid integer is required.'),
    ],
    [{ cpu: { discount_threshold: 5, discount_rate: 1.5 } }, rate('A valid integer is required.')],
    [{ cpu: { discount_threshold: 5 } }, invalid(PAIR)],
    [{ cpu: { discount_rate: 5 } }, invalid(PAIR)],
    [{ cpu: { discount_threshold: 5, discount_rate: null } }, invalid(PAIR)],
    [{ cpu: { discount_threshold: null, discount_rate: 0 } }, invalid(PAIR)],
    [{ cpu: 7 }, invalid(dictionary('int'))],
    [{ cpu: [] }, invalid(dictionary('list'))],
    [{ cpu: 'x' }, invalid(dictionary('str'))],
    [{ cpu: null }, { cpu: ['This field may not be null.'] }],
    [{ zzz: { discount_rate: 5 } }, { zzz: { non_field_errors: [PAIR] } }],
    [
      { cpu: 7, ram: null },
      { ...invalid(dictionary('int')), ram: ['This field may not be null.'] },
    ],
    [undefined, ['This field is required.']],
    [null, ['This field may not be null.']],
    [[], ['Expected a dictionary of items but got type "list".']],
  ])('%j are refused', (discounts, errors) => {
    const mock = waldur()
    const before = mock.plan(ids.academic)

    expect(updateDiscounts(mock, discounts)).toMatchObject({
      status: 400,
      json: { discounts: errors },
    })
    expect(mock.plan(ids.academic)).toEqual(before)
  })

  it('name only components of the offering', () => {
    expect(updateDiscounts(waldur(), { zzz: {}, cpu: {} })).toMatchObject({
      status: 400,
      json: { discounts: ['Invalid component types: zzz. Valid types are: cpu, ram'] },
    })
  })

  it.each([
    [{}, [100, 15], [100, 15]],
    [{ cpu: {} }, [null, null], [100, 15]],
    [{ cpu: { discount_threshold: null, discount_rate: null } }, [null, null], [100, 15]],
    [{ cpu: { discount_threshold: null } }, [null, null], [100, 15]],
    [{ cpu: { discount_threshold: 1, discount_rate: 0 } }, [1, 0], [100, 15]],
    [{ ram: { discount_threshold: 5, discount_rate: 100 } }, [100, 15], [5, 100]],
    [{ cpu: {}, ram: { discount_threshold: '7', discount_rate: 2.0 } }, [null, null], [7, 2]],
  ])('%j leave cpu with %j and ram with %j', (discounts, cpu, ram) => {
    const mock = waldur()

    expect(updateDiscounts(mock, discounts)).toMatchObject({ status: 200, text: '' })
    expect(pairs(mock)).toEqual([
      ['cpu', ...cpu],
      ['ram', ...ram],
    ])
  })

  it('are allowed for any billing type', () => {
    const mock = createWaldur()
    const pair = { discount_threshold: 3, discount_rate: 4 }

    for (const type of ['node', 'setup', 'support', 'hours']) {
      expect(updateDiscounts(mock, { [type]: pair }).status).toBe(200)
    }
    expect(pairs(mock)?.every(([, least, percent]) => least === 3 && percent === 4)).toBe(true)
  })

  it('are skipped for a component that the plan lacks', () => {
    const mock = createWaldur({ rows: { plans: [plan({ components: [{ type: 'node' }] })] } })

    expect(
      updateDiscounts(mock, { hours: { discount_threshold: 3, discount_rate: 4 } }).status,
    ).toBe(200)
    expect(pairs(mock)).toEqual([['node', null, null]])
  })
})
