import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { BOOKINGS, PLANS, STATS } from '../harness/given.ts'
import { given, sameRows, some, still, uuidOf, whole } from '../lists/pages.ts'
import type { Row } from '../lists/pages.ts'
import { linksAre } from '../lists/paging.ts'

const law = (name: string, demand: string) => ({ id: `fields.${name}`, demand, source: '§1.9' })

/** Bookings that are read one by one at most. */
const MOST = 20

contract(
  law('list', 'field leaves the fields that it names of each booking, and nothing else'),
  async (api) => {
    for (const role of given('staff', 'owner')) {
      const rows = await whole(api, BOOKINGS, { role })
      for (const names of choices(rows[0] ?? {})) {
        const seen = await whole(api, `${BOOKINGS}?${asked(names)}`, { role })
        sameRows(api, seen, projected(rows, names), `the list of ${names.join(', ')}`)
      }
    }
  },
)

contract(law('detail', 'field leaves the fields that it names of one booking'), async (api) => {
  const rows = await some(api, BOOKINGS)
  const [first = {}] = rows
  for (const names of choices(first)) await isProjection(api, first, names)
  for (const row of rows.slice(0, MOST)) await isProjection(api, row, ['uuid', 'plans', 'slug'])
})

contract(
  law('order', 'fields come in their usual order, whatever order they are asked for in'),
  async (api) => {
    const [row = {}] = await some(api, BOOKINGS)
    const names = Object.keys(row)
    for (const wish of [names.toReversed(), ['uuid', 'url'], ['state', 'name', 'uuid']]) {
      const usual = names.filter((name) => wish.includes(name))
      const list = api.rows(await api.get(`${BOOKINGS}?${asked(wish)}`))
      api.equal(Object.keys(list[0] ?? {}), usual, 'the fields of a row')
      const detail = await api.get(`${BOOKINGS}${uuidOf(row)}/?${asked(wish)}`)
      api.equal(Object.keys(api.object(detail)), usual, 'the fields of the detail')
    }
  },
)

contract(
  law('unknown', 'names of no field are ignored; without a known one the whole booking is shown'),
  async (api) => {
    const rows = await some(api, BOOKINGS)
    const wholeBookings = ['field=nope', 'field=nope&field=nor_this', 'field=', 'field=NAME']
    for (const query of wholeBookings) {
      const seen = await whole(api, `${BOOKINGS}?${query}`)
      sameRows(api, seen, rows, `the list with ${query}`)
    }
    const seen = await whole(api, `${BOOKINGS}?field=nope&field=name&field=`)
    sameRows(api, seen, projected(rows, ['name']), 'the list of name and what is no field')
  },
)

contract(law('repeated', 'a field that is named twice is there once'), async (api) => {
  const rows = await some(api, BOOKINGS)
  const seen = await whole(api, `${BOOKINGS}?field=name&field=uuid&field=name`)
  sameRows(api, seen, projected(rows, ['uuid', 'name']), 'the list of name, uuid and name')
})

contract(law('comma', 'a comma does not part names of fields'), async (api) => {
  const rows = await some(api, BOOKINGS)
  for (const query of ['field=name,uuid', 'field=name%2Cuuid'])
    sameRows(api, await whole(api, `${BOOKINGS}?${query}`), rows, `the list with ${query}`)
  const seen = await whole(api, `${BOOKINGS}?field=name,uuid&field=slug`)
  sameRows(api, seen, projected(rows, ['slug']), 'the list of slug and of two names in one')
})

contract(law('paged', 'field and paging do not disturb each other'), async (api) => {
  const rows = await some(api, BOOKINGS)
  const sent = 'field=uuid&page_size=3&field=name'
  await linksAre(api, BOOKINGS, { sent, total: rows.length })
  const last = Math.ceil(rows.length / 3)
  const page = api.rows(await api.get(`${BOOKINGS}?${sent}&page=${last}`))
  const wanted = projected(rows.slice((last - 1) * 3), ['uuid', 'name'])
  sameRows(api, page, wanted, 'the last page of uuid and name')
})

contract(law('plans', 'plans and their usage are always shown whole'), async (api) => {
  for (const path of [PLANS, STATS]) {
    const rows = await some(api, path)
    const seen = await whole(api, `${path}?field=name&field=plan_name`)
    sameRows(api, seen, rows, `${path} with field`)
  }
  const [plan = {}] = await some(api, PLANS)
  const detail = await api.get(`${PLANS}${uuidOf(plan)}/?field=name`)
  api.equal(api.object(detail), plan, 'a plan with field=name')
})

/** Every field alone, and all of them but one in three. */
const choices = (row: Row): string[][] => {
  const names = Object.keys(row)
  return [...names.map((name) => [name]), names.filter((_, index) => index % 3 > 0)]
}

const asked = (names: readonly string[]): string => names.map((name) => `field=${name}`).join('&')

const projected = (rows: readonly Row[], names: readonly string[]): Row[] =>
  rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name))),
  )

async function isProjection(api: Api, row: Row, names: readonly string[]): Promise<void> {
  const exchange = await api.get(`${BOOKINGS}${uuidOf(row)}/?${asked(names)}`)
  api.status(exchange, 200)
  const [wanted = {}] = projected([row], names)
  api.equal(still(api.object(exchange)), still(wanted), `the booking with ${names.join(', ')}`)
}
