import { listPeople } from '../domain/people/listPeople.ts'
import type { Reply } from '../errors.ts'
import type { Owner } from '../mock/owner.ts'
import { faultSets } from '../mock/faults/faultSets.ts'
import { listRoles } from '../mock/faults/faults.ts'
import type { Fault } from '../mock/faults/fault.ts'
import type { ClockChange } from '../mock/clock.ts'
import { notFound } from '../mock/refusal.ts'
import type { Sandbox } from '../mock/sandboxes/sandbox.ts'
import { START } from '../mock/snapshots.ts'
import { readControl } from './control.gen.js'
import { CURRENT, importSnapshot } from './controls.ts'
import type { Controls, ResetPart } from './controls.ts'
import type { JournalQuery } from './matchesQuery.ts'

/** What a request of the control may look at. */
export interface ControlContext {
  readonly owner: Owner
  readonly sandbox: Sandbox
  readonly controls: Controls
  /** What stands in place of `{name}` or `{id}`. */
  readonly named: string
  readonly query: never
  readonly body: never
}

type Operation = (context: ControlContext) => Reply

const replyJson = (value: unknown): Reply => ({ status: 200, json: value })
const DONE: Reply = { status: 204 }

/** Does something, and has nothing to say. */
const withoutReply =
  (act: (context: ControlContext) => void): Operation =>
  (context) => {
    act(context)
    return DONE
  }

/** One row an operation of control.yaml. `events` is a stream, which only a door can give. */
export const controlTable: Readonly<Record<string, Operation>> = {
  health: (context) => replyJson(describeHealth(context)),
  document: () => ({
    status: 200,
    text: { type: 'application/yaml; charset=utf-8', content: readControl().text },
  }),
  personas: ({ sandbox }) => replyJson(listPersonas(sandbox)),
  reset: ({ controls, body }) => {
    const { only } = body as { only?: ResetPart }
    return replyJson({ reset: controls.reset(...(only ? [only] : [])) })
  },
  sandboxes: ({ owner }) => replyJson(owner.sandboxes.list().map(summariseSandbox)),
  openSandbox: ({ owner, body }) => {
    const { name, from, release } = body as { name: string; from?: string; release?: string }
    const origin = { snapshot: from ?? null, release: release ?? null }
    return { status: 201, json: summariseSandbox(owner.open(name, origin)) }
  },
  dropSandbox: withoutReply(({ owner, named }) => {
    if (!owner.sandboxes.drop(named)) throw notFound(`There is no sandbox "${named}".`)
  }),
  snapshots: ({ owner }) => replyJson(summariseSnapshots(owner)),
  exportSnapshot: ({ controls, named }) => replyJson(controls.exported(named)),
  saveSnapshot: withoutReply(saveSnapshot),
  dropSnapshot: withoutReply(({ owner, named }) => owner.snapshots.drop(named)),
  restoreSnapshot: withoutReply(({ controls, named }) => controls.restore(named)),
  diff: ({ controls, query }) => {
    const { from = START, to = CURRENT } = query as { from?: string; to?: string }
    return replyJson(controls.diff(from, to))
  },
  timeline: ({ controls }) => replyJson(controls.timeline()),
  goTo: ({ controls, body }) => replyJson(controls.goTo((body as { to: number }).to)),
  undo: ({ controls }) => replyJson(controls.undo()),
  redo: ({ controls }) => replyJson(controls.redo()),
  clock: ({ controls }) => replyJson(controls.clock.get()),
  changeClock: ({ controls, body }) => replyJson(controls.clock.change(body as ClockChange)),
  resetClock: ({ controls }) => replyJson(controls.clock.reset()),
  faults: ({ controls }) =>
    replyJson({ faults: controls.faults.list(), sets: Object.keys(faultSets) }),
  addFault: ({ controls, body }) => ({ status: 201, json: controls.faults.add(body as Fault) }),
  clearFaults: withoutReply(({ controls }) => controls.faults.clear()),
  removeFault: withoutReply(({ controls, named }) => controls.faults.remove(named)),
  useFaultSet: withoutReply(({ controls, named }) => controls.faults.use(named, true)),
  leaveFaultSet: withoutReply(({ controls, named }) => controls.faults.use(named, false)),
  adversary: ({ controls }) => replyJson(controls.adversary.get()),
  startAdversary: ({ controls, body }) => {
    const { seed, changes } = body as { seed?: number; changes?: string[] }
    return replyJson(controls.adversary.start(seed, changes))
  },
  stopAdversary: withoutReply(({ controls }) => controls.adversary.stop()),
  narrowAdversary: ({ controls, body }) =>
    replyJson(controls.adversary.narrow((body as { outcome: 'broke' | 'held' }).outcome)),
  journal: ({ controls, query }) => {
    const { limit, ...wanted } = query as JournalQuery & { limit?: number }
    return replyJson(findExchanges(controls, wanted, limit))
  },
  searchJournal: ({ controls, body }) => replyJson(findExchanges(controls, body as JournalQuery)),
  journalOrder: ({ controls, body }) => replyJson(controls.journal.inOrder(body as JournalQuery[])),
  clearJournal: withoutReply(({ controls }) => controls.journal.clear()),
  har: ({ controls }) => replyJson(controls.journal.har()),
  exchange: ({ controls, named }) => replyJson(controls.journal.get(named)),
  curl: ({ controls, named }) => ({
    status: 200,
    text: { type: 'text/plain; charset=utf-8', content: `${controls.journal.curl(named)}\n` },
  }),
  why: ({ controls, named }) => replyJson(controls.why(named)),
}

function saveSnapshot({ owner, controls, named, body }: ControlContext): void {
  const { from, fixture } = body as { from?: string; fixture?: object }
  if (fixture) return importSnapshot(owner, named, fixture)
  if (from === undefined || from === CURRENT) return controls.save(named)
  owner.snapshots.save({ ...owner.snapshots.get(from), name: named })
}

function findExchanges({ journal }: Controls, query: JournalQuery, limit?: number): object {
  return { count: journal.count(query), exchanges: journal.find(query, limit) }
}

function describeHealth({ owner, sandbox }: ControlContext): object {
  const { plans, offerings } = sandbox.current.state()
  return {
    status: 'ok',
    as: owner.as,
    release: sandbox.api.release,
    plans: plans.rows.size,
    offerings: offerings.rows.size,
    sandboxes: owner.sandboxes.list().length,
    exchanges: sandbox.journal.total(),
    memory: owner.budget.describe(),
  }
}

const listPersonas = ({ current }: Sandbox): object[] =>
  listPeople(current.state()).map((user) => ({
    name: user.name,
    token: user.token,
    roles: listRoles(user).slice(1),
    is_active: user.is_active,
  }))

const summariseSandbox = ({ name, api, used, journal, faults }: Sandbox): object => ({
  name,
  release: api.release,
  used: new Date(used()).toISOString(),
  exchanges: journal.total(),
  faults: faults.list().length,
})

const summariseSnapshots = ({ snapshots }: Owner): object[] =>
  snapshots.list().map(({ name, at, state }) => ({
    name,
    at,
    plans: state.plans.rows.size,
    offerings: state.offerings.rows.size,
  }))
