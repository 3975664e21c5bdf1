import { Big } from 'big.js'
import { liveResources, minimalPrice } from './renderPlan.ts'
import type { View } from './renderPlan.ts'
import type { Offering, Plan } from '../state.ts'
import { groupOf, rowOf } from '../table.ts'

/** Buyers and monthly costs, whole numbers; the real server leaves them null here (§2.0, row 23). */
export function totals({ state, as }: View, offering: Offering): object {
  if (as.totals === 'null') {
    return { total_customers: null, total_cost: null, total_cost_estimated: null }
  }
  const bought = groupOf(state.plans, 'offering', offering.uuid)
    .keysArray()
    .flatMap((plan) => liveResources(state, plan).map((resource) => ({ plan, resource })))
  const customers = bought.map(({ resource }) => rowOf(state.projects, resource.project)?.customer)
  return {
    total_customers: new Set(customers).size,
    total_cost: costOf(bought, (plan) => minimalPrice(state, plan)),
    total_cost_estimated: costOf(bought, (plan) => minimalPrice(state, nextMonth(plan))),
  }
}

const costOf = (bought: readonly { plan: Plan }[], price: (plan: Plan) => string): number =>
  Number(
    bought.reduce((sum, { plan }) => sum.plus(price(plan)), new Big(0)).round(0, Big.roundHalfUp),
  )

const nextMonth = (plan: Plan): Plan => ({
  ...plan,
  components: plan.components.map((component) => ({
    ...component,
    price: component.future_price ?? component.price,
  })),
})
