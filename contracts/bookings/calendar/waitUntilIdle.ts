import { isQuick } from '../../harness/choice/limitSample.ts'
import type { Api } from '../../harness/api.ts'
import { getSession } from '../../harness/session.ts'
import { BudgetSpent } from '../../harness/transport/ends.ts'
import type { Exchange } from '../../harness/transport/exchange.ts'
import { Inapplicable, UnmetDemand } from '../../harness/unmet.ts'
import { getActionPath, isAccepted, readCalendarView, readRefusal, TEXTS } from './calendarView.ts'
import type { Action, Calendar, CalendarView } from './calendarView.ts'

/** The action that an idle calendar refuses: asked for, it tells idle from busy and harms nothing. */
export const chooseRefusedAction = (isPublic: boolean): Action => (isPublic ? 'share' : 'unshare')

export const askRefusedAction = async (api: Api, isPublic: boolean): Promise<Exchange> =>
  api.post(getActionPath(api, chooseRefusedAction(isPublic)))

/** Milliseconds between looks, which become longer; a quick run has few requests for them. */
const MANY_LOOKS = { first: 20, longest: 500 }
const FEW_LOOKS = { first: 250, longest: 1000 }

/** Waits until the calendar is idle, and until `isDone` says so; null: it took too long. */
export async function waitUntilIdle(
  api: Api,
  isDone: (calendar: Calendar) => boolean = () => true,
  limit = getSession().settings.calendarWait,
  surprises = SURPRISES,
): Promise<CalendarView | null> {
  const start = Date.now()
  const { first, longest } = isQuick() ? FEW_LOOKS : MANY_LOOKS
  for (let pause = first; Date.now() - start < limit; pause = Math.min(pause * 1.5, longest)) {
    const now = await readCalendarView(api)
    const isOver = Date.now() - start > limit / 3
    if (isDone(now.calendar) || isOver) {
      const answer = await askRefusedAction(api, now.calendar.isPublic)
      if (isAccepted(answer)) return waitAgain(api, now, { answer, limit, surprises })
      if (readRefusal(answer) !== TEXTS.busy) return readCalendarView(api)
    }
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  return null
}

/** What should have been refused was accepted: the work had led elsewhere than it showed before. */
async function waitAgain(
  api: Api,
  now: CalendarView,
  { answer, limit, surprises }: { answer: Exchange; limit: number; surprises: number },
): Promise<CalendarView | null> {
  if (surprises === 0) throw createAcceptedError(now, answer)
  const after = await waitUntilIdle(api, undefined, limit, surprises - 1)
  return after && { ...after, calendar: { ...after.calendar, isPublic: !now.calendar.isPublic } }
}

/** How often work may end between two looks, and lead elsewhere than it showed. */
const SURPRISES = 3

const createAcceptedError = ({ calendar }: CalendarView, answer: Exchange): UnmetDemand => {
  const text = calendar.isPublic ? TEXTS.public : TEXTS.private
  const what = `${chooseRefusedAction(calendar.isPublic)} of a calendar that is so already to be refused: ${text}`
  return new UnmetDemand(what, `${answer.response.status}, again and again`, answer)
}

export const isReached: Readonly<Record<Action, (calendar: Calendar) => boolean>> = {
  sync: () => true,
  share: ({ isPublic }) => isPublic,
  unshare: ({ isPublic }) => !isPublic,
}

/** The calendar when nothing is under way; without Google credentials there is no life to see. */
export async function waitUntilReady(api: Api): Promise<CalendarView> {
  const now = await readCalendarView(api)
  const probe = await askRefusedAction(api, now.calendar.isPublic)
  if (readRefusal(probe) === TEXTS.credentials)
    throw new Inapplicable('the provider of the chosen offering has no Google credentials')
  const idle = await waitUntilIdle(api)
  if (!idle) throw new Inapplicable('the calendar is busy with something that the run did not ask')
  return idle
}

/** Shares or unshares the calendar if it is not as it was found, though the run be ended. */
export const restoreCalendar = (api: Api, isPublic: boolean): Promise<void> =>
  getSession()
    .transport.restore(() => bringBack(api, isPublic))
    .catch(endWaiting)

/** A quick run has asked for it, and has no requests left to see it done. */
function endWaiting(error: unknown): void {
  if (!(error instanceof BudgetSpent)) throw error
}

async function bringBack(api: Api, isPublic: boolean): Promise<void> {
  const now = await readCalendarView(api)
  if (now.calendar.isPublic === isPublic) return
  const action = isPublic ? 'share' : 'unshare'
  await api.post(getActionPath(api, action))
  await waitUntilIdle(api, isReached[action])
}
