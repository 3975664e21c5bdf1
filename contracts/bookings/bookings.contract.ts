import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import { BOOKINGS, inventUuid, PLANS, readAllRows } from '../harness/ownPlans/createPlan.ts'
import {
  omitMoving,
  readBookings,
  readHexPath,
  readServerTime,
  readWindows,
  sampleRows,
  toHex,
  toObject,
  toText,
} from '../harness/readBookings.ts'
import type { Row } from '../harness/readBookings.ts'
import { released } from '../harness/release.ts'
import { nameRole } from '../harness/settings.ts'
import type { Exchange } from '../harness/transport/exchange.ts'

const MISSING = { detail: 'No Offering matches the given query.' }

contract(
  {
    id: 'booking.only-bookings',
    demand: 'the list has bookable offerings only, each once, and others are not found',
    source: '§2.12',
  },
  async (api: Api) => {
    const rows = await readBookings(api)
    const uuids = rows.map(({ uuid }) => toHex(uuid))
    api.demandEqual(new Set(uuids).size, rows.length, 'the number of different offerings')
    for (const { type } of rows)
      api.demandEqual(type, 'Marketplace.Booking', 'the type of an offering')
    const sold = (await readAllRows(api, PLANS)).map(({ offering }) => toHex(offering))
    const others = [...new Set(sold)].filter((uuid) => !uuids.includes(uuid))
    for (const uuid of others.slice(0, 20)) {
      const exchange = await api.get(`${BOOKINGS}${uuid}/`)
      api.demandStatus(exchange, 404)
      api.demandEqual(exchange.response.json, MISSING, 'the body')
    }
  },
)

contract(
  {
    id: 'booking.detail-is-the-row',
    demand: 'an offering at its own address is what the list shows of it',
    source: '§2.12',
  },
  async (api: Api) => {
    for (const row of sampleRows(await readBookings(api), 40)) {
      const uuid = toHex(row['uuid'])
      api.demandEqual(readHexPath(row['url']), `${BOOKINGS}${uuid}/`, 'the path of url')
      const exchange = await api.get(`${BOOKINGS}${uuid}/`)
      api.demandStatus(exchange, 200)
      demandSameOffering(api, exchange, [api.readObject(exchange), row])
    }
  },
)

/** Rows of a page, and pages that are read at most. */
const [FEW, MOST_PAGES] = [2, 8]

contracts(
  { staff: 'staff', owner: 'owner', 'second-owner': 'second-owner' } as const,
  (_, role) => ({
    id: `booking.page-by-page.${role}`,
    demand: `${nameRole(role)} is shown an offering alike on whatever page, its calendar and windows too`,
    source: '§1.6',
    needs: { roles: [role] },
  }),
  async (api: Api, role) => {
    const rows = await readBookings(api, role)
    const count = Math.ceil(rows.length / FEW)
    for (const page of Array.from({ length: Math.min(count, MOST_PAGES) }, (_, at) => at + 1)) {
      const exchange = await api.get(`${BOOKINGS}?page=${page}&page_size=${FEW}`, { role })
      const wanted = rows.slice((page - 1) * FEW, page * FEW)
      const seen = api.readRows(exchange)
      api.demandEqual(seen.length, wanted.length, `the number of rows on page ${page}`)
      for (const [at, row] of wanted.entries())
        demandSameOffering(api, exchange, [seen[at] ?? {}, row])
    }
  },
)

/** The clock moves between two reads: it may move the start of a window, and end one. */
function demandSameOffering(
  api: Api,
  exchange: Exchange,
  [seen, row]: readonly [seen: Row, row: Row],
): void {
  const [mine, theirs] = [omitMoving(seen), omitMoving(row)]
  for (const name of new Set([...Object.keys(mine), ...Object.keys(theirs)]))
    api.demandEqual(mine[name], theirs[name], `${name} as in the list`)
  api.demandEqual(seen['googlecalendar'], row['googlecalendar'], 'googlecalendar as in the list')
  const soon = readServerTime(exchange.response.headers) + 60_000
  api.demandEqual(pickWindows(seen, soon), pickWindows(row, soon), 'the windows as in the list')
}

const pickWindows = (row: Row, soon: number) =>
  readWindows(row)
    .filter(({ end }) => Date.parse(end) > soon)
    .map((window) => (Date.parse(window.start) > soon ? window : { ...window, start: 'now' }))

contract(
  {
    id: 'booking.unknown-is-not-found',
    demand: 'an unknown or malformed uuid is not found, and the text says so',
    source: '§1.4',
  },
  async (api: Api) => {
    for (const uuid of [inventUuid(), 'zzz', '0', '%20']) {
      const exchange = await api.get(`${BOOKINGS}${uuid}/`)
      api.demandStatus(exchange, 404)
      api.demandEqual(exchange.response.json, MISSING, 'the body')
    }
  },
)

contract(
  {
    id: 'booking.keys-in-order',
    demand: 'the keys of an offering come in the order of the page',
    source: '#/components/schemas/Offering',
  },
  async (api: Api) => {
    const order = Object.keys(released.document.components.schemas['Offering']?.properties ?? {})
    for (const row of await readBookings(api)) {
      const keys = Object.keys(row).filter((key) => order.includes(key))
      api.demandEqual(
        keys,
        order.filter((key) => keys.includes(key)),
        'the order of keys',
      )
      const missing = order.filter((key) => !keys.includes(key))
      api.demandEqual(missing, [], 'the keys that are missing')
    }
  },
)

contract(
  {
    id: 'booking.created-format',
    demand: 'times are ISO texts with six digits of a second or none, and an offset',
    source: '§1.11',
  },
  async (api: Api) => {
    for (const row of await readBookings(api)) {
      const dated = [row, ...(row['screenshots'] as Row[]), ...(row['files'] as Row[])]
      for (const { created } of dated) {
        const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?[+-]\d\d:\d\d$/.test(
          toText(created),
        )
        api.demand(isTime, 'created like 2025-11-20T08:15:30.123456+00:00', created)
        api.demand(!/\.000000/.test(toText(created)), 'no fraction when it is zero', created)
      }
    }
  },
)

contract(
  {
    id: 'booking.calendar-link',
    demand: 'a calendar has a link exactly while it is public, made of its id',
    source: '§4.1',
  },
  async (api: Api) => {
    for (const { googlecalendar } of await readBookings(api)) {
      const calendar = toObject(googlecalendar)
      const { public: isPublic = false, backend_id: id = null, http_link: link = null } = calendar
      if (isPublic !== true) api.demandEqual(link, null, 'http_link of a private calendar')
      if (isPublic !== true || id === null) continue
      const end = `/calendar/embed?src=${encodeURIComponent(toText(id))}`
      api.demand(toText(link).endsWith(end), `http_link ending with ${end}`, link)
    }
  },
)

contract(
  {
    id: 'booking.calendar-is-an-object',
    demand: 'googlecalendar is an object, before there is a calendar too',
    source: '§2.0 row 22',
  },
  async (api: Api) => {
    for (const { googlecalendar: seen } of await readBookings(api))
      api.demand(typeof seen === 'object' && seen !== null, 'googlecalendar to be an object', seen)
  },
)

contract(
  {
    id: 'booking.totals-are-integers',
    demand: 'customers and costs of an offering are whole numbers',
    source: '§2.0 row 23',
  },
  async (api: Api) => {
    for (const row of await readBookings(api)) {
      for (const name of ['total_customers', 'total_cost', 'total_cost_estimated']) {
        const isTotal = Number.isInteger(row[name]) && Number(row[name]) >= 0
        api.demand(isTotal, `${name} to be a whole number, zero or more`, row[name])
      }
    }
  },
)
