import { Big } from 'big.js'
import { PLACES } from '../plans/money.ts'
import { listOfferingComponents } from '../plans/prices.ts'
import type { Plan, State } from '../state.ts'

/** What an order costs at first: one-time prices, fixed amounts, and limits that are asked for. */
export function estimateCost(
  state: State,
  plan: Plan,
  limits: Readonly<Record<string, unknown>>,
): string {
  const types = new Map(
    listOfferingComponents(state, plan).map(({ type, billing_type }) => [type, billing_type]),
  )
  const total = plan.components.reduce((sum, { type, price, amount }) => {
    const billing = types.get(type)
    if (billing === 'one') return sum.plus(price)
    if (billing === 'fixed') return sum.plus(new Big(price).times(amount))
    const limit = Number(limits[type] ?? 0)
    return billing === 'limit' && Number.isFinite(limit)
      ? sum.plus(new Big(price).times(limit))
      : sum
  }, new Big(0))
  return total.lt(0) || total.gte(1e12) ? new Big(0).toFixed(PLACES) : total.toFixed(PLACES)
}
