import type { Dialect } from '../../dialect.ts'
import { crashed, invalid } from '../../errors.ts'
import { listComponents, makeEmptyComponent, isRemote, isUsed } from './plans.ts'
import { isSameMoney, unsignZero, ZERO } from './money.ts'
import { put } from '../state.ts'
import type { OfferingComponent, Plan, PlanComponent, State } from '../state.ts'
import { findRow } from '../table.ts'
import type { Result, Context } from '../context.ts'
import { rule } from '../rule.ts'

/** Decimal text with ten places by component type. */
export interface PricesBody {
  readonly prices: ReadonlyMap<string, string>
}

export interface QuotasBody {
  readonly quotas: ReadonlyMap<string, number>
}

/** Plans of remote offerings are managed by the remote side (§2.6). */
export const refuseRemote = rule(
  'Plans of remote offerings are not changed here.',
  '§2.6',
  (context: Context<Plan, unknown>) => {
    if (!isRemote(context)) return
    throw invalid(['It is not possible to update plan for this offering type.'])
  },
)

/** Prices change at once, unless a resource uses the plan: then they wait for the next month (§2.6). */
export function updatePrices({ state, subject, body, as }: Context<Plan, PricesBody>): Result {
  const { prices } = body
  refuseUnknown(as, prices.keys(), listOwnComponents(state, subject))
  const column = isUsed(state, subject) ? 'future_price' : 'price'
  const components = withComponents(subject, prices.keys()).map((component) =>
    setPrices(component, column, unsignZero(prices.get(component.type) ?? ZERO)),
  )
  return { state: put(state, 'plans', { ...subject, components }), reply: { status: 200 } }
}

/** An equal price is not written, and null counts as zero: so null survives a zero (§2.6). */
const setPrices = (
  component: PlanComponent,
  column: 'price' | 'future_price',
  price: string,
): PlanComponent =>
  isSameMoney(component[column] ?? ZERO, price) ? component : { ...component, [column]: price }

/** Only fixed components can be named; every other amount becomes zero (§2.7). */
export function updateQuotas({ state, subject, body, as }: Context<Plan, QuotasBody>): Result {
  const { quotas } = body
  const fixed = listOwnComponents(state, subject).filter(
    ({ billing_type }) => billing_type === 'fixed',
  )
  refuseUnknown(as, quotas.keys(), fixed)
  if (as.crashes && [...quotas.values()].some((amount) => amount > LARGEST)) throw crashed()
  const components = withComponents(subject, quotas.keys()).map((component) => ({
    ...component,
    amount: quotas.get(component.type) ?? 0,
  }))
  return { state: put(state, 'plans', { ...subject, components }), reply: { status: 200 } }
}

/** What the components of a plan are components of: its offering, or the parent of that. */
export function listOfferingComponents(state: State, plan: Plan): readonly OfferingComponent[] {
  const offering = findRow(state.offerings, plan.offering)
  if (!offering) return []
  return offering.components.length > 0 ? offering.components : listComponents(state, offering)
}

/** Only the offering's own: a plan of a child offering without any can name none (§2.3). */
export const listOwnComponents = (state: State, plan: Plan): readonly OfferingComponent[] =>
  findRow(state.offerings, plan.offering)?.components ?? []

/** The largest number of a column of the database (§2.7). */
export const LARGEST = 2_147_483_647

/** An empty name alone makes an empty list of names: it escapes, and is then not found (§2.7). */
function refuseUnknown(
  as: Dialect,
  types: Iterable<string>,
  known: readonly OfferingComponent[],
): void {
  const unknown = [...types].filter((type) => !known.some((component) => component.type === type))
  if (as.crashes && unknown.length === 1 && unknown[0] === '') throw crashed()
  if (unknown.length > 0) throw invalid([`Invalid components ${unknown.sort().join(', ')}.`])
}

/** A named component that the plan still lacks is created: the offering gained it later (§2.6). */
function withComponents(plan: Plan, types: Iterable<string>): readonly PlanComponent[] {
  const missing = [...types].filter(
    (type) => !plan.components.some((component) => component.type === type),
  )
  return [...plan.components, ...missing.map(makeEmptyComponent)]
}
