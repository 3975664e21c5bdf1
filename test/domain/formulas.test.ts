import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dialectNames, createWaldur, money, PLANS } from './createWaldur.ts'
import type { Plan } from './createWaldur.ts'
import { component, ids, offering, plan, resources } from './lab.ts'

interface Part {
  readonly billing: 'limit' | 'one' | 'fixed' | 'usage' | 'few'
  /** In units of the tenth decimal place. */
  readonly price: bigint
  readonly amount: number
}

const UNIT = 10n ** 10n

const decimal = (price: bigint): string =>
  `${price / UNIT}.${String(price % UNIT).padStart(10, '0')}`

function showAs(as: (typeof dialectNames)[number], parts: readonly Part[]): Plan {
  const types = parts.map((_, index) => `c${String(index).padStart(2, '0')}`)
  const components = parts.map(({ billing }, index) => component(`${types[index]}`, billing))
  const priced = parts.map(({ price, amount }, index) => ({
    type: types[index],
    price: decimal(price),
    amount,
  }))
  const rows = { offerings: [offering({ components })], plans: [plan({ components: priced })] }
  return createWaldur({ as, rows }).plan(ids.academic)
}

const part = (billing: Part['billing'], price: number, amount = 0): Part => ({
  billing,
  price: BigInt(Math.round(price * 1e10)),
  amount,
})

const CAPTURED = [
  part('one', 4),
  ...[2, 0.8, 0.2, 0.5, 0.9].map((price) => part('limit', price)),
  part('fixed', 3.2, 2),
  part('usage', 1),
  part('usage', 0.67),
  part('few', 1.3),
]

describe.each(dialectNames)('Computed fields as %s', (as) => {
  const price = (amount: number) => money(as, amount)

  it('are those of a plan that was captured from a real server', () => {
    expect(showAs(as, CAPTURED)).toMatchObject({
      init_price: price(4),
      switch_price: price(1.3),
      minimal_price: price(14.8),
      plan_type: 'mixed',
    })
  })

  it.each([
    ['limit', 'limit', 5],
    ['one', 'one-time', 5],
    ['fixed', 'fixed', 5],
    ['usage', 'usage-based', 0],
    ['few', 'on-plan-switch', 0],
  ] as const)('of a plan with a price for %s only: %s, at least %i', (billing, type, least) => {
    const others = (['limit', 'one', 'fixed', 'usage', 'few'] as const).map((one) => part(one, 0))
    const shown = showAs(as, [...others, part(billing, 5)])

    expect(shown.plan_type).toBe(type)
    expect(shown.minimal_price).toBe(least === 0 ? 0 : price(least))
  })

  it('count a fixed component once when its amount is zero', () => {
    expect(showAs(as, [part('fixed', 10, 0)]).minimal_price).toBe(price(10))
    expect(showAs(as, [part('fixed', 10, 3)]).minimal_price).toBe(price(30))
  })

  it('are zero and null where nothing has a price', () => {
    expect(showAs(as, [part('one', 0), part('few', 0), part('limit', 0)])).toMatchObject({
      init_price: 0,
      switch_price: 0,
      minimal_price: 0,
      plan_type: null,
    })
    expect(showAs(as, [])).toMatchObject({ prices: {}, quotas: {}, components: [], init_price: 0 })
  })

  it('follow their formulas for any components', () => {
    const billing = fc.constantFrom('limit', 'one', 'fixed', 'usage', 'few')
    const small = fc.bigInt({ min: 0n, max: 20_000n })
    const large = fc.bigInt({ min: 0n, max: 10n ** 22n - 1n })
    const amount = fc.integer({ min: 0, max: 2_147_483_647 })
    const parts = fc.array(
      fc.record({ billing, price: fc.oneof(fc.constant(0n), small, large), amount }),
      { maxLength: 12 },
    ) as fc.Arbitrary<Part[]>

    fc.assert(
      fc.property(parts, (parts) => {
        const shown = showAs(as, parts)
        expect(shown).toMatchObject(naive(parts, as === 'documented' ? showNumber : printPrice))
      }),
      { seed: 2026, numRuns: 200 },
    )
  })
})

type Show = (price: bigint) => number | string

const showNumber: Show = (price) => Number(decimal(price))

/** Python's text of a decimal with ten places. */
function printPrice(price: bigint): string {
  if (price === 0n) return '0E-10'
  const digits = String(price)
  if (digits.length >= 5) return decimal(price)
  const rest = digits.slice(1)
  return `${digits[0]}${rest === '' ? '' : `.${rest}`}E-${11 - digits.length}`
}

/** §2.14, computed with whole numbers in the simplest way. */
function naive(parts: readonly Part[], show: Show) {
  const sum = (prices: bigint[]) => {
    const total = prices.reduce((a, b) => a + b, 0n)
    return total === 0n ? 0 : show(total)
  }
  const of = (billing: string) => parts.filter((part) => part.billing === billing)
  const prices = (billing: string) => of(billing).map(({ price }) => price)
  const fixed = of('fixed').map(({ price, amount }) => price * BigInt(amount === 0 ? 1 : amount))
  const kinds = new Set(parts.filter(({ price }) => price > 0n).map(({ billing }) => billing))
  return {
    init_price: sum(prices('one')),
    switch_price: sum(prices('few')),
    minimal_price: sum([...prices('limit'), ...prices('one'), ...fixed]),
    plan_type: kinds.size > 1 ? 'mixed' : ([...kinds].map((kind) => TYPES[kind])[0] ?? null),
    prices: Object.fromEntries(parts.map(({ price }, index) => [key(index), show(price)])),
    quotas: Object.fromEntries(parts.map(({ amount }, index) => [key(index), amount])),
    components: parts.map(({ price, amount }) => ({ price: decimal(price), amount })),
  }
}

const key = (index: number) => `c${String(index).padStart(2, '0')}`

const TYPES = {
  usage: 'usage-based',
  fixed: 'fixed',
  one: 'one-time',
  few: 'on-plan-switch',
  limit: 'limit',
}

describe('Resources of a plan', () => {
  const states = ['Creating', 'OK', 'Erred', 'Updating', 'Terminating', 'Terminated']

  it('make it inactive when the maximum is reached, terminated ones not counted', () => {
    const max = fc.option(fc.integer({ min: 1, max: 8 }))
    const used = fc.array(fc.constantFrom(...states), { maxLength: 10 })

    fc.assert(
      fc.property(max, used, fc.boolean(), (max_amount, used, archived) => {
        const rows = { plans: [plan({ max_amount, archived })], resources: resources(used) }
        const waldur = createWaldur({ rows })
        const live = used.filter((state) => state !== 'Terminated').length

        expect(waldur.plan(ids.academic)).toMatchObject({
          resources_count: used.length,
          is_active: max_amount === null || max_amount > live,
        })
        expect(waldur.get(`${PLANS}usage_stats/`).json).toMatchObject([
          { usage: live, limit: max_amount, remaining: max_amount && max_amount - live },
        ])
      }),
      { seed: 2026, numRuns: 100 },
    )
  })

  it('of the example: a maximum of three, four resources, two of them terminated', () => {
    const rows = {
      plans: [plan({ max_amount: 3 })],
      resources: resources(['OK', 'Terminated', 'Terminated', 'OK']),
    }
    const waldur = createWaldur({ rows })

    expect(waldur.plan(ids.academic)).toMatchObject({ is_active: true, resources_count: 4 })
    expect(waldur.get(`${PLANS}usage_stats/`).json).toMatchObject([{ usage: 2, remaining: 1 }])
  })

  it('leave it active while nothing but terminated ones are there', () => {
    const rows = { plans: [plan({ max_amount: 1 })], resources: resources(['Terminated']) }

    expect(createWaldur({ rows }).plan(ids.academic)).toMatchObject({
      is_active: true,
      resources_count: 1,
    })
  })
})

it('components of a plan are in the order of their names in the offering', () => {
  const components = [
    component('z', 'usage', { name: 'Alpha' }),
    component('a', 'usage', { name: 'Zeta' }),
    component('m', 'usage', { name: 'Mu' }),
  ]
  const rows = { offerings: [offering({ components })], plans: [plan({ components: undefined })] }
  const shown = createWaldur({ rows }).plan(ids.academic)

  expect(shown.components?.map(({ name }) => name)).toEqual(['Alpha', 'Mu', 'Zeta'])
  expect(Object.keys(shown.prices ?? {})).toEqual(['z', 'm', 'a'])
})
