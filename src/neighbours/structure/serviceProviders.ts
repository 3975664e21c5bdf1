import { writeTime } from '../../domain/bookings/renderNested.ts'
import { linkTo, writeUuid } from '../../domain/links/links.ts'
import { renderGroups } from '../../domain/plans/renderPlan.ts'
import { makeSlug } from '../../domain/slug.ts'
import type { Customer } from '../../domain/state.ts'
import { findGroup, listRows } from '../../domain/table.ts'
import { makeUuid, readUuid } from '../../domain/uuid.ts'
import { notFound } from '../../errors.ts'
import type { FindSubject } from '../../pipeline/behaviours.ts'
import { shapeAs } from '../document.ts'
import { byText, byUuid } from '../listing.ts'
import type { Listing } from '../listing.ts'

/** A service provider has a uuid of its own, beside that of its organisation. */
export const makeProviderUuid = (customer: string): string => makeUuid('service provider', customer)

const FOUNDED = '2024-01-08T08:00:00Z'

/** Organisations that offer something; everybody may look at them. */
export const serviceProviders: Listing<Customer> = {
  rows: ({ state }) => listRows(state.customers).filter((one) => one.is_service_provider),
  filters: {
    customer: byUuid(({ uuid }) => uuid),
    customer_uuid: byUuid(({ uuid }) => uuid),
    customer_keyword: byText(({ name, abbreviation }) => [name, abbreviation]),
  },
  orders: { customer_name: ({ name }) => name },
  render: (context, customer) => {
    const { style, state } = context
    const offerings = findGroup(state.offerings, 'customer', customer.uuid).keysArray()
    const uuid = makeProviderUuid(customer.uuid)
    return shapeAs('ServiceProvider', {
      url: linkTo(style, 'service provider', uuid),
      uuid: writeUuid(style, uuid),
      created: writeTime(FOUNDED),
      enable_notifications: true,
      customer: linkTo(style, 'customer', customer.uuid),
      customer_name: customer.name,
      customer_uuid: writeUuid(style, customer.uuid),
      customer_abbreviation: customer.abbreviation,
      customer_slug: makeSlug(customer.name),
      customer_country: customer.country,
      organization_groups: renderGroups(context, customer.organization_groups),
      offering_count: offerings.filter((one) => one.state === 'Active').length,
    })
  },
}

export const findServiceProvider: FindSubject = ({ state }, { uuid = '' }) => {
  const wanted = readUuid(uuid)
  const found = listRows(state.customers).find(
    (customer) => customer.is_service_provider && makeProviderUuid(customer.uuid) === wanted,
  )
  if (!found) throw notFound('ServiceProvider')
  return found
}
