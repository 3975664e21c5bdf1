import { roleKinds } from '../../domain/people/permissions.ts'
import type { RoleKind } from '../../domain/people/permissions.ts'
import { seesAll } from '../../domain/people/visibility.ts'
import { writeUuid } from '../../domain/links/links.ts'
import { listRows } from '../../domain/table.ts'
import { makeUuid, readUuid } from '../../domain/uuid.ts'
import { notFound } from '../../errors.ts'
import type { FindSubject } from '../../pipeline/behaviours.ts'
import type { Context } from '../../pipeline/decisions.ts'
import { shapeAs } from '../document.ts'
import { byFlag, byWord } from '../listing.ts'
import type { Listing } from '../listing.ts'

export const makeRoleUuid = (name: string): string => makeUuid('role', name)

/** A role is had in an organisation, a project or an offering. */
export const readScopeType = (name: string): string => (name.split('.')[0] ?? '').toLowerCase()

export const findRoleKind: FindSubject = (_, { uuid = '' }) => {
  const wanted = readUuid(uuid)
  const kind = roleKinds.find(({ name }) => makeRoleUuid(name) === wanted)
  if (!kind) throw notFound('Role')
  return kind
}

export const roles: Listing<RoleKind> = {
  rows: () => roleKinds,
  filters: {
    is_active: byFlag(({ is_active }) => is_active),
    content_type: byWord(({ name }) => readScopeType(name)),
  },
  render: renderRole,
}

/** Only those who look after the installation are told how many people have it. */
function renderRole(context: Context, kind: RoleKind): object {
  const { name, description, permissions, is_active } = kind
  const row = shapeAs('RoleDetails', {
    uuid: writeUuid(context.style, makeRoleUuid(name)),
    name,
    description,
    description_en: description,
    permissions,
    is_system_role: true,
    is_active,
    content_type: readScopeType(name),
    users_count: countUsers(context, name),
  })
  const { users_count: _, ...rest } = row as { users_count: number }
  return seesAll(context) ? row : rest
}

const countUsers = ({ state }: Context, name: string): number =>
  listRows(state.users).filter((user) => user.roles.some(({ role }) => role === name)).length
