import { invalid } from '../../errors.ts'
import { FormulaError, readFormula } from './formula.ts'
import { listOwnComponents } from './prices.ts'
import { put } from '../state.ts'
import type { Plan, PlanComponent } from '../state.ts'
import type { Result, Context } from '../context.ts'

export interface Discount {
  readonly discount_formula?: string | null
  readonly discount_aggregation?: 'resource' | 'customer'
  readonly discount_threshold?: number | null
  readonly discount_rate?: number | null
}

export interface DiscountsBody {
  readonly discounts: ReadonlyMap<string, Discount>
}

/** Named components get a discount or lose it; the others keep theirs (§2.8). */
export function updateDiscounts({
  state,
  subject,
  body,
  as,
}: Context<Plan, DiscountsBody>): Result {
  refuseUnknown(
    body.discounts,
    listOwnComponents(state, subject).map(({ type }) => type),
  )
  if (as.discounts === 'formula') refuseUnreadable(body.discounts)
  const set = as.discounts === 'formula' ? setFormula : setDiscount
  const components = subject.components.map((component) =>
    set(component, body.discounts.get(component.type)),
  )
  return { state: put(state, 'plans', { ...subject, components }), reply: { status: 200 } }
}

const setDiscount = (component: PlanComponent, discount: Discount | undefined): PlanComponent =>
  discount === undefined
    ? component
    : {
        ...component,
        discount_threshold: discount.discount_threshold ?? null,
        discount_rate: discount.discount_rate ?? null,
      }

/** What a body does not name stays: the threshold and rate of older clients change nothing. */
const setFormula = (component: PlanComponent, discount: Discount | undefined): PlanComponent => ({
  ...component,
  ...(discount?.discount_formula !== undefined && {
    discount_formula: discount.discount_formula ?? '',
  }),
  ...(discount?.discount_aggregation && { discount_aggregation: discount.discount_aggregation }),
})

/** A formula that can't be read is refused by its component; an empty one removes the discount. */
function refuseUnreadable(discounts: DiscountsBody['discounts']): void {
  const wrong = [...discounts].flatMap(([type, { discount_formula: text }]) => {
    const error = text ? explainFormula(text) : null
    return error === null ? [] : [[type, { discount_formula: [error] }] as const]
  })
  if (wrong.length > 0) throw invalid({ discounts: Object.fromEntries(wrong) })
}

function explainFormula(text: string): string | null {
  try {
    readFormula(text)
    return null
  } catch (error) {
    if (error instanceof FormulaError) return `The formula can't be used: ${error.message}.`
    throw error
  }
}

const PAIR_RULE =
  'Both discount_threshold and discount_rate must be provided together, or both must be null to remove discount.'

/** The pair rule of one entry: its text when exactly one of the two is given (§2.8). */
export const explainHalfPair = ({ discount_threshold, discount_rate }: Discount): string | null =>
  ((discount_threshold ?? null) === null) === ((discount_rate ?? null) === null) ? null : PAIR_RULE

function refuseUnknown(discounts: DiscountsBody['discounts'], known: readonly string[]): void {
  const unknown = [...discounts.keys()].filter((type) => !known.includes(type))
  if (unknown.length === 0) return
  throw invalid({
    discounts: [
      `Invalid component types: ${unknown.join(', ')}. Valid types are: ${known.join(', ')}`,
    ],
  })
}
