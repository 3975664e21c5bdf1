import { withUuids, writeTime, writeUuidOrNull } from '../../domain/bookings/renderNested.ts'
import { linkTo, writeUuid } from '../../domain/links/links.ts'
import type { Place } from '../../domain/links/links.ts'
import { findBuyer, findCreation } from '../../domain/orders/orders.ts'
import { canSeeResource } from '../../domain/people/visibility.ts'
import { makeSlug } from '../../domain/slug.ts'
import type { Order, Resource } from '../../domain/state.ts'
import { findGroup, findRow, listRows } from '../../domain/table.ts'
import type { Context } from '../../pipeline/decisions.ts'
import { shapeAs } from '../document.ts'
import { byChoice, byFlag, byLink, byText, byUuid, byWord } from '../listing.ts'
import type { Filter, Listing } from '../listing.ts'
import { byServiceManager } from '../offerings/serviceManagers.ts'
import { ORDER_STATES, renderOrder } from './orders.ts'
import { renderAttributes, renderSale } from './renderSale.ts'

const STATES = ['Creating', 'OK', 'Erred', 'Updating', 'Terminating', 'Terminated']

const findOffering = ({ offering }: Resource, { state }: Context) =>
  findRow(state.offerings, offering)

const findProject = ({ project }: Resource, { state }: Context) => findRow(state.projects, project)

const readProvider = (resource: Resource, context: Context) =>
  findOffering(resource, context)?.customer

export const resourceFilters: Readonly<Record<string, Filter<Resource>>> = {
  state: byChoice(STATES, ({ state }) => state),
  name: byText(({ name }) => [name]),
  name_exact: byWord(({ name }) => name),
  query: byText((resource, context) => [
    resource.name,
    findOffering(resource, context)?.name ?? '',
    findProject(resource, context)?.name ?? '',
  ]),
  offering: byLink(({ offering }) => offering),
  offering_uuid: byUuid(({ offering }) => offering),
  offering_slug: byWord((resource, context) => findOffering(resource, context)?.slug ?? ''),
  offering_type: byWord((resource, context) => findOffering(resource, context)?.type ?? ''),
  offering_billable: byFlag((resource, context) =>
    Boolean(findOffering(resource, context)?.billable),
  ),
  parent_offering_uuid: byUuid((resource, context) => findOffering(resource, context)?.parent),
  category_uuid: byUuid((resource, context) => findOffering(resource, context)?.category),
  plan_uuid: byUuid(({ plan }) => plan),
  project_uuid: byUuid(({ project }) => project),
  project_name: byText((resource, context) => [findProject(resource, context)?.name ?? '']),
  customer: byLink((resource, { state }) => findBuyer(state, resource)),
  customer_uuid: byUuid((resource, { state }) => findBuyer(state, resource)),
  service_manager_uuid: byServiceManager(findOffering),
  provider_uuid: byUuid(readProvider),
  connected_customer_uuid: byUuid((resource, context) => [
    findBuyer(context.state, resource) ?? '',
    readProvider(resource, context) ?? '',
  ]),
  created_by_uuid: byUuid((resource, { state }) => findCreation(state, resource)?.created_by),
  order_state: {
    ...byChoice(ORDER_STATES, () => ''),
    fits: ({ uuid }, wanted, { state }) =>
      findGroup(state.orders, 'resource', uuid)
        .keysArray()
        .some((order) => order.state === wanted),
  },
}

export const resourceOrders: NonNullable<Listing<Resource>['orders']> = {
  name: ({ name }) => name,
  created: (resource, { state }) => Date.parse(readCreated(state, resource)),
  type: (resource, context) => findOffering(resource, context)?.type ?? '',
  state: ({ state }) => STATES.indexOf(state),
}

export const resources: Listing<Resource> = {
  rows: (context) =>
    listRows(context.state.resources).filter((one) => canSeeResource(context, one)),
  filters: resourceFilters,
  orders: resourceOrders,
  render: (context, resource) => shapeAs('Resource', renderResource(context, resource, 'resource')),
}

/** Of a resource that was there before the mock, nobody knows when it was bought. */
const readCreated = (state: Context['state'], resource: Resource): string =>
  resource.created ?? findCreation(state, resource)?.created ?? '2024-01-08T08:00:00Z'

export function renderResource(context: Context, resource: Resource, place: Place): object {
  const { style } = context
  const creation = findCreation(context.state, resource)
  return {
    url: linkTo(style, place, resource.uuid),
    uuid: writeUuid(style, resource.uuid),
    name: resource.name,
    slug: makeSlug(resource.name) || resource.uuid.slice(0, 8),
    state: resource.state,
    ...renderTimes(context, resource),
    ...renderSale(context, resource),
    ...renderParent(context, resource),
    ...renderBilling(context, resource),
    ...renderWishes(context, resource, creation),
    can_terminate: resource.state === 'OK' || resource.state === 'Erred',
    endpoints: (findOffering(resource, context)?.endpoints ?? []).map((endpoint) =>
      withUuids(style, endpoint),
    ),
    creation_order: creation ? renderOrder(context, creation) : null,
    order_in_progress: renderPending(context, resource),
  }
}

function renderTimes({ state }: Context, resource: Resource): object {
  const created = readCreated(state, resource)
  const modified = findCreation(state, resource)?.modified ?? created
  return {
    created: writeTime(created),
    modified: writeTime(modified),
    last_sync: writeTime(created),
  }
}

/** What was filled in when it was ordered. */
function renderWishes(context: Context, resource: Resource, creation: Order | undefined): object {
  const attributes = renderAttributes(context, creation?.attributes ?? {}, resource)
  const { description } = attributes
  return {
    attributes,
    limits: creation?.limits ?? {},
    description: typeof description === 'string' ? description : '',
  }
}

function renderParent(context: Context, resource: Resource): object {
  const { state, style } = context
  const parent = findRow(state.offerings, findOffering(resource, context)?.parent ?? null)
  return {
    parent_offering_uuid: writeUuidOrNull(style, parent?.uuid ?? null),
    parent_offering_name: parent?.name ?? null,
    parent_offering_slug: parent?.slug ?? null,
  }
}

function renderBilling(context: Context, resource: Resource): object {
  const offering = findOffering(resource, context)
  const seller = findRow(context.state.offerings, offering?.parent ?? null) ?? offering
  const types = (seller?.components ?? []).map(({ billing_type }) => billing_type)
  return { is_usage_based: types.includes('usage'), is_limit_based: types.includes('limit') }
}

function renderPending(context: Context, { uuid }: Resource): object | null {
  const pending = findGroup(context.state.orders, 'resource', uuid)
    .keysArray()
    .find(({ state }) => state.startsWith('pending') || state === 'executing')
  return pending ? renderOrder(context, pending) : null
}
