import { matchRoute } from '../../src/document/matchRoute.ts'
import { pages } from '../../src/document/api.ts'
import type { Route } from '../../src/document/operations.ts'
import { released } from '../harness/release.ts'

/** One address of the contract: the methods that it has, and what `Allow` says of them (§1.5). */
export interface Address {
  readonly path: (uuid: string) => string
  /** What may be called; HEAD comes with GET. */
  readonly operations: Readonly<Record<string, string>>
  /** The `Allow` header; it lists methods that are switched off too. */
  readonly allow: string
}

/** What `Allow` says at a path. */
export const findAllow = (path: string): string => matchRoute(released, path)?.route.allow ?? ''

/** `plans`, `plan`, or the last word of the path. */
function nameRoute({ path }: Route): string {
  const [, resource = '', ...rest] = path.split('/').filter(Boolean)
  const objects = resource === 'booking-offerings' ? 'bookings' : 'plans'
  const last = rest.at(-1)
  if (last === undefined) return objects
  return last === '{uuid}' ? objects.slice(0, -1) : last
}

const readAddress = ({ path, allow, operations }: Route): Address => ({
  path: (uuid) => path.replace('{uuid}', uuid),
  operations: Object.fromEntries(
    Object.entries(operations).map(([method, { id }]) => [method, id]),
  ),
  allow,
})

/** Every address of openapi.yaml, by a short name. */
export const addresses: Readonly<Record<string, Address>> = Object.fromEntries(
  pages.routes.map((route) => [nameRoute(route), readAddress(route)]),
)

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

export const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'

const hasMethod = ({ operations }: Address, method: string): boolean =>
  method in operations || (method === 'HEAD' && 'GET' in operations)

/** Methods that an address does not have. */
export const listMissingMethods = (door: Address): string[] =>
  METHODS.filter((method) => !hasMethod(door, method))

/** Methods that an address has. */
export const listMethods = (door: Address): string[] =>
  METHODS.filter((method) => hasMethod(door, method))
