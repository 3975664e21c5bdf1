import { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { readBookings, toHex } from '../harness/readBookings.ts'
import { getSession } from '../harness/session.ts'
import { countTo, runTogether } from '../stories/runTogether.ts'
import { getActionPath, isAccepted, readRefusal, TEXTS } from './calendarView.ts'
import type { Action } from './calendarView.ts'
import {
  askRefusedAction,
  isReached,
  restoreCalendar,
  waitUntilIdle,
  waitUntilReady,
} from './waitUntilIdle.ts'

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
    const { isPublic } = (await waitUntilReady(api)).calendar
    const before = await readOthers(api)
    const action = isPublic ? 'unshare' : 'share'
    try {
      api.demand(
        isAccepted(await api.post(getActionPath(api, action))),
        'it to be accepted',
        action,
      )
      await waitUntilIdle(api, isReached[action])
      for (const [uuid, seen] of await readOthers(api))
        api.demandEqual(seen, before.get(uuid) ?? seen, `the calendar of ${uuid} after ${action}`)
    } finally {
      await restoreCalendar(api, isPublic)
    }
  },
)

/** The calendars of others as they are shown, and, where they may be asked, what they refuse. */
async function readOthers(api: Api): Promise<Map<string, unknown>> {
  const { calendars, offering } = getSession().settings
  const known = new Map<string, unknown>()
  for (const row of await readBookings(api)) {
    const uuid = toHex(row['uuid'])
    if (uuid === null || uuid === toHex(offering)) continue
    const calendar = row['googlecalendar']
    const isPublic = (calendar as { public?: unknown } | null)?.public === true
    const ask = () => askRefusedAction(new Api(api.contract, uuid), isPublic)
    known.set(uuid, [calendar, calendars === 'all' && readRefusal(await ask())])
  }
  return known
}
