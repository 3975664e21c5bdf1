import type { Api } from '../../document/api.ts'
import { knowsAddress } from '../../pipeline/handleFile.ts'
import { readPath } from '../../pipeline/reading/request.ts'
import type { ApiRequest } from '../../pipeline/reading/request.ts'
import type { Exchange } from './exchange.ts'
import { isOfWaldur } from '../../rest/isOfWaldur.ts'
import { countEdits } from '../../fixture/findSimilarWord.ts'

/** An operation that a request came near to, and what it would have to do otherwise. */
export interface SimilarOperation {
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly differences: readonly string[]
}

const CLOSEST = 3

/** For a request that no operation answers: the three that are nearest, nearest first. */
export function findSimilarOperations(
  { operations }: Api,
  request: ApiRequest,
): readonly SimilarOperation[] {
  const ranked = operations.map(({ id, method, path }) => {
    const found = [
      ...(method === request.method
        ? []
        : [[2, `${method} instead of ${request.method}`] as const]),
      ...listPathDifferences(readPath(request), path),
    ]
    const cost = found.reduce((sum, [one]) => sum + one, 0)
    const differences = found.map(([, text]) => text)
    return { cost, near: { operation: id, method, path, differences } }
  })
  return ranked
    .sort((a, b) => a.cost - b.cost)
    .slice(0, CLOSEST)
    .map(({ near }) => near)
}

/** Nothing answers this method at this path, neither the contract nor what stands around it. */
export const isUnmatched = ({ operation, source, request, status }: Exchange): boolean =>
  request.method !== 'OPTIONS' && operation === null && source === null && status >= 400

/** Waldur has such an address, and the mock has not. */
export const isElsewhere = (exchange: Exchange): boolean =>
  isUnmatched(exchange) &&
  !knowsAddress(exchange.rules, exchange.request) &&
  isOfWaldur(readPath(exchange.request))

function* listPathDifferences(path: string, wanted: string): Generator<readonly [number, string]> {
  if (!path.endsWith('/')) yield [1, 'a slash at the end']
  const [given, parts] = [path.split('/').filter(Boolean), wanted.split('/').filter(Boolean)]
  for (const [index, part] of parts.entries()) {
    const own = given[index]
    if (own === undefined) yield [4, `"${part}" is missing`]
    else if (part.startsWith('{') ? !/^[0-9a-f-]{32,36}$/i.test(own) : own !== part) {
      yield [Math.min(6, countEdits(own, part)), `"${part}" instead of "${own}"`]
    }
  }
  for (const extra of given.slice(parts.length)) yield [4, `without "${extra}"`]
}
