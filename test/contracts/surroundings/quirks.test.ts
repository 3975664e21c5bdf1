import { expect, it } from 'vitest'
import { changeJson } from '../../mutants/mutant.ts'
import { startTarget } from '../startTarget.ts'
import { holdTo } from './holdTo.ts'

type Row = Readonly<Record<string, unknown>>

/** Rows of equal usage in another order each time, as a database without a tie-breaker gives them. */
function turnTies(rows: readonly Row[], nth: number): Row[] {
  const alike = (row: Row) => rows.filter(({ usage }) => usage === row['usage'])
  return rows.map((row) => {
    const group = alike(row)
    return group[(group.indexOf(row) + nth) % group.length] as Row
  })
}

const isWholeUsage = (target: string): boolean =>
  /^\/api\/marketplace-plans\/usage_stats\/\?(?!.*\bo=)/.test(target)

it('statistics of equal usage come in any order, and that is nobody’s fault', async () => {
  let nth = 0
  const { url } = await startTarget({
    wrap: changeJson(
      ({ method, target }, { status }) =>
        method === 'GET' && status === 200 && isWholeUsage(target),
      (rows: readonly Row[]) => turnTies(rows, nth++),
    ),
  })

  const only = [
    'lists.stable.stats',
    'lists.pages-are-the-whole.stats',
    'lists.links-followed.stats',
    'stats.same-for-all',
    'stats.default-order',
    'time.reads-repeat',
  ]
  const { findings } = await holdTo(url, only, { readOnly: true })

  expect(findings.map(({ contract, expected, seen }) => [contract, expected, seen])).toEqual([])
})

it('statistics that are not ordered by usage are found', async () => {
  const { url } = await startTarget({
    wrap: changeJson(
      ({ method, target }, { status }) =>
        method === 'GET' && status === 200 && isWholeUsage(target),
      (rows: readonly Row[]) => rows.toReversed(),
    ),
  })

  const { broken } = await holdTo(url, ['stats.default-order'], { readOnly: true })

  expect(broken).toEqual(['stats.default-order'])
})

it('the detail of a child offering has an option that its row lacks, and that is nobody’s fault', async () => {
  const withOption = (row: Row) =>
    typeof row['parent_uuid'] === 'string'
      ? {
          ...row,
          plugin_options: {
            ...(row['plugin_options'] as Row),
            auto_approve_in_service_provider_projects: true,
          },
        }
      : row
  const { url } = await startTarget({
    wrap: changeJson(
      ({ method, target }, { status }) =>
        method === 'GET' && status === 200 && /^\/api\/booking-offerings\/[^/?]+\/$/.test(target),
      withOption,
    ),
  })

  const only = ['booking.detail-is-the-row', 'lists.detail-is-row.bookings', 'links.own.bookings']
  const { findings } = await holdTo(url, only, { readOnly: true })

  expect(findings.map(({ contract, expected, seen }) => [contract, expected, seen])).toEqual([])
})

const isBooking = ({ target }: { target: string }, { status }: { status: number }): boolean =>
  status === 200 && target.startsWith('/api/booking-offerings/')

/** Each window of each offering of an answer. */
function changeWindows(
  json: Row | readonly Row[],
  change: (window: Record<string, string>) => void,
) {
  for (const { attributes } of [json].flat() as { attributes?: { schedules?: never[] } }[])
    for (const window of attributes?.schedules ?? []) change(window)
}

/** A running window is one whose start is the clock, which a slow server reads anew for every row. */
const isRunning = ({ start = '' }: Record<string, string>): boolean =>
  Math.abs(Date.parse(start) - Date.now()) < 60_000

const WINDOWS = ['booking.', 'consistency.', 'time.reads-repeat', 'fields.']

it('a running window that starts some seconds apart in two answers is nobody’s fault', async () => {
  let nth = 0
  const { url } = await startTarget({
    wrap: changeJson(isBooking, (json: Row) =>
      changeWindows(json, (window) => {
        const late =
          Math.floor(Date.parse(window['start'] ?? '') / 1000) * 1000 + (nth++ % 3) * 1000
        if (isRunning(window)) window['start'] = new Date(late).toISOString()
      }),
    ),
  })

  const { findings } = await holdTo(url, WINDOWS, { readOnly: true })

  expect(findings.map(({ contract, expected, seen }) => [contract, expected, seen])).toEqual([])
})

it('a running window that stands still is found', async () => {
  const { url } = await startTarget({
    wrap: changeJson(isBooking, (json: Row) =>
      changeWindows(json, (window) => {
        if (isRunning(window)) window['start'] = '2025-11-20T08:15:30.000Z'
      }),
    ),
  })

  const { broken } = await holdTo(url, ['booking.'], { readOnly: true })

  expect(broken).toEqual(expect.arrayContaining(['booking.windows-are-not-past']))
})
