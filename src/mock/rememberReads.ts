import type { State } from '../domain/state.ts'
import { keepList } from '../pipeline/marks.ts'
import type { ApiRequest } from '../pipeline/reading/request.ts'
import type { ApiResult, World } from '../pipeline/world.ts'

type Handle = (world: World, request: ApiRequest) => ApiResult

interface KnownRead {
  readonly result: ApiResult
  /** Milliseconds: when it was answered, and when time alone makes it another answer. */
  readonly from: number
  readonly until: number
}

/** Bytes that are kept of one state: of bodies, and about what an answer takes besides. */
const LIMIT = 2_000_000
const OF_AN_ANSWER = 1024

/**
 * The pipeline with a small memory: the same state and the same request give the same answer. It
 * forgets everything when it is asked with another state, so that nothing is invalidated by hand,
 * and when it is full: what is asked often is soon known again.
 */
export function rememberReads(handle: Handle): Handle {
  let known = new Map<string, KnownRead>()
  let bytes = 0
  let of: State | null = null
  const forget = (state: State) => {
    known = new Map()
    bytes = 0
    of = state
  }
  const keep = (key: string, result: ApiResult, from: number, until: number) => {
    const weight = result.response.body.length + OF_AN_ANSWER
    if (weight > LIMIT) return
    if (bytes + weight > LIMIT) forget(result.state)
    bytes += weight
    known.set(key, { result, from, until })
  }
  return (world, request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return handle(world, request)
    if (world.state !== of) forget(world.state)
    const key = writeKey(request)
    const found = known.get(key)
    const now = world.now.getTime()
    if (found && found.from <= now && now < found.until) {
      keepList(found.result.response.headers)
      return found.result
    }
    const result = handle(world, request)
    const { until, state } = result
    if (until !== undefined && state === world.state) keep(key, result, now, until)
    return result
  }
}

/** All of a request that an answer to a read depends on. */
function writeKey({ method, origin, target, headers }: ApiRequest): string {
  const [token, accept] = [writeHeader(headers['authorization']), writeHeader(headers['accept'])]
  const person = writeHeader(headers['x-impersonated-user-uuid'])
  return `${method} ${origin} ${target}${token}${accept}${person}`
}

/** Missing and empty are two things; no header can hold a line feed. */
const writeHeader = (value: string | undefined): string =>
  value === undefined ? '\n' : `\n:${value}`
