import { findBuyer } from '../../domain/orders/orders.ts'
import type { Customer, Offering } from '../../domain/state.ts'
import { findGroup, findRow } from '../../domain/table.ts'
import { byText } from '../listing.ts'
import type { Listing } from '../listing.ts'
import { renderName } from '../structure/customers.ts'

/** Organisations with a live resource of an offering. */
export const buyersOf = ({ uuid }: Offering): Listing<Customer> => ({
  rows: ({ state }) => {
    const live = findGroup(state.resources, 'offering', uuid)
      .keysArray()
      .filter((resource) => resource.state !== 'Terminated')
    const buyers = new Set(live.map((resource) => findBuyer(state, resource)))
    return [...buyers].flatMap((buyer) => findRow(state.customers, buyer) ?? [])
  },
  filters: { name: byText(({ name }) => [name]) },
  render: (context, customer) => renderName(context, 'customer', customer),
})
