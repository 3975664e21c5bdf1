import { writeTime, writeUuidOrNull } from '../../domain/bookings/renderNested.ts'
import { linkTo, writeUuid } from '../../domain/links/links.ts'
import { roleKinds } from '../../domain/people/permissions.ts'
import { readEmail, readUsername } from '../../domain/people/username.ts'
import type { Role, State, User } from '../../domain/state.ts'
import { findRow, listRows } from '../../domain/table.ts'
import { makeUuid } from '../../domain/uuid.ts'
import type { Context } from '../../pipeline/decisions.ts'
import { makeRoleUuid, readScopeType } from '../boot/roles.ts'
import { shapeAs } from '../document.ts'
import { byText, byUuid, byWord } from '../listing.ts'
import type { Listing } from '../listing.ts'

/** Every role was given on the same day. */
const GIVEN = '2024-01-08T08:00:00Z'

/** What front ends decide by whether a button is on: role and place of each, beside `roles/`. */
export const renderPermissions = (context: Context, user: User): object[] =>
  user.roles.map(({ role, scope }) => {
    const { state, style } = context
    const place = findScope(state, { role, scope })
    const customer = findRow(state.customers, place.customer)
    return shapeAs('Permission', {
      user_uuid: writeUuid(style, user.uuid),
      user_name: user.name,
      user_slug: readUsername(user),
      created: writeTime(GIVEN),
      role_name: role,
      role_description: describeRole(role),
      role_uuid: writeUuid(style, makeRoleUuid(role)),
      scope_type: readScopeType(role),
      scope_uuid: writeUuid(style, scope),
      scope_name: place.name,
      customer_uuid: writeUuidOrNull(style, place.customer),
      customer_name: customer?.name ?? null,
    })
  })

const describeRole = (role: string): string =>
  roleKinds.find(({ name }) => name === role)?.description ?? role

function findScope(state: State, { role, scope }: Role): { name: string; customer: string | null } {
  const type = readScopeType(role)
  if (type === 'customer') {
    return { name: findRow(state.customers, scope)?.name ?? '', customer: scope }
  }
  const table = type === 'project' ? state.projects : state.offerings
  const row = findRow<{ uuid: string; name: string; customer: string | null }>(
    table as never,
    scope,
  )
  return { name: row?.name ?? '', customer: row?.customer ?? null }
}

export interface UserRole {
  readonly user: User
  readonly role: Role
}

/** Every role that somebody has. */
export const listUserRoles = (state: State): UserRole[] =>
  listRows(state.users).flatMap((user) => user.roles.map((role) => ({ user, role })))

/** Who has which role in one organisation, project or offering. */
export const userRolesIn = (scope: string): Listing<UserRole> => ({
  rows: ({ state }) => listUserRoles(state).filter(({ role }) => role.scope === scope),
  filters: {
    role: byWord(({ role }) => role.role),
    user: byUuid(({ user }) => user.uuid),
    full_name: byText(({ user }) => [user.name]),
    search_string: byText(({ user }) => [user.name, readEmail(user)]),
  },
  render: renderUserRole,
})

export function renderUserRole({ style }: Context, { user, role }: UserRole): object {
  return shapeAs('UserRole', {
    uuid: writeUuid(style, makeUuid('user role', user.uuid, role.role, role.scope)),
    created: writeTime(GIVEN),
    role_name: role.role,
    role_uuid: writeUuid(style, makeRoleUuid(role.role)),
    user_email: readEmail(user),
    user_full_name: user.name,
    user_username: readUsername(user),
    user_uuid: writeUuid(style, user.uuid),
  })
}

/** People of an organisation: with a role in it, or in one of its projects. */
export const listConnectedUsers = (customer: string): Listing<User> => ({
  rows: ({ state }) =>
    listRows(state.users).filter((user) =>
      user.roles.some(({ scope }) => isPartOf(state, scope, customer)),
    ),
  filters: { full_name: byText(({ name }) => [name]), email: byText((user) => [readEmail(user)]) },
  orders: { full_name: ({ name }) => name, concatenated_name: ({ name }) => name },
  render: ({ style, state }, user) => {
    const own = user.roles.find(({ scope }) => scope === customer)
    const projects = user.roles.filter(({ scope }) => findRow(state.projects, scope))
    return shapeAs('ConnectedUser', {
      url: linkTo(style, 'user', user.uuid),
      uuid: writeUuid(style, user.uuid),
      username: readUsername(user),
      full_name: user.name,
      email: readEmail(user),
      role_name: own?.role ?? null,
      projects: projects.map(({ role, scope }) => ({
        url: linkTo(style, 'project', scope),
        uuid: writeUuid(style, scope),
        name: findRow(state.projects, scope)?.name ?? '',
        role_name: role,
      })),
    })
  },
})

const isPartOf = (state: State, scope: string, customer: string): boolean =>
  scope === customer || findRow(state.projects, scope)?.customer === customer
