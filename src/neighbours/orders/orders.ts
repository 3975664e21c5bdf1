import { writeTime, writeUuidOrNull } from '../../domain/bookings/renderNested.ts'
import { linkTo, writeUuid } from '../../domain/links/links.ts'
import { findBuyer } from '../../domain/orders/orders.ts'
import { canCancel } from '../../domain/orders/review.ts'
import { createOrder } from '../../domain/orders/createOrder.ts'
import type { OrderBody } from '../../domain/orders/createOrder.ts'
import { isAllowed } from '../../domain/people/permissions.ts'
import { sumPrices, toNumber } from '../../domain/plans/money.ts'
import { listParts } from '../../domain/plans/renderPlan.ts'
import { canSeeResource } from '../../domain/people/visibility.ts'
import type { BillingType, Order } from '../../domain/state.ts'
import { findRow, listRows } from '../../domain/table.ts'
import type { Context, Decision } from '../../pipeline/decisions.ts'
import { shapeAs } from '../document.ts'
import { asViewer, byChoice, byFlag, byText, byUuid, byWord, replyWith } from '../listing.ts'
import type { Filter, Listing } from '../listing.ts'
import { byServiceManager } from '../offerings/serviceManagers.ts'
import { renderAttributes, renderPerson, renderSale } from './renderSale.ts'

export const ORDER_STATES = [
  'pending-consumer',
  'pending-provider',
  'pending-project',
  'pending-start-date',
  'executing',
  'done',
  'erred',
  'canceled',
  'rejected',
]

const findOffering = ({ offering }: Order, { state }: Context) => findRow(state.offerings, offering)

/** Who does not ask for what they may approve sees all that waits, too: never what does not. */
const byWaiting = (
  wanted: Order['state'],
  canApprove: (order: Order, context: Context) => boolean,
): Filter<Order> => ({
  ...byFlag(() => true),
  fits: (order, text, context) =>
    !/^(?:true|false|1|0)$/.test(text) ||
    (order.state === wanted && (/^(?:false|0)$/.test(text) || canApprove(order, context))),
})

export const orders: Listing<Order> = {
  rows: (context) => listRows(context.state.orders).filter((one) => canSeeResource(context, one)),
  filters: {
    state: byChoice(ORDER_STATES, ({ state }) => state),
    type: byChoice(['Create', 'Update', 'Terminate'], ({ type }) => type),
    offering_uuid: byUuid(({ offering }) => offering),
    plan_uuid: byUuid(({ plan }) => plan),
    project_uuid: byUuid(({ project }) => project),
    resource_uuid: byUuid(({ resource }) => resource),
    customer_uuid: byUuid((order, { state }) => findBuyer(state, order)),
    provider_uuid: byUuid((order, context) => findOffering(order, context)?.customer),
    category_uuid: byUuid((order, context) => findOffering(order, context)?.category),
    created_by_uuid: byUuid(({ created_by }) => created_by),
    service_manager_uuid: byServiceManager(findOffering),
    offering_type: byWord((order, context) => findOffering(order, context)?.type ?? ''),
    query: byText((order, context) => [
      readResourceName(order, context),
      findOffering(order, context)?.name ?? '',
      findRow(context.state.projects, order.project)?.name ?? '',
    ]),
    can_approve_as_consumer: byWaiting('pending-consumer', (order, { state, user }) =>
      isAllowed(user, 'ORDER.APPROVE', [order.project, findBuyer(state, order)]),
    ),
    can_approve_as_provider: byWaiting('pending-provider', (order, context) =>
      isAllowed(context.user, 'OFFERING.UPDATE', [
        order.offering,
        findOffering(order, context)?.customer,
      ]),
    ),
  },
  orders: {
    created: ({ created }) => Date.parse(created),
    state: ({ state }) => ORDER_STATES.indexOf(state),
    cost: ({ cost }) => Number(cost ?? 0),
    consumer_reviewed_at: ({ consumer_reviewed_at }) => consumer_reviewed_at ?? '',
  },
  render: renderOrder,
}

const readResourceName = ({ resource }: Order, { state }: Context): string =>
  findRow(state.resources, resource)?.name ?? ''

export function renderOrder(context: Context, order: Order): object {
  const { style } = context
  return shapeAs('OrderDetails', {
    url: linkTo(style, 'order', order.uuid),
    uuid: writeUuid(style, order.uuid),
    slug: order.uuid.slice(0, 8),
    created: writeTime(order.created),
    modified: writeTime(order.modified ?? order.created),
    type: order.type,
    state: order.state,
    ...renderSale(context, order),
    ...renderNews(context, order),
    ...renderPlanPrices(context, order),
    attributes: readAttributes(context, order),
    limits: order.limits,
    cost: order.cost,
    marketplace_resource_uuid: writeUuid(style, order.resource),
    resource_name: readResourceName(order, context),
    ...renderReviews(context, order),
    completed_at: order.completed_at && writeTime(order.completed_at),
    can_terminate: canCancel(context.state, order),
    error_message: order.error_message,
    request_comment: order.request_comment,
  })
}

const readAttributes = (context: Context, { attributes, type, resource }: Order) => {
  const made = findRow(context.state.resources, resource)
  return made && type === 'Create' ? renderAttributes(context, attributes, made) : attributes
}

/** What there will be once the order is done: plan and cost again, under the names that a change has too. */
const renderNews = ({ state, style }: Context, { plan, cost }: Order): object => ({
  new_plan_name: findRow(state.plans, plan)?.name ?? null,
  new_plan_uuid: writeUuidOrNull(style, plan),
  new_cost_estimate: cost,
})

/** What a new booking costs at once, and what its plan costs without any use, as it is priced now. */
function renderPlanPrices({ state }: Context, { plan, type }: Order): object {
  const row = type === 'Create' ? findRow(state.plans, plan) : undefined
  const parts = row ? listParts(state, row) : []
  const sum = (billing: BillingType) => {
    const prices = parts.filter(({ billing_type }) => billing_type === billing)
    return toNumber(sumPrices(prices.map(({ price }) => price)) ?? '0')
  }
  return { activation_price: sum('one'), fixed_price: sum('fixed') }
}

const renderReviews = (context: Context, order: Order): object => ({
  ...renderPerson(context, 'created_by', order.created_by),
  ...renderPerson(context, 'consumer_reviewed_by', order.consumer_reviewed_by),
  consumer_reviewed_at: order.consumer_reviewed_at && writeTime(order.consumer_reviewed_at),
  ...renderPerson(context, 'provider_reviewed_by', order.provider_reviewed_by),
  provider_reviewed_at: order.provider_reviewed_at && writeTime(order.provider_reviewed_at),
})

export function placeOrder(context: Context<undefined, OrderBody>): Decision {
  const { state, order } = createOrder(context)
  const json = renderOrder(asViewer({ ...context, state }), order)
  return replyWith({ state }, json, 201)
}
