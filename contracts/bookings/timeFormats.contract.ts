import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { readBookings, readWindows, toRows, toText } from '../harness/readBookings.ts'
import type { Row } from '../harness/readBookings.ts'
import { Inapplicable } from '../harness/unmet.ts'

/** A time with its digits left out: two that are written alike have the same. */
const readFormat = (time: string): string => time.replaceAll(/\d/g, '0')

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?(Z|\+00:00)$/

const listCreated = (row: Row): string[] =>
  [row, ...toRows(row['screenshots']), ...toRows(row['files'])].map(({ created }) =>
    toText(created),
  )

contract(
  {
    id: 'booking.created-alike',
    demand: 'times of creation are written in one way, of offerings, screenshots and files',
    source: '§1.11',
  },
  async (api: Api) => {
    const times = (await readBookings(api)).flatMap(listCreated)
    const [first = ''] = times
    for (const time of times) {
      api.demand(TIME.test(time), 'a time like 2025-11-20T08:15:30.123456+00:00', time)
      api.demandEqual(readZone(time), readZone(first), 'how the time zone is written')
    }
  },
)

const readZone = (time: string): string => time.replace(/^[\d\-T:]{19}(\.\d+)?/, '')

contract(
  {
    id: 'booking.windows-in-one-format',
    demand: 'start and end of a window are written in one way, those of running ones too',
    source: '§3.4',
  },
  async (api: Api) => {
    const windows = (await readBookings(api)).flatMap(readWindows)
    if (windows.length === 0) throw new Inapplicable('no offering has a window')
    for (const window of windows) {
      const { start, end } = window
      api.demand(
        typeof start === 'string' && typeof end === 'string',
        'a window with two times',
        window,
      )
      api.demandEqual(readFormat(start), readFormat(end), 'how the start is written, as the end')
    }
  },
)
