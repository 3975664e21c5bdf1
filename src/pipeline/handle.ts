import type { Caller } from './authenticate.ts'
import { behaviourOf } from './behaviours.ts'
import type { Answer, Behaviour, BodyRules } from './behaviours.ts'
import { parsedBody } from './body.ts'
import type { Dialect } from '../dialect.ts'
import { matched, operationFor } from '../document/match.ts'
import type { Match } from '../document/match.ts'
import { optionsOf } from '../document/options.ts'
import type { Operation } from '../document/operations.ts'
import { seesBooking, seesPlan } from '../domain/people/access.ts'
import { BOOKING } from '../domain/bookings/booking.ts'
import { linkedTarget } from '../domain/links/hyperlinks.ts'
import { rowOf } from '../domain/table.ts'
import type { Turn } from '../domain/context.ts'
import { hexOf } from '../domain/uuid.ts'
import { callerOf } from './authenticate.ts'
import { elsewhere } from './linked.ts'
import { headed, unchanged } from './world.ts'
import type { Answered, Asked, Rule, Step, World } from './world.ts'
import { ApiError, crashed, invalid, methodNotAllowed, notFound } from '../errors.ts'
import { breachesIn, breachesOf } from './validate.ts'
import { negotiate } from './negotiate.ts'
import { decoded, EMPTY, pagingHeaders, pathOf, queryOf, sending, sendingOf } from './wire.ts'
import type { Call } from './wire.ts'

/** Answers one call. Every refusal ends here; a fault of ours is Django's 500 page, never a crash. */
export function answer(world: World, call: Call): Answered {
  const asked = askedOf(world, call)
  try {
    return served(world, call, asked)
  } catch (error) {
    return refusal(world, call, { asked, error, headers: null })
  }
}

function askedOf(world: World, call: Call): Asked {
  const path = decoded(pathOf(call))
  return {
    path,
    query: queryOf(call),
    match: matched(path),
    style: { origin: call.origin, uuids: world.as.uuids },
    isHead: call.method === 'HEAD',
  }
}

/** The order of refusals of the real server (§1.2): each step may end the request. */
function served(world: World, call: Call, asked: Asked): Answered {
  if (isPreflight(call)) return unchanged(world, sending({ status: 200 }, {}, EMPTY))
  const { match, query } = asked
  const { trace = untraced } = world
  trace(match ? 'accept' : 'otherwise')
  if (!match) return elsewhere(world, call, asked)
  negotiate(call.headers['accept'], [match.format, query.getAll('format').at(-1) ?? null])
  trace('token')
  const caller = callerOf(world, call)
  trace('method')
  const headers = headersOf(match, caller)
  if (call.method === 'OPTIONS') {
    return unchanged(caller, sendingOf({ status: 200, json: optionsOf(match.route) }, headers))
  }
  try {
    const operation = operationFor(match.route, call.method)
    if (!operation) throw methodNotAllowed(call.method)
    return acted(world, call, { asked, match, caller, headers, operation })
  } catch (error) {
    return refusal(world, call, { asked, error, headers })
  }
}

interface Accepted {
  readonly asked: Asked
  readonly match: Match
  readonly caller: Caller
  readonly headers: Readonly<Record<string, string>>
  readonly operation: Operation
}

function acted(world: World, call: Call, accepted: Accepted): Answered {
  const { asked, caller, operation, match } = accepted
  const behaviour = behaviourOf(operation, world.behaviours)
  const { now, as, calendarJobs, newUuid } = world
  const { state, user } = caller
  const { query, style } = asked
  const moment = { now, as, calendarJobs, newUuid }
  const entering = { subject: undefined, body: undefined, state, user, query, style, ...moment }
  const { trace = untraced } = world
  decided(trace, 'enter', [behaviour.enter], entering)
  if (behaviour.find) trace('find')
  const found = { ...entering, subject: subjectOf(entering, behaviour, match.uuid) }
  decided(trace, 'may', [behaviour.may], found)
  decided(trace, 'guard', behaviour.guards ?? [], found)
  if (behaviour.body) trace('body')
  const body = behaviour.body && bodyOf(entering, call, { operation, rules: behaviour.body })
  trace('act', behaviour.act)
  return finished(as, behaviour.act({ ...found, body } as never), accepted)
}

const untraced = () => {}

type Trace = NonNullable<World['trace']>

/** Asks each rule in turn; one that does not agree throws. */
function decided(
  trace: Trace,
  step: Step,
  rules: readonly (Rule | undefined)[],
  turn: object,
): void {
  for (const rule of rules) {
    if (!rule) continue
    trace(step, rule)
    rule(turn as never)
  }
}

function finished(as: Dialect, result: Answer, accepted: Accepted): Answered {
  const { asked, caller, headers, operation } = accepted
  if ('reply' in result) {
    const { state, reply } = result
    const breaches = breachesOf(operation, reply, as)
    return { state, sending: sendingOf(reply, headers), operation, breaches }
  }
  const { shown, page } = result
  const url = `${asked.style.origin}${encodeURI(asked.path)}`
  const paging = page ? pagingHeaders(url, asked.query, page) : {}
  const full = sending({ status: 200, headers: paging }, headers, shown.bytes, 'application/json')
  return {
    state: caller.state,
    sending: headed(full, asked),
    operation,
    breaches: breachesIn(operation, { status: 200, problems: shown.problems }, as),
  }
}

function subjectOf(turn: Turn, { find }: Behaviour, text: string): unknown {
  if (find === 'plan') {
    const plan = rowOf(turn.state.plans, hexOf(text))
    if (!plan || !seesPlan(turn, plan)) throw notFound('Plan')
    return plan
  }
  if (find !== 'booking') return undefined
  const offering = rowOf(turn.state.offerings, hexOf(text))
  if (offering?.type !== BOOKING || !seesBooking(turn, offering)) throw notFound('Offering')
  return offering
}

function bodyOf(
  turn: Pick<Turn, 'state' | 'as' | 'style'>,
  call: Call,
  { operation, rules }: { operation: Operation; rules: BodyRules },
): unknown {
  const sent = { type: call.headers['content-type'] ?? '', bytes: call.body }
  const value = parsedBody(sent, operation)
  const read = operation.readBody?.(
    value,
    {
      link: (field, link) => linkedTarget(turn, field, link),
      ignored: rules.ignored?.(turn.as) ?? [],
      ...(rules.entryRule && { entryRule: rules.entryRule }),
    },
    '',
  )
  if (read && 'errors' in read) throw invalid(read.errors)
  return read?.value
}

const isPreflight = ({ method, headers }: Call): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined

const headersOf = ({ route }: Match, { impersonator }: Caller): Record<string, string> => ({
  Allow: route.allow,
  ...(impersonator && { 'X-impersonator-uuid': impersonator.uuid }),
})

interface Refused {
  readonly asked: Asked
  readonly error: unknown
  /** What the answer would have had; null: nobody knew yet who is calling. */
  readonly headers: Readonly<Record<string, string>> | null
}

/** Whatever was thrown, the state stays as it was before the call. */
function refusal(world: World, call: Call, { asked, error, headers }: Refused): Answered {
  const isRefused = error instanceof ApiError
  const { reply } = isRefused ? error : crashed()
  const { match } = asked
  const operation = match ? operationFor(match.route, call.method) : null
  const full = sendingOf(reply, headers ?? (match ? { Allow: match.route.allow } : {}))
  return {
    state: world.state,
    sending: headed(full, asked),
    operation,
    breaches: operation ? breachesOf(operation, reply, world.as) : [],
    ...(isRefused ? {} : { fault: error }),
  }
}
