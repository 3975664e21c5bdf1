import type { Api } from '../../harness/api.ts'
import { contract } from '../../harness/contract.ts'
import { countTo, runTogether } from '../../stories/races/runTogether.ts'
import { getActionPath, isAccepted, readRefusal, TEXTS } from './calendarView.ts'
import type { Action } from './calendarView.ts'
import { readOthersFirst } from './otherCalendars.ts'
import type { OtherCalendar } from './otherCalendars.ts'
import { isReached, restoreCalendar, waitUntilIdle, waitUntilReady } from './waitUntilIdle.ts'
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
        await demandOnce(api, action)
    } finally {
      await restoreCalendar(api, isPublic)
    }
  },
)

async function demandOnce(api: Api, action: Action): Promise<void> {
  const path = getActionPath(api, action)
  const answers = await runTogether(countTo(CROWD).map(() => () => api.post(path)))
  const accepted = answers.filter(isAccepted).length
  await waitUntilIdle(api, isReached[action])
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
