import { linkToCalendar, linkTo, writeUuid } from './links.ts'
import type { Place } from './links.ts'
import { renderGroup, renderGroups, renderNestedPlan } from '../plans/renderPlan.ts'
import { renderOffering } from '../bookings/renderOffering.ts'
import type { OfferingView } from '../bookings/renderOffering.ts'
import type { Calendar, Checklist, Customer, Named, Project } from '../state.ts'
import { findRow, listRows } from '../table.ts'

/** A row as JSON, or null when there is none with this uuid. */
type RenderRow = (view: OfferingView, uuid: string) => object | null

/** The neighbours of plans and bookings: their main fields, and only links that lead somewhere. */
export const neighbourRenderers: Readonly<Partial<Record<Place, RenderRow>>> = {
  'provider offering': (view, uuid) => renderOfferingAt(view, 'provider offering', uuid),
  'public offering': (view, uuid) => renderOfferingAt(view, 'public offering', uuid),
  customer: (view, uuid) => renderFound(view, findRow(view.state.customers, uuid), renderCustomer),
  project: (view, uuid) => renderFound(view, findRow(view.state.projects, uuid), renderProject),
  category: renderCategory,
  'organization group': renderOrganizationGroup,
  role: renderRole,
  checklist: (view, uuid) =>
    renderFound(view, findRow(view.state.checklists, uuid), renderChecklist),
}

/** A plan under a public offering: its own, or that of its parent (§1.12). */
export function renderPublicPlan(
  view: OfferingView,
  uuids: { readonly offering: string; readonly plan: string },
): object | null {
  const offering = findRow(view.state.offerings, uuids.offering)
  const plan = findRow(view.state.plans, uuids.plan)
  if (!offering || !plan) return null
  const sellers = [offering.uuid, offering.parent]
  if (!sellers.includes(plan.offering)) return null
  return {
    ...renderNestedPlan(view, plan),
    offering: linkTo(view.style, 'public offering', plan.offering),
  }
}

const renderFound = <R>(
  view: OfferingView,
  row: R | undefined,
  show: (view: OfferingView, row: R) => object,
): object | null => (row === undefined ? null : show(view, row))

/** These two places show offerings of every type, and name the calendar in fields of their own. */
function renderOfferingAt(
  view: OfferingView,
  place: 'provider offering' | 'public offering',
  uuid: string,
): object | null {
  const offering = findRow(view.state.offerings, uuid)
  if (!offering) return null
  const calendar = findRow(view.state.calendars, uuid)
  return {
    ...renderOffering(view, offering),
    url: linkTo(view.style, place, uuid),
    google_calendar_is_public: calendar?.public ?? null,
    google_calendar_link: calendar ? linkToPublicCalendar(view, calendar) : null,
  }
}

const linkToPublicCalendar = (
  { style }: OfferingView,
  { public: isPublic, backend_id }: Calendar,
) => (isPublic && backend_id !== null ? linkToCalendar(style, backend_id) : null)

function renderCustomer(view: OfferingView, customer: Customer): object {
  const { state, style } = view
  return {
    url: linkTo(style, 'customer', customer.uuid),
    uuid: writeUuid(style, customer.uuid),
    name: customer.name,
    abbreviation: customer.abbreviation,
    country: customer.country,
    email: customer.email,
    is_service_provider: customer.is_service_provider,
    organization_groups: renderGroups(view, customer.organization_groups),
    projects: listRows(state.projects)
      .filter((project) => project.customer === customer.uuid)
      .map((project) => renderName(view, 'project', project)),
  }
}

const renderName = ({ style }: OfferingView, place: Place, { uuid, name }: Named): object => ({
  url: linkTo(style, place, uuid),
  uuid: writeUuid(style, uuid),
  name,
})

function renderProject({ state, style }: OfferingView, project: Project): object {
  const customer = findRow(state.customers, project.customer)
  return {
    url: linkTo(style, 'project', project.uuid),
    uuid: writeUuid(style, project.uuid),
    name: project.name,
    description: project.description,
    customer: linkTo(style, 'customer', project.customer),
    customer_uuid: writeUuid(style, project.customer),
    customer_name: customer?.name ?? null,
    customer_abbreviation: customer?.abbreviation ?? null,
  }
}

function renderOrganizationGroup(view: OfferingView, uuid: string): object | null {
  const [group] = renderGroup(view, uuid)
  if (!group) return null
  const customers = listRows(view.state.customers)
    .filter(({ organization_groups }) => organization_groups.includes(uuid))
    .map((customer) => renderName(view, 'customer', customer))
  return { ...group, customers }
}

function renderCategory({ state, style }: OfferingView, uuid: string): object | null {
  const category = findRow(state.categories, uuid)
  if (!category) return null
  const offerings = listRows(state.offerings).filter((offering) => offering.category === uuid)
  return {
    url: linkTo(style, 'category', uuid),
    uuid: writeUuid(style, uuid),
    title: category.title,
    description: category.description,
    offering_count: offerings.length,
  }
}

/** Roles are not a table of their own: they are kept inside the offering that has them. */
function renderRole({ state, style }: OfferingView, uuid: string): object | null {
  for (const offering of listRows(state.offerings)) {
    const role = offering.roles.find((one) => one.uuid === uuid)
    if (!role) continue
    return {
      url: linkTo(style, 'role', uuid),
      uuid: writeUuid(style, uuid),
      name: role.name,
      offering: linkTo(style, 'provider offering', offering.uuid),
      offering_uuid: writeUuid(style, offering.uuid),
      offering_name: offering.name,
    }
  }
  return null
}

const renderChecklist = ({ style }: OfferingView, checklist: Checklist): object => ({
  url: linkTo(style, 'checklist', checklist.uuid),
  uuid: writeUuid(style, checklist.uuid),
  name: checklist.name,
  description: checklist.description,
  questions_count: checklist.questions.length,
  questions: checklist.questions.map((description, index) => ({ order: index + 1, description })),
})
