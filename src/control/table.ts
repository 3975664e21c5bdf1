import { listRows } from '../domain/table.ts'
import type { Reply } from '../errors.ts'
import type { Owner } from '../mock/owner.ts'
import { faultSets } from '../mock/faults/faultSets.ts'
import { rolesOf } from '../mock/faults/faults.ts'
import type { Fault } from '../mock/faults/faults.ts'
import type { ClockChange } from '../mock/clock.ts'
import { unknown } from '../mock/refusal.ts'
import type { Sandbox } from '../mock/sandbox.ts'
import { START } from '../mock/snapshots.ts'
import { text } from './control.gen.js'
import { CURRENT, imported } from './controls.ts'
import type { Controls } from './controls.ts'
import type { JournalQuery } from './query.ts'

/** What a call of the control may look at. */
export interface ControlTurn {
  readonly owner: Owner
  readonly sandbox: Sandbox
  readonly controls: Controls
  /** What stands in place of `{name}` or `{id}`. */
  readonly named: string
  readonly query: never
  readonly body: never
}

type Act = (turn: ControlTurn) => Reply

const json = (value: unknown): Reply => ({ status: 200, json: value })
const done: Reply = { status: 204 }

/** Does something, and has nothing to say. */
const doing =
  (act: (turn: ControlTurn) => void): Act =>
  (turn) => {
    act(turn)
    return done
  }

/** One row an operation of control.yaml. `events` is a stream, which only a door can give. */
export const controlTable: Readonly<Record<string, Act>> = {
  health: (turn) => json(healthOf(turn)),
  document: () => ({
    status: 200,
    text: { type: 'application/yaml; charset=utf-8', content: text },
  }),
  personas: ({ sandbox }) => json(personasOf(sandbox)),
  reset: doing(({ controls }) => controls.reset()),
  sandboxes: ({ owner }) => json(owner.sandboxes.list().map(sandboxTold)),
  openSandbox: ({ owner, body }) => {
    const { name, from } = body as { name: string; from?: string }
    return { status: 201, json: sandboxTold(owner.open(name, from)) }
  },
  dropSandbox: doing(({ owner, named }) => {
    if (!owner.sandboxes.drop(named)) throw unknown(`There is no sandbox "${named}".`)
  }),
  snapshots: ({ owner }) => json(snapshotsTold(owner)),
  exportSnapshot: ({ controls, named }) => json(controls.exported(named)),
  saveSnapshot: doing(saveSnapshot),
  dropSnapshot: doing(({ owner, named }) => owner.snapshots.drop(named)),
  restoreSnapshot: doing(({ controls, named }) => controls.restore(named)),
  diff: ({ controls, query }) => {
    const { from = START, to = CURRENT } = query as { from?: string; to?: string }
    return json(controls.diff(from, to))
  },
  timeline: ({ controls }) => json(controls.timeline()),
  goTo: ({ controls, body }) => json(controls.goTo((body as { to: number }).to)),
  undo: ({ controls }) => json(controls.undo()),
  redo: ({ controls }) => json(controls.redo()),
  clock: ({ controls }) => json(controls.clock.get()),
  changeClock: ({ controls, body }) => json(controls.clock.change(body as ClockChange)),
  resetClock: ({ controls }) => json(controls.clock.reset()),
  faults: ({ controls }) => json({ faults: controls.faults.list(), sets: Object.keys(faultSets) }),
  addFault: ({ controls, body }) => ({ status: 201, json: controls.faults.add(body as Fault) }),
  clearFaults: doing(({ controls }) => controls.faults.clear()),
  removeFault: doing(({ controls, named }) => controls.faults.remove(named)),
  useFaultSet: doing(({ controls, named }) => controls.faults.use(named, true)),
  leaveFaultSet: doing(({ controls, named }) => controls.faults.use(named, false)),
  adversary: ({ controls }) => json(controls.adversary.get()),
  startAdversary: ({ controls, body }) => {
    const { seed, changes } = body as { seed?: number; changes?: string[] }
    return json(controls.adversary.start(seed, changes))
  },
  stopAdversary: doing(({ controls }) => controls.adversary.stop()),
  narrowAdversary: ({ controls, body }) =>
    json(controls.adversary.narrow((body as { outcome: 'broke' | 'held' }).outcome)),
  journal: ({ controls, query }) => {
    const { limit, ...wanted } = query as JournalQuery & { limit?: number }
    return json(found(controls, wanted, limit))
  },
  searchJournal: ({ controls, body }) => json(found(controls, body as JournalQuery)),
  journalOrder: ({ controls, body }) => json(controls.journal.inOrder(body as JournalQuery[])),
  clearJournal: doing(({ controls }) => controls.journal.clear()),
  har: ({ controls }) => json(controls.journal.har()),
  exchange: ({ controls, named }) => json(controls.journal.get(named)),
  curl: ({ controls, named }) => ({
    status: 200,
    text: { type: 'text/plain; charset=utf-8', content: `${controls.journal.curl(named)}\n` },
  }),
  why: ({ controls, named }) => json(controls.why(named)),
}

function saveSnapshot({ owner, controls, named, body }: ControlTurn): void {
  const { from, fixture } = body as { from?: string; fixture?: object }
  if (fixture) return imported(owner, named, fixture)
  if (from === undefined || from === CURRENT) return controls.save(named)
  const { state, at } = owner.snapshots.get(from)
  owner.snapshots.save(named, state, at)
}

function found({ journal }: Controls, query: JournalQuery, limit?: number): object {
  return { count: journal.count(query), exchanges: journal.find(query, limit) }
}

function healthOf({ owner, sandbox }: ControlTurn): object {
  const { plans, offerings } = sandbox.held.state()
  return {
    status: 'ok',
    as: owner.as,
    plans: plans.rows.size,
    offerings: offerings.rows.size,
    sandboxes: owner.sandboxes.list().length,
    exchanges: sandbox.journal.total(),
  }
}

const personasOf = ({ held }: Sandbox): object[] =>
  listRows(held.state().users).map((user) => ({
    name: user.name,
    token: user.token,
    roles: rolesOf(user).slice(1),
    is_active: user.is_active,
  }))

const sandboxTold = ({ name, used, journal, faults }: Sandbox): object => ({
  name,
  used: new Date(used()).toISOString(),
  exchanges: journal.total(),
  faults: faults.list().length,
})

const snapshotsTold = ({ snapshots }: Owner): object[] =>
  snapshots.list().map(({ name, at, state }) => ({
    name,
    at,
    plans: state.plans.rows.size,
    offerings: state.offerings.rows.size,
  }))
