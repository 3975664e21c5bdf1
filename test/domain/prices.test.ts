import { describe, expect, it } from 'vitest'
import { dialectNames, createWaldur, money, PLANS } from './createWaldur.ts'
import type { Waldur } from './createWaldur.ts'
import { component, ids, lab, offering, plan, resources } from './lab.ts'

const PLAN = `${PLANS}${ids.academic}/`
const REMOTE = ['It is not possible to update plan for this offering type.']
const NUMBER = ['A valid number is required.']

const updatePrices = (waldur: Waldur, prices: unknown) =>
  waldur.post(`${PLAN}update_prices/`, { prices })

const columns = ({ components = [] }: ReturnType<Waldur['plan']>) => ({
  price: Object.fromEntries(components.map(({ type, price }) => [type, Number(price)])),
  future: Object.fromEntries(
    components.map(({ type, future_price }) => [
      type,
      future_price === null ? null : Number(future_price),
    ]),
  ),
})

const of = (waldur: Waldur) => columns(waldur.plan(ids.academic))

describe.each(dialectNames)('The worked example as %s', (as) => {
  const price = (amount: number) => money(as, amount)

  it('replaces the prices of a plan without resources: unnamed ones become zero', () => {
    const waldur = createWaldur({ as })

    expect(updatePrices(waldur, { node: '13.5' })).toMatchObject({ status: 200, text: '' })
    expect(waldur.plan(ids.academic)).toMatchObject({
      prices: { node: price(13.5), setup: price(0), support: price(0), hours: price(0) },
      future_prices: { node: null, setup: null, support: null, hours: null },
      init_price: 0,
      minimal_price: price(13.5),
      plan_type: 'limit',
    })
  })

  it('sets only future prices once a resource has used the plan', () => {
    const waldur = createWaldur({ as, rows: { resources: resources(['Terminated']) } })
    const before = waldur.plan(ids.academic)

    expect(updatePrices(waldur, { node: '13.5' }).status).toBe(200)
    expect(waldur.plan(ids.academic)).toMatchObject({
      prices: before.prices,
      minimal_price: price(122),
      init_price: price(50),
      plan_type: 'mixed',
      future_prices: { node: price(13.5), setup: null, support: null, hours: null },
    })

    expect(updatePrices(waldur, { setup: 60 }).status).toBe(200)
    expect(waldur.plan(ids.academic)).toMatchObject({
      prices: before.prices,
      future_prices: { node: price(0), setup: price(60), support: null, hours: null },
    })
  })
})

describe('Prices of a plan without resources', () => {
  it('all become zero when none is named', () => {
    const waldur = createWaldur()

    expect(updatePrices(waldur, {}).status).toBe(200)
    expect(of(waldur).price).toEqual({ node: 0, setup: 0, support: 0, hours: 0 })
    expect(waldur.plan(ids.academic)).toMatchObject({
      plan_type: null,
      minimal_price: 0,
      init_price: 0,
      unit_price: '0.0000000000',
    })
  })

  it('leave a unit price alone', () => {
    const waldur = createWaldur({ rows: { plans: [plan({ unit_price: '5' })] } })
    updatePrices(waldur, { node: '7' })

    expect(waldur.plan(ids.academic).unit_price).toBe('5.0000000000')
  })

  it('may change on an archived plan', () => {
    const waldur = createWaldur()
    waldur.post(`${PLAN}archive/`)

    expect(updatePrices(waldur, { node: '7' }).status).toBe(200)
    expect(of(waldur).price).toMatchObject({ node: 7 })
  })

  it('leave a future price from earlier as it is', () => {
    const components = [{ type: 'node', price: '1', future_price: '2' }]
    const waldur = createWaldur({ rows: { plans: [plan({ components })] } })
    updatePrices(waldur, { node: '7' })

    expect(of(waldur)).toEqual({ price: { node: 7 }, future: { node: 2 } })
  })

  it('are made for a component that the offering gained after the plan', () => {
    const waldur = createWaldur({ rows: { plans: [plan({ components: [{ type: 'node' }] })] } })

    expect(updatePrices(waldur, { hours: '3' }).status).toBe(200)
    expect(waldur.plan(ids.academic)).toMatchObject({
      prices: { hours: 3, node: 0 },
      quotas: { hours: 0, node: 0 },
    })
    expect(Object.keys(of(waldur).price)).toEqual(['hours', 'node'])
  })

  it('of a child offering without components can be set for none of them', () => {
    const child = offering({ uuid: ids.unknown, parent: ids.bench, slug: 'c-1', components: [] })
    const plans = [plan({ offering: ids.unknown })]
    const waldur = createWaldur({ rows: { offerings: [...lab.offerings, child], plans } })

    expect(updatePrices(waldur, { node: '3' })).toMatchObject({
      status: 400,
      json: ['Invalid components node.'],
    })
  })
})

describe('Prices of a plan with a resource', () => {
  const usePlan = (components?: object[]) =>
    createWaldur({
      rows: {
        resources: resources(['OK']),
        ...(components && { plans: [plan({ components })] }),
      },
    })

  it('of an unnamed component: a null future price stays null', () => {
    const waldur = usePlan()
    updatePrices(waldur, {})

    expect(of(waldur)).toEqual({
      price: { node: 12, setup: 50, support: 30, hours: 1.2 },
      future: { node: null, setup: null, support: null, hours: null },
    })
  })

  it('of an unnamed component: an earlier future price becomes zero', () => {
    const waldur = usePlan([{ type: 'node', price: '12', future_price: '14' }, { type: 'setup' }])
    updatePrices(waldur, {})

    expect(of(waldur).future).toEqual({ node: 0, setup: null })
  })

  it('cannot be scheduled to be zero while no other is scheduled', () => {
    const waldur = usePlan()

    expect(updatePrices(waldur, { node: '0' }).status).toBe(200)
    expect(of(waldur).future).toMatchObject({ node: null })
  })

  it('are scheduled even if they are the current ones', () => {
    const waldur = usePlan()
    updatePrices(waldur, { node: '12' })

    expect(of(waldur).future).toMatchObject({ node: 12 })
  })

  it('are scheduled for a component that the offering gained later', () => {
    const waldur = usePlan([{ type: 'node', price: '1' }])
    updatePrices(waldur, { hours: '3' })

    expect(of(waldur)).toEqual({
      price: { hours: 0, node: 1 },
      future: { hours: 3, node: null },
    })
  })
})

describe('Prices are refused', () => {
  it.each([
    [undefined, ['This field is required.']],
    [null, ['This field may not be null.']],
    [[], ['Expected a dictionary of items but got type "list".']],
    ['x', ['Expected a dictionary of items but got type "str".']],
    [7, ['Expected a dictionary of items but got type "int".']],
    [true, ['Expected a dictionary of items but got type "bool".']],
  ])('as a whole when they are %j', (prices, errors) => {
    expect(updatePrices(createWaldur(), prices)).toMatchObject({
      status: 400,
      json: { prices: errors },
    })
  })

  it.each([
    ['-1', ['Ensure this value is greater than or equal to 0.']],
    [-0.01, ['Ensure this value is greater than or equal to 0.']],
    ['0.00000000001', ['Ensure that there are no more than 10 decimal places.']],
    ['1234567890123', ['Ensure that there are no more than 12 digits before the decimal point.']],
    ['12345678901234567890123', ['Ensure that there are no more than 22 digits in total.']],
    [null, ['This field may not be null.']],
    [true, NUMBER],
    ['', NUMBER],
    ['NaN', NUMBER],
    ['Infinity', NUMBER],
    ['1,5', NUMBER],
    [[], NUMBER],
    [{}, NUMBER],
  ])('one by one: %j', (price, errors) => {
    const waldur = createWaldur()
    const before = waldur.plan(ids.academic)

    expect(updatePrices(waldur, { node: price, setup: '1' })).toMatchObject({
      status: 400,
      json: { prices: { node: errors } },
    })
    expect(waldur.plan(ids.academic)).toEqual(before)
  })

  it('for all components together', () => {
    expect(updatePrices(createWaldur(), { node: -1, setup: 'x', hours: 1 }).json).toEqual({
      prices: { node: ['Ensure this value is greater than or equal to 0.'], setup: NUMBER },
    })
  })

  it('for components that the offering does not have, in the order of their names', () => {
    expect(updatePrices(createWaldur(), { zebra: '1', node: '2', ant: 3 })).toMatchObject({
      status: 400,
      json: ['Invalid components ant, zebra.'],
    })
  })

  it('for plans of a remote offering, whatever the body', () => {
    for (const [action, body] of Object.entries({
      update_prices: { prices: {} },
      update_quotas: { quotas: {} },
      update_discounts: { discounts: {} },
    })) {
      const path = `${PLANS}${ids.mirror}/${action}/`

      expect(createWaldur().post(path, body)).toMatchObject({ status: 400, json: REMOTE })
      expect(createWaldur().post(path, [])).toMatchObject({ status: 400, json: REMOTE })
    }
  })
})

describe('Prices are read', () => {
  it.each([
    [0, '0.0000000000'],
    ['0.0000000001', '0.0000000001'],
    ['999999999999.9999999999', '999999999999.9999999999'],
    ['1e3', '1000.0000000000'],
    [1e-7, '0.0000001000'],
    [0.1, '0.1000000000'],
    [' 7 ', '7.0000000000'],
    ['+5.50', '5.5000000000'],
  ])('exactly: %j is %s', (price, stored) => {
    const waldur = createWaldur()
    updatePrices(waldur, { node: price })

    expect(waldur.plan(ids.academic).components).toContainEqual(
      expect.objectContaining({ type: 'node', price: stored }),
    )
  })

  it.each(['constructor', '__proto__', 'a/b:c-d_1'])('for a component named %s too', (type) => {
    const waldur = createWaldur({
      rows: {
        offerings: [offering({ components: [component(type, 'limit')] })],
        plans: [plan({ components: [{ type }] })],
      },
    })
    const body = `{"prices":{${JSON.stringify(type)}:"7"}}`
    const headers = { 'content-type': 'application/json' }

    expect(waldur.post(`${PLAN}update_prices/`, body, { headers }).status).toBe(200)
    expect(JSON.stringify(waldur.plan(ids.academic).prices)).toBe(`{${JSON.stringify(type)}:7}`)
  })
})
