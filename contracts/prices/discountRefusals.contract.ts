import type { Api } from '../harness/api.ts'
import { demandRefusal, demandUnchanged, planContract, readPlan } from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'
import { createDiscountedPlan, createPair, readTypes } from './updateDiscounts.ts'

planContract(
  {
    id: 'discounts.both-or-none',
    demand: 'a threshold without a rate, or a rate without a threshold, is refused',
    source: '§2.8',
  },
  async (api) => {
    const types = await readTypes(api)
    const plan = await createDiscountedPlan(api, types)
    const before = await readPlan(api, plan)
    const halves = [
      createPair(5, null),
      createPair(null, 5),
      createPair(null, 0),
      { discount_threshold: 5 },
      { discount_rate: 5 },
      { discount_rate: 0 },
    ]
    for (const half of halves) {
      for (const type of types) {
        const others = Object.fromEntries(types.map((other) => [other, createPair(9, 9)]))
        const exchange = await api.post(`${plan.path}update_discounts/`, {
          discounts: { ...others, [type]: half },
        })
        demandRefusal(api, exchange, { discounts: { [type]: { non_field_errors: [PAIR] } } })
        await demandUnchanged(api, plan, before)
      }
    }
  },
)

planContract(
  {
    id: 'discounts.unknown-types',
    demand: 'unknown types refuse the whole, with their names and those of the offering',
    source: '§2.8',
  },
  async (api) => {
    const types = await readTypes(api)
    const plan = await createDiscountedPlan(api, types)
    const before = await readPlan(api, plan)
    for (const unknown of [['zz_x'], ['zz_y', 'zz_x'], [`${types[0]}_`]]) {
      for (const entry of [createPair(2, 2), {}]) {
        const names = [types[0], ...unknown]
        const discounts = Object.fromEntries(names.map((name) => [name, entry]))
        const exchange = await api.post(`${plan.path}update_discounts/`, { discounts })
        api.demandStatus(exchange, 400)
        demandUnknown(api, exchange.response.json, unknown, types)
        await demandUnchanged(api, plan, before)
      }
    }
  },
)

planContract(
  {
    id: 'discounts.errors-by-component',
    demand: 'every wrong discount is named by its component, before unknown types are',
    source: '§2.8',
  },
  async (api) => {
    const types = await readTypes(api)
    const plan = await createDiscountedPlan(api, types)
    const before = await readPlan(api, plan)
    const [one] = types
    const cases: [Row, Row][] = [
      [
        { [one]: createPair(0, 101) },
        { [one]: { discount_threshold: LEAST, discount_rate: MOST } },
      ],
      [
        { zz_x: createPair(2, 2), [one]: createPair(0, 5) },
        { [one]: { discount_threshold: LEAST } },
      ],
      [{ zz_x: createPair(0, 2) }, { zz_x: { discount_threshold: LEAST } }],
      [
        { zz_x: null, [one]: createPair(2, null) },
        { zz_x: ['This field may not be null.'], [one]: { non_field_errors: [PAIR] } },
      ],
      [{ [one]: { discount_threshold: 0 } }, { [one]: { discount_threshold: LEAST } }],
    ]
    for (const [discounts, errors] of cases) {
      const exchange = await api.post(`${plan.path}update_discounts/`, { discounts })
      demandRefusal(api, exchange, { discounts: errors })
      await demandUnchanged(api, plan, before)
    }
  },
)

const LEAST = ['Ensure this value is greater than or equal to 1.']
const MOST = ['Ensure this value is less than or equal to 100.']
const PAIR =
  'Both discount_threshold and discount_rate must be provided together, or both must be null to remove discount.'

/** The order of the names in the message is not defined. */
function demandUnknown(
  api: Api,
  body: unknown,
  unknown: readonly string[],
  known: readonly string[],
): void {
  const messages = (body as Row | null)?.['discounts']
  const [message = ''] = Array.isArray(messages) ? (messages as unknown[]) : []
  const match = /^Invalid component types: ([^.]*)\. Valid types are: (.*)$/.exec(String(message))
  const names = (list = '') => list.split(', ').sort()
  api.demandEqual(names(match?.[1]), [...unknown].sort(), 'the invalid types in the message')
  api.demandEqual(names(match?.[2]), [...known].sort(), 'the valid types in the message')
  api.demandEqual(body, { discounts: [message] }, 'the body of the refusal')
}
