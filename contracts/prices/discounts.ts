import { hasField } from '../harness/release.ts'

type Row = Record<string, unknown>

/** Until 8.0.9 a discount is a threshold and a rate, from 8.1.2 on a formula (§6.2). */
export const hasFormulas = hasField('NestedPlanComponent', 'discount_formula')

/** The fields of a component, and of the body, that say what its discount is. */
export const DISCOUNT_FIELDS = hasFormulas
  ? ['discount_formula', 'discount_aggregation']
  : ['discount_threshold', 'discount_rate']

export const createPair = (threshold: number | null, rate: number | null) => ({
  discount_threshold: threshold,
  discount_rate: rate,
})

const createFormula = (formula: string) => ({
  discount_formula: formula,
  discount_aggregation: 'customer',
})

/** A discount of so many percent from so much usage on, as it is sent and read back. */
export const createDiscount = (threshold: number, rate: number): Row =>
  hasFormulas
    ? createFormula(`${rate} if usage >= ${threshold} else 0`)
    : createPair(threshold, rate)

/** What a component without a discount shows; sent, it takes the discount away. */
export const NO_DISCOUNT: Row = hasFormulas ? createFormula('') : createPair(null, null)

/** An entry of the body that is refused, whatever the component. */
export const BROKEN_DISCOUNT: Row = hasFormulas
  ? { discount_formula: '5 * (' }
  : { discount_rate: 5 }

/** What is said to a threshold without a rate, and the other way round. */
export const HALF_PAIR =
  'Both discount_threshold and discount_rate must be provided together, or both must be null to remove discount.'

export const readDiscounts = (row: Row): Row =>
  Object.fromEntries(
    (row['components'] as Row[]).map((component) => [
      String(component['type']),
      Object.fromEntries(DISCOUNT_FIELDS.map((name) => [name, component[name]])),
    ]),
  )
