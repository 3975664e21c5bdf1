import { openapi } from '../../src/document/load.ts'
import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { allRows, BOOKINGS, nobodysUuid, PLANS } from '../harness/given.ts'
import {
  bookings,
  hex,
  hexPath,
  objectOf,
  serverTime,
  spread,
  steady,
  textOf,
  windowsOf,
} from '../harness/offerings.ts'
import type { Row } from '../harness/offerings.ts'
import type { Exchange } from '../harness/transport.ts'

const MISSING = { detail: 'No Offering matches the given query.' }

contract(
  {
    id: 'booking.only-bookings',
    demand: 'the list has bookable offerings only, each once, and others are not found',
    source: '§2.12',
  },
  async (api: Api) => {
    const rows = await bookings(api)
    const uuids = rows.map(({ uuid }) => hex(uuid))
    api.equal(new Set(uuids).size, rows.length, 'the number of different offerings')
    for (const { type } of rows) api.equal(type, 'Marketplace.Booking', 'the type of an offering')
    const sold = (await allRows(api, PLANS)).map(({ offering }) => hex(offering))
    const others = [...new Set(sold)].filter((uuid) => !uuids.includes(uuid))
    for (const uuid of others.slice(0, 20)) {
      const exchange = await api.get(`${BOOKINGS}${uuid}/`)
      api.status(exchange, 404)
      api.equal(exchange.response.json, MISSING, 'the body')
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
    for (const row of spread(await bookings(api), 40)) {
      const uuid = hex(row['uuid'])
      api.equal(hexPath(row['url']), `${BOOKINGS}${uuid}/`, 'the path of url')
      const exchange = await api.get(`${BOOKINGS}${uuid}/`)
      api.status(exchange, 200)
      sameOffering(api, exchange, row)
    }
  },
)

/** The clock moves between two reads: it may move the start of a window, and end one. */
function sameOffering(api: Api, exchange: Exchange, row: Row): void {
  const seen = api.object(exchange)
  const [mine, theirs] = [steady(seen), steady(row)]
  for (const name of new Set([...Object.keys(mine), ...Object.keys(theirs)]))
    api.equal(mine[name], theirs[name], `${name} as in the list`)
  api.equal(seen['googlecalendar'], row['googlecalendar'], 'googlecalendar as in the list')
  const soon = serverTime(exchange.response.headers) + 60_000
  api.equal(windows(seen, soon), windows(row, soon), 'the windows as in the list')
}

const windows = (row: Row, soon: number) =>
  windowsOf(row)
    .filter(({ end }) => Date.parse(end) > soon)
    .map((window) => (Date.parse(window.start) > soon ? window : { ...window, start: 'now' }))

contract(
  {
    id: 'booking.unknown-is-not-found',
    demand: 'an unknown or malformed uuid is not found, and the text says so',
    source: '§1.4',
  },
  async (api: Api) => {
    for (const uuid of [nobodysUuid(), 'zzz', '0', '%20']) {
      const exchange = await api.get(`${BOOKINGS}${uuid}/`)
      api.status(exchange, 404)
      api.equal(exchange.response.json, MISSING, 'the body')
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
    const order = Object.keys(openapi.components.schemas['Offering']?.properties ?? {})
    for (const row of await bookings(api)) {
      const keys = Object.keys(row).filter((key) => order.includes(key))
      api.equal(
        keys,
        order.filter((key) => keys.includes(key)),
        'the order of keys',
      )
      const missing = order.filter((key) => !keys.includes(key))
      api.equal(missing, [], 'the keys that are missing')
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
    for (const row of await bookings(api)) {
      const dated = [row, ...(row['screenshots'] as Row[]), ...(row['files'] as Row[])]
      for (const { created } of dated) {
        const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?[+-]\d\d:\d\d$/.test(
          textOf(created),
        )
        api.demand(isTime, 'created like 2025-11-20T08:15:30.123456+00:00', created)
        api.demand(!/\.000000/.test(textOf(created)), 'no fraction when it is zero', created)
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
    for (const { googlecalendar } of await bookings(api)) {
      const calendar = objectOf(googlecalendar)
      const { public: isPublic = false, backend_id: id = null, http_link: link = null } = calendar
      if (isPublic !== true) api.equal(link, null, 'http_link of a private calendar')
      if (isPublic !== true || id === null) continue
      const end = `/calendar/embed?src=${encodeURIComponent(textOf(id))}`
      api.demand(textOf(link).endsWith(end), `http_link ending with ${end}`, link)
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
    for (const { googlecalendar: seen } of await bookings(api))
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
    for (const row of await bookings(api)) {
      for (const name of ['total_customers', 'total_cost', 'total_cost_estimated']) {
        const isTotal = Number.isInteger(row[name]) && Number(row[name]) >= 0
        api.demand(isTotal, `${name} to be a whole number, zero or more`, row[name])
      }
    }
  },
)

contract(
  {
    id: 'booking.groups-say-everything',
    demand: 'an organization group names its parent, if it has one, and counts its customers',
    source: '§2.0 row 21',
  },
  async (api: Api) => {
    const groups = groupsIn(await bookings(api))
    if (groups.length === 0) throw new Inapplicable('no organization group is visible')
    for (const group of groups) {
      const parent = group['parent'] === null ? [] : ['parent_uuid', 'parent_name']
      for (const name of [...parent, 'customers_count'])
        api.demand(name in group, `${name} in an organization group`, group)
    }
  },
)

contract(
  {
    id: 'booking.groups-agree',
    demand: 'an organization group is the same wherever it is shown, and so is its parent',
    source: '§3.2',
  },
  async (api: Api) => {
    const groups = groupsIn(await bookings(api))
    if (groups.length === 0) throw new Inapplicable('no organization group is visible')
    const known = new Map(groups.map((group) => [hex(group['uuid']), group]))
    for (const group of groups) {
      const { uuid, url, name, parent, parent_uuid = null, parent_name = null } = group
      api.equal(hexPath(url), `/api/organization-groups/${hex(uuid)}/`, 'the path of url')
      api.equal(group, known.get(hex(uuid)), `group ${textOf(name)} wherever it is shown`)
      const path = parent_uuid === null ? null : `/api/organization-groups/${hex(parent_uuid)}/`
      if ('parent_uuid' in group) api.equal(hexPath(parent), path, 'the path of parent')
      if (parent === null) api.equal([parent_uuid, parent_name], [null, null], 'no parent')
      const shown = known.get(hex(parent))
      if (shown && 'parent_name' in group) api.equal(parent_name, shown['name'], 'parent_name')
    }
  },
)

const groupsIn = (rows: readonly Row[]): Row[] =>
  rows.flatMap((row) => [
    ...(row['organization_groups'] as Row[]),
    ...(row['plans'] as Row[]).flatMap((plan) => plan['organization_groups'] as Row[]),
  ])
