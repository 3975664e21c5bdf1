import { setTimeout as wait } from 'node:timers/promises'
import type { Api } from '../../harness/api.ts'
import { BOOKINGS } from '../../harness/ownPlans/createPlan.ts'
import { Turns } from '../../harness/hold/turns.ts'
import { toHex } from '../../harness/readBookings.ts'
import { getSession } from '../../harness/session.ts'
import type { Role } from '../../harness/settings.ts'
import type { Exchange } from '../../harness/transport/exchange.ts'
import { countTo, runTogether } from '../../stories/races/runTogether.ts'
import { getActionPath, isAccepted, readCalendarView, readRefusal, TEXTS } from './calendarView.ts'
import type { Action, CalendarView } from './calendarView.ts'
import {
  askRefusedAction,
  chooseRefusedAction,
  isReached,
  restoreCalendar,
  waitUntilIdle,
} from './waitUntilIdle.ts'

/** What was seen after an action, and how many milliseconds after that was sent. */
export interface Delayed<Seen> {
  readonly seen: Seen
  readonly delay: number
}

/** An action that should find the calendar busy. */
export interface RepeatedAction {
  readonly action: Action
  readonly exchange: Exchange
}

/** One action, and what it led to. */
export interface Step {
  readonly action: Action
  /** Its body could not be read, and it was sent by another role if there is one. */
  readonly isUnreadable: boolean
  readonly before: CalendarView
  /** Of those who asked for it at once, the one that was accepted; else the first. */
  readonly answer: Exchange
  /** What all who asked for it at once were answered. */
  readonly together: Delayed<readonly Exchange[]>
  readonly again: readonly Delayed<RepeatedAction>[]
  readonly meanwhile: Delayed<CalendarView>
  /** Was the work still to be done, after all that? */
  readonly wasBusy: boolean
  /** Null: it was still busy when the time for that was over. */
  readonly after: CalendarView | null
  /** What asking for what is already so was answered, when all was done. */
  readonly already: Exchange
}

/** A step whose work may not be done yet, and how long ago it was asked for, in milliseconds. */
export interface StartedStep {
  readonly step: Omit<Step, 'after' | 'already'>
  readonly ago: () => number
  readonly ask: (action: Action) => Promise<Exchange>
}

/** Many calendars may be walked at once: what shows right after an action does not wait for what others begin. */
const starts = new Turns()

/** How one action is asked for. */
export interface Asking {
  readonly action: Action
  /** By a body that can't be read, and by another role if there is one. */
  readonly isUnreadable?: boolean
  /** How many ask for it at once. */
  readonly crowd?: number
}

/** Asks for one action. */
export const startStep = (api: Api, asking: Asking): Promise<StartedStep> =>
  starts.take('alone', () => askAtOnce(api, asking))

async function askAtOnce(
  api: Api,
  { action, isUnreadable = false, crowd = 1 }: Asking,
): Promise<StartedStep> {
  const role = isUnreadable ? await findAnotherRole(api) : api.role
  const ask = (one: Action) =>
    isUnreadable
      ? api.post(getActionPath(api, one), '{"unreadable', { type: 'text/plain', role })
      : api.post(getActionPath(api, one), undefined, { role })
  const before = await readCalendarView(api)
  const goal = action === 'sync' ? before.calendar.isPublic : action === 'share'
  const start = performance.now()
  const soon = <Seen>(seen: Seen) => ({ seen, delay: performance.now() - start })
  const together = soon(await runTogether(countTo(crowd).map(() => () => ask(action))))
  const again: Delayed<RepeatedAction>[] = []
  // Neither does harm, should the work be done already.
  for (const one of [chooseRefusedAction(goal), 'sync'] as const)
    again.push(soon({ action: one, exchange: await ask(one) }))
  const meanwhile = soon(await readCalendarView(api))
  const isBegun = again.some(({ seen }) => isAccepted(seen.exchange))
  const wasBusy = !isBegun && readRefusal(await askRefusedAction(api, goal)) === TEXTS.busy
  const answer = together.seen.find(isAccepted) ?? (together.seen[0] as Exchange)
  const step = { action, isUnreadable, before, answer, together, again, meanwhile, wasBusy }
  return { step, ask, ago: () => performance.now() - start }
}

/** Milliseconds to look after all that time: work that was done meanwhile is seen at once. */
const LAST_LOOK = 2000

/** The fewest milliseconds that work has taken in a run: until then nobody need look. */
const fewest = new WeakMap<object, number>()

/** Milliseconds without a look at most: a run that is ended waits no longer. */
const LONGEST_REST = 2000

/** Waits for what was begun; the time that has passed since then counts. */
export async function finishStep(api: Api, { step, ask, ago }: StartedStep): Promise<Step> {
  const { action, answer, again, before } = step
  const isWaited = isAccepted(answer) || again.some(({ seen }) => isAccepted(seen.exchange))
  const after = isWaited ? await waitForWork(api, action, ago) : await readCalendarView(api)
  const already = await ask(chooseRefusedAction((after ?? before).calendar.isPublic))
  return { ...step, after, already }
}

async function waitForWork(
  api: Api,
  action: Action,
  ago: StartedStep['ago'],
): Promise<CalendarView | null> {
  const session = getSession()
  const known = fewest.get(session) ?? Infinity
  if (known < Infinity) await wait(Math.min(LONGEST_REST, known - ago()))
  const limit = Math.max(LAST_LOOK, session.settings.calendarWait - ago())
  const after = await waitUntilIdle(api, isReached[action], limit)
  fewest.set(session, Math.min(known, ago()))
  return after
}

/** The owner, when the offering is the owner's. */
async function findAnotherRole(api: Api): Promise<Role> {
  const { tokens } = getSession().settings
  if (tokens.owner === undefined) return api.role
  const exchange = await api.get(`${BOOKINGS}${toHex(api.offering)}/?field=uuid`, { role: 'owner' })
  return exchange.response.status === 200 ? 'owner' : api.role
}

/** Goes through these actions one at a time, and calls after each; afterwards the calendar is as public as before. */
export async function goThrough(
  api: Api,
  { isPublic, actions, unreadable, crowd }: Way,
  noteStep: () => Promise<void> = async () => undefined,
): Promise<Step[]> {
  const steps: Step[] = []
  try {
    for (const [index, action] of actions.entries()) {
      const asking = { action, isUnreadable: index >= unreadable, crowd }
      steps.push(await finishStep(api, await startStep(api, asking)))
      await noteStep()
    }
    return steps
  } finally {
    await restoreCalendar(api, isPublic)
  }
}

/** What is asked of a calendar that is public or not, from which place on by bodies that can't be read, and by how many at once. */
export interface Way {
  readonly isPublic: boolean
  readonly actions: readonly Action[]
  readonly unreadable: number
  readonly crowd: number
}

/** Shares, syncs and unshares, in the order that leads back to where it began. */
export const planRound = (isPublic: boolean, crowd = 1): Way => ({
  isPublic,
  actions: isPublic ? ['unshare', 'sync', 'share'] : ['share', 'sync', 'unshare'],
  unreadable: 1,
  crowd,
})

const synced = new WeakSet<object>()

/** A sync of a public calendar is looked at in this run. */
export const noteSyncOfPublic = (): void => void synced.add(getSession())

export const hasSyncOfPublic = (): boolean => synced.has(getSession())

/** The same without the sync. */
export function planShortRound(isPublic: boolean, crowd = 1): Way {
  const { actions, ...round } = planRound(isPublic, crowd)
  return { ...round, actions: actions.filter((one) => one !== 'sync') }
}

/** That, by bodies that can be read. */
export const planThereAndBack = (isPublic: boolean, crowd: number): Way => ({
  ...planShortRound(isPublic, crowd),
  unreadable: Infinity,
})
