import { MISSING, NO_PLAN, NOT_ACCEPTABLE } from '../access/refusals.ts'
import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { BOOKINGS, inventUuid, PLANS, STATS } from '../harness/ownPlans/createPlan.ts'
import { getSession } from '../harness/session.ts'
import type { Exchange, Request } from '../harness/transport/exchange.ts'
import { listSpellings, omitChanging, readSomeRows, readUuid } from '../lists/lists.ts'
import { demandSameHeader, nobody } from './demandHeader.ts'
import { demandRedirect } from './demandRedirect.ts'
import { demand } from './demandRoute.ts'

contract(
  demand(
    'in-short',
    'an address is found with its slash and by any spelling of a uuid, in the order of refusals, by HEAD as by GET',
    '§1.2',
  ),
  async (api: Api) => {
    const [plan = {}] = await readSomeRows(api, PLANS)
    const [booking = {}] = await readSomeRows(api, BOOKINGS)
    await redirect(api)
    await readHeads(
      api,
      [PLANS, BOOKINGS, STATS].map((path) => `${path}?page_size=2`),
    )
    await readHeads(api, [`${BOOKINGS}${readUuid(booking)}/`])
    await askBrowsers(api)
    await spellToken(api)
    await refuse(api)
    for (const uuid of listSpellings(readUuid(plan)).slice(1)) {
      const exchange = await api.get(`${PLANS}${uuid}/`)
      api.demandEqual(exchange.response.json, plan, 'the plan by another spelling', exchange)
    }
    const detail = api.readObject(await api.get(`${BOOKINGS}${readUuid(booking)}/`))
    api.demandEqual(omitChanging(detail), omitChanging(booking), 'the offering by itself')
  },
)

async function redirect(api: Api): Promise<void> {
  for (const [path, options] of [
    [`${PLANS.slice(0, -1)}?page_size=2&o=a,b`, {}],
    [`${BOOKINGS}${inventUuid()}`, nobody],
  ] as const) {
    const exchange = await api.get(path, options)
    api.demandStatus(exchange, 301)
    const [address, query] = path.split('?')
    demandRedirect(api, exchange, `${address}/${query === undefined ? '' : `?${query}`}`)
  }
}

async function readHeads(api: Api, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const [got, head] = [await api.get(path), await api.head(path)]
    api.demandStatus(head, 200)
    for (const name of ['allow', 'content-type', 'x-result-count', 'link', 'content-length'])
      demandSameHeader(api, name, { head, gets: [got] })
  }
}

/** Browsers ask for permission without a token. */
async function askBrowsers(api: Api): Promise<void> {
  const headers = { 'Access-Control-Request-Method': 'PATCH', Origin: 'https://app.example' }
  for (const path of [`${PLANS}${inventUuid()}/`, BOOKINGS]) {
    const exchange = await api.send({ method: 'OPTIONS', path, ...nobody, headers })
    api.demandStatus(exchange, 200)
    api.demandEqual(exchange.response.text, '', 'the body', exchange)
  }
}

async function spellToken(api: Api): Promise<void> {
  const token = getSession().settings.tokens[api.role]
  for (const scheme of ['token ', 'tOkEn   ']) {
    const options = { ...nobody, headers: { Authorization: `${scheme}${token}` } }
    api.demandStatus(await api.get(`${PLANS}?page_size=1`, options), 200)
  }
}

/** Which of two refusals comes first. */
async function refuse(api: Api): Promise<void> {
  const plan = `${PLANS}${inventUuid()}/`
  const html = { headers: { Accept: 'text/html' } }
  const cases: [request: Partial<Request>, status: number, body: object | null][] = [
    [{ path: `${plan}archive/`, ...nobody }, 401, { detail: MISSING }],
    [{ path: `${PLANS}?offering_uuid=x`, ...nobody }, 401, { detail: MISSING }],
    [{ path: plan, ...html, ...nobody }, 406, NOT_ACCEPTABLE],
    [{ path: `${plan}archive/` }, 405, { detail: 'Method "GET" not allowed.' }],
    [{ path: `${PLANS}zzz/` }, 404, NO_PLAN],
    [{ path: `${STATS}?format=xml`, ...nobody }, 404, { detail: 'Not found.' }],
    [{ path: `${plan}no_such_action/`, ...html, ...nobody }, 404, null],
  ]
  for (const [request, status, body] of cases) {
    const exchange: Exchange = await api.get(String(request.path), request)
    api.demandStatus(exchange, status)
    if (body) api.demandEqual(exchange.response.json, body, `the body of ${status}`, exchange)
  }
}
