import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { BOOKINGS, createPlan, PLANS, STATS } from '../harness/ownPlans/createPlan.ts'
import { readServerTime, toHex, toRows, toText } from '../harness/readBookings.ts'
import type { Exchange } from '../harness/transport/exchange.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { demandSameHeader } from './demandHeader.ts'
import { planContract } from '../plans/planContract.ts'

const LISTS = [PLANS, STATS, BOOKINGS]

/** Clocks of two machines may differ; by a day is no clock. */
const DAY = 86_400_000

contract(
  {
    id: 'time.date-header',
    demand: 'every answer has a Date, in the form of HTTP, of a clock that goes forward',
    source: '§1.5',
  },
  async (api: Api) => {
    let last = 0
    for (const path of [...LISTS, `${PLANS}0/`, ...LISTS]) {
      const exchange = await api.get(path)
      const { date } = exchange.response.headers
      if (date === undefined) throw new Inapplicable('a gateway takes Date away')
      const isDate = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(date)
      api.demand(isDate, 'a Date like Sun, 06 Nov 1994 08:49:37 GMT', date)
      const now = readServerTime(exchange.response.headers)
      api.demand(Math.abs(now - Date.now()) < DAY, 'a Date of today', date)
      // Several machines may answer in turn: their clocks agree to a few seconds.
      api.demand(now >= last - 5000, 'a Date that is not before that of the last answer', date)
      last = now
    }
  },
)

contract(
  {
    id: 'time.created-is-past',
    demand: 'nothing was created in the future',
    source: '§3.3',
  },
  async (api: Api) => {
    const exchange = await api.get(`${BOOKINGS}?page_size=300`)
    const rows = api.readRows(exchange)
    if (rows.length === 0) throw new Inapplicable('no booking offering is visible')
    const now = readServerTime(exchange.response.headers) + 60_000
    for (const row of rows) {
      for (const { created } of [row, ...toRows(row['screenshots']), ...toRows(row['files'])]) {
        const time = Date.parse(toText(created))
        api.demand(time <= now, 'a time of creation that is past', created)
        api.demand(time > Date.UTC(2000), 'a time of creation in this century', created)
      }
    }
  },
)

/** Headers that say the same for GET and HEAD of the same thing. */
const LASTING = [
  'content-type',
  'content-length',
  'allow',
  'vary',
  'content-language',
  'x-frame-options',
  'x-result-count',
  'link',
]

/** A packed answer has another length. */
const UNPACKED = { 'Accept-Encoding': 'identity' }

contract(
  {
    id: 'time.head-is-get',
    demand: 'HEAD answers status and headers of GET, and no body',
    source: '§1.7',
  },
  async (api: Api) => {
    for (const path of await listReadable(api)) {
      for (const role of [api.role, 'nobody'] as const) {
        const get = await api.get(path, { role, headers: UNPACKED })
        const head = await api.head(path, { role, headers: UNPACKED })
        api.demandStatus(head, get.response.status)
        api.demandEqual(head.response.text, '', 'the body of HEAD')
        for (const name of path === BOOKINGS ? LASTING.slice(2) : LASTING)
          demandSameHeader(api, name, { head, gets: [get] })
      }
    }
  },
)

/** Lists, pages and filters of them, a row of each, and what is not there. */
async function listReadable(api: Api): Promise<string[]> {
  const [plan] = api.readRows(await api.get(PLANS))
  const [offering] = api.readRows(await api.get(BOOKINGS))
  return [
    ...LISTS,
    ...LISTS.map((path) => `${path}?page_size=1`),
    ...LISTS.map((path) => `${path}?page=0`),
    `${PLANS}?offering_uuid=x`,
    `${STATS}?o=x`,
    `${PLANS}0/`,
    `${BOOKINGS}0/`,
    ...(plan ? [`${PLANS}${toHex(plan['uuid'])}/`] : []),
    ...(offering ? [`${BOOKINGS}${toHex(offering['uuid'])}/?field=name&field=uuid`] : []),
  ]
}

contract(
  {
    id: 'time.content-length',
    demand: 'Content-Length counts the bytes of the body, not its characters',
    source: '§1.5',
  },
  async (api: Api) => {
    for (const path of await listReadable(api)) {
      const { request, response } = await api.get(path, { headers: UNPACKED })
      api.demandLength({ request, response })
    }
  },
)

contract(
  {
    id: 'time.reads-repeat',
    demand: 'reading twice shows the same rows; a read changes nothing',
    source: '§1.6',
  },
  async (api: Api) => {
    for (const path of [PLANS, STATS]) {
      const read = async () => api.readRows(await api.get(`${path}?page_size=300`))
      const [once, twice] = [sortRows(await read()), sortRows(await read())]
      // Of more statistics than fit a page, another reading shows others of equal usage.
      if (path === STATS && once.length === 300) continue
      api.demandEqual(twice, once, 'the rows of the second answer')
    }
    const [plan] = api.readRows(await api.get(PLANS))
    if (!plan) return
    for (const role of [api.role, 'nobody'] as const) {
      const path = `${PLANS}${toHex(plan['uuid'])}/`
      const [once, twice] = [await api.get(path, { role }), await api.get(path, { role })]
      api.demandEqual(twice.response.text, once.response.text, 'the second answer', twice)
    }
  },
)

/** Rows of equal rank may change places. */
const sortRows = (rows: readonly object[]): string[] =>
  rows.map((row) => JSON.stringify(row)).sort()

planContract(
  {
    id: 'time.writes-show-at-once',
    demand: 'what a write has answered is what the next read shows, of GET, HEAD and the list',
    source: '§1.2',
  },
  async (api: Api) => {
    const plan = await createPlan(api)
    const before = await api.head(PLANS)
    const lengths: (string | undefined)[] = []
    for (const name of ['A', 'A longer name', 'A name with ü, 日本 and 🙂']) {
      api.demandStatus(await api.patch(plan.path, { name }), 200)
      const get = await api.get(plan.path)
      api.demandEqual(api.readObject(get)['name'], name, 'the name')
      lengths.push(readLength(await api.head(plan.path)))
    }
    const isLonger = lengths.every((one, index) => Number(one) > Number(lengths[index - 1] ?? 0))
    api.demand(lengths.includes(undefined) || isLonger, 'growing lengths', lengths)
    await createPlan(api)
    const after = await api.head(PLANS)
    const counts = [before, after].map(({ response }) => Number(response.headers['x-result-count']))
    api.demandEqual(counts[1], Number(counts[0]) + 1, 'X-Result-Count after another plan')
  },
)

const readLength = ({ response }: Exchange): string | undefined =>
  response.headers['content-length']
