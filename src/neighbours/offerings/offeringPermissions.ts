import { writeUuidOrNull } from '../../domain/bookings/renderNested.ts'
import { linkTo, writeUuid } from '../../domain/links/links.ts'
import { canSeeAsProvider } from '../../domain/people/visibility.ts'
import { findRow } from '../../domain/table.ts'
import type { Context } from '../../pipeline/decisions.ts'
import { shapeAs } from '../document.ts'
import { byText, byUuid } from '../listing.ts'
import type { Listing } from '../listing.ts'
import { listUserRoles, renderUserRole } from '../structure/userRoles.ts'
import type { UserRole } from '../structure/userRoles.ts'

/** Who has a role in an offering. */
export const offeringPermissions: Listing<UserRole> = {
  rows: (context) =>
    listUserRoles(context.state).filter(({ role: { scope } }) => {
      const offering = findRow(context.state.offerings, scope)
      return offering !== undefined && canSeeAsProvider(context, offering)
    }),
  filters: {
    customer: byUuid(({ role }, { state }) => findRow(state.offerings, role.scope)?.customer),
    offering: byUuid(({ role }) => role.scope),
    user: byUuid(({ user }) => user.uuid),
    user_full_name: byText(({ user }) => [user.name]),
  },
  render: renderPermission,
}

function renderPermission(context: Context, given: UserRole): object {
  const { state, style } = context
  const offering = findRow(state.offerings, given.role.scope)
  const customer = findRow(state.customers, offering?.customer ?? null)
  return shapeAs('OfferingPermission', {
    ...renderUserRole(context, given),
    offering: linkTo(style, 'provider offering', given.role.scope),
    offering_uuid: writeUuid(style, given.role.scope),
    offering_name: offering?.name ?? '',
    customer_uuid: writeUuidOrNull(style, customer?.uuid ?? null),
    customer_name: customer?.name ?? null,
    user: linkTo(style, 'user', given.user.uuid),
  })
}
