import {
  addEndpoint,
  createComponent,
  deleteEndpoint,
  removeComponent,
  updateComponent,
} from '../../domain/offerings/components.ts'
import {
  deleteOfferingGroups,
  demandEditor,
  destroyOffering,
  refuseSold,
  updateAttributes,
  updateDescription,
  updateFree,
  updateLocation,
  updateOfferingGroups,
  updateOverview,
} from '../../domain/offerings/editing.ts'
import { moveOffering } from '../../domain/offerings/states.ts'
import type { Move } from '../../domain/offerings/states.ts'
import { demandStaff } from '../../domain/people/access.ts'
import type { Permission } from '../../domain/people/permissions.ts'
import { canSeeAsProvider } from '../../domain/people/visibility.ts'
import type { Offering } from '../../domain/state.ts'
import type { LinkTarget } from '../../domain/links/resolveHyperlink.ts'
import { findIn } from '../find.ts'
import { list, listOf, show } from '../listing.ts'
import { nothing } from '../structure/parts.ts'
import { offeringPermissions } from './offeringPermissions.ts'
import { planComponents } from './planComponents.ts'
import { userRolesIn } from '../structure/userRoles.ts'
import { buyersOf } from './buyers.ts'
import { postOffering } from './postOffering.ts'
import { providerOfferings, publicOfferings } from './offerings.ts'
import { findPublicOffering, findPublicPlan, publicPlansOf } from './publicPlans.ts'
import { renderPublicPlan } from './renderOfferings.ts'
import { findScreenshot, screenshots, screenshotsOf } from './screenshots.ts'

const SECTION = '§3.3'

const own = { section: SECTION, find: findIn('offerings', 'Offering', canSeeAsProvider) } as const

/** Changing an offering takes a permission in it or in its organisation. */
const edit = (permission: Permission) => ({ ...own, authorise: demandEditor(permission) }) as const

const write = (permission: Permission, links: Readonly<Record<string, LinkTarget>> = {}) =>
  ({ ...edit(permission), body: { links } }) as const

const move = (name: Move, permission: Permission) => ({
  ...edit(permission),
  act: moveOffering(name),
})

/** A draft is published, and an offering taken back, by those who look after the marketplace. */
const publish = (name: Move) => ({ ...own, authorise: demandStaff, act: moveOffering(name) })

const none = { ...own, act: list(nothing) }

export const offeringTable = {
  marketplace_provider_offerings_list: { section: SECTION, act: list(providerOfferings) },
  marketplace_provider_offerings_create: {
    section: SECTION,
    body: { links: { category: 'category', customer: 'customer', project: 'project' } },
    act: postOffering,
  },
  marketplace_provider_offerings_retrieve: { ...own, act: show(providerOfferings.render) },
  marketplace_public_offerings_list: { section: SECTION, act: list(publicOfferings) },
  marketplace_public_offerings_retrieve: {
    section: SECTION,
    find: findPublicOffering,
    act: show(publicOfferings.render),
  },
  marketplace_public_offerings_plans_list: {
    section: SECTION,
    find: findPublicOffering,
    act: listOf(publicPlansOf),
  },
  marketplace_public_offerings_plans_retrieve: {
    section: SECTION,
    find: findPublicPlan,
    act: show(renderPublicPlan),
  },
  marketplace_provider_offerings_destroy: {
    ...edit('OFFERING.DELETE'),
    guards: [refuseSold],
    act: destroyOffering,
  },
  marketplace_provider_offerings_update_overview: {
    ...write('OFFERING.UPDATE'),
    act: updateOverview,
  },
  marketplace_provider_offerings_update_description: {
    ...write('OFFERING.UPDATE_DESCRIPTION', { category: 'category' }),
    act: updateDescription,
  },
  marketplace_provider_offerings_update_location: {
    ...write('OFFERING.UPDATE_LOCATION'),
    act: updateLocation,
  },
  marketplace_provider_offerings_update_options: {
    ...write('OFFERING.UPDATE_OPTIONS'),
    act: updateFree('options'),
  },
  marketplace_provider_offerings_update_resource_options: {
    ...write('OFFERING.UPDATE_OPTIONS'),
    act: updateFree('resource_options'),
  },
  marketplace_provider_offerings_update_integration: {
    ...write('OFFERING.UPDATE_INTEGRATION'),
    act: updateFree('plugin_options'),
  },
  marketplace_provider_offerings_update_attributes: {
    ...write('OFFERING.UPDATE_ATTRIBUTES'),
    act: updateAttributes,
  },
  marketplace_provider_offerings_create_offering_component: {
    ...write('OFFERING.UPDATE_COMPONENTS'),
    act: createComponent,
  },
  marketplace_provider_offerings_update_offering_component: {
    ...write('OFFERING.UPDATE_COMPONENTS'),
    act: updateComponent,
  },
  marketplace_provider_offerings_remove_offering_component: {
    ...write('OFFERING.UPDATE_COMPONENTS'),
    act: removeComponent,
  },
  marketplace_provider_offerings_add_endpoint: {
    ...write('OFFERING.ADD_ENDPOINT'),
    act: addEndpoint,
  },
  marketplace_provider_offerings_delete_endpoint: {
    ...write('OFFERING.DELETE_ENDPOINT'),
    act: deleteEndpoint,
  },
  marketplace_provider_offerings_update_organization_groups: {
    ...write('OFFERING.UPDATE', { organization_groups: 'organization group' }),
    act: updateOfferingGroups,
  },
  marketplace_provider_offerings_delete_organization_groups: {
    ...edit('OFFERING.UPDATE'),
    act: deleteOfferingGroups,
  },
  marketplace_provider_offerings_activate: publish('activate'),
  marketplace_provider_offerings_draft: publish('draft'),
  marketplace_provider_offerings_pause: { ...move('pause', 'OFFERING.PAUSE'), body: {} },
  marketplace_provider_offerings_unpause: move('unpause', 'OFFERING.UNPAUSE'),
  marketplace_provider_offerings_archive: move('archive', 'OFFERING.ARCHIVE'),
  marketplace_provider_offerings_make_available: move('make_available', 'OFFERING.UNPAUSE'),
  marketplace_provider_offerings_make_unavailable: move('make_unavailable', 'OFFERING.PAUSE'),
  marketplace_provider_offerings_customers_list: { ...own, act: listOf(buyersOf) },
  marketplace_provider_offerings_costs_list: none,
  marketplace_provider_offerings_component_stats_list: none,
  marketplace_provider_offerings_list_users_list: {
    ...own,
    act: listOf(({ uuid }: Offering) => userRolesIn(uuid)),
  },
  marketplace_offering_permissions_list: { section: SECTION, act: list(offeringPermissions) },
  marketplace_plan_components_list: { section: SECTION, act: list(planComponents) },
  marketplace_provider_offerings_screenshots_list: { ...own, act: listOf(screenshotsOf) },
  marketplace_screenshots_list: { section: SECTION, act: list(screenshots) },
  marketplace_screenshots_retrieve: {
    section: SECTION,
    find: findScreenshot,
    act: show(screenshots.render),
  },
} as const
