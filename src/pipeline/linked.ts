import { callerOf } from './authenticate.ts'
import { matched } from '../document/match.ts'
import { linked } from '../domain/links/linked.ts'
import { mountOf } from '../domain/links/links.ts'
import type { User } from '../domain/state.ts'
import { methodNotAllowed, notFoundDetail, routeNotFound } from '../errors.ts'
import { EMPTY, encoded, sending, sendingOf } from './wire.ts'
import type { Call, Sending } from './wire.ts'
import { headed, unchanged } from './world.ts'
import type { Answered, Asked, World } from './world.ts'

/** Paths outside the contract: a missing slash is redirected, linked rows are shown (§1.1). */
export function elsewhere(world: World, call: Call, asked: Asked): Answered {
  const { path, query } = asked
  const view = linked(path)
  if (!view) {
    if (!matched(`${path}/`) && !linked(`${path}/`)) throw routeNotFound()
    return unchanged(world, redirect(mountOf(asked.style) + call.target))
  }
  if (call.method !== 'GET' && call.method !== 'HEAD') throw methodNotAllowed(call.method)
  const caller = view.isOpen ? { state: world.state, user: NOBODY } : callerOf(world, call)
  const { as, now } = world
  const reply = view.show({ ...caller, as, now, query, style: asked.style })
  if (!reply) throw notFoundDetail('Not found.')
  const full = sendingOf(reply, { Allow: 'GET, HEAD, OPTIONS' })
  return unchanged(caller, headed(full, asked))
}

const NOBODY: User = {
  uuid: '',
  name: '',
  token: '',
  is_staff: false,
  is_support: false,
  is_active: false,
  token_lifetime: null,
  token_used: null,
  roles: [],
  consents: [],
}

function redirect(target: string): Sending {
  const [path = '', ...query] = target.split('?')
  const location = printable([`${path}/`, ...query].join('?'))
  return sending({ status: 301, headers: { Location: location } }, {}, EMPTY, HTML)
}

/** A header holds only printable ASCII; the rest of an address is percent-encoded, like a space. */
const printable = (address: string): string =>
  address.replace(/[^!-~]/gu, (sign) =>
    encoded(sign).reduce((text, byte) => `${text}%${hex(byte)}`, ''),
  )

const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0')

const HTML = 'text/html; charset=utf-8'
