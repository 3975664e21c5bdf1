import { findBuyer } from '../../domain/orders/orders.ts'
import type { Customer, Offering } from '../../domain/state.ts'
import { findGroup, findRow } from '../../domain/table.ts'
import { byFlag, byText } from '../listing.ts'
import type { Listing } from '../listing.ts'
import { FOUNDED, renderName } from '../structure/customers.ts'

/** Organisations with a live resource of an offering. */
export const buyersOf = ({ uuid }: Offering): Listing<Customer> => ({
  rows: ({ state }) => {
    const live = findGroup(state.resources, 'offering', uuid)
      .keysArray()
      .filter((resource) => resource.state !== 'Terminated')
    const buyers = new Set(live.map((resource) => findBuyer(state, resource)))
    return [...buyers].flatMap((buyer) => findRow(state.customers, buyer) ?? [])
  },
  filters: {
    name: byText(({ name }) => [name]),
    accounting_is_running: byFlag((_, { now }) => Date.parse(FOUNDED) <= now.getTime()),
  },
  render: (context, customer) => renderName(context, 'customer', customer),
})
