import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { BOOKINGS } from '../harness/ownPlans/createPlan.ts'
import { readServerTime, readWindows, toHex, toObject, toText } from '../harness/readBookings.ts'
import type { Row, Window } from '../harness/readBookings.ts'
import { Inapplicable } from '../harness/unmet.ts'

/** A read of the list with the second in which the server answered it. */
interface Reading {
  readonly rows: readonly Row[]
  /** Milliseconds of the server's clock; the answer was made up to `slack` before. */
  readonly at: number
  readonly slack: number
}

/** The Date header is cut to seconds, and may come from the clock of a proxy. */
const CLOCK_SLACK = 5000

async function readList(api: Api, path: string): Promise<Reading> {
  const start = performance.now()
  const exchange = await api.get(path)
  const rows = api.readRows(exchange)
  const at = readServerTime(exchange.response.headers)
  if (Number.isNaN(at)) throw new Inapplicable('the server does not say what time it is')
  return { rows, at, slack: CLOCK_SLACK + performance.now() - start }
}

const LIST = `${BOOKINGS}?page_size=300`

contract(
  {
    id: 'booking.schedules-are-there',
    demand: 'every offering has a list of schedules, empty if it has no window',
    source: '§3.4',
  },
  async (api: Api) => {
    for (const path of [LIST, `${LIST}&field=attributes`, `${LIST}&field=attributes&field=name`]) {
      const { rows } = await readList(api, path)
      for (const { attributes } of rows) {
        const { schedules } = toObject(attributes)
        api.demand(Array.isArray(schedules), 'a list in attributes.schedules', schedules)
      }
    }
  },
)

contract(
  {
    id: 'booking.windows-are-not-past',
    demand: 'a window that is over is gone, and one that has begun starts now',
    source: '§3.4',
  },
  async (api: Api) => {
    for (const path of [LIST, `${LIST}&field=attributes`]) {
      const { rows, at, slack } = await readList(api, path)
      const windows = rows.flatMap(readWindows)
      if (windows.length === 0) throw new Inapplicable('no offering has a window')
      for (const window of windows) {
        const { start, end } = window
        api.demand(Date.parse(end) > at - slack, 'no window that is over', window)
        api.demand(Date.parse(start) >= at - slack, 'no start in the past', window)
        api.demand(Date.parse(start) <= Date.parse(end), 'a start before the end', window)
      }
    }
  },
)

contract(
  {
    id: 'booking.coming-windows',
    demand: 'a window that has not begun keeps its own start',
    source: '§3.4',
  },
  async (api: Api) => {
    const { rows, at, slack } = await readList(api, LIST)
    const several = rows.map(readWindows).filter((windows) => windows.length > 1)
    if (several.length < 3) throw new Inapplicable('there are too few windows to tell')
    const coming = rows.flatMap(readWindows).filter(({ start }) => Date.parse(start) > at + slack)
    // Windows of an offering come one after the other: they do not all run at once, everywhere.
    api.demand(coming.length > 0, 'a window that has not begun', several)
  },
)

contract(
  {
    id: 'booking.running-windows-move',
    demand: 'the start of a running window is the clock, to the second; others stand still',
    source: '§3.4',
  },
  async (api: Api) => {
    const before = await readList(api, LIST)
    if (before.rows.flatMap(readWindows).length === 0)
      throw new Inapplicable('no window is visible')
    await new Promise((resolve) => setTimeout(resolve, 1100))
    const after = await readList(api, LIST)
    const known = new Map(after.rows.map((row) => [toHex(row['uuid']), row]))
    for (const row of before.rows) {
      const old = listPending(readWindows(row), after)
      const now = listPending(readWindows(known.get(toHex(row['uuid'])) ?? {}), after)
      api.demandEqual(now.length, old.length, `the number of windows of ${toText(row['name'])}`)
      for (const [index, window] of old.entries())
        demandMoved(api, [window, before], [now[index] ?? window, after])
    }
  },
)

/** Windows that do not end while two reads are compared. */
const listPending = (windows: readonly Window[], { at, slack }: Reading): Window[] =>
  windows.filter(({ end }) => Date.parse(end) > at + slack)

function demandMoved(
  api: Api,
  [old, then]: [Window, Reading],
  [seen, now]: [Window, Reading],
): void {
  const { start: began, ...wanted } = old
  const { start, ...rest } = seen
  api.demandEqual(rest, wanted, 'a window apart from its start')
  const [first, second] = [Date.parse(began), Date.parse(start)]
  if (first > now.at + now.slack) return api.demandEqual(start, began, 'a start to come')
  if (first >= then.at + 1000 || isMinute(began)) return
  api.demand(second > first, 'the start of a running window to move on', start)
  const isNow = Math.abs(second - now.at) <= now.slack
  api.demand(isNow, `a start at ${new Date(now.at).toISOString()}`, start)
  const isText = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/.test(start)
  api.demand(isText, 'a start like 2025-11-20T08:15:30.000Z', start)
}

/** What starts in this very second may be stored so: windows start at whole minutes. */
const isMinute = (time: string): boolean => time.endsWith(':00.000Z')

contract(
  {
    id: 'booking.projected-windows-move',
    demand: 'a projection of attributes has the same windows as the whole offering',
    source: '§3.4',
  },
  async (api: Api) => {
    const whole = await readList(api, LIST)
    const part = await readList(api, `${LIST}&field=attributes`)
    api.demandEqual(part.rows.length, whole.rows.length, 'the number of offerings')
    for (const [index, row] of whole.rows.entries()) {
      const { schedules: _, ...others } = toObject(row['attributes'])
      const { schedules: __, ...seen } = toObject(part.rows[index]?.['attributes'])
      api.demandEqual(seen, others, 'the other attributes')
      const ends = (windows: readonly Window[]) => windows.map(({ end }) => end)
      const old = listPending(readWindows(row), part)
      api.demandEqual(
        ends(listPending(readWindows(part.rows[index] ?? {}), part)),
        ends(old),
        'the windows',
      )
    }
  },
)
