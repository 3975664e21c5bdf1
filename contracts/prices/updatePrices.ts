import type { Api } from '../harness/api.ts'
import { readOfferingComponents } from '../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../harness/ownPlans/createPlan.ts'
import { readTypes } from '../harness/ownPlans/readTypes.ts'
import { demandSuccess } from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'

/** Billing types by component type; the contract does not apply without a component. */
export async function readBillings(api: Api): Promise<Map<string, string>> {
  await readTypes(api)
  const { types } = await readOfferingComponents(api)
  return new Map(types.map(({ type, billing }) => [type, billing]))
}

export async function updatePrices(api: Api, { path }: NewPlan, prices: unknown): Promise<void> {
  const exchange = await api.post(`${path}update_prices/`, { prices })
  demandSuccess(api, exchange)
  api.demandEqual(exchange.response.text, '', 'the body of the answer', exchange)
}

/** Prices of the components of a plan, as stored. */
export const readStored = (row: Row, field = 'price'): Row =>
  Object.fromEntries((row['components'] as Row[]).map((one) => [String(one['type']), one[field]]))
