import { describe, expect, it } from 'vitest'
import { createWaldur, PLANS } from './createWaldur.ts'
import type { Waldur } from './createWaldur.ts'
import { ids, plan, resources } from './lab.ts'

const PLAN = `${PLANS}${ids.academic}/`
const INTEGER = ['A valid integer is required.']

const updateQuotas = (waldur: Waldur, quotas: unknown) =>
  waldur.post(`${PLAN}update_quotas/`, { quotas })
const quotas = (waldur: Waldur) => waldur.plan(ids.academic).quotas

describe('Quotas', () => {
  it('replace the amounts of all components, those that are not fixed too', () => {
    const components = [
      { type: 'node', amount: 3 },
      { type: 'support', amount: 2 },
      { type: 'hours', amount: 4 },
    ]
    const waldur = createWaldur({ rows: { plans: [plan({ components })] } })

    expect(updateQuotas(waldur, { support: 5 })).toMatchObject({ status: 200, text: '' })
    expect(quotas(waldur)).toEqual({ node: 0, support: 5, hours: 0 })
    expect(updateQuotas(waldur, {}).status).toBe(200)
    expect(quotas(waldur)).toEqual({ node: 0, support: 0, hours: 0 })
  })

  it.each(['OK', 'Terminated'])('may change on an archived plan with a resource: %s', (state) => {
    const waldur = createWaldur({ rows: { resources: resources([state]) } })
    waldur.post(`${PLAN}archive/`)

    expect(updateQuotas(waldur, { support: 7 }).status).toBe(200)
    expect(quotas(waldur)).toMatchObject({ support: 7 })
  })

  it('change what the plan costs at least', () => {
    const waldur = createWaldur()
    updateQuotas(waldur, { support: 7 })

    expect(waldur.plan(ids.academic).minimal_price).toBe(12 + 50 + 7 * 30)
  })

  it('are made for a fixed component that the offering gained later', () => {
    const waldur = createWaldur({ rows: { plans: [plan({ components: [{ type: 'node' }] })] } })

    expect(updateQuotas(waldur, { support: 3 }).status).toBe(200)
    expect(quotas(waldur)).toEqual({ node: 0, support: 3 })
  })

  it.each([
    ['7', 7],
    [2.0, 2],
    ['2.0', 2],
    [0, 0],
    [2147483647, 2147483647],
  ])('are whole numbers: %j is %i', (amount, stored) => {
    const waldur = createWaldur()

    expect(updateQuotas(waldur, { support: amount }).status).toBe(200)
    expect(quotas(waldur)).toMatchObject({ support: stored })
  })

  it.each([
    [undefined, ['This field is required.']],
    [null, ['This field may not be null.']],
    [[], ['Expected a dictionary of items but got type "list".']],
    ['x', ['Expected a dictionary of items but got type "str".']],
    [{ support: -1 }, { support: ['Ensure this value is greater than or equal to 0.'] }],
    [{ support: 1.5 }, { support: INTEGER }],
    [{ support: true }, { support: INTEGER }],
    [{ support: 'x' }, { support: INTEGER }],
    [{ support: '' }, { support: INTEGER }],
    [{ support: null }, { support: ['This field may not be null.'] }],
    [
      { support: -1, node: 'x' },
      { support: expect.anything(), node: INTEGER },
    ],
  ])('are refused when they are %j', (sent, errors) => {
    const waldur = createWaldur()
    const before = waldur.plan(ids.academic)

    expect(updateQuotas(waldur, sent)).toMatchObject({ status: 400, json: { quotas: errors } })
    expect(waldur.plan(ids.academic)).toEqual(before)
  })

  it.each([
    [{ node: 1 }, 'node'],
    [{ hours: 1 }, 'hours'],
    [{ setup: 1, support: 1 }, 'setup'],
    [{ zebra: 1, node: 1, ant: 1 }, 'ant, node, zebra'],
  ])('%j names components that are not fixed', (sent, types) => {
    expect(updateQuotas(createWaldur(), sent)).toMatchObject({
      status: 400,
      json: [`Invalid components ${types}.`],
    })
  })
})
