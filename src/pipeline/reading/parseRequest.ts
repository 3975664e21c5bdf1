import { matchRoute } from '../../document/matchRoute.ts'
import { readLast } from '../../domain/list.ts'
import { decodePercent, readPath, readQuery } from './request.ts'
import type { ApiRequest } from './request.ts'
import type { ParsedRequest, World } from '../world.ts'

export function parseRequest(world: World, request: ApiRequest): ParsedRequest {
  const path = decodePercent(readPath(request))
  const query = readQuery(request)
  return {
    path,
    query,
    ...findMatch(world, path),
    style: {
      origin: request.origin,
      uuids: world.as.uuids,
      suffix: readSuffix(path),
      format: readLast(query, 'format') ?? null,
    },
    isHead: request.method === 'HEAD',
  }
}

/** A path of the contract is one, whatever stands around it. */
export function findMatch(
  { api, neighbours }: World,
  path: string,
): Pick<ParsedRequest, 'match' | 'outside'> {
  const own = matchRoute(api, path)
  const match = own ?? neighbours?.match(path) ?? null
  return { match, outside: (match !== own && neighbours) || null }
}

const readSuffix = (path: string): string | null => /\.([a-z0-9]+)\/?$/.exec(path)?.[1] ?? null

export const isPreflight = ({ method, headers }: Pick<ApiRequest, 'method' | 'headers'>): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined
