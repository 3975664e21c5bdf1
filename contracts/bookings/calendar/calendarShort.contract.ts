import { Api } from '../../harness/api.ts'
import { contract } from '../../harness/contract.ts'
import { readBookings, toHex, toObject } from '../../harness/readBookings.ts'
import type { Row } from '../../harness/readBookings.ts'
import { getSession } from '../../harness/session.ts'
import { readRefusal, TEXTS } from './calendarView.ts'
import { demandOutcome } from './demandOutcome.ts'
import { demandAllRefused, demandLate } from './demandStep.ts'
import { askRefusedAction } from './waitUntilIdle.ts'
import { demandOthersStay, walkAnew } from './walkCalendar.ts'

contract(
  {
    id: 'calendar.each-refusal',
    demand:
      'each calendar refuses what it can not do now by the text for it, all of it where it is busy or has no credentials, and stays as it is',
    source: '§4.2',
    needs: { write: true },
  },
  async (api: Api) => {
    const { calendars, offering } = getSession().settings
    const before = await readBookings(api)
    const asked = before.filter(
      ({ uuid }) => calendars === 'all' || toHex(uuid) === toHex(offering),
    )
    const busy = new Set<unknown>()
    for (const row of asked)
      if ((await demandRefused(api, row)) === TEXTS.busy) busy.add(row['uuid'])
    const still = (rows: readonly Row[]) =>
      rows
        .filter(({ uuid }) => !busy.has(uuid))
        .map(({ uuid, googlecalendar }) => ({ uuid, googlecalendar }))
    api.demandEqual(still(await readBookings(api)), still(before), 'the calendars')
  },
)

/** The text by which a calendar refuses to become what it is. */
async function demandRefused(root: Api, { uuid, googlecalendar }: Row): Promise<string> {
  const api: Api = new Api(root.contract, toHex(uuid))
  const isPublic = toObject(googlecalendar)['public'] === true
  const refusal = await askRefusedAction(api, isPublic)
  const text = readRefusal(refusal)
  if (text !== TEXTS.credentials && text !== TEXTS.busy) {
    const wanted = isPublic ? [TEXTS.public] : [TEXTS.private, TEXTS.missing]
    api.demand(
      wanted.some((one) => one === text),
      `a refusal: ${wanted.join(' or ')}`,
      text,
      refusal,
    )
    return text
  }
  await demandAllRefused(api, text)
  return text
}

contract(
  {
    id: 'calendar.there-and-back',
    demand:
      'share and unshare are accepted one at a time, show when they are done, and leave the calendars of others',
    source: '§4.3',
    needs: { write: true },
  },
  async (api: Api) => {
    const walk = await walkAnew(api)
    for (const step of walk.steps.filter(({ action }) => action !== 'sync')) {
      demandOutcome(api, step, step.action === 'share')
      demandLate(api, step)
      const { calendar, listed, exchange } = step.after ?? step.before
      api.demandEqual(listed, calendar, 'the calendar in the list', exchange)
    }
    demandOthersStay(api, walk)
  },
)
