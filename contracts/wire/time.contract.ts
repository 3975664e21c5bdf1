import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { BOOKINGS, newPlan, PLANS, STATS } from '../harness/given.ts'
import { hex, listOf, serverTime, textOf } from '../harness/offerings.ts'
import { writing } from '../plans/writing.ts'
import type { Exchange } from '../harness/transport.ts'

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
      const { date = '' } = exchange.response.headers
      const isDate = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(date)
      api.demand(isDate, 'a Date like Sun, 06 Nov 1994 08:49:37 GMT', date)
      const now = serverTime(exchange.response.headers)
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
    const rows = api.rows(exchange)
    if (rows.length === 0) throw new Inapplicable('no booking offering is visible')
    const now = serverTime(exchange.response.headers) + 60_000
    for (const row of rows) {
      for (const { created } of [row, ...listOf(row['screenshots']), ...listOf(row['files'])]) {
        const time = Date.parse(textOf(created))
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
    for (const path of await readable(api)) {
      for (const role of [api.role, 'nobody'] as const) {
        const get = await api.get(path, { role, headers: UNPACKED })
        const head = await api.head(path, { role, headers: UNPACKED })
        api.status(head, get.response.status)
        api.equal(head.response.text, '', 'the body of HEAD')
        for (const name of path === BOOKINGS ? LASTING.slice(2) : LASTING) {
          const [seen, wanted] = [head, get].map(({ response }) => response.headers[name])
          api.equal(seen, wanted, `${name} as of GET`)
        }
      }
    }
  },
)

/** Lists, pages and filters of them, a row of each, and what is not there. */
async function readable(api: Api): Promise<string[]> {
  const [plan] = api.rows(await api.get(PLANS))
  const [offering] = api.rows(await api.get(BOOKINGS))
  return [
    ...LISTS,
    ...LISTS.map((path) => `${path}?page_size=1`),
    ...LISTS.map((path) => `${path}?page=0`),
    `${PLANS}?offering_uuid=x`,
    `${STATS}?o=x`,
    `${PLANS}0/`,
    `${BOOKINGS}0/`,
    ...(plan ? [`${PLANS}${hex(plan['uuid'])}/`] : []),
    ...(offering ? [`${BOOKINGS}${hex(offering['uuid'])}/?field=name&field=uuid`] : []),
  ]
}

contract(
  {
    id: 'time.content-length',
    demand: 'Content-Length counts the bytes of the body, not its characters',
    source: '§1.5',
  },
  async (api: Api) => {
    for (const path of await readable(api)) {
      const { response } = await api.get(path, { headers: UNPACKED })
      if (response.headers['content-encoding'] !== undefined) continue
      const { 'content-length': length } = response.headers
      api.equal(length, String(Buffer.byteLength(response.text)), 'Content-Length')
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
      const read = async () => api.rows(await api.get(`${path}?page_size=300`))
      const [once, twice] = [texts(await read()), texts(await read())]
      api.equal(twice, once, 'the rows of the second answer')
    }
    const [plan] = api.rows(await api.get(PLANS))
    if (!plan) return
    for (const role of [api.role, 'nobody'] as const) {
      const path = `${PLANS}${hex(plan['uuid'])}/`
      const [once, twice] = [await api.get(path, { role }), await api.get(path, { role })]
      api.equal(twice.response.text, once.response.text, 'the second answer', twice)
    }
  },
)

/** Rows of equal rank may change places. */
const texts = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row)).sort()

writing(
  {
    id: 'time.writes-show-at-once',
    demand: 'what a write has answered is what the next read shows, of GET, HEAD and the list',
    source: '§1.2',
  },
  async (api: Api) => {
    const plan = await newPlan(api)
    const before = await api.head(PLANS)
    const lengths: (string | undefined)[] = []
    for (const name of ['A', 'A longer name', 'A name with ü, 日本 and 🙂']) {
      api.status(await api.patch(plan.path, { name }), 200)
      const get = await api.get(plan.path)
      api.equal(api.object(get)['name'], name, 'the name')
      lengths.push(lengthOf(await api.head(plan.path)))
    }
    const isLonger = lengths.every((one, index) => Number(one) > Number(lengths[index - 1] ?? 0))
    api.demand(lengths.includes(undefined) || isLonger, 'growing lengths', lengths)
    await newPlan(api)
    const after = await api.head(PLANS)
    const counts = [before, after].map(({ response }) => Number(response.headers['x-result-count']))
    api.equal(counts[1], Number(counts[0]) + 1, 'X-Result-Count after another plan')
  },
)

const lengthOf = ({ response }: Exchange): string | undefined => response.headers['content-length']
