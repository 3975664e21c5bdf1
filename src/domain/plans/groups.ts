import { crashed } from '../../errors.ts'
import { put } from '../state.ts'
import type { Plan } from '../state.ts'
import type { Result, Context } from '../context.ts'

/** Replaces the set of groups; an absent set is a matter of dialect (§2.9). */
export function updateGroups({ state, subject, body, as }: Context<Plan, GroupsBody>): Result {
  const groups = body.organization_groups
  if (groups === undefined && as.absentGroups === 'crash') throw crashed()
  if (groups === undefined) return { state, reply: { status: 200 } }
  const plan = { ...subject, organization_groups: [...new Set(groups)] }
  return { state: put(state, 'plans', plan), reply: { status: 200 } }
}

export interface GroupsBody {
  readonly organization_groups?: readonly string[]
}

export const deleteGroups = ({ state, subject, as }: Context<Plan, unknown>): Result => ({
  state: put(state, 'plans', { ...subject, organization_groups: [] }),
  reply: as.groupsRemoved ?? as.groupsDeleted,
})
