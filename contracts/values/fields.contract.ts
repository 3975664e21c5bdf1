import { limitSample } from '../harness/choice/limitSample.ts'
import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { BOOKINGS, PLANS, STATS } from '../harness/ownPlans/createPlan.ts'
import { eachInLanes } from '../harness/inLanes.ts'
import { demandLinks } from '../lists/demandPages.ts'
import {
  demandSameRows,
  listGivenRoles,
  omitChanging,
  readSomeRows,
  readUuid,
  readWholeList,
} from '../lists/lists.ts'
import type { Row } from '../lists/lists.ts'

const demand = (name: string, sentence: string) => ({
  id: `fields.${name}`,
  demand: sentence,
  source: '§1.9',
})

/** Bookings that are read one by one at most. */
const MOST = 20

contract(
  demand('list', 'field leaves the fields that it names of each booking, and nothing else'),
  async (api) => {
    for (const role of listGivenRoles('staff', 'owner')) {
      const rows = await readWholeList(api, BOOKINGS, { role })
      await eachInLanes(api, listChoices(rows[0] ?? {}), async (own, names) => {
        const seen = await readWholeList(own, `${BOOKINGS}?${formatFields(names)}`, { role })
        demandSameRows(own, seen, projectRows(rows, names), `the list of ${names.join(', ')}`)
      })
    }
  },
)

contract(demand('detail', 'field leaves the fields that it names of one booking'), async (api) => {
  const rows = await readSomeRows(api, BOOKINGS)
  const [first = {}] = rows
  await eachInLanes(api, listChoices(first), (own, names) => demandProjection(own, first, names))
  for (const row of rows.slice(0, limitSample(MOST)))
    await demandProjection(api, row, ['uuid', 'plans', 'slug'])
})

contract(
  demand('order', 'fields come in their usual order, whatever order they are asked for in'),
  async (api) => {
    const [row = {}] = await readSomeRows(api, BOOKINGS)
    const names = Object.keys(row)
    for (const wish of [names.toReversed(), ['uuid', 'url'], ['plans', 'state', 'name', 'uuid']]) {
      const usual = names.filter((name) => wish.includes(name))
      const list = api.readRows(await api.get(`${BOOKINGS}?${formatFields(wish)}`))
      const detail = await api.get(`${BOOKINGS}${readUuid(row)}/?${formatFields(wish)}`)
      for (const seen of [list[0] ?? {}, api.readObject(detail)]) {
        api.demandEqual(Object.keys(seen), usual, 'the fields that were asked for')
        demandSameRows(
          api,
          [seen],
          projectRows([row], usual),
          'what was asked for in another order',
        )
      }
    }
  },
)

contract(
  demand(
    'unknown',
    'names of no field are ignored; without a known one the whole booking is shown',
  ),
  async (api) => {
    const rows = await readSomeRows(api, BOOKINGS)
    const wholeBookings = ['field=nope', 'field=nope&field=nor_this', 'field=', 'field=NAME']
    for (const query of wholeBookings) {
      const seen = await readWholeList(api, `${BOOKINGS}?${query}`)
      demandSameRows(api, seen, rows, `the list with ${query}`)
    }
    const seen = await readWholeList(api, `${BOOKINGS}?field=nope&field=name&field=`)
    demandSameRows(api, seen, projectRows(rows, ['name']), 'the list of name and what is no field')
  },
)

contract(demand('repeated', 'a field that is named twice is there once'), async (api) => {
  const rows = await readSomeRows(api, BOOKINGS)
  const seen = await readWholeList(api, `${BOOKINGS}?field=name&field=uuid&field=name`)
  demandSameRows(api, seen, projectRows(rows, ['uuid', 'name']), 'the list of name, uuid and name')
})

contract(demand('comma', 'a comma does not part names of fields'), async (api) => {
  const rows = await readSomeRows(api, BOOKINGS)
  for (const query of ['field=name,uuid', 'field=name%2Cuuid'])
    demandSameRows(
      api,
      await readWholeList(api, `${BOOKINGS}?${query}`),
      rows,
      `the list with ${query}`,
    )
  const seen = await readWholeList(api, `${BOOKINGS}?field=name,uuid&field=slug`)
  demandSameRows(api, seen, projectRows(rows, ['slug']), 'the list of slug and of two names in one')
})

contract(demand('paged', 'field and paging do not disturb each other'), async (api) => {
  const rows = await readSomeRows(api, BOOKINGS)
  const sent = 'field=uuid&page_size=3&field=name'
  await demandLinks(api, BOOKINGS, { sent, total: rows.length })
  const last = Math.ceil(rows.length / 3)
  const page = api.readRows(await api.get(`${BOOKINGS}?${sent}&page=${last}`))
  const wanted = projectRows(rows.slice((last - 1) * 3), ['uuid', 'name'])
  demandSameRows(api, page, wanted, 'the last page of uuid and name')
})

contract(demand('plans', 'plans and their usage are always shown whole'), async (api) => {
  for (const path of [PLANS, STATS]) {
    const rows = await readSomeRows(api, path)
    const seen = await readWholeList(api, `${path}?field=name&field=plan_name`)
    demandSameRows(api, seen, rows, `${path} with field`)
  }
  const [plan = {}] = await readSomeRows(api, PLANS)
  const detail = await api.get(`${PLANS}${readUuid(plan)}/?field=name`)
  api.demandEqual(api.readObject(detail), plan, 'a plan with field=name')
})

/** Every field alone, and all of them but one in three. */
const listChoices = (row: Row): string[][] => {
  const names = Object.keys(row)
  return [...names.map((name) => [name]), names.filter((_, index) => index % 3 > 0)]
}

const formatFields = (names: readonly string[]): string =>
  names.map((name) => `field=${name}`).join('&')

const projectRows = (rows: readonly Row[], names: readonly string[]): Row[] =>
  rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name))),
  )

async function demandProjection(api: Api, row: Row, names: readonly string[]): Promise<void> {
  const exchange = await api.get(`${BOOKINGS}${readUuid(row)}/?${formatFields(names)}`)
  api.demandStatus(exchange, 200)
  const [wanted = {}] = projectRows([row], names)
  api.demandEqual(
    omitChanging(api.readObject(exchange)),
    omitChanging(wanted),
    `the booking with ${names.join(', ')}`,
  )
}
