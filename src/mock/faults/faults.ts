import { findOperationAt } from '../../document/matchRoute.ts'
import type { Match } from '../../document/matchRoute.ts'
import type { User } from '../../domain/state.ts'
import { readPath } from '../../pipeline/reading/request.ts'
import type { ApiRequest } from '../../pipeline/reading/request.ts'
import { drawUniform, drawNormal } from './draw.ts'
import type { Fault, Hit } from './fault.ts'
import { faultSets } from './faultSets.ts'
import { findSimilarWord } from '../../fixture/findSimilarWord.ts'
import { badRequest, conflict } from '../refusal.ts'

export interface Faults {
  readonly list: () => readonly Fault[]
  /** Gives it an id, if it has none; one with the same id is replaced. */
  readonly add: (fault: Fault) => Fault
  readonly remove: (id: string) => boolean
  readonly clear: () => void
  /** Switches a ready set on or off; false: there is none of that name. */
  readonly use: (set: string, on?: boolean) => boolean
  /** Which of them hit a request; null: none. */
  readonly hit: (request: ApiRequest, user: User | undefined) => Hit | null
}

interface CountedFault {
  readonly fault: Fault & { readonly id: string }
  fitted: number
  hits: number
}

/** All operations that a fault can be meant for. */
export interface Routes {
  readonly match: (path: string) => Match | null
  readonly operationIds: () => readonly string[]
}

/** The faults of one sandbox, with how often each has hit. */
export function createFaults(routes: Routes): Faults {
  let counted: readonly CountedFault[] = []
  let last = 0

  const add = (fault: Fault) => {
    demandFault(fault, routes)
    const id = fault.id ?? `fault-${++last}`
    const known = { ...fault, id }
    const others = counted.filter((one) => one.fault.id !== id)
    if (others.length >= MOST) throw conflict(`There are ${MOST} faults already. Remove some.`)
    counted = [...others, { fault: known, fitted: 0, hits: 0 }]
    return known
  }
  const without = (drop: (id: string) => boolean) => {
    const before = counted.length
    counted = counted.filter(({ fault }) => !drop(fault.id))
    return counted.length < before
  }
  return {
    add,
    list: () => counted.map(({ fault }) => fault),
    remove: (id) => without((one) => one === id),
    clear: () => void without(() => true),
    use: (set, on = true) => {
      const faults = Object.hasOwn(faultSets, set) ? faultSets[set] : undefined
      if (!faults) return false
      without((id) => id.startsWith(`${set}-`))
      if (on) faults.forEach((fault, index) => add({ ...fault, id: `${set}-${index + 1}` }))
      return true
    },
    hit: (request, user) => {
      if (counted.length === 0) return null
      const facts = { ...readFacts(routes, request), roles: listRoles(user) }
      const hitting = counted
        .filter((one) => countHit(one, facts))
        .map(({ fault, hits: nth }) => ({ fault, nth }))
      return hitting.length === 0 ? null : mergeHits(hitting)
    },
  }
}

function demandFault(fault: Fault, { operationIds }: Routes): void {
  if (fault.operation !== undefined) demandOperation(fault.operation, operationIds())
  demandEffect(fault)
}

/** A fault that can hit nothing is a slip, of which a test would never hear. */
function demandOperation(id: string, known: readonly string[]): void {
  if (known.includes(id)) return
  const similar = findSimilarWord(id, known)
  const cure =
    similar === undefined ? `There are: ${known.slice(0, 18).join(', ')}.` : `Is it "${similar}"?`
  throw badRequest(`There is no operation "${id.slice(0, 80)}". ${cure}`)
}

/** Numbers that a server can't send, or wait for. */
function demandEffect({ status = 500, latency }: Fault): void {
  if (!Number.isInteger(status) || status < 400 || status > 599)
    throw badRequest(`status: ${String(status)} is none of a refusal. Give one from 400 to 599.`)
  if (latency !== undefined && typeof latency !== 'object')
    throw badRequest("latency is an object. Write: latency: { distribution: 'fixed', ms: 500 }.")
}

const MOST = 1000

interface RequestFacts {
  readonly operation: string | null
  readonly method: string
  readonly path: string
  readonly roles: readonly string[]
}

function readFacts(routes: Routes, request: ApiRequest): Omit<RequestFacts, 'roles'> {
  const { method } = request
  const path = readPath(request)
  return { operation: findOperationAt(routes, method, path)?.id ?? null, method, path }
}

/** By what names a caller can be meant. */
export function listRoles(user: User | undefined): string[] {
  if (!user) return ['nobody']
  const roles = user.roles.map(({ role }) => (role.split('.')[1] ?? role).toLowerCase())
  return [
    user.name,
    ...(user.is_staff ? ['staff'] : []),
    ...(user.is_support ? ['support'] : []),
    ...roles,
    ...user.roles.map(({ role }) => role),
  ]
}

/** Counts the request, if it fits, and says whether it is hit. */
function countHit(counted: CountedFault, facts: RequestFacts): boolean {
  const { fault } = counted
  if (!matchesFault(fault, facts)) return false
  const nth = ++counted.fitted
  const isTurn = (fault.nth ?? nth) === nth && nth % (fault.every ?? 1) === 0
  if (!isTurn || counted.hits >= (fault.times ?? Infinity) || isSpared(fault, nth)) return false
  counted.hits++
  return true
}

const isSpared = ({ probability = 1, seed = 0, id = '' }: Fault, nth: number): boolean =>
  probability < 1 && drawUniform(seed, id, nth) >= probability

function matchesFault(fault: Fault, { operation, method, path, roles }: RequestFacts): boolean {
  if (fault.operation !== undefined && fault.operation !== operation) return false
  if (fault.calendar !== undefined && !startsJob(operation)) return false
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false
  if (fault.path !== undefined && !matchesPattern(path, fault.path)) return false
  return fault.role === undefined || roles.includes(fault.role)
}

const startsJob = (operation: string | null): boolean =>
  operation?.includes('google_calendar') ?? false

/** The parts between the stars occur in this order; no pattern can make this slow. */
export function matchesPattern(path: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return path === pattern
  const last = rest.pop() ?? ''
  if (!path.startsWith(first) || !path.endsWith(last)) return false
  let at = first.length
  for (const part of rest) {
    const found = path.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  return at <= path.length - last.length
}

/** Delays add up; of what excludes each other the oldest fault wins. */
function mergeHits(
  hitting: readonly { fault: Fault & { readonly id: string }; nth: number }[],
): Hit {
  const delay = hitting.reduce((sum, { fault, nth }) => sum + drawLatency(fault, nth), 0)
  const faults = hitting.map(({ fault }) => fault)
  const {
    id: _,
    latency: __,
    seed: ___,
    ...first
  } = Object.assign({}, ...faults.toReversed()) as Fault
  return { ...first, ids: faults.map(({ id }) => id), delay: Math.min(delay, LONGEST_MS) }
}

const LONGEST_MS = 600_000

function drawLatency({ latency, seed = 0, id = '' }: Fault, nth: number): number {
  if (!latency) return 0
  if (latency.distribution === 'fixed') return latency.ms
  if (latency.distribution === 'uniform') {
    return latency.from + (latency.to - latency.from) * drawUniform(seed, id, nth, 'latency')
  }
  const draw = drawNormal(seed, id, nth, 'latency')
  if (latency.distribution === 'normal') return Math.max(0, latency.mean + latency.deviation * draw)
  return latency.median * Math.exp(latency.sigma * draw)
}
