import { writeTime } from '../../domain/bookings/renderNested.ts'
import { linkTo, writeUuid } from '../../domain/links/links.ts'
import { canSeeProject } from '../../domain/people/visibility.ts'
import { makeSlug } from '../../domain/slug.ts'
import type { Project, State } from '../../domain/state.ts'
import { findRow, listRows } from '../../domain/table.ts'
import type { Context } from '../../pipeline/decisions.ts'
import { shapeAs } from '../document.ts'
import { byText, byUuid } from '../listing.ts'
import type { Listing } from '../listing.ts'
import { FOUNDED, NO_BILL } from './customers.ts'

export const projects: Listing<Project> = {
  rows: (context) => listRows(context.state.projects).filter((one) => canSeeProject(context, one)),
  filters: {
    name: byText(({ name }) => [name]),
    query: byText(({ name, description }) => [name, description]),
    customer: byUuid(({ customer }) => customer),
    customer_uuid: byUuid(({ customer }) => customer),
    customer_name: byText(({ customer }, { state }) => [
      findRow(state.customers, customer)?.name ?? '',
    ]),
    user_uuid: byUuid((project, { state }) => listConnected(state, project)),
  },
  orders: {
    name: ({ name }) => name,
    customer_name: ({ customer }, { state }) => findRow(state.customers, customer)?.name ?? '',
    created: ({ name }) => name,
  },
  render: renderProject,
}

/** By a role in the project, or in its organisation. */
const listConnected = (state: State, { uuid: project, customer }: Project): string[] =>
  listRows(state.users)
    .filter(({ roles }) => roles.some(({ scope }) => scope === project || scope === customer))
    .map(({ uuid }) => uuid)

function renderProject({ state, style }: Context, project: Project): object {
  const customer = findRow(state.customers, project.customer)
  const live = listLiveResources(state, project.uuid)
  return shapeAs('Project', {
    url: linkTo(style, 'project', project.uuid),
    uuid: writeUuid(style, project.uuid),
    name: project.name,
    slug: makeSlug(project.name),
    description: project.description,
    created: writeTime(FOUNDED),
    customer: linkTo(style, 'customer', project.customer),
    customer_uuid: writeUuid(style, project.customer),
    customer_name: customer?.name ?? '',
    customer_slug: makeSlug(customer?.name ?? ''),
    customer_abbreviation: customer?.abbreviation ?? '',
    customer_display_billing_info_in_projects: true,
    kind: 'default',
    resources_count: live.length,
    marketplace_resource_count: countByCategory(state, style, live),
    billing_price_estimate: NO_BILL,
  })
}

const listLiveResources = (state: State, project: string) =>
  listRows(state.resources).filter(
    (resource) => resource.project === project && resource.state !== 'Terminated',
  )

/** By the uuid of the category. */
function countByCategory(
  state: State,
  style: Context['style'],
  resources: readonly { readonly offering: string }[],
): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { offering } of resources) {
    const category = findRow(state.offerings, offering)?.category
    if (category === undefined) continue
    const key = writeUuid(style, category)
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}
