import { listPendingOrders } from '../../domain/orders/orders.ts'
import type { Customer, Offering, State } from '../../domain/state.ts'
import { findGroup } from '../../domain/table.ts'
import type { Context, Decision } from '../../pipeline/decisions.ts'
import { shapeAs } from '../document.ts'
import { replyWith } from '../listing.ts'
import type { Listing } from '../listing.ts'
import { providerOfferings } from '../offerings/offerings.ts'
import { NO_BILL } from './customers.ts'
import { listClients, listLive } from './providerClients.ts'

const listOffered = (state: State, provider: string): Offering[] =>
  findGroup(state.offerings, 'customer', provider).keysArray()

/** What a provider offers, with how much of it is in use. */
export const offeringsOf = ({ uuid }: Customer): Listing<Offering> => ({
  ...providerOfferings,
  rows: (context) => providerOfferings.rows(context).filter(({ customer }) => customer === uuid),
  render: (context, offering) => ({
    ...providerOfferings.render(context, offering),
    resources_count: listLive(context.state, uuid).filter((one) => one.offering === offering.uuid)
      .length,
    billing_price_estimate: NO_BILL,
  }),
})

export function showStat(context: Context<Customer>): Decision {
  const { state, subject } = context
  const live = listLive(state, subject.uuid)
  const offered = listOffered(state, subject.uuid)
  return replyWith(
    context,
    shapeAs('ProviderStat', {
      current_customers: listClients(state, subject.uuid).length,
      active_resources: live.length,
      active_and_paused_offerings: offered.filter(
        (one) => one.state === 'Active' || one.state === 'Paused',
      ).length,
      pending_orders: listPendingOrders(state, subject.uuid).length,
      erred_resources: live.filter((resource) => resource.state === 'Erred').length,
    }),
  )
}
