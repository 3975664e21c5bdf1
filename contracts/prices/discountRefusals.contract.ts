import type { Api } from '../harness/api.ts'
import { demandRefusal, demandUnchanged, planContract, readPlan } from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'
import { createDiscount, createPair, HALF_PAIR, hasFormulas } from './discounts.ts'
import { readTypes } from '../harness/ownPlans/readTypes.ts'
import { createDiscountedPlan } from './updateDiscounts.ts'

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
      for (const entry of [createDiscount(2, 2), {}]) {
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
    for (const [discounts, errors] of hasFormulas ? listFormulaErrors(one) : listPairErrors(one)) {
      const exchange = await api.post(`${plan.path}update_discounts/`, { discounts })
      demandRefusal(api, exchange, { discounts: errors })
      await demandUnchanged(api, plan, before)
    }
  },
)

type Cases = readonly (readonly [discounts: Row, errors: Row])[]

const LEAST = ['Ensure this value is greater than or equal to 1.']
const MOST = ['Ensure this value is less than or equal to 100.']
const NULL = ['This field may not be null.']

const listPairErrors = (one: string): Cases => [
  [{ [one]: createPair(0, 101) }, { [one]: { discount_threshold: LEAST, discount_rate: MOST } }],
  [{ zz_x: createPair(2, 2), [one]: createPair(0, 5) }, { [one]: { discount_threshold: LEAST } }],
  [{ zz_x: createPair(0, 2) }, { zz_x: { discount_threshold: LEAST } }],
  [
    { zz_x: null, [one]: createPair(2, null) },
    { zz_x: NULL, [one]: { non_field_errors: [HALF_PAIR] } },
  ],
  [{ [one]: { discount_threshold: 0 } }, { [one]: { discount_threshold: LEAST } }],
]

const TEXT = ['Not a valid string.']
const CHOICE = ['"both" is not a valid choice.']

const listFormulaErrors = (one: string): Cases => [
  [
    { [one]: { discount_formula: [], discount_aggregation: 'both' } },
    { [one]: { discount_formula: TEXT, discount_aggregation: CHOICE } },
  ],
  [
    { zz_x: createDiscount(2, 2), [one]: { discount_aggregation: 'both' } },
    { [one]: { discount_aggregation: CHOICE } },
  ],
  [{ zz_x: { discount_formula: {} } }, { zz_x: { discount_formula: TEXT } }],
  [
    { zz_x: null, [one]: { discount_formula: true } },
    { zz_x: NULL, [one]: { discount_formula: TEXT } },
  ],
]

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
