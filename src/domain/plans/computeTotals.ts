import { Big } from 'big.js'
import { listLiveResources, sumMinimalPrice } from './renderPlan.ts'
import type { View } from './renderPlan.ts'
import type { Offering, Plan } from '../state.ts'
import { findGroup, findRow } from '../table.ts'

/** Buyers and monthly costs, whole numbers; the real server leaves them null here (§2.0, row 23). */
export function computeTotals({ state, as }: View, offering: Offering): object {
  if (as.totals === 'null') {
    return { total_customers: null, total_cost: null, total_cost_estimated: null }
  }
  const bought = findGroup(state.plans, 'offering', offering.uuid)
    .keysArray()
    .flatMap((plan) => listLiveResources(state, plan).map((resource) => ({ plan, resource })))
  const customers = bought.map(
    ({ resource }) => findRow(state.projects, resource.project)?.customer,
  )
  return {
    total_customers: new Set(customers).size,
    total_cost: sumCost(bought, (plan) => sumMinimalPrice(state, plan)),
    total_cost_estimated: sumCost(bought, (plan) => sumMinimalPrice(state, priceNextMonth(plan))),
  }
}

const sumCost = (bought: readonly { plan: Plan }[], price: (plan: Plan) => string): number =>
  Number(
    bought.reduce((sum, { plan }) => sum.plus(price(plan)), new Big(0)).round(0, Big.roundHalfUp),
  )

const priceNextMonth = (plan: Plan): Plan => ({
  ...plan,
  components: plan.components.map((component) => ({
    ...component,
    price: component.future_price ?? component.price,
  })),
})
