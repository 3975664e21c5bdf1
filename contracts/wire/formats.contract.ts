import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { BOOKINGS, inventUuid, PLANS, STATS } from '../harness/ownPlans/createPlan.ts'
import { demandSameRows, omitChanging, readUuid, readWholeList } from '../lists/lists.ts'
import type { Row } from '../lists/lists.ts'
import { demand } from './demandRoute.ts'

contract(
  demand(
    'suffix',
    'the suffix .json and format=json change nothing but the links, which carry them',
  ),
  async (api: Api) => {
    for (const path of [PLANS, BOOKINGS]) {
      const rows = await readWholeList(api, path)
      const suffixed = `${path.slice(0, -1)}.json`
      demandSameRows(api, (await readWholeList(api, suffixed)).map(omitFormat), rows, suffixed)
      demandSameRows(
        api,
        (await readWholeList(api, `${path}?format=json`)).map(omitFormat),
        rows,
        'the list with format=json',
      )
      const [row] = rows
      if (!row) continue
      for (const end of ['.json', '/?format=json']) {
        const exchange = await api.get(`${path}${readUuid(row)}${end}`)
        api.demandStatus(exchange, 200)
        api.demandEqual(
          omitChanging(omitFormat(api.readObject(exchange))),
          omitChanging(row),
          `the detail with ${end}`,
        )
        api.demandType(exchange, 'application/json')
      }
    }
  },
)

/** The row with links that say nothing of the format that was asked for. */
const omitFormat = (row: Row): Row =>
  JSON.parse(JSON.stringify(row).replace(/\/\?format=json"|(?<=[0-9a-f])\.json"/g, '/"')) as Row

contract(demand('format', 'another format is not found'), async (api: Api) => {
  for (const path of [PLANS, STATS, BOOKINGS, `${PLANS}${inventUuid()}/`])
    for (const format of ['xml', 'api', 'html', 'csv']) {
      const exchange = await api.get(`${path}?format=${format}`)
      api.demandStatus(exchange, 404)
      api.demandEqual(
        exchange.response.json,
        { detail: 'Not found.' },
        `the body of format=${format}`,
      )
    }
})

contract(
  demand('accepted', 'whoever accepts JSON among others gets JSON', '§1.4'),
  async (api: Api) => {
    for (const path of [PLANS, STATS, BOOKINGS])
      for (const Accept of ACCEPTED) {
        const exchange = await api.get(`${path}?page_size=1`, { headers: { Accept } })
        api.readRows(exchange)
        api.demandType(exchange, 'application/json')
      }
  },
)

contract(
  demand('not-accepted', 'whoever does not accept JSON gets a 406', '§1.4'),
  async (api: Api) => {
    for (const path of [PLANS, STATS, BOOKINGS, `${PLANS}${inventUuid()}/`])
      for (const Accept of ['text/html', 'application/xml', 'text/*', 'image/png, text/plain']) {
        const exchange = await api.get(path, { headers: { Accept } })
        api.demandStatus(exchange, 406)
        const wanted = { detail: 'Could not satisfy the request Accept header.' }
        api.demandEqual(exchange.response.json, wanted, `the body for ${Accept}`)
        api.demandStatus(await api.head(path, { headers: { Accept } }), 406)
      }
  },
)

const ACCEPTED = [
  '*/*',
  'application/*',
  'application/json',
  'text/html, application/json;q=0.9, */*;q=0.1',
  'text/html,application/xhtml+xml,*/*;q=0.8',
]
