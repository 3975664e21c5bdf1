import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import { BOOKINGS, inventUuid, PLANS, STATS } from '../harness/ownPlans/createPlan.ts'
import { listSpellings, omitChanging, readSomeRows, readUuid } from '../lists/lists.ts'
import type { Row } from '../lists/lists.ts'
import { addresses, findAllow } from './addresses.ts'
import { demandRedirect } from './demandRedirect.ts'
import { demand } from './demandRoute.ts'

const HTML = 'text/html'
const nobody = { role: 'nobody' } as const

/** Details by their list, and the text for one that is not there. */
const details = {
  plan: { path: PLANS, missing: 'No Plan matches the given query.' },
  booking: { path: BOOKINGS, missing: 'No Offering matches the given query.' },
}

contract(
  demand('slash', 'a path without its last slash is redirected to the one with it'),
  async (api: Api) => {
    for (const { path } of Object.values(addresses)) {
      const address = path(inventUuid()).slice(0, -1)
      for (const query of ['', '?page_size=2&o=a,b', '?offering_uuid='])
        for (const options of [{}, nobody]) {
          const exchange = await api.get(`${address}${query}`, options)
          api.demandStatus(exchange, 301)
          const { text } = exchange.response
          demandRedirect(api, exchange, `${address}/${query}`)
          api.demandType(exchange, HTML)
          api.demandEqual(text, '', 'the body')
          api.demandLength(exchange)
        }
      api.demandStatus(await api.head(address), 301)
    }
  },
)

contract(
  {
    ...demand('slash-writes', 'a write without the last slash is redirected, not done'),
    needs: { write: true },
  },
  async (api: Api) => {
    for (const { path, operations } of Object.values(addresses)) {
      const address = path(inventUuid()).slice(0, -1)
      for (const method of Object.keys(operations).filter((one) => one !== 'GET')) {
        const exchange = await api.send({ method, path: address, body: {} })
        api.demandStatus(exchange, 301)
        demandRedirect(api, exchange, `${address}/`)
      }
    }
  },
)

contract(
  demand('unknown-path', 'a path without a route is a 404 page in HTML'),
  async (api: Api) => {
    const uuid = inventUuid()
    for (const path of [
      `/api/no-such-place/`,
      `/api/no-such-place/${uuid}/`,
      `${PLANS}${uuid}/no_such_action/`,
      `${PLANS}${uuid}/${uuid}/`,
      `${PLANS}${uuid}/google_calendar_sync/`,
      `${BOOKINGS}${uuid}/archive/`,
      `${BOOKINGS}${uuid}/update_prices/`,
      `${STATS}${uuid}/`,
      `${PLANS}${uuid}/archive/now/`,
    ])
      for (const options of [{}, nobody, { headers: { Accept: 'text/html' } }]) {
        const exchange = await api.get(path, options)
        api.demandStatus(exchange, 404)
        const { text } = exchange.response
        api.demandType(exchange, HTML)
        api.demand(/<title>\s*Not Found\s*<\/title>/.test(text), 'the title Not Found', text)
        const sentence = 'The requested resource was not found on this server.'
        api.demand(text.includes(sentence), `the text "${sentence}"`, text)
      }
  },
)

contracts(
  details,
  (name) => demand(`uuid.${name}`, `a ${name} is found by any spelling of its uuid`),
  async (api, { path }) => {
    for (const row of (await readSomeRows(api, path)).slice(0, 10))
      for (const spelt of listSpellings(readUuid(row))) {
        const exchange = await api.get(`${path}${spelt}/`)
        api.demandStatus(exchange, 200)
        api.demandEqual(omitChanging(api.readObject(exchange)), omitChanging(row), `the ${spelt}`)
      }
  },
)

contracts(
  details,
  (name) =>
    demand(`no-uuid.${name}`, `what is no uuid of a ${name} is not found, and no fault`, '§1.4'),
  async (api, { path, missing }) => {
    const [row] = await readSomeRows(api, path)
    const uuid = readUuid(row ?? {})
    const garbage = ['zzz', '0', '-', 'null', '%20', '%C3%A4', "'", '%25', 'x'.repeat(200)]
    const near = [uuid.slice(1), `${uuid}0`, `0${uuid}`, uuid.slice(0, -1), uuid.slice(0, -1) + 'g']
    for (const text of [...garbage, ...near, `${uuid}${uuid}`, inventUuid()]) {
      const exchange = await api.get(`${path}${text}/`)
      api.demandStatus(exchange, 404)
      api.demandEqual(exchange.response.json, { detail: missing }, `the body for ${text}`)
      api.demandStatus(await api.head(`${path}${text}/`), 404)
    }
  },
)

contract(demand('other-list', 'a uuid of the other list is not found'), async (api: Api) => {
  const plans = new Set((await readSomeRows(api, PLANS)).map((row) => readUuid(row)))
  const bookings = new Set((await readSomeRows(api, BOOKINGS)).map((row) => readUuid(row)))
  for (const uuid of [...bookings].filter((one) => !plans.has(one)).slice(0, 5))
    api.demandStatus(await api.get(`${PLANS}${uuid}/`), 404)
  for (const uuid of [...plans].filter((one) => !bookings.has(one)).slice(0, 5))
    api.demandStatus(await api.get(`${BOOKINGS}${uuid}/`), 404)
  const others = [...(await readOfferings(api))].filter((uuid) => !bookings.has(uuid))
  for (const uuid of others) api.demandStatus(await api.get(`${BOOKINGS}${uuid}/`), 404)
})

contract(
  demand('static-first', 'usage_stats is a list, not the uuid of a plan'),
  async (api: Api) => {
    const rows = api.readRows(await api.get(`${STATS}?page_size=1`))
    api.demand(
      rows.every((row) => 'usage' in row),
      'rows of usage',
      rows,
    )
    api.demandEqual((await api.get(STATS)).response.headers['allow'], findAllow(STATS), 'Allow')
  },
)

const readOfferings = async (api: Api): Promise<Set<string>> =>
  new Set((await readSomeRows(api, PLANS)).map((row: Row) => readUuid(row, 'offering')))
