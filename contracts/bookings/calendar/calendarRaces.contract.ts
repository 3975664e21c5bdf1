import type { Api } from '../../harness/api.ts'
import { contract } from '../../harness/contract.ts'
import { countTo, runTogether } from '../../stories/races/runTogether.ts'
import { getActionPath, isAccepted, readRefusal, TEXTS } from './calendarView.ts'
import type { Action } from './calendarView.ts'
import { readOthersFirst } from './otherCalendars.ts'
import type { OtherCalendar } from './otherCalendars.ts'
import {
  askRefusedAction,
  isReached,
  restoreCalendar,
  waitUntilIdle,
  waitUntilReady,
} from './waitUntilIdle.ts'
import type { Exchange } from '../../harness/transport/exchange.ts'
import { Inapplicable } from '../../harness/unmet.ts'
import { isEarly } from './demandStep.ts'
import { demandOthersStay, walkAnew } from './walkCalendar.ts'

/** How many come at once. */
const CROWD = 6

contract(
  {
    id: 'calendar.once',
    demand: 'of many calendar actions at once one is accepted, and the others find it busy',
    source: '§4.3',
    needs: { write: true },
  },
  async (api: Api) => {
    const { isPublic } = (await waitUntilReady(api)).calendar
    try {
      for (const action of ['sync', isPublic ? 'unshare' : 'share'] as const)
        await demandOnce(api, action, isPublic)
    } finally {
      await restoreCalendar(api, isPublic)
    }
  },
)

/** How often it is tried to ask before the work of the first can be done. */
const TRIES = 3

async function demandOnce(api: Api, action: Action, isPublic: boolean): Promise<void> {
  for (let tries = 1; tries <= TRIES; tries++) {
    const { answers, isSure } = await askTogether(api, action, isPublic)
    await waitUntilIdle(api, isReached[action])
    if (isSure) return demandOneAccepted(api, action, answers)
    await restoreCalendar(api, isPublic)
  }
  throw new Inapplicable('the work of the calendar is done sooner than many can ask for it')
}

/** Whoever comes when the work of the first is done may find the calendar idle again. */
async function askTogether(api: Api, action: Action, isPublic: boolean) {
  const path = getActionPath(api, action)
  const start = performance.now()
  const answers = await runTogether(countTo(CROWD).map(() => () => api.post(path)))
  const delay = performance.now() - start
  const goal = action === 'sync' ? isPublic : action === 'share'
  const probe = await askRefusedAction(api, goal)
  return { answers, isSure: isEarly(delay, { wasBusy: readRefusal(probe) === TEXTS.busy }) }
}

function demandOneAccepted(api: Api, action: Action, answers: readonly Exchange[]): void {
  const accepted = answers.filter(isAccepted).length
  api.demandEqual(accepted, 1, `of ${CROWD} requests at once to ${action}, those that are accepted`)
  const refused = answers.filter((one) => !isAccepted(one))
  for (const one of refused) api.demandEqual(readRefusal(one), TEXTS.busy, 'the refusal', one)
}

contract(
  {
    id: 'calendar.others-stay',
    demand: 'what is done to the calendar of one offering leaves those of others as they were',
    source: '§4.3',
    needs: { write: true },
  },
  async (api: Api) => {
    const first = await readOthersFirst(api)
    const { steps, others } = await walkAnew(api)
    demandOthersStay(api, { steps, others })
    for (const [uuid, seen] of others.slice(1).flatMap((each) => [...each]))
      demandNotStuck(api, { uuid, seen, first: first.get(uuid) })
  },
)

/** What one action did to the calendars of others is there before the next one: they are compared with the very start, too. */
function demandNotStuck(
  api: Api,
  { uuid, seen, first }: { uuid: string; seen: OtherCalendar; first: OtherCalendar | undefined },
): void {
  const isStuck = seen.refusal === TEXTS.busy && first !== undefined
  if (isStuck && first.refusal !== TEXTS.busy)
    api.demandEqual(seen.refusal, first.refusal, `what the calendar of ${uuid} refuses`)
}
