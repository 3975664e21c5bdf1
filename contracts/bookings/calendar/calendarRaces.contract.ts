import type { Api } from '../../harness/api.ts'
import { contract } from '../../harness/contract.ts'
import { getSession } from '../../harness/session.ts'
import { Inapplicable } from '../../harness/unmet.ts'
import { isAccepted, readRefusal, TEXTS } from './calendarView.ts'
import { isEarly, isIdle } from './demandStep.ts'
import { hasClaims, readOthersFirst } from './otherCalendars.ts'
import type { OtherCalendar } from './otherCalendars.ts'
import { planRound, planThereAndBack } from './step.ts'
import type { Step } from './step.ts'
import { demandOthersStay, walkAlone, walkAnew } from './walkCalendar.ts'
import type { Walk } from './walkCalendar.ts'

contract(
  {
    id: 'calendar.once',
    demand: 'of many calendar actions at once one is accepted, and the others find it busy',
    source: '§4.3',
    needs: { write: true },
  },
  async (api: Api) => {
    const { steps } = await walkAnew(api, planRound)
    const crowded = steps.filter(({ together }) => together.seen.length > 1)
    // Whoever comes when the work of the first is done may find the calendar idle again.
    const sure = crowded.filter((step) => isEarly(step.together.delay, step))
    for (const step of sure) demandOneAccepted(api, step)
    if (sure.length === 0)
      throw new Inapplicable('the work of the calendar is done sooner than many can ask for it')
  },
)

function demandOneAccepted(api: Api, step: Step): void {
  if (isIdle(step)) return
  const { action, together } = step
  const refused = together.seen.filter((one) => !isAccepted(one))
  const count = together.seen.length
  const what = `of ${count} requests at once to ${action}, those that are accepted`
  api.demandEqual(count - refused.length, 1, what)
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
    for (const walk of await listWalks(api)) {
      demandOthersStay(api, walk)
      for (const [uuid, seen] of walk.others.slice(1).flatMap((each) => [...each]))
        demandNotStuck(api, { uuid, seen, first: first.get(uuid) })
    }
  },
)

/** Those that are walked beside the chosen one are looked at by a walk there and back when that is over. */
async function listWalks(api: Api): Promise<Walk[]> {
  const isAgain = getSession().look !== null
  const walk = await walkAnew(api, isAgain ? planRound : planThereAndBack)
  return isAgain || !hasClaims() ? [walk] : [walk, await walkAlone(api)]
}

/** What one action did to the calendars of others is there before the next one: they are compared with the very start, too. */
function demandNotStuck(
  api: Api,
  { uuid, seen, first }: { uuid: string; seen: OtherCalendar; first: OtherCalendar | undefined },
): void {
  const isStuck = seen.refusal === TEXTS.busy && first !== undefined
  if (isStuck && first.refusal !== TEXTS.busy)
    api.demandEqual(seen.refusal, first.refusal, `what the calendar of ${uuid} refuses`)
}
