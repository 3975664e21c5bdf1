import { writeUuidOrNull } from '../../domain/bookings/renderNested.ts'
import { linkOrNull, linkTo, linkToPublicPlan, writeUuid } from '../../domain/links/links.ts'
import { isBooking } from '../../domain/orders/orders.ts'
import { readUsername } from '../../domain/people/username.ts'
import { makeSlug } from '../../domain/slug.ts'
import type { Order, Resource } from '../../domain/state.ts'
import { findRow } from '../../domain/table.ts'
import type { Context } from '../../pipeline/decisions.ts'

type Sale = Pick<Resource, 'offering' | 'plan' | 'project'>

/** What orders and resources both tell of what is sold, by whom and to whom. */
export const renderSale = (context: Context, sale: Sale): object => ({
  ...renderOffering(context, sale),
  ...renderPlan(context, sale),
  ...renderBuyer(context, sale),
})

/** Every booking has periods: those of one that was there before the mock are kept with its resource. */
export const renderAttributes = (
  { state }: Context,
  attributes: Order['attributes'],
  { offering, schedules = [] }: Resource,
): Order['attributes'] =>
  isBooking(findRow(state.offerings, offering)) ? { schedules, ...attributes } : attributes

function renderOffering({ state, style }: Context, sale: Sale): object {
  const offering = findRow(state.offerings, sale.offering)
  if (!offering) return {}
  const provider = findRow(state.customers, offering.customer)
  return {
    offering: linkTo(style, 'public offering', offering.uuid),
    offering_name: offering.name,
    offering_uuid: writeUuid(style, offering.uuid),
    offering_description: offering.description,
    offering_image: linkOrNull(style, 'medium', offering.image),
    offering_thumbnail: linkOrNull(style, 'medium', offering.thumbnail),
    offering_type: offering.type,
    offering_slug: offering.slug,
    offering_shared: offering.shared,
    offering_billable: offering.billable,
    offering_plugin_options: offering.plugin_options,
    provider_name: provider?.name ?? null,
    provider_uuid: writeUuidOrNull(style, offering.customer),
    provider_slug: provider ? makeSlug(provider.name) : null,
    category_title: findRow(state.categories, offering.category)?.title ?? '',
    category_uuid: writeUuid(style, offering.category),
  }
}

function renderPlan({ state, style }: Context, sale: Sale): object {
  const plan = findRow(state.plans, sale.plan)
  if (!plan) return {}
  return {
    plan: linkToPublicPlan(style, plan.offering, plan.uuid),
    plan_unit: plan.unit,
    plan_name: plan.name,
    plan_uuid: writeUuid(style, plan.uuid),
    plan_description: plan.description,
  }
}

function renderBuyer({ state, style }: Context, sale: Sale): object {
  const project = findRow(state.projects, sale.project)
  if (!project) return {}
  const customer = findRow(state.customers, project.customer)
  return {
    project: linkTo(style, 'project', project.uuid),
    project_uuid: writeUuid(style, project.uuid),
    project_name: project.name,
    project_slug: makeSlug(project.name),
    project_description: project.description,
    customer_uuid: writeUuid(style, project.customer),
    customer_name: customer?.name ?? '',
    customer_slug: makeSlug(customer?.name ?? ''),
  }
}

/** A person under a field: link or uuid, user name and full name, as for `created_by`. */
export function renderPerson(
  { state, style }: Context,
  field: string,
  uuid: string | null | undefined,
): object {
  const user = findRow(state.users, uuid ?? null)
  if (!user) return {}
  return {
    [field]:
      field === 'created_by' ? linkTo(style, 'user', user.uuid) : writeUuid(style, user.uuid),
    [`${field}_username`]: readUsername(user),
    [`${field}_full_name`]: user.name,
  }
}
