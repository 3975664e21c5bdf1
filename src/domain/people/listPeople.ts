import type { State, User } from '../state.ts'
import { listRows } from '../table.ts'

/** Those whom every scenario has, by token, in the order of the README: who sees most comes first. */
const KNOWN: readonly string[] = [
  'YOUR_API_TOKEN',
  'support-token',
  'owner-token',
  'second-owner-token',
  'manager-token',
  'customer-support-token',
  'project-admin-token',
  'project-manager-token',
  'member-token',
  'offering-manager-token',
  'stranger-token',
  'inactive-token',
  'expired-token',
]

/** All users: staff first, those of the README in its order, others by name. */
export const listPeople = ({ users }: Pick<State, 'users'>): User[] =>
  listRows(users).toSorted((a, b) => rank(a) - rank(b))

function rank({ token, is_staff: isStaff }: User): number {
  const place = KNOWN.indexOf(token)
  if (place !== -1) return place
  return isStaff ? 0 : KNOWN.length
}
