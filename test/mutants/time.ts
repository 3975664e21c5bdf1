import { mutateMock } from './mutant.ts'
import type { Mutant } from './mutant.ts'
import { changeRows, getPath, isBooking, isOk, mutateJson, setBody, setHeader } from './tools.ts'
import type { Json } from './tools.ts'

const mutateWindows = (
  defect: string,
  change: (window: Record<string, string>, row: Json) => Record<string, string> | null,
) =>
  mutateJson('time', defect, [
    isBooking,
    changeRows((row) => {
      const attributes = row['attributes'] as unknown as
        | { schedules: Record<string, string>[] }
        | undefined
      if (attributes)
        attributes.schedules = attributes.schedules.flatMap((window) =>
          [change(window, row)].filter((one) => one !== null),
        )
    }),
  ])

const addHours = (time: string | undefined, hours: number): string =>
  new Date(Date.parse(time ?? '') + hours * 3_600_000).toISOString()

/** Times that are not now, or do not move. */
export const time: readonly Mutant[] = [
  mutateWindows('running windows start an hour ago', (window) =>
    Date.parse(window['start'] ?? '') <= Date.now()
      ? { ...window, start: addHours(window['start'], -1) }
      : window,
  ),
  mutateWindows('past windows are shown', (window) => ({
    ...window,
    end:
      Date.parse(window['start'] ?? '') <= Date.now()
        ? '2020-01-01T00:00:00.000Z'
        : (window['end'] ?? ''),
  })),
  mutateWindows('windows have no milliseconds', (window) => ({
    ...window,
    start: (window['start'] ?? '').replace(/\.\d+Z$/, 'Z'),
  })),
  mutateWindows('running windows are hidden', (window) =>
    Math.abs(Date.parse(window['start'] ?? '') - Date.now()) < 60_000 ? null : window,
  ),
  mutateJson('time', 'schedules are missing', [
    isBooking,
    changeRows((row) => delete (row['attributes'] as Json | undefined)?.['schedules']),
  ]),
  mutateJson('time', 'created moves with the clock', [
    isBooking,
    changeRows(
      (row) =>
        'created' in row &&
        Object.assign(row, { created: new Date().toISOString().replace('Z', '000+00:00') }),
    ),
  ]),
  mutateJson('time', 'created is in the future', [
    isBooking,
    changeRows(
      (row) => 'created' in row && Object.assign(row, { created: '2099-01-01T00:00:00+00:00' }),
    ),
  ]),
  mutateMock('time', 'calendar jobs never end', (inner) => {
    const stuck = new Set<string>()
    return (call) => {
      const path = getPath(call)
      const isAction = call.method === 'POST' && path.includes('calendar')
      if (isAction && stuck.has(path.split('/')[3] ?? '')) {
        return setHeader(
          setBody(
            {
              ...inner.answer({ ...call, method: 'GET', target: '/api/booking-offerings/x/' }),
              status: 400,
            },
            ['The calendar cannot be updated.'],
          ),
          'Allow',
          'POST, OPTIONS',
        )
      }
      const sent = inner.answer(call)
      if (isAction && isOk(sent)) stuck.add(path.split('/')[3] ?? '')
      return sent
    }
  }),
  mutateJson('time', 'a shared calendar has no link', [
    isBooking,
    changeRows((row) => {
      const calendar = row['googlecalendar'] as unknown as
        | Record<string, unknown>
        | null
        | undefined
      if (calendar) calendar['http_link'] = null
    }),
  ]),
  mutateJson('time', 'a private calendar keeps its link', [
    isBooking,
    changeRows((row) => {
      const calendar = row['googlecalendar'] as unknown as
        | Record<string, unknown>
        | null
        | undefined
      if (calendar?.['backend_id'])
        calendar['http_link'] =
          `https://calendar.google.com/calendar/embed?src=${encodeURIComponent(String(calendar['backend_id']))}`
    }),
  ]),
]
