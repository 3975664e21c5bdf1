import { outsiders } from '../../access/roles/roleDemands.ts'
import type { Api } from '../../harness/api.ts'
import { contract, contracts } from '../../harness/contract.ts'
import { inventUuid } from '../../harness/ownPlans/createPlan.ts'
import { nameRole } from '../../harness/settings.ts'
import type { Role } from '../../harness/settings.ts'
import { Inapplicable } from '../../harness/unmet.ts'
import { actions, getActionPath, readCalendarView, readRefusal, TEXTS } from './calendarView.ts'
import type { Action } from './calendarView.ts'
import { restoreCalendar } from './waitUntilIdle.ts'

contract(
  {
    id: 'calendar.missing',
    demand: 'a calendar that does not exist can not be unshared',
    source: '§4.2',
    needs: { write: true },
  },
  async (api: Api) => {
    const { exchange } = await readCalendarView(api)
    if (api.readObject(exchange)['googlecalendar'] !== null)
      throw new Inapplicable('the chosen offering has a calendar, or the server does not say')
    const refusal = await api.post(getActionPath(api, 'unshare'))
    if (readRefusal(refusal) === TEXTS.credentials) return
    api.demandStatus(refusal, 400)
    api.demandEqual(refusal.response.json, [TEXTS.missing], 'the body')
  },
)

contract(
  {
    id: 'calendar.credentials',
    demand: 'without Google credentials of the provider every action is refused, with that text',
    source: '§4.2',
    needs: { write: true },
  },
  async (api: Api) => {
    const { calendar } = await readCalendarView(api)
    const first = await api.post(getActionPath(api, calendar.isPublic ? 'share' : 'unshare'))
    const other = await api.post(
      getActionPath(api, calendar.isPublic ? 'share' : 'unshare'),
      '{"',
      UNREAD,
    )
    const texts = [first, other].map(readRefusal)
    if (!texts.includes(TEXTS.credentials)) throw new Inapplicable('there are credentials')
    for (const action of actions) {
      const exchange = await api.post(getActionPath(api, action), '{"', UNREAD)
      api.demandStatus(exchange, 400)
      api.demandEqual(exchange.response.json, [TEXTS.credentials], 'the body')
    }
    const after = await readCalendarView(api)
    api.demandEqual(after.calendar, calendar, 'the calendar after refusals')
  },
)

const UNREAD = { type: 'text/plain' }

contracts<Action>(
  { sync: 'sync', share: 'share', unshare: 'unshare' },
  (name) => ({
    id: `calendar.unknown-${name}`,
    demand: `${name} of an unknown offering is not found, whatever the body; nobody may ask`,
    source: '§1.2',
    needs: { write: true },
  }),
  async (api, action) => {
    for (const uuid of [inventUuid(), 'zzz']) {
      for (const [body, type] of [
        [undefined],
        [{}],
        ['{"', 'application/json'],
        ['', 'text/plain'],
      ]) {
        const options = type === undefined ? {} : { type: String(type) }
        const exchange = await api.post(getActionPath({ offering: uuid }, action), body, options)
        api.demandStatus(exchange, 404)
        const wanted = { detail: 'No Offering matches the given query.' }
        api.demandEqual(exchange.response.json, wanted, 'the body')
      }
      api.demandStatus(
        await api.post(getActionPath({ offering: uuid }, action), undefined, { role: 'nobody' }),
        401,
      )
    }
  },
)

contracts<Role>(
  { ...outsiders, manager: 'manager', 'customer-support': 'customer-support' },
  (name, role) => ({
    id: `calendar.not-for-a-${name}`,
    demand: `${nameRole(role)} does not find the offering of another, and its calendar stays as it is`,
    source: '§2.1',
    needs: { write: true, roles: [role] },
  }),
  async (api, role) => {
    const before = await readCalendarView(api)
    try {
      for (const action of actions) {
        const exchange = await api.post(getActionPath(api, action), undefined, { role })
        api.demandStatus(exchange, 404)
        const wanted = { detail: 'No Offering matches the given query.' }
        api.demandEqual(exchange.response.json, wanted, 'the body')
        api.demandStatus(
          await api.post(getActionPath(api, action), undefined, { role: 'nobody' }),
          401,
        )
      }
      api.demandEqual((await readCalendarView(api)).calendar, before.calendar, 'the calendar')
    } finally {
      await restoreCalendar(api, before.calendar.isPublic)
    }
  },
)
