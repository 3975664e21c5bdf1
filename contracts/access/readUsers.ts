import type { Api } from '../harness/api.ts'
import type { Role } from '../harness/settings.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { listGivenRoles } from '../lists/lists.ts'

type RoleUser = { readonly role: Role; readonly uuid: string }

/** Who the given tokens of these roles belong to, as the server says; at least one. */
export async function readUsers(
  api: Api,
  ...roles: readonly Role[]
): Promise<[RoleUser, ...RoleUser[]]> {
  const all = await Promise.all(
    listGivenRoles(...roles).map(async (role) => {
      const { response } = await api.get('/api/users/me/', { role })
      const { uuid } = (response.json ?? {}) as { uuid?: unknown }
      return response.status === 200 ? [{ role, uuid: String(uuid) }] : []
    }),
  )
  const [first, ...others] = all.flat()
  if (!first) throw new Inapplicable('nobody is told by /api/users/me/ who they are')
  return [first, ...others]
}
