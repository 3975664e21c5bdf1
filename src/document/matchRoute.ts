import type { Operation, Route } from './operations.ts'

export interface Match {
  readonly route: Route
  /** The texts in place of parameters; matched, never judged: a bad uuid is an object not found. */
  readonly parameters: Readonly<Record<string, string>>
  /** A format suffix such as `.json`, without the dot (§1.1). */
  readonly format: string | null
}

/** What knows the routes of a document. */
interface Matcher {
  readonly match: (path: string) => Match | null
}

/** The paths of the document as a tree: what may follow the segments that lead here. */
interface Branch {
  readonly fixed: Map<string, Branch>
  parameter: { readonly name: string; readonly branch: Branch } | null
  route: Route | null
}

/** The route of a decoded path, or null. Fixed segments win over parameters. */
export const matchRoute = ({ match }: Matcher, path: string): Match | null => match(path)

/** Looks up paths among these routes. */
export function makeMatcher(among: readonly Route[]): (path: string) => Match | null {
  const tree = growTree(among)
  return (path) => {
    const exact = walk(tree, path.split('/'))
    if (exact) return exact
    const [, base, format] = /^(.+)\.([a-z0-9]+)\/?$/.exec(path) ?? []
    const found = base === undefined ? null : walk(tree, `${base}/`.split('/'))
    return found && format !== undefined ? { ...found, format } : null
  }
}

/** HEAD is answered as GET. A method may be any word, one that objects inherit too. */
export function findOperation({ operations }: Route, method: string): Operation | null {
  const name = method === 'HEAD' ? 'GET' : method
  return (Object.hasOwn(operations, name) && operations[name]) || null
}

/** The operation of a request, whatever becomes of it; null: none has this method at this path. */
export function findOperationAt(api: Matcher, method: string, path: string): Operation | null {
  const match = matchRoute(api, path)
  return match && findOperation(match.route, method)
}

function newBranch(): Branch {
  return { fixed: new Map(), parameter: null, route: null }
}

function growTree(paths: readonly Route[]): Branch {
  const root = newBranch()
  for (const route of paths) {
    const last = route.path.split('/').reduce((branch, segment) => grow(branch, segment), root)
    last.route = route
  }
  return root
}

function grow(branch: Branch, segment: string): Branch {
  const [, name] = /^\{(.+)\}$/.exec(segment) ?? []
  if (name !== undefined) return (branch.parameter ??= { name, branch: newBranch() }).branch
  const next = branch.fixed.get(segment) ?? newBranch()
  branch.fixed.set(segment, next)
  return next
}

/** From the segment at `at` on: the routes below a branch. */
function walk(branch: Branch, segments: readonly string[], at = 0): Match | null {
  const segment = segments[at]
  if (segment === undefined)
    return branch.route && { route: branch.route, parameters: NONE, format: null }
  const next = branch.fixed.get(segment)
  const found = next && walk(next, segments, at + 1)
  if (found) return found
  const { parameter } = branch
  if (!parameter || segment === '' || segment.includes('.')) return null
  const below = walk(parameter.branch, segments, at + 1)
  return below && { ...below, parameters: { [parameter.name]: segment, ...below.parameters } }
}

const NONE: Match['parameters'] = {}
