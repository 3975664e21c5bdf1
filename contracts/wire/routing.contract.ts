import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import { doors } from './addresses.ts'
import { BOOKINGS, nobodysUuid, PLANS, STATS } from '../harness/given.ts'
import { sameRows, some, spellings, still, uuidOf, whole } from '../lists/pages.ts'
import type { Row } from '../lists/pages.ts'

const law = (name: string, demand: string, source = '§1.1') => ({
  id: `routing.${name}`,
  demand,
  source,
})

const HTML = 'text/html; charset=utf-8'
const nobody = { role: 'nobody' } as const

/** Details by their list, and the text for one that is not there. */
const details = {
  plan: { path: PLANS, missing: 'No Plan matches the given query.' },
  booking: { path: BOOKINGS, missing: 'No Offering matches the given query.' },
}

contract(
  law('slash', 'a path without its last slash is redirected to the one with it'),
  async (api: Api) => {
    for (const { path } of Object.values(doors)) {
      const address = path(nobodysUuid()).slice(0, -1)
      for (const query of ['', '?page_size=2&o=a,b', '?offering_uuid='])
        for (const options of [{}, nobody]) {
          const exchange = await api.get(`${address}${query}`, options)
          api.status(exchange, 301)
          const { headers, text } = exchange.response
          api.equal(headers['location'], `${address}/${query}`, 'Location')
          api.equal(headers['content-type'], HTML, 'Content-Type')
          api.equal(text, '', 'the body')
          api.equal(headers['content-length'], '0', 'Content-Length')
        }
      api.status(await api.head(address), 301)
    }
  },
)

contract(
  {
    ...law('slash-writes', 'a write without the last slash is redirected, not done'),
    needs: { write: true },
  },
  async (api: Api) => {
    for (const { path, open } of Object.values(doors)) {
      const address = path(nobodysUuid()).slice(0, -1)
      for (const method of Object.keys(open).filter((one) => one !== 'GET')) {
        const exchange = await api.send({ method, path: address, body: {} })
        api.status(exchange, 301)
        api.equal(exchange.response.headers['location'], `${address}/`, 'Location')
      }
    }
  },
)

contract(law('unknown-path', 'a path without a route is a 404 page in HTML'), async (api: Api) => {
  const uuid = nobodysUuid()
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
      api.status(exchange, 404)
      const { headers, text } = exchange.response
      api.equal(headers['content-type'], HTML, 'Content-Type')
      api.demand(/<title>\s*Not Found\s*<\/title>/.test(text), 'the title Not Found', text)
      const sentence = 'The requested resource was not found on this server.'
      api.demand(text.includes(sentence), `the text "${sentence}"`, text)
    }
})

contracts(
  details,
  (name) => law(`uuid.${name}`, `a ${name} is found by any spelling of its uuid`),
  async (api, { path }) => {
    for (const row of (await some(api, path)).slice(0, 10))
      for (const spelt of spellings(uuidOf(row))) {
        const exchange = await api.get(`${path}${spelt}/`)
        api.status(exchange, 200)
        api.equal(still(api.object(exchange)), still(row), `the ${spelt}`)
      }
  },
)

contracts(
  details,
  (name) =>
    law(`no-uuid.${name}`, `what is no uuid of a ${name} is not found, and no fault`, '§1.4'),
  async (api, { path, missing }) => {
    const [row] = await some(api, path)
    const uuid = uuidOf(row ?? {})
    const garbage = ['zzz', '0', '-', 'null', '%20', '%C3%A4', "'", '%25', 'x'.repeat(200)]
    const near = [uuid.slice(1), `${uuid}0`, `0${uuid}`, uuid.slice(0, -1), uuid.slice(0, -1) + 'g']
    for (const text of [...garbage, ...near, `${uuid}${uuid}`, nobodysUuid()]) {
      const exchange = await api.get(`${path}${text}/`)
      api.status(exchange, 404)
      api.equal(exchange.response.json, { detail: missing }, `the body for ${text}`)
      api.status(await api.head(`${path}${text}/`), 404)
    }
  },
)

contract(law('other-list', 'a uuid of the other list is not found'), async (api: Api) => {
  const plans = new Set((await some(api, PLANS)).map((row) => uuidOf(row)))
  const bookings = new Set((await some(api, BOOKINGS)).map((row) => uuidOf(row)))
  for (const uuid of [...bookings].filter((one) => !plans.has(one)).slice(0, 5))
    api.status(await api.get(`${PLANS}${uuid}/`), 404)
  for (const uuid of [...plans].filter((one) => !bookings.has(one)).slice(0, 5))
    api.status(await api.get(`${BOOKINGS}${uuid}/`), 404)
  const others = [...(await offeringLinks(api))].filter((uuid) => !bookings.has(uuid))
  for (const uuid of others) api.status(await api.get(`${BOOKINGS}${uuid}/`), 404)
})

contract(law('suffix', 'the suffix .json and format=json change nothing'), async (api: Api) => {
  for (const path of [PLANS, BOOKINGS]) {
    const rows = await whole(api, path)
    const suffixed = `${path.slice(0, -1)}.json`
    sameRows(api, await whole(api, suffixed), rows, suffixed)
    sameRows(api, await whole(api, `${path}?format=json`), rows, 'the list with format=json')
    const [row] = rows
    if (!row) continue
    for (const end of ['.json', '/?format=json']) {
      const exchange = await api.get(`${path}${uuidOf(row)}${end}`)
      api.status(exchange, 200)
      api.equal(still(api.object(exchange)), still(row), `the detail with ${end}`)
      api.equal(exchange.response.headers['content-type'], 'application/json', 'Content-Type')
    }
  }
})

contract(law('format', 'another format is not found'), async (api: Api) => {
  for (const path of [PLANS, STATS, BOOKINGS, `${PLANS}${nobodysUuid()}/`])
    for (const format of ['xml', 'api', 'html', 'csv']) {
      const exchange = await api.get(`${path}?format=${format}`)
      api.status(exchange, 404)
      api.equal(exchange.response.json, { detail: 'Not found.' }, `the body of format=${format}`)
    }
})

contract(
  law('accepted', 'whoever accepts JSON among others gets JSON', '§1.4'),
  async (api: Api) => {
    for (const path of [PLANS, STATS, BOOKINGS])
      for (const Accept of ACCEPTED) {
        const exchange = await api.get(`${path}?page_size=1`, { headers: { Accept } })
        api.rows(exchange)
        api.equal(exchange.response.headers['content-type'], 'application/json', 'Content-Type')
      }
  },
)

contract(
  law('not-accepted', 'whoever does not accept JSON gets a 406', '§1.4'),
  async (api: Api) => {
    for (const path of [PLANS, STATS, BOOKINGS, `${PLANS}${nobodysUuid()}/`])
      for (const Accept of ['text/html', 'application/xml', 'text/*', 'image/png, text/plain']) {
        const exchange = await api.get(path, { headers: { Accept } })
        api.status(exchange, 406)
        const wanted = { detail: 'Could not satisfy the request Accept header.' }
        api.equal(exchange.response.json, wanted, `the body for ${Accept}`)
        api.status(await api.head(path, { headers: { Accept } }), 406)
      }
  },
)

contract(law('static-first', 'usage_stats is a list, not the uuid of a plan'), async (api: Api) => {
  const rows = api.rows(await api.get(`${STATS}?page_size=1`))
  api.demand(
    rows.every((row) => 'usage' in row),
    'rows of usage',
    rows,
  )
  api.equal((await api.get(STATS)).response.headers['allow'], 'GET, HEAD, OPTIONS', 'Allow')
})

const ACCEPTED = [
  '*/*',
  'application/*',
  'application/json',
  'text/html, application/json;q=0.9, */*;q=0.1',
  'text/html,application/xhtml+xml,*/*;q=0.8',
]

const offeringLinks = async (api: Api): Promise<Set<string>> =>
  new Set((await some(api, PLANS)).map((row: Row) => uuidOf(row, 'offering')))
