import type { Api } from '../../harness/api.ts'
import { getSession } from '../../harness/session.ts'
import { actions, getActionPath, isAccepted, readRefusal, TEXTS } from './calendarView.ts'
import type { Action, Calendar } from './calendarView.ts'
import type { StartedStep, Step } from './step.ts'
import { describeAnswer } from '../../harness/findings/describeAnswer.ts'

export function demandAccepted(
  api: Api,
  { action, isUnreadable, before, answer }: StartedStep['step'],
): void {
  if (isIdle({ action, before })) return
  const what = `${action}${isUnreadable ? ' with a body that is no JSON' : ''} to be accepted`
  api.demand(isAccepted(answer), what, () => describeAnswer(answer.response), answer)
}

/** Work before it has failed, and led nowhere: it asks for what is so already. */
export const isIdle = ({ action, before }: Pick<Step, 'action' | 'before'>): boolean =>
  action !== 'sync' && (action === 'share') === before.calendar.isPublic

/** What an action leads to is not there, though it was accepted. */
export const nameOutcome = (field: string, action: Action): string =>
  `${field} after ${action} (or Google refused it: see the error of the calendar)`

/** Milliseconds: a worker is never faster than this, and waits two seconds at a real server. */
const FAST = 40
const QUEUED = 1500

/** The work can't have been done yet when something was seen. */
export const isEarly = (
  delay: number,
  { wasBusy }: Pick<StartedStep['step'], 'wasBusy'>,
): boolean => delay < FAST || (wasBusy && delay < QUEUED)

export function demandBusy(api: Api, step: StartedStep['step'] | Step): void {
  if (!isAccepted(step.answer)) return
  for (const { seen, delay } of step.again) {
    if (!isEarly(delay, step) && !isSeenUnderWay(step)) return
    const what = `${seen.action} right after ${step.action} to be refused: ${TEXTS.busy}`
    const refusal = readRefusal(seen.exchange)
    api.demand(refusal === TEXTS.busy, what, refusal, seen.exchange)
  }
}

/** What the work led to at last was not there yet when all of that had been answered, however long it took. */
function isSeenUnderWay(step: StartedStep['step'] | Step): boolean {
  if (!('after' in step) || step.after === null) return false
  const [before, meanwhile, after] = [step.before, step.meanwhile.seen, step.after].map(
    ({ calendar }) => `${calendar.id} ${calendar.isPublic}`,
  )
  return before === meanwhile && before !== after
}

export function demandIdle(api: Api, { action, after, answer }: Step): void {
  const patience = `${getSession().settings.calendarWait / 1000} s`
  const what = `${action} to be done within ${patience} (--calendar-wait)`
  api.demand(after !== null, what, 'busy', answer)
}

/** An accepted action shows nothing until its work is done. */
export function demandLate(api: Api, step: Step): void {
  const { seen, delay } = step.meanwhile
  const isDone = !isEarly(delay, step) && !isAlike(step.before.calendar, seen.calendar)
  if (isDone) return
  const what = 'the calendar right after the action'
  api.demandEqual(seen.calendar, step.before.calendar, what, seen.exchange)
}

const isAlike = (a: Calendar, b: Calendar): boolean => a.id === b.id && a.isPublic === b.isPublic

/** What is refused to one action for want of credentials, or while there is work, is refused to all. */
export async function demandAllRefused(api: Api, text: string): Promise<void> {
  for (const action of actions) {
    const exchange = await api.post(getActionPath(api, action))
    const refusal = readRefusal(exchange)
    api.demand(refusal === text, `${action} to be refused: ${text}`, refusal, exchange)
  }
}
