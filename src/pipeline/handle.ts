import type { Caller } from './reading/authenticate.ts'
import { findBehaviour } from './behaviours.ts'
import type { Behaviour } from './behaviours.ts'
import type { Decision } from './decisions.ts'
import { findMatch, isPreflight, parseRequest } from './reading/parseRequest.ts'
import { readBody } from './reading/readBody.ts'
import { findOperation } from '../document/matchRoute.ts'
import type { Match } from '../document/matchRoute.ts'
import type { Document } from '../document/load.ts'
import { describeRoute } from '../document/describeRoute.ts'
import { isAction } from '../document/operations.ts'
import type { Operation } from '../document/operations.ts'
import { readLast } from '../domain/list.ts'
import { identify } from './reading/authenticate.ts'
import { findSubject } from './findSubject.ts'
import { handleFile } from './handleFile.ts'
import { markHead, keepState } from './world.ts'
import type { Rule } from '../domain/rule.ts'
import type { ApiResult, ParsedRequest, Step, World } from './world.ts'
import { ApiError, crashed, methodNotAllowed } from '../errors.ts'
import type { Reply } from '../errors.ts'
import { listBreaches, findBreaches } from './findBreaches.ts'
import { isListPath } from '../domain/links/links.ts'
import { negotiateType } from './reading/negotiateType.ts'
import { makePagingHeaders } from './makePagingHeaders.ts'
import { makeBytesResponse, makeResponse, OUTSIDE, preflight } from './response.ts'
import type { ApiRequest } from './reading/request.ts'

/** Answers one request. Every refusal ends here; a fault of ours is Django's 500 page, never a crash. */
export function handle(world: World, request: ApiRequest): ApiResult {
  const parsed = parseRequest(world, request)
  try {
    return takeSteps(world, request, parsed)
  } catch (error) {
    return makeRefusal(world, request, { parsed, error, headers: null })
  }
}

/** The order of refusals of the real server (§1.2): each step may end the request. */
function takeSteps(world: World, request: ApiRequest, parsed: ParsedRequest): ApiResult {
  if (isPreflight(request)) return keepState(world, preflight())
  const { match, query } = parsed
  const { trace = ignoreStep } = world
  trace(match ? 'accept' : 'otherwise')
  if (!match) return handleFile(world, request, parsed)
  negotiateType(request.headers['accept'], match.format ?? readLast(query, 'format') ?? '')
  trace('token')
  const caller = identify(world, request, match)
  trace('method')
  const headers = makeHeaders(parsed, match, caller)
  if (request.method === 'OPTIONS') {
    const json = describeRoute(findDocument(world, parsed), match.route)
    return keepState(caller, makeResponse({ status: 200, json }, headers))
  }
  try {
    const operation = findOperation(match.route, request.method)
    if (!operation) throw methodNotAllowed(request.method)
    return performOperation(world, request, { parsed, match, caller, headers, operation })
  } catch (error) {
    return makeRefusal(world, request, { parsed, error, headers })
  }
}

const findDocument = ({ api }: World, { outside }: ParsedRequest): Document =>
  outside?.document() ?? api.document

const chooseBehaviour = (
  { behaviours }: World,
  { parsed, operation }: Pick<AcceptedRequest, 'parsed' | 'operation'>,
): Behaviour => findBehaviour(operation, parsed.outside?.behaviours ?? behaviours)

type Headers = Readonly<Record<string, string>>

interface AcceptedRequest {
  readonly parsed: ParsedRequest
  readonly match: Match
  readonly caller: Caller
  readonly headers: Headers
  readonly operation: Operation
}

function performOperation(world: World, request: ApiRequest, accepted: AcceptedRequest): ApiResult {
  const { parsed, caller, operation, match } = accepted
  const behaviour = chooseBehaviour(world, accepted)
  const { now, as, api, calendarJobs, newUuid } = world
  const { state, user } = caller
  const { query, style, isHead } = parsed
  const isRoute = (path: string): boolean =>
    path === '/' || isListPath(path) || findMatch(world, path).match !== null
  const moment = { now, as, api, calendarJobs, newUuid, isHead, isRoute }
  const entering = { subject: undefined, body: undefined, state, user, query, style, ...moment }
  const { trace = ignoreStep } = world
  checkRules(trace, 'enter', [behaviour.enter], entering)
  if (behaviour.find) trace('find')
  const found = {
    ...entering,
    subject: findSubject(entering, behaviour, match.parameters),
  }
  checkRules(trace, 'may', [behaviour.authorise], found)
  checkRules(trace, 'guard', behaviour.guards ?? [], found)
  if (match.format !== null && isAction(match.route) && as.crashes) throw crashed()
  if (behaviour.body) trace('body')
  const body = behaviour.body && readBody(entering, request, { operation, rules: behaviour.body })
  trace('act')
  return finishResult(world, behaviour.act({ ...found, body } as never), accepted)
}

const ignoreStep = () => {}

type Trace = NonNullable<World['trace']>

/** Asks each rule in turn; one that does not agree throws. */
function checkRules(
  trace: Trace,
  step: Step,
  rules: readonly (Rule | undefined)[],
  context: object,
): void {
  for (const rule of rules) {
    if (!rule) continue
    trace(step, rule)
    rule(context as never)
  }
}

function finishResult(world: World, result: Decision, accepted: AcceptedRequest): ApiResult {
  const { parsed, caller, headers, operation } = accepted
  if ('reply' in result) {
    const { state, reply } = result
    return { state, response: makeResponse(reply, headers), ...judgeReply(world, accepted, reply) }
  }
  const { page, representation, state = caller.state, status = 200 } = result
  const { bytes, problems, until = Infinity } = representation
  const paging = page ? makePagingHeaders(parsed, page) : {}
  const reply = { status, headers: { ...result.headers, ...paging } }
  const full = makeBytesResponse(reply, headers, bytes, 'application/json')
  const breaches = listBreaches(operation, { status, problems }, world.as)
  const answered = parsed.outside ? nameNeighbour(operation) : { operation, breaches, until }
  return { state, response: markHead(full, parsed), ...answered }
}

/** Only the contract is judged while serving; neighbours are held to their document by the tests. */
const judgeReply = (
  world: World,
  { parsed, operation }: Pick<AcceptedRequest, 'parsed' | 'operation'>,
  reply: Reply,
) =>
  parsed.outside
    ? nameNeighbour(operation)
    : { operation, breaches: findBreaches(world, operation, reply) }

const nameNeighbour = ({ id }: Operation) => ({ operation: null, neighbour: id, breaches: [] })

const listMethods = ({ route }: Match) => ({ Allow: route.allow })

/** Django's page of a 500 knows nothing of the view. */
function omitAllow({ status }: Reply, headers: Headers): Headers {
  const { Allow: _, ...others } = headers
  return status === 500 ? others : headers
}

const makeHeaders = (parsed: ParsedRequest, match: Match, { impersonator }: Caller): Headers => ({
  ...listMethods(match),
  ...(parsed.outside && OUTSIDE),
  ...(impersonator && { 'X-impersonator-uuid': impersonator.uuid }),
})

const UNKNOWN = { operation: null, breaches: [] }

interface RefusedRequest {
  readonly parsed: ParsedRequest
  readonly error: unknown
  /** What the answer would have had; null: nobody knew yet who is calling. */
  readonly headers: Headers | null
}

/** Whatever was thrown, the state stays as it was before the request. */
function makeRefusal(
  world: World,
  request: ApiRequest,
  { parsed, error, headers }: RefusedRequest,
): ApiResult {
  const isRefused = error instanceof ApiError
  const { reply } = isRefused ? error : crashed()
  const { match } = parsed
  const operation = match ? findOperation(match.route, request.method) : null
  const known = headers ?? { ...(match && listMethods(match)), ...(parsed.outside && OUTSIDE) }
  const full = makeResponse(reply, omitAllow(reply, known))
  return {
    state: world.state,
    response: markHead(full, parsed),
    ...(operation ? judgeReply(world, { parsed, operation }, reply) : UNKNOWN),
    ...(isRefused ? {} : { fault: error }),
    // Whoever shows no token is refused whatever the time: of some tokens it tells that they are over.
    ...(reply.status === 401 && !request.headers['authorization'] && { until: Infinity }),
  }
}
