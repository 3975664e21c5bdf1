import { writeTime } from '../../domain/bookings/renderNested.ts'
import { linkTo, writeUuid } from '../../domain/links/links.ts'
import { readEmail, readUsername } from '../../domain/people/username.ts'
import { canSeeUser, seesAll } from '../../domain/people/visibility.ts'
import type { User } from '../../domain/state.ts'
import { listRows } from '../../domain/table.ts'
import type { Context, Decision } from '../../pipeline/decisions.ts'
import { shapeAs } from '../document.ts'
import { byFlag, byText, byWord, show } from '../listing.ts'
import type { Listing } from '../listing.ts'
import { renderPermissions } from './userRoles.ts'

export const users: Listing<User> = {
  rows: (context) => listRows(context.state.users).filter((user) => canSeeUser(context, user)),
  filters: {
    full_name: byText(({ name }) => [name]),
    username: byText((user) => [readUsername(user)]),
    email: byText((user) => [readEmail(user)]),
    query: byText((user) => [user.name, readUsername(user), readEmail(user)]),
    is_active: byFlag(({ is_active }) => is_active),
    is_staff: byFlag(({ is_staff }) => is_staff),
    is_support: byFlag(({ is_support }) => is_support),
    user_uuid: byWord(({ uuid }) => uuid),
  },
  orders: {
    full_name: ({ name }) => name,
    username: readUsername,
    email: (user) => readEmail(user),
  },
  render: renderUser,
}

export const showMe = (context: Context): Decision =>
  show(renderUser)({ ...context, subject: context.user })

/** Everybody agreed to the terms on the first day, so that nobody is asked to. */
const JOINED = '2024-01-08T08:00:00Z'

function renderUser(context: Context, user: User): object {
  const { style } = context
  const [first = '', ...rest] = user.name.split(' ')
  const username = readUsername(user)
  return shapeAs('User', {
    url: linkTo(style, 'user', user.uuid),
    uuid: writeUuid(style, user.uuid),
    username,
    slug: username,
    full_name: user.name,
    first_name: first,
    last_name: rest.join(' '),
    email: readEmail(user),
    is_staff: user.is_staff,
    is_support: user.is_support,
    is_active: user.is_active,
    ...(user === context.user && renderToken(user)),
    token_lifetime: user.token_lifetime,
    registration_method: 'default',
    date_joined: writeTime(JOINED),
    agreement_date: writeTime(JOINED),
    preferred_language: 'en',
    notifications_enabled: true,
    has_active_session: user.is_active,
    ...((user === context.user || seesAll(context)) && {
      permissions: renderPermissions(context, user),
    }),
  })
}

/** The token of others is nobody's business. */
const renderToken = ({ token, token_lifetime, token_used }: User): object => ({
  token,
  token_expires_at:
    token_lifetime === null || token_used === null
      ? null
      : writeTime(new Date(Date.parse(token_used) + token_lifetime * 1000).toISOString()),
})
