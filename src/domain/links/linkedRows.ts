import { calendarLink, linkTo, uuidIn } from './links.ts'
import type { Place } from './links.ts'
import { groupShown, nestedPlanShown } from '../plans/renderPlan.ts'
import { offeringShown } from '../bookings/renderOffering.ts'
import type { OfferingView } from '../bookings/renderOffering.ts'
import type { Calendar, Checklist, Customer, Named, Project } from '../state.ts'
import { rowOf, rowsOf } from '../table.ts'

/** A row as JSON, or null when there is none with this uuid. */
type RowShown = (view: OfferingView, uuid: string) => object | null

/** The neighbours of plans and bookings: their main fields, and only links that lead somewhere. */
export const neighbours: Readonly<Partial<Record<Place, RowShown>>> = {
  'provider offering': (view, uuid) => offeringAt(view, 'provider offering', uuid),
  'public offering': (view, uuid) => offeringAt(view, 'public offering', uuid),
  customer: (view, uuid) => shown(view, rowOf(view.state.customers, uuid), customerShown),
  project: (view, uuid) => shown(view, rowOf(view.state.projects, uuid), projectShown),
  category: categoryShown,
  'organization group': organizationGroupShown,
  role: roleShown,
  checklist: (view, uuid) => shown(view, rowOf(view.state.checklists, uuid), checklistShown),
}

/** A plan under a public offering: its own, or that of its parent (§1.12). */
export function publicPlanShown(
  view: OfferingView,
  uuids: { readonly offering: string; readonly plan: string },
): object | null {
  const offering = rowOf(view.state.offerings, uuids.offering)
  const plan = rowOf(view.state.plans, uuids.plan)
  if (!offering || !plan) return null
  const sellers = [offering.uuid, offering.parent]
  if (!sellers.includes(plan.offering)) return null
  return {
    ...nestedPlanShown(view, plan),
    offering: linkTo(view.style, 'public offering', plan.offering),
  }
}

const shown = <R>(
  view: OfferingView,
  row: R | undefined,
  show: (view: OfferingView, row: R) => object,
): object | null => (row === undefined ? null : show(view, row))

/** These two places show offerings of every type, and name the calendar in fields of their own. */
function offeringAt(
  view: OfferingView,
  place: 'provider offering' | 'public offering',
  uuid: string,
): object | null {
  const offering = rowOf(view.state.offerings, uuid)
  if (!offering) return null
  const calendar = rowOf(view.state.calendars, uuid)
  return {
    ...offeringShown(view, offering),
    url: linkTo(view.style, place, uuid),
    google_calendar_is_public: calendar?.public ?? null,
    google_calendar_link: calendar ? publicLink(view, calendar) : null,
  }
}

const publicLink = ({ style }: OfferingView, { public: isPublic, backend_id }: Calendar) =>
  isPublic && backend_id !== null ? calendarLink(style, backend_id) : null

function customerShown(view: OfferingView, customer: Customer): object {
  const { state, style } = view
  return {
    url: linkTo(style, 'customer', customer.uuid),
    uuid: uuidIn(style, customer.uuid),
    name: customer.name,
    abbreviation: customer.abbreviation,
    country: customer.country,
    email: customer.email,
    is_service_provider: customer.is_service_provider,
    organization_groups: customer.organization_groups.flatMap((uuid) => groupShown(view, uuid)),
    projects: rowsOf(state.projects)
      .filter((project) => project.customer === customer.uuid)
      .map((project) => named(view, 'project', project)),
  }
}

const named = ({ style }: OfferingView, place: Place, { uuid, name }: Named): object => ({
  url: linkTo(style, place, uuid),
  uuid: uuidIn(style, uuid),
  name,
})

function projectShown({ state, style }: OfferingView, project: Project): object {
  const customer = rowOf(state.customers, project.customer)
  return {
    url: linkTo(style, 'project', project.uuid),
    uuid: uuidIn(style, project.uuid),
    name: project.name,
    description: project.description,
    customer: linkTo(style, 'customer', project.customer),
    customer_uuid: uuidIn(style, project.customer),
    customer_name: customer?.name ?? null,
    customer_abbreviation: customer?.abbreviation ?? null,
  }
}

function organizationGroupShown(view: OfferingView, uuid: string): object | null {
  const [group] = groupShown(view, uuid)
  if (!group) return null
  const customers = rowsOf(view.state.customers)
    .filter(({ organization_groups }) => organization_groups.includes(uuid))
    .map((customer) => named(view, 'customer', customer))
  return { ...group, customers }
}

function categoryShown({ state, style }: OfferingView, uuid: string): object | null {
  const category = rowOf(state.categories, uuid)
  if (!category) return null
  const offerings = rowsOf(state.offerings).filter((offering) => offering.category === uuid)
  return {
    url: linkTo(style, 'category', uuid),
    uuid: uuidIn(style, uuid),
    title: category.title,
    description: category.description,
    offering_count: offerings.length,
  }
}

/** Roles are not a table of their own: they are kept inside the offering that has them. */
function roleShown({ state, style }: OfferingView, uuid: string): object | null {
  for (const offering of rowsOf(state.offerings)) {
    const role = offering.roles.find((one) => one.uuid === uuid)
    if (!role) continue
    return {
      url: linkTo(style, 'role', uuid),
      uuid: uuidIn(style, uuid),
      name: role.name,
      offering: linkTo(style, 'provider offering', offering.uuid),
      offering_uuid: uuidIn(style, offering.uuid),
      offering_name: offering.name,
    }
  }
  return null
}

const checklistShown = ({ style }: OfferingView, checklist: Checklist): object => ({
  url: linkTo(style, 'checklist', checklist.uuid),
  uuid: uuidIn(style, checklist.uuid),
  name: checklist.name,
  description: checklist.description,
  questions_count: checklist.questions.length,
  questions: checklist.questions.map((description, index) => ({ order: index + 1, description })),
})
