import { routes } from './operations.ts'
import type { Operation, Route } from './operations.ts'

export interface Match {
  readonly route: Route
  /** The text in place of `{uuid}`; matched, never judged: a bad one is an object not found. */
  readonly uuid: string
  /** A format suffix such as `.json`, without the dot (§1.1). */
  readonly format: string | null
}

const byPath = new Map(routes.map((route) => [route.path, route]))

/** The route of a decoded path, or null. Static segments win over `{uuid}`. */
export function matchRoute(path: string): Match | null {
  const exact = matchFixed(path) ?? matchUuid(path)
  if (exact) return exact
  const [, base, format] = /^(.+)\.([a-z0-9]+)\/?$/.exec(path) ?? []
  const found = base === undefined ? null : (matchFixed(`${base}/`) ?? matchUuid(`${base}/`))
  return found && format !== undefined ? { ...found, format } : null
}

/** HEAD is answered as GET. A method may be any word, one that objects inherit too. */
export function findOperation({ operations }: Route, method: string): Operation | null {
  const name = method === 'HEAD' ? 'GET' : method
  return (Object.hasOwn(operations, name) && operations[name]) || null
}

/** The operation of a call, whatever becomes of it; null: none has this method at this path. */
export function findOperationAt(method: string, path: string): Operation | null {
  const match = matchRoute(path)
  return match && findOperation(match.route, method)
}

function matchFixed(path: string): Match | null {
  const route = path.includes('{') ? undefined : byPath.get(path)
  return route ? { route, uuid: '', format: null } : null
}

function matchUuid(path: string): Match | null {
  const [, root, uuid, action = ''] = /^(\/api\/[^/]+\/)([^/.]+)\/([^/.]+\/)?$/.exec(path) ?? []
  const route = byPath.get(`${root}{uuid}/${action}`)
  return route && uuid !== undefined ? { route, uuid, format: null } : null
}
