import {
  acceptBooking,
  demandAcceptor,
  demandCreating,
  demandRejector,
  rejectBooking,
} from '../../domain/orders/bookings.ts'
import {
  approveByConsumer,
  approveByProvider,
  cancel,
  destroyOrder,
  rejectByConsumer,
  rejectByProvider,
} from '../../domain/orders/review.ts'
import {
  demandEndable,
  demandTerminator,
  terminateResource,
} from '../../domain/orders/terminate.ts'
import { canSeeResource } from '../../domain/people/visibility.ts'
import type { Resource } from '../../domain/state.ts'
import { findRow } from '../../domain/table.ts'
import type { Context, Decision } from '../../pipeline/decisions.ts'
import { findIn } from '../find.ts'
import { asViewer, list, listOf, replyWith, show } from '../listing.ts'
import { renderPublicOffering } from '../offerings/renderOfferings.ts'
import { nothing } from '../structure/parts.ts'
import { bookingResources, canSeeBookingResource } from './bookingResources.ts'
import { orders, placeOrder } from './orders.ts'
import { planPeriodsOf } from './planPeriods.ts'
import { resources } from './resources.ts'
import { findOrderable, listTakenTime } from './takenTime.ts'

const SECTION = '§2.1'

const order = { section: SECTION, find: findIn('orders', 'Order', canSeeResource) } as const

const resource = {
  section: SECTION,
  find: findIn('resources', 'Resource', canSeeResource),
} as const

const booking = {
  section: SECTION,
  find: findIn('resources', 'Resource', canSeeBookingResource),
} as const

const showOffering = (context: Context<Resource>): Decision => {
  const offering = findRow(context.state.offerings, context.subject.offering)
  return replyWith(context, offering ? renderPublicOffering(asViewer(context), offering) : {})
}

/** From a request to a booking, and to its end. */
export const orderTable = {
  marketplace_orders_list: { section: SECTION, act: list(orders) },
  marketplace_orders_create: {
    section: SECTION,
    body: { links: { offering: 'public offering', project: 'project', plan: 'public plan' } },
    act: placeOrder,
  },
  marketplace_orders_retrieve: { ...order, act: show(orders.render) },
  marketplace_orders_destroy: { ...order, ...destroyOrder },
  marketplace_orders_approve_by_consumer: { ...order, ...approveByConsumer },
  marketplace_orders_reject_by_consumer: { ...order, ...rejectByConsumer },
  marketplace_orders_approve_by_provider: { ...order, ...approveByProvider },
  marketplace_orders_reject_by_provider: { ...order, ...rejectByProvider },
  marketplace_orders_cancel: { ...order, ...cancel },
  marketplace_resources_list: { section: SECTION, act: list(resources) },
  marketplace_resources_retrieve: { ...resource, act: show(resources.render) },
  marketplace_provider_resources_list: { section: SECTION, act: list(resources) },
  marketplace_provider_resources_retrieve: { ...resource, act: show(resources.render) },
  marketplace_resources_terminate: {
    ...resource,
    authorise: demandTerminator,
    guards: [demandEndable],
    body: {},
    act: terminateResource,
  },
  marketplace_resources_details: {
    ...resource,
    act: (context: Context<Resource>): Decision => replyWith(context, {}),
  },
  marketplace_resources_team_list: { ...resource, act: list(nothing) },
  marketplace_resources_plan_periods_list: { ...resource, act: listOf(planPeriodsOf) },
  marketplace_resources_offering: { ...resource, act: showOffering },
  booking_resources_list: { section: SECTION, act: list(bookingResources) },
  booking_resources_retrieve: { ...booking, act: show(bookingResources.render) },
  booking_resources_accept: {
    ...booking,
    authorise: demandAcceptor,
    guards: [demandCreating],
    act: acceptBooking,
  },
  booking_resources_reject: {
    ...booking,
    authorise: demandRejector,
    guards: [demandCreating],
    act: rejectBooking,
  },
  marketplace_bookings_list: { section: SECTION, find: findOrderable, act: listTakenTime },
} as const
