import type { IncomingMessage } from 'node:http'
import { makeRefusal } from '../control/handleControl.ts'
import type { ApiResponse } from '../pipeline/response.ts'

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/
const OWN_NAME = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|[\w-]+\.localhost)(?::\d+)?$/i

export const isLoopback = (address: string | undefined): boolean => LOOPBACK.test(address ?? '')

/** A name that no page of another machine can have. */
export const isOwnName = (host: string | undefined): boolean => OWN_NAME.test(host ?? '')

/**
 * Null: the caller means this machine. A page may have any name point to it (DNS rebinding), and then
 * counts as the same site: on loopback only own names are answered, and those that `allowed` says.
 */
export function checkName(
  { headers, socket }: IncomingMessage,
  allowed: readonly string[],
): ApiResponse | null {
  const { host } = headers
  if (host === undefined || !isLoopback(socket.localAddress) || isOwnName(host)) return null
  const name = host.replace(/:\d+$/, '').toLowerCase()
  return allowed.some((each) => each.toLowerCase() === name) ? null : makeRefusal(403, OTHER_NAME)
}

const OTHER_NAME =
  'On this machine the mock answers to localhost and 127.0.0.1 only. Start it with --allow-host <name> to add a name, for example of a proxy in front of it.'
