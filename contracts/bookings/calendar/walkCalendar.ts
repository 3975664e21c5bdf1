import { isQuick } from '../../harness/choice/limitSample.ts'
import type { Api } from '../../harness/api.ts'
import { getSession } from '../../harness/session.ts'
import { TEXTS } from './calendarView.ts'
import { readOthers, readOthersFirst } from './otherCalendars.ts'
import type { OtherCalendars } from './otherCalendars.ts'
import { runOnce } from './runOnce.ts'
import { waitUntilReady } from './waitUntilIdle.ts'
import {
  finishStep,
  goThrough,
  hasSyncOfPublic,
  planRound,
  planShortRound,
  planThereAndBack,
  startStep,
} from './step.ts'
import type { Step, Way } from './step.ts'

/** The steps of the chosen calendar, and the calendars of others: before the first of them, and after each. */
export interface Walk {
  readonly steps: readonly Step[]
  readonly others: readonly OtherCalendars[]
}

/** How many ask at once for each step of a whole run. */
const CROWD = 6

/** Begins the walk: a sync, which changes nothing that a client sees. */
export const startFirstStep = runOnce(async (api) => {
  await waitUntilReady(api)
  await readOthersFirst(api)
  return startStep(api, { action: 'sync', crowd: isQuick() ? 1 : CROWD })
})

export const finishFirstStep = runOnce(async (api) => finishStep(api, await startFirstStep(api)))

/** The whole walk of a run; its first step is that sync. */
export const walkCalendar = runOnce(async (api): Promise<Walk> => {
  const first = await finishFirstStep(api)
  if (first.after === null) return { steps: [first], others: [] }
  const plan = hasSyncOfPublic() ? planShortRound : planRound
  const way = plan(first.before.calendar.isPublic, CROWD)
  const { steps, others } = await watchOthers(api, way, false)
  return { steps: [first, ...steps], others: [await readCalmFirst(api), ...others] }
})

/** What others had at the start, but for those that had work then: of these nobody knows what they come to. */
const readCalmFirst = async (api: Api): Promise<OtherCalendars> =>
  new Map([...(await readOthersFirst(api))].filter(([, { refusal }]) => refusal !== TEXTS.busy))

/** That walk; a quick run and a second look go there and back instead, or another way. */
export const walkAnew = (api: Api, plan = planThereAndBack): Promise<Walk> =>
  !isQuick() && getSession().look === null ? walkCalendar(api) : walkAlone(api, plan)

/** A walk while nobody walks any other calendar. */
export async function walkAlone(api: Api, plan = planThereAndBack): Promise<Walk> {
  return watchOthers(api, plan((await waitUntilReady(api)).calendar.isPublic, CROWD), true)
}

async function watchOthers(api: Api, way: Way, isAlone: boolean): Promise<Walk> {
  const others = [await readOthers(api, isAlone)]
  const note = async () => void others.push(await readOthers(api, isAlone))
  const steps = await goThrough(api, way, note)
  return { steps, others }
}

/** Demands that no step has changed what others have. */
export function demandOthersStay(api: Api, { steps, others: [first, ...later] }: Walk): void {
  const known = new Map(first)
  for (const [index, others] of later.entries())
    for (const [uuid, seen] of others) {
      const before = known.get(uuid) ?? seen
      known.set(uuid, before)
      const what = `the calendar of ${uuid} after ${steps.at(index - later.length)?.action}`
      api.demandEqual(seen, before, what)
    }
}
