import { linkTo, writeUuid } from '../../domain/links/links.ts'
import { renderGroup } from '../../domain/plans/renderPlan.ts'
import type { Checklist, Offering, OfferingRole, OrganizationGroup } from '../../domain/state.ts'
import { listRows } from '../../domain/table.ts'
import { readUuid } from '../../domain/uuid.ts'
import { notFound } from '../../errors.ts'
import type { FindSubject } from '../../pipeline/behaviours.ts'
import { shapeAs } from '../document.ts'
import { byText, byUuid } from '../listing.ts'
import type { Listing } from '../listing.ts'
import { renderName } from './customers.ts'

export const organizationGroups: Listing<OrganizationGroup> = {
  rows: ({ state }) => listRows(state.organization_groups),
  filters: {
    name: byText(({ name }) => [name]),
    parent: byUuid(({ parent }) => parent),
  },
  orders: { name: ({ name }) => name },
  render: (context, { uuid }) => {
    const members = listRows(context.state.customers).filter(({ organization_groups }) =>
      organization_groups.includes(uuid),
    )
    const [group] = renderGroup(context, uuid)
    return shapeAs('OrganizationGroup', {
      ...group,
      customers_count: members.length,
      customers: members.map((customer) => renderName(context, 'customer', customer)),
    })
  },
}

export const checklists: Listing<Checklist> = {
  rows: ({ state }) => listRows(state.checklists),
  filters: {},
  render: ({ style }, checklist) =>
    shapeAs('Checklist', {
      url: linkTo(style, 'checklist', checklist.uuid),
      uuid: writeUuid(style, checklist.uuid),
      name: checklist.name,
      description: checklist.description,
      checklist_type: 'offering_compliance',
      questions_count: checklist.questions.length,
      questions: checklist.questions.map((description, index) => ({
        order: index + 1,
        description,
      })),
    }),
}

export interface RoleOfOffering {
  readonly role: OfferingRole
  readonly offering: Offering
}

const listRoles = (offerings: readonly Offering[]): RoleOfOffering[] =>
  offerings.flatMap((offering) => offering.roles.map((role) => ({ role, offering })))

/** Roles are not a table of their own: they are kept inside the offering that has them. */
export const offeringUserRoles: Listing<RoleOfOffering> = {
  rows: ({ state }) => listRoles(listRows(state.offerings)),
  filters: { offering_uuid: byUuid(({ offering }) => offering.uuid) },
  render: ({ style }, { role, offering }) =>
    shapeAs('OfferingUserRole', {
      url: linkTo(style, 'role', role.uuid),
      uuid: writeUuid(style, role.uuid),
      name: role.name,
      offering: linkTo(style, 'provider offering', offering.uuid),
      offering_uuid: writeUuid(style, offering.uuid),
      offering_name: offering.name,
    }),
}

export const findOfferingUserRole: FindSubject = ({ state }, { uuid = '' }) => {
  const wanted = readUuid(uuid)
  const found = listRoles(listRows(state.offerings)).find(({ role }) => role.uuid === wanted)
  if (!found) throw notFound('OfferingUserRole')
  return found
}

const KINDS = ['Marketplace.Basic', 'Marketplace.Booking', 'Support.OfferingTemplate']

/** Kinds of offerings that a provider can choose from: no offering is of a kind that is not known. */
export const plugins: Listing<string> = {
  rows: ({ state }) => [
    ...new Set([...KINDS, ...listRows(state.offerings).map(({ type }) => type)]),
  ],
  filters: {},
  render: (_, offering_type) => shapeAs('Plugin', { offering_type }),
}

/** What the mock has none of. */
export const nothing: Listing<never> = { rows: () => [], filters: {}, render: () => ({}) }
