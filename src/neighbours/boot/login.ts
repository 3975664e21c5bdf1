import { unauthenticated } from '../../errors.ts'
import { findUserByName } from '../../domain/people/username.ts'
import { drop, put } from '../../domain/state.ts'
import type { LoginFailure, State } from '../../domain/state.ts'
import { findGroup } from '../../domain/table.ts'
import { makeUuid } from '../../domain/uuid.ts'
import type { Context, Decision } from '../../pipeline/decisions.ts'

interface LoginBody {
  readonly username: string
  readonly password: string
}

/** Everybody's; the mock guards nothing. */
export const PASSWORD = 'demo'

/** Tries for a name, and how long it stays locked after the last of them. */
const TRIES = 4
const MINUTES = 10

/** Answers with the token of the user, which lives anew from now on. */
export function logIn({ state, body, now }: Context<undefined, LoginBody>): Decision {
  const { username, password } = body
  const failure = findGroup(state.login_failures, 'username', username).minKey()
  const count = failure && isRecent(failure, now) ? failure.count : 0
  if (count >= TRIES) throw unauthenticated(LOCKED)
  const user = findUserByName(state, username)
  if (!user || password !== PASSWORD)
    return countFailure(state, { username, count: count + 1, now })
  if (!user.is_active) throw unauthenticated('User account is disabled.')
  const cleared = failure ? drop(state, 'login_failures', failure.uuid) : state
  const used = { ...user, token_used: now.toISOString() }
  return {
    state: user.token_lifetime === null ? cleared : put(cleared, 'users', used),
    reply: { status: 200, json: { token: user.token } },
  }
}

const LOCKED = `Username is locked out. Try in ${MINUTES} minutes.`

const isRecent = ({ last }: LoginFailure, now: Date): boolean =>
  now.getTime() - Date.parse(last) < MINUTES * 60_000

/** A refusal that is written down: it is answered, not thrown. */
function countFailure(
  state: State,
  { username, count, now }: { username: string; count: number; now: Date },
): Decision {
  const { reply } = unauthenticated('Invalid username/password.')
  if (!isCounted(state, username)) return { state, reply }
  const uuid = makeUuid('login failure', username)
  const failure = { uuid, username, count, last: now.toISOString() }
  return { state: put(state, 'login_failures', failure), reply }
}

/** Anybody may try any name: those that nobody has are counted while they are short and few. */
const isCounted = (state: State, username: string): boolean =>
  findUserByName(state, username) !== undefined ||
  (username.length <= LONGEST_NAME && state.login_failures.rows.size < MOST_NAMES)

const LONGEST_NAME = 150
const MOST_NAMES = 1000

/** The token goes on being valid: others may be using it. */
export const logOut = ({ state }: Context): Decision => ({ state, reply: { status: 204 } })
