import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import { BOOKINGS, cleanUpAfter, createPlan, PLANS, STATS } from '../harness/ownPlans/createPlan.ts'
import { getSession } from '../harness/session.ts'
import type { Exchange } from '../harness/transport/exchange.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { demandSameRows } from '../lists/lists.ts'
import { findAllow } from './addresses.ts'
import { answerKinds } from './answerKinds.ts'
import { demand, listNames, nobody } from './demandHeader.ts'
import { describeAnswer } from '../harness/findings/describeAnswer.ts'

contracts(
  answerKinds,
  (name) =>
    demand(`answer.${name}`, `every answer has the same guarding headers, this one too: ${name}`),
  async (api, answer) => {
    for (const { request, allow } of await answer.requests(api)) {
      const exchange = await api.send({ method: 'GET', ...request })
      api.demandStatus(exchange, answer.status)
      demandHeaders(api, exchange, allow)
    }
  },
)

contract(
  demand('page', 'a page in HTML is guarded too, and a redirect speaks English'),
  async (api: Api) => {
    for (const path of ['/api/no-such-place/', PLANS.slice(0, -1)])
      for (const options of [{}, nobody]) {
        const exchange = await api.get(path, options)
        const { headers, status } = exchange.response
        api.demandEqual(headers['content-language'], 'en', 'Content-Language')
        // A redirect takes the place of an answer that had these two.
        if (status === 301) continue
        api.demandEqual(headers['x-frame-options'], 'DENY', 'X-Frame-Options')
        api.demandLength(exchange)
      }
  },
)

contract(
  {
    ...demand('nothing', 'an answer without a body has no type and no length'),
    needs: { write: true },
  },
  (api) =>
    cleanUpAfter(api, async () => {
      const { path } = await createPlan(api)
      const posts = [
        ['update_prices/', { prices: {} }],
        ['update_quotas/', { quotas: {} }],
      ] as const
      for (const [action, body] of [...posts, ['update_discounts/', { discounts: {} }]] as const)
        demandEmpty(api, await api.post(`${path}${action}`, body))
      const groups = { organization_groups: [] }
      demandEmpty(api, await api.post(`${path}update_organization_groups/`, groups))
      demandEmpty(api, await api.post(`${path}delete_organization_groups/`))
      const deleted = await api.delete(path)
      if (deleted.response.status === 403) return
      demandEmpty(api, deleted)
    }),
)

contract(demand('gzip', 'an answer is the same, packed or not'), async (api: Api) => {
  for (const path of [`${PLANS}?page_size=300`, BOOKINGS, STATS, `${PLANS}?page_size=1`]) {
    const plain = api.readRows(await api.get(path))
    const headers = { 'Accept-Encoding': 'gzip' }
    const packed = await api.get(path, { headers })
    demandSameRows(api, api.readRows(packed), plain, `${path} packed`)
  }
})

contract(
  demand('host', 'links lead to the host and scheme that the caller used'),
  async (api: Api) => {
    const { host, hostname } = new URL(getSession().settings.baseUrl)
    if (!['localhost', '127.0.0.1', '[::1]'].includes(hostname))
      throw new Inapplicable('a proxy in front may set this header itself')
    const headers = { 'X-Forwarded-Proto': 'https' }
    for (const path of [PLANS, BOOKINGS]) {
      const exchange = await api.get(`${path}?page_size=1`, { headers })
      const [row] = api.readRows(exchange)
      const start = `https://${host}${path}`
      const { link = '' } = exchange.response.headers
      const url = row?.['url'] ?? start
      api.demand(String(url).startsWith(start), `a url that starts ${start}`, url)
      api.demand(link.startsWith(`<${start}`), `a Link that starts <${start}`, link)
    }
  },
)

function demandHeaders(api: Api, exchange: Exchange, allow: string): void {
  const { headers } = exchange.response
  const equal = (name: string, wanted: string | undefined) =>
    api.demandEqual(headers[name], wanted, name, exchange)
  equal('allow', allow)
  api.demandType(exchange, 'application/json')
  api.demandLength(exchange)
  equal('content-language', 'en')
  equal('x-frame-options', 'DENY')
  demandVary(api, exchange)
}

function demandVary(api: Api, exchange: Exchange): void {
  const { vary = '' } = exchange.response.headers
  const names = listNames(vary)
  const isMeant = ['accept-language', 'cookie'].every((name) => names.includes(name))
  api.demand(isMeant, 'Vary: Accept-Language, Cookie', vary, exchange)
}

function demandEmpty(api: Api, exchange: Exchange): void {
  const { status, headers, text } = exchange.response
  api.demand(
    status >= 200 && status < 300,
    'a success',
    () => describeAnswer(exchange.response),
    exchange,
  )
  api.demandEqual(text, '', 'the body', exchange)
  api.demandEqual(headers['content-type'], undefined, 'Content-Type', exchange)
  demandVary(api, exchange)
  if (status !== 204) api.demandLength(exchange)
  api.demandEqual(headers['allow'], findAllow(exchange.request.path), 'Allow', exchange)
}
