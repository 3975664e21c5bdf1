import { expect, it } from 'vitest'
import { findPlace } from '../../../contracts/harness/formatLink.ts'
import type { Mock } from '../../../src/doors/index.ts'
import type { ApiRequest } from '../../../src/pipeline/reading/request.ts'
import { changeJson } from '../../mutants/mutant.ts'
import { startTarget } from '../startTarget.ts'
import { holdTo } from './holdTo.ts'

type Row = Readonly<Record<string, unknown>>

/** Rows that are equal in a field in another order each time, as a database without a tie-breaker gives them. */
function turnTies(rows: readonly Row[], field: string, nth: number): Row[] {
  const alike = (row: Row) => rows.filter((one) => one[field] === row[field])
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
      (rows: readonly Row[]) => turnTies(rows, 'usage', nth++),
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

const isPlans = ({ method, target }: ApiRequest, { status }: { status: number }): boolean =>
  method === 'GET' && status === 200 && /^\/api\/marketplace-plans\/(?:$|\?)/.test(target)

/** A page of plans out of the whole list, in which plans of one name have changed places. */
function turnNames(inner: Mock, { target, ...call }: ApiRequest, nth: number): Row[] | null {
  const [path = '', query = ''] = target.split('?')
  const whole = new URLSearchParams(query)
  whole.set('page_size', '300')
  whole.delete('page')
  const { body } = inner.answer({ ...call, target: `${path}?${whole}` })
  const rows = JSON.parse(new TextDecoder().decode(body)) as Row[]
  if (rows.some((row) => !('name' in row))) return null
  const { skipped, rows: count } = findPlace(query, rows.length)
  return turnTies(rows, 'name', nth).slice(skipped, skipped + count)
}

it('plans of one name come in any order and on any page, and that is nobody’s fault', async () => {
  let nth = 0
  const { url } = await startTarget({
    wrap: (inner) => changeJson(isPlans, (_, call) => turnNames(inner, call, nth++))(inner),
  })

  const only = ['lists.', 'filters.', 'time.reads-repeat']
  const { findings } = await holdTo(url, only, { readOnly: true })

  expect(findings.map(({ contract, expected, seen }) => [contract, expected, seen])).toEqual([])
})

it('a plan that stands in place of another of its name is found', async () => {
  const { url } = await startTarget({
    wrap: changeJson(isPlans, (rows: readonly Row[]) =>
      rows.map((row, index) => {
        const before = rows[index - 1]
        return before && before['name'] === row['name'] ? before : row
      }),
    ),
  })

  const { broken } = await holdTo(url, ['lists.pages-are-the-whole.plans'], { readOnly: true })

  expect(broken).toEqual(['lists.pages-are-the-whole.plans'])
})

it('HEAD counts an offering as it is stored, with other windows and plans than GET shows, and that is nobody’s fault', async () => {
  const { url } = await startTarget({
    wrap: (inner) => (call) => {
      const sent = inner.answer(call)
      const isWhole = isBooking(call, sent) && !call.target.includes('field=')
      if (call.method !== 'HEAD' || !isWhole) return sent
      const length = Number(sent.headers['Content-Length']) + 120
      return { ...sent, headers: { ...sent.headers, 'Content-Length': String(length) } }
    },
  })

  const only = ['routing.in-short', 'time.head-is-get', 'headers.head']
  const { findings, held } = await holdTo(url, only, { readOnly: true })

  expect(findings.map(({ contract, expected, seen }) => [contract, expected, seen])).toEqual([])
  expect(held).toHaveLength(3)
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

it('a share that Google refuses is told of as that, and nothing is made of the unshare after it', async () => {
  const { url } = await startTarget({ mock: { calendarJobs: { delay: 0.05, fails: true } } })

  const { findings, broken } = await holdTo(
    url,
    ['calendar.accepted', 'calendar.public-flag', 'calendar.there-and-back'],
    { write: true },
  )

  expect(broken.toSorted()).toEqual(['calendar.public-flag', 'calendar.there-and-back'])
  for (const { expected } of findings)
    expect(expected).toBe(
      'public after share (or Google refused it: see the error of the calendar) to be true',
    )
})

it('a server that fails at an unknown customer is held to what it shows for known ones before', async () => {
  const narrowed: string[] = []
  const { url } = await startTarget({
    wrap: (inner) => (call) => {
      const customer = /allowed_customer_uuid=(\w+)/.exec(call.target)?.[1]
      if (customer === undefined) return inner.answer(call)
      narrowed.push(customer)
      const customers = JSON.stringify([...inner.state().customers.rows.values()])
      const isKnown = customers.replaceAll('-', '').includes(customer)
      return { ...inner.answer(call), status: isKnown ? 200 : 500 }
    },
  })

  const { findings } = await holdTo(url, ['booking.restricted-plans'], { write: true })

  expect(findings.map(({ expected }) => expected.split(' of ')[0])).toEqual(['status 200'])
  expect(new Set(narrowed).size).toBeGreaterThan(2)
})
