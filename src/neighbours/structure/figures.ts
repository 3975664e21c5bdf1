import { findPlace, readLinkPath } from '../../domain/links/links.ts'
import { canSeeUser } from '../../domain/people/visibility.ts'
import { listRows } from '../../domain/table.ts'
import type { Context, Decision } from '../../pipeline/decisions.ts'
import { replyWith } from '../listing.ts'

/** No resource has limits that could be added up. */
export const showNoLimits = (context: Context<unknown>): Decision =>
  replyWith(context, { components: [] })

const DAYS = 31

/** Nobody has come or gone: every day had as many people as today. */
export function countDaily(context: Context): Decision {
  const scope = readScope(context)
  const people = listRows(context.state.users).filter(
    (user) => canSeeUser(context, user) && user.roles.some((role) => role.scope === scope),
  )
  const names = context.query.getAll('quota_names')
  const days = Array.from({ length: DAYS }, () => people.length)
  return replyWith(context, Object.fromEntries(names.map((name) => [name, days])))
}

function readScope({ query, style }: Context): string | null {
  const link = query.get('scope') ?? ''
  return /^https?:[^[\]]*$/.test(link) ? (findPlace(readLinkPath(link, style))?.uuid ?? null) : null
}
