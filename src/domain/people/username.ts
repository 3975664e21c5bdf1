import { makeSlug } from '../slug.ts'
import type { State, User } from '../state.ts'
import { listRows } from '../table.ts'

/** The name to log in with. */
export const readUsername = ({ username, name, uuid }: User): string =>
  username ?? (makeSlug(name) || uuid)

export const readEmail = (user: User): string =>
  user.email ?? `${readUsername(user)}@people.example.org`

export const findUserByName = (state: State, username: string): User | undefined =>
  listRows(state.users).find((user) => readUsername(user) === username)
