import type { Context } from '../../../src/domain/context.ts'
import type { OperationId } from '../../../src/document/operations.ts'
import {
  demandCredentials,
  refuseBusy,
  refuseMissing,
  refusePrivate,
  refusePublic,
} from '../../../src/domain/bookings/booking.ts'
import { invalid } from '../../../src/errors.ts'
import { putAll } from '../../../src/domain/state.ts'
import type { Calendar, Offering } from '../../../src/domain/state.ts'
import { findRow, listRows } from '../../../src/domain/table.ts'
import { rule } from '../../../src/domain/rule.ts'
import { mutateBehaviour } from '../mutant.ts'
import type { Mutant } from '../mutant.ts'
import { mutateRules } from '../tools.ts'
import { changeText, mutateOfferings } from './tools.ts'
import type { Fields } from './tools.ts'

const SYNC = 'booking_offerings_google_calendar_sync'
const SHARE = 'booking_offerings_share_google_calendar'
const UNSHARE = 'booking_offerings_unshare_google_calendar'

const refuseWhen = (isRefused: (calendar: Calendar | undefined, offering: Offering) => boolean) =>
  rule('A calendar is not always free.', '§4.2', (context: Context<Offering, unknown>) => {
    const calendar = findRow(context.state.calendars, context.subject.uuid)
    if (isRefused(calendar, context.subject)) throw invalid(['The calendar cannot be updated.'])
  })

const isBusy = (calendar?: Calendar): boolean =>
  calendar !== undefined && calendar.state !== 'OK' && calendar.state !== 'Erred'

/** An action leaves calendars otherwise than it owes. */
const mutateCalendars = (
  defect: string,
  id: OperationId,
  change: (calendar: Calendar, subject: Offering, before?: Calendar) => Calendar,
): Mutant =>
  mutateBehaviour('state', defect, [
    id,
    (row) => ({
      ...row,
      act: (turn: Context<Offering, unknown>) => {
        const result = row.act(turn as never)
        if (!('state' in result)) return result
        const before = findRow(turn.state.calendars, turn.subject.uuid)
        const changed = listRows(result.state.calendars).map((one) =>
          change(one, turn.subject, before),
        )
        return { ...result, state: putAll(result.state, 'calendars', changed) }
      },
    }),
  ])

const changeCalendar = (defect: string, change: (calendar: Fields) => void): Mutant =>
  mutateOfferings(['state', defect], ({ googlecalendar }) => {
    if (googlecalendar) change(googlecalendar as Fields)
  })

/** Calendars that go other ways than from state to state. */
export const calendars: readonly Mutant[] = [
  mutateRules('state', 'unsharing makes a calendar', [
    UNSHARE,
    { guards: [demandCredentials, refuseBusy] },
  ]),
  mutateRules('state', 'a public calendar is shared again', [
    SHARE,
    { guards: [demandCredentials, refuseBusy] },
  ]),
  mutateRules('state', 'a private calendar is asked for before a busy one', [
    UNSHARE,
    { guards: [demandCredentials, refuseMissing, refusePrivate, refuseBusy] },
  ]),
  mutateRules('state', 'a public calendar is asked for before a busy one', [
    SHARE,
    { guards: [demandCredentials, refusePublic, refuseBusy] },
  ]),
  mutateRules('state', 'calendars need no credentials', [SYNC, { guards: [refuseBusy] }]),
  mutateRules('state', 'a calendar that failed stays so', [
    SYNC,
    {
      guards: [
        demandCredentials,
        refuseWhen((calendar) => isBusy(calendar) || calendar?.state === 'Erred'),
      ],
    },
  ]),
  mutateRules('state', 'a calendar that is being made is synced', [
    SYNC,
    {
      guards: [
        demandCredentials,
        refuseWhen((calendar) => isBusy(calendar) && calendar?.state !== 'Creation Scheduled'),
      ],
    },
  ]),
  mutateRules('state', 'a busy calendar is unshared', [
    UNSHARE,
    { guards: [demandCredentials, refuseMissing, refusePrivate] },
  ]),
  mutateRules('state', 'a busy calendar is shared', [
    SHARE,
    { guards: [demandCredentials, refusePublic] },
  ]),
  mutateRules('state', 'only active offerings have calendars', [
    SYNC,
    {
      guards: [
        demandCredentials,
        refuseWhen((calendar, { state }) => isBusy(calendar) || state !== 'Active'),
      ],
    },
  ]),
  mutateCalendars('unsharing forgets the calendar at Google', UNSHARE, (one, { uuid }) =>
    one.uuid === uuid ? { ...one, backend_id: null } : one,
  ),
  mutateCalendars('a sync makes a calendar private', SYNC, (one, { uuid }) =>
    one.uuid === uuid ? { ...one, public: false } : one,
  ),
  mutateCalendars('a sync shares a calendar', SYNC, (one, { uuid }) =>
    one.uuid === uuid && one.job ? { ...one, job: { ...one.job, action: 'share' } } : one,
  ),
  mutateCalendars('sharing takes a calendar back', SHARE, (one, { uuid }) =>
    one.uuid === uuid && one.job ? { ...one, job: { ...one.job, action: 'sync' } } : one,
  ),
  mutateCalendars('sharing makes all calendars busy', SHARE, (one, { uuid }) =>
    one.uuid !== uuid && !isBusy(one) ? { ...one, state: 'Updating' } : one,
  ),
  mutateCalendars('sharing makes all calendars public', SHARE, (one, { uuid }) =>
    one.uuid !== uuid && one.backend_id ? { ...one, public: true } : one,
  ),
  mutateCalendars('a calendar changes before its job is done', UNSHARE, (one, { uuid }) =>
    one.uuid === uuid ? { ...one, public: false, backend_id: null } : one,
  ),
  changeCalendar('the link of a calendar is not encoded', (calendar) =>
    changeText(calendar, 'http_link', decodeURIComponent),
  ),
  changeCalendar('the link of a calendar leads to another one', (calendar) =>
    changeText(calendar, 'http_link', (link) => link.replace(/src=c_./, 'src=c_0')),
  ),
]
