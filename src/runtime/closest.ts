import { matched } from '../document/match.ts'
import { routes } from '../document/operations.ts'
import type { Call } from '../wire.ts'
import { distance } from './nearest.ts'

/** An operation that a call came near to, and what it would have to do otherwise. */
export interface Near {
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly differences: readonly string[]
}

const CLOSEST = 3

/** For a call that no operation answers: the three that are nearest, nearest first. */
export function closestTo({ method, target }: Call): readonly Near[] {
  const path = target.split('?')[0] ?? ''
  const all = routes.flatMap((route) => Object.values(route.operations))
  const ranked = all.map((operation) => {
    const [costs, differences] = [[] as number[], [] as string[]]
    if (operation.method !== method) {
      costs.push(2)
      differences.push(`${operation.method} instead of ${method}`)
    }
    for (const [cost, text] of pathDifferences(path, operation.path)) {
      costs.push(cost)
      differences.push(text)
    }
    const cost = costs.reduce((sum, one) => sum + one, 0)
    return {
      cost,
      near: {
        operation: operation.id,
        method: operation.method,
        path: operation.path,
        differences,
      },
    }
  })
  return ranked
    .sort((a, b) => a.cost - b.cost)
    .slice(0, CLOSEST)
    .map(({ near }) => near)
}

export const isUnmatched = ({ method, target }: Call): boolean => {
  const match = matched(target.split('?')[0] ?? '')
  const name = method === 'HEAD' ? 'GET' : method
  return name !== 'OPTIONS' && !(match && Object.hasOwn(match.route.operations, name))
}

function* pathDifferences(path: string, wanted: string): Generator<readonly [number, string]> {
  if (!path.endsWith('/')) yield [1, 'a slash at the end']
  const [given, parts] = [path.split('/').filter(Boolean), wanted.split('/').filter(Boolean)]
  for (const [index, part] of parts.entries()) {
    const own = given[index]
    if (own === undefined) yield [4, `"${part}" is missing`]
    else if (part === '{uuid}' ? !/^[0-9a-f-]{32,36}$/i.test(own) : own !== part) {
      yield [Math.min(6, distance(own, part)), `"${part}" instead of "${own}"`]
    }
  }
  for (const extra of given.slice(parts.length)) yield [4, `without "${extra}"`]
}
