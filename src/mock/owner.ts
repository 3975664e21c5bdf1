import type { Behaviours } from '../pipeline/behaviours.ts'
import { demandSettings } from './demandSettings.ts'
import { dialectOf } from '../dialect.ts'
import type { DialectName } from '../dialect.ts'
import { pages } from '../document/api.ts'
import type { Api } from '../document/api.ts'
import type { Change, State } from '../domain/state.ts'
import type { CalendarJobs } from '../domain/context.ts'
import type { Rules } from './prepareExchange.ts'
import { createBudget } from './budget.ts'
import type { Budget } from './budget.ts'
import { checkResult, describeError } from './checkResult.ts'
import type { Exchange } from './journal/exchange.ts'
import { redact } from './journal/redact.ts'
import { notStored, Refusal } from './refusal.ts'
import { createSandbox } from './sandboxes/sandbox.ts'
import type { Common, Sandbox } from './sandboxes/sandbox.ts'
import { createReleases } from './releases.ts'
import type { Releases } from './releases.ts'
import { createSandboxes } from './sandboxes/sandboxes.ts'
import type { Address, Sandboxes, SandboxStart } from './sandboxes/sandboxes.ts'
import { createSnapshots, START } from './snapshots.ts'
import type { Snapshots } from './snapshots.ts'
import { neighbours } from '../neighbours/neighbours.ts'
import { makeResponse } from '../pipeline/response.ts'
import type { ApiResponse } from '../pipeline/response.ts'
import type { Rest } from '../pipeline/world.ts'

/** Where acknowledged writes go before they are acknowledged; both calls return when they are safe. */
export interface Store {
  readonly append: (changes: readonly Change[], state: State) => void
  readonly replace: (state: State) => void
}

export interface MockSettings {
  /** The start data; `reset` brings it back. */
  readonly start: State
  /** Reads the start data anew; null: it is what it was. */
  readonly readStart?: () => State | null
  /** What is served at first, when it is not the start data: a state kept from an earlier run. */
  readonly kept?: State
  readonly as?: DialectName
  /** The release to answer as, made by loadRelease; what the pages describe if it is not given. */
  readonly release?: Api
  readonly calendarJobs?: Partial<CalendarJobs>
  /** Answer 500 instead of anything that openapi.yaml does not allow. */
  readonly strict?: boolean
  readonly store?: Store
  readonly now?: () => Date
  readonly newUuid?: () => string
  /** Takes one line about an answer that breaks openapi.yaml, or about a fault of the mock. */
  readonly report?: (line: string) => void
  readonly behaviours?: Behaviours
  /** What answers all other addresses of Waldur. */
  readonly rest?: Rest
  readonly limits?: Partial<Limits>
}

/** What grows is kept within these: entries, moments and states; `bytes`: of them all; `idle`: seconds. */
export interface Limits {
  readonly bytes: number
  readonly journal: number
  readonly timeline: number
  readonly snapshots: number
  readonly sandboxes: number
  readonly idle: number
}

const LIMITS: Limits = {
  bytes: 64 * 1024 * 1024,
  journal: 1000,
  timeline: 200,
  snapshots: 100,
  sandboxes: 256,
  idle: 3600,
}

const OF_A_SANDBOX = 5

/** By name; null: the start data, the release of the mock. */
export type SandboxOrigin = Pick<Address, 'snapshot' | 'release'>

/** The owner of everything that changes: the usual world, sandboxes beside it, snapshots for all. */
export interface Owner {
  readonly as: DialectName
  readonly rules: Rules
  readonly main: Sandbox
  readonly sandboxes: Sandboxes
  readonly snapshots: Snapshots
  readonly releases: Releases
  readonly budget: Budget
  /** Opens a sandbox from a snapshot, as a release, if it is not open yet. */
  readonly open: (name: string, start?: Partial<SandboxOrigin>) => Sandbox
  /** The sandbox that a request is meant for; throws a Refusal when there can't be one. */
  readonly at: (address: Address) => Sandbox
  /** Its marks are beside its headers. */
  readonly answer: (address: Address) => ApiResponse
  /** Takes the start data as it is now, where it can be read anew. */
  readonly readStartAgain: () => void
  /** Hears of each exchange; what is returned ends that. */
  readonly listen: (hear: (exchange: Exchange) => void) => () => void
}

/** The name of the usual world; a caller may give it, too. */
export const MAIN = 'main'

const randomUuid = (): string => crypto.randomUUID().replaceAll('-', '')

export function createOwner(settings: MockSettings): Owner {
  demandSettings(settings)
  const { start, store } = settings
  const limits = { ...LIMITS, ...settings.limits }
  const { announce, listen } = createListeners()
  const common = makeCommon(settings, announce)
  const budget: Budget = createBudget(limits.bytes, () => sandboxes.makeRoom())
  const main = createSandbox(common, {
    name: MAIN,
    state: settings.kept ?? start,
    journalLimit: limits.journal,
    timelineLimit: limits.timeline,
    budget,
    ...(store && { keep: keepIn(store, settings) }),
  })
  const begun = new Date(common.now()).toISOString()
  const snapshots = createSnapshots({ state: start, at: begun }, limits.snapshots, budget)
  const releases = createReleases(common.rules.api)
  const sandboxes = createSandboxes(makeSandboxWith(common, limits, budget), limits, common.now)
  const open: Owner['open'] = (name, { snapshot, release } = {}) =>
    sandboxes.open(name, () => ({
      snapshot: snapshots.get(snapshot ?? START),
      api: releases.get(release ?? null),
    }))
  const at: Owner['at'] = ({ sandbox, ...origin }) =>
    sandbox === null || sandbox === MAIN ? main : open(sandbox, origin)
  const answer: Owner['answer'] = (address) => {
    const found = catchRefusal(() => at(address))
    return found instanceof Refusal ? makeRefusal(found) : found.answer(address.request)
  }
  const readStartAgain = () => {
    const state = settings.readStart?.() ?? null
    if (state) snapshots.begin({ state, at: new Date(common.now()).toISOString() })
  }
  const { as = 'documented' } = settings
  const { rules } = common
  const owned = { main, sandboxes, snapshots, releases, budget }
  return { as, rules, ...owned, open, at, answer, readStartAgain, listen }
}

function createListeners(): Pick<Owner, 'listen'> & Pick<Common, 'announce'> {
  const listeners = new Set<(exchange: Exchange) => void>()
  return {
    announce: (exchange) => {
      if (listeners.size > 0) for (const listener of listeners) listener(redact(exchange))
    },
    listen: (hear) => {
      listeners.add(hear)
      return () => void listeners.delete(hear)
    },
  }
}

/** Sandboxes are many: each keeps less than the usual world, and what was written into it counts. */
const makeSandboxWith =
  (common: Common, { journal, timeline }: Limits, budget: Budget) =>
  (name: string, { snapshot: { state, weight }, api }: SandboxStart): Sandbox => {
    const owner = {}
    budget.hold(owner, weight)
    return createSandbox(ruleAs(common, api), {
      name,
      state,
      weight,
      budget,
      journalLimit: Math.ceil(journal / OF_A_SANDBOX),
      timelineLimit: Math.ceil(timeline / OF_A_SANDBOX),
      weigh: (bytes) => budget.hold(owner, bytes),
    })
  }

/** The rules of another release, in the same dialect. */
const ruleAs = (common: Common, api: Api): Common =>
  api === common.rules.api
    ? common
    : {
        ...common,
        rules: { ...common.rules, api, as: dialectOf(common.rules.as.name, api.release) },
      }

function makeCommon(settings: MockSettings, announce: Common['announce']): Common {
  const { now = () => new Date(), newUuid = randomUuid, behaviours, rest } = settings
  const calendarJobs = { delay: 2, fails: false, ...settings.calendarJobs }
  const { release: api = pages } = settings
  const as = dialectOf(settings.as ?? 'documented', api.release)
  let calls = 0
  return {
    announce,
    rules: { as, api, calendarJobs, newUuid, neighbours, behaviours, rest },
    now: () => now().getTime(),
    nextId: () => String(++calls),
    checkResult: (result) => checkResult(result, settings),
    refuseUnstored: (error) => makeRefusal(notStored(error)),
  }
}

const keepIn =
  (store: Store, { report }: MockSettings) =>
  (next: State, changes: readonly Change[] | null): void => {
    try {
      if (changes) store.append(changes, next)
      else store.replace(next)
    } catch (error) {
      report?.(`not kept: ${describeError(error)}`)
      throw notStored(error)
    }
  }

function catchRefusal<T>(act: () => T): T | Refusal {
  try {
    return act()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

const makeRefusal = ({ status, message }: Refusal): ApiResponse =>
  makeResponse({ status, json: { detail: message } }, {})
