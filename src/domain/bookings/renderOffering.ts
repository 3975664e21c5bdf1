import { crashed } from '../../errors.ts'
import { listPlansFor } from '../people/access.ts'
import { linkToCalendar, linkOrNull, linkTo, writeUuid } from '../links/links.ts'
import { listComponents } from '../plans/plans.ts'
import { renderGroups, renderNestedPlan } from '../plans/renderPlan.ts'
import type { View } from '../plans/renderPlan.ts'
import {
  renderComponent,
  renderScreenshot,
  writeTime,
  cutToSecond,
  writeUuidOrNull,
  withUuids,
} from './renderNested.ts'
import type { Offering, OfferingComponent, Plan } from '../state.ts'
import { byName, findRow } from '../table.ts'
import { computeTotals } from '../plans/computeTotals.ts'
import type { Context } from '../context.ts'
import { readUuid } from '../uuid.ts'

export type OfferingView = View & Pick<Context, 'user' | 'query' | 'now'>

/** A booking offering, keys in the order of the page (§3.3). */
export const renderOffering = (view: OfferingView, offering: Offering): object => ({
  ...renderTexts(view, offering),
  ...renderFeatures(view, offering),
  ...renderOwners(view, offering),
  attributes: renderAttributes(offering, view.now),
  ...renderTrade(view, offering),
  ...renderBackground(view, offering),
})

/** The plans of an offering that the caller sees in it, narrowed by the query (§2.12). */
export function listPlansWithin(view: OfferingView, offering: Offering): Plan[] {
  const allowed = view.query.getAll('allowed_customer_uuid').at(-1)
  if (!allowed) return listPlansFor(view, offering, null)
  const customer = readUuid(allowed)
  const { is_staff, is_support } = view.user
  if (customer === null && view.as.crashes && !is_staff && !is_support) throw crashed()
  return listPlansFor(view, offering, customer ?? '')
}

/** Past windows are gone; a window that has begun starts now (§3.4). The stored ones stay. */
export function renderAttributes({ attributes }: Offering, now: Date): object {
  const schedules = (attributes.schedules ?? [])
    .filter(({ end }) => new Date(end) > now)
    .map((window) =>
      new Date(window.start) < now ? { ...window, start: `${cutToSecond(now)}.000Z` } : window,
    )
  return { ...attributes, schedules }
}

/** Milliseconds: until when the attributes stay as they are; a window in progress starts each second. */
export function findNextChange({ attributes }: Offering, now: Date): number {
  const time = now.getTime()
  const second = Math.floor(time / 1000 + 1) * 1000
  const changes = (attributes.schedules ?? []).flatMap(({ start, end }) => {
    const [begin, over] = [Date.parse(start), Date.parse(end)]
    return over <= time ? [] : begin < time ? [Math.min(second, over)] : [begin]
  })
  return Math.min(...changes)
}

const renderTexts = ({ style }: OfferingView, offering: Offering): object => ({
  url: linkTo(style, 'booking offering', offering.uuid),
  uuid: writeUuid(style, offering.uuid),
  created: writeTime(offering.created),
  name: offering.name,
  slug: offering.slug,
  description: offering.description,
  full_description: offering.full_description,
  privacy_policy_link: offering.privacy_policy_link,
  access_url: offering.access_url,
})

const renderFeatures = ({ style }: OfferingView, offering: Offering): object => ({
  endpoints: offering.endpoints.map((endpoint) => withUuids(style, endpoint)),
  software_catalogs: offering.software_catalogs.map((catalog) => withUuids(style, catalog)),
  partitions: offering.partitions.map((partition) => withUuids(style, partition)),
  roles: offering.roles.map(({ uuid, name }) => ({
    uuid: writeUuid(style, uuid),
    name,
    url: linkTo(style, 'role', uuid),
  })),
})

function renderOwners({ style, state }: OfferingView, offering: Offering): object {
  const customer = findRow(state.customers, offering.customer)
  const project = findRow(state.projects, offering.project)
  const category = findRow(state.categories, offering.category)
  return {
    customer: linkOrNull(style, 'customer', offering.customer),
    customer_uuid: writeUuidOrNull(style, offering.customer),
    customer_name: customer?.name ?? null,
    project: linkOrNull(style, 'project', offering.project),
    project_uuid: writeUuidOrNull(style, offering.project),
    project_name: project?.name ?? null,
    category: linkTo(style, 'category', offering.category),
    category_uuid: writeUuid(style, offering.category),
    category_title: category?.title ?? '',
  }
}

function renderTrade(view: OfferingView, offering: Offering): object {
  const { state, style } = view
  return {
    options: offering.options,
    resource_options: offering.resource_options,
    components: [...listComponents(state, offering)].sort(byName).map((component) => ({
      ...renderComponent(view, component),
      ...(view.as.laterFields && { offering_uuid: findSource(view, offering) }),
    })),
    plugin_options: offering.plugin_options,
    state: offering.state,
    vendor_details: offering.vendor_details,
    getting_started: offering.getting_started,
    integration_guide: offering.integration_guide,
    thumbnail: linkOrNull(style, 'medium', offering.thumbnail),
    order_count: offering.order_count,
    plans: listPlansWithin(view, offering).map((plan) => renderNestedPlan(view, plan)),
    screenshots: offering.screenshots.map((screenshot) => renderScreenshot(style, screenshot)),
    type: offering.type,
    shared: offering.shared,
    billable: offering.billable,
  }
}

const renderBackground = (view: OfferingView, offering: Offering): object => ({
  ...NO_SCOPE,
  files: offering.files.map(({ name, created, file }) => ({
    name,
    created: writeTime(created),
    file: linkTo(view.style, 'medium', file),
  })),
  quotas: [],
  paused_reason: offering.paused_reason,
  datacite_doi: offering.datacite_doi,
  citation_count: offering.citation_count,
  latitude: offering.latitude,
  longitude: offering.longitude,
  country: offering.country,
  backend_id: offering.backend_id,
  organization_groups: renderGroups(view, offering.organization_groups),
  image: linkOrNull(view.style, 'medium', offering.image),
  ...computeTotals(view, offering),
  ...renderParent(view, offering),
  backend_metadata: offering.backend_metadata,
  has_compliance_requirements: offering.compliance_checklist !== null,
  compliance_checklist: linkOrNull(view.style, 'checklist', offering.compliance_checklist),
  user_has_consent: view.user.consents.includes(offering.uuid),
  googlecalendar: renderCalendar(view, offering),
  ...(view.as.laterFields && renderLaterFields(view, offering)),
})

/** The offering that components belong to: its own, or its parent's. */
const findSource = ({ style, state }: OfferingView, { uuid, parent }: Offering): string =>
  writeUuid(style, findRow(state.offerings, parent)?.uuid ?? uuid)

/** Of the releases after the pages; the shape of the release says which of them it has. */
const renderLaterFields = ({ state }: OfferingView, offering: Offering): object => ({
  billing_type_classification: classifyBilling(listComponents(state, offering)),
  tags: [],
  is_accessible: true,
})

function classifyBilling(components: readonly OfferingComponent[]): string {
  const types = new Set(components.map(({ billing_type }) => billing_type))
  const [only] = types
  return types.size === 1 && (only === 'limit' || only === 'usage') ? `${only}_only` : 'mixed'
}

/** A booking offering has no backend object of its own (§2.0, row 24). */
const NO_SCOPE = {
  scope: null,
  scope_uuid: null,
  scope_name: null,
  scope_state: null,
  scope_error_message: null,
}

function renderParent({ state, style }: OfferingView, offering: Offering): object {
  const parent = findRow(state.offerings, offering.parent)
  return {
    parent_description: parent?.description ?? null,
    parent_uuid: writeUuidOrNull(style, offering.parent),
    parent_name: parent?.name ?? null,
  }
}

function renderCalendar({ state, style, as }: OfferingView, offering: Offering): object | null {
  const calendar = findRow(state.calendars, offering.uuid)
  if (!calendar && as.untouchedCalendar === 'null') return null
  const { backend_id = null, public: isPublic = false } = calendar ?? {}
  const http_link = isPublic && backend_id !== null ? linkToCalendar(style, backend_id) : null
  return { backend_id, public: isPublic, http_link }
}
