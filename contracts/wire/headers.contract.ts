import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import {
  BOOKINGS,
  cleanUpAfter,
  createPlan,
  inventUuid,
  PLANS,
  STATS,
} from '../harness/createPlan.ts'
import type { Exchange } from '../harness/exchange.ts'
import { getSession } from '../harness/session.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { demandSameRows } from '../lists/lists.ts'
import { addresses } from './addresses.ts'
import { answerKinds, listReads } from './answerKinds.ts'

const demand = (name: string, sentence: string, source = '§1.5') => ({
  id: `headers.${name}`,
  demand: sentence,
  source,
})

const nobody = { role: 'nobody' } as const

contracts(
  answerKinds,
  (name) => demand(`answer.${name}`, `the answer "${name}" has the headers of every answer`),
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
        const { headers, text, status } = (await api.get(path, options)).response
        api.demandEqual(headers['content-language'], 'en', 'Content-Language')
        // A redirect takes the place of an answer that had these two.
        if (status === 301) continue
        api.demandEqual(headers['x-frame-options'], 'DENY', 'X-Frame-Options')
        api.demandEqual(
          headers['content-length'],
          String(Buffer.byteLength(text)),
          'Content-Length',
        )
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
        demandEmpty(api, await api.post(`${path}${action}`, body), 'POST, OPTIONS')
      const groups = { organization_groups: [] }
      demandEmpty(
        api,
        await api.post(`${path}update_organization_groups/`, groups),
        'POST, OPTIONS',
      )
      demandEmpty(api, await api.post(`${path}delete_organization_groups/`), 'POST, OPTIONS')
      const deleted = await api.delete(path)
      if (deleted.response.status === 403) return
      demandEmpty(api, deleted, 'GET, PUT, PATCH, DELETE, HEAD, OPTIONS')
    }),
)

contract(
  demand('head', 'HEAD answers with the status and headers of GET, and no body', '§1.7'),
  async (api: Api) => {
    for (const request of await listReads(api)) {
      const before = (await api.send({ ...request, method: 'GET' })).response
      const head = await api.send({ ...request, method: 'HEAD' })
      const after = (await api.send({ ...request, method: 'GET' })).response
      api.demandEqual(head.response.status, before.status, 'the status of HEAD', head)
      api.demandEqual(head.response.text, '', 'the body of HEAD', head)
      for (const name of SAME_FOR_HEAD) {
        if (name === 'content-length' && countsPlans(request.path)) continue
        const seen = head.response.headers[name]
        const isSame = seen === before.headers[name] || seen === after.headers[name]
        api.demand(isSame, `${name} of HEAD as of GET: ${before.headers[name]}`, seen, head)
      }
    }
  },
)

contract(
  demand('preflight', 'browsers may ask for permission without a token', '§1.7'),
  async (api: Api) => {
    const headers = { 'Access-Control-Request-Method': 'PATCH', Origin: 'https://app.example' }
    const paths = Object.values(addresses).map(({ path }) => path(inventUuid()))
    for (const path of [...paths, '/api/no-such-place/'])
      for (const extra of [
        {},
        { Accept: 'text/html' },
        { 'Access-Control-Request-Headers': 'authorization' },
      ]) {
        const options = { ...nobody, headers: { ...headers, ...extra } }
        const exchange = await api.send({ method: 'OPTIONS', path, ...options })
        api.demandStatus(exchange, 200)
        api.demandEqual(exchange.response.text, '', 'the body')
        api.demandEqual(exchange.response.headers['content-length'], '0', 'Content-Length')
      }
  },
)

contract(
  demand('options', 'OPTIONS tells callers with a token about an address', '§1.7'),
  async (api: Api) => {
    for (const { path, allow, operations } of Object.values(addresses)) {
      const exchange = await api.send({ method: 'OPTIONS', path: path(inventUuid()) })
      api.demandStatus(exchange, 200)
      const told = api.readObject(exchange)
      for (const name of ['name', 'description', 'renders', 'parses'])
        api.demand(
          name in told,
          `"${name}" in what OPTIONS tells of ${Object.values(operations)[0]}`,
          told,
        )
      const renders = told['renders']
      api.demand(Array.isArray(renders) && renders.includes('application/json'), 'JSON', renders)
      api.demandEqual(exchange.response.headers['allow'], allow, 'Allow')
    }
  },
)

contract(
  demand('exposed', 'who lets other origins read a list lets them see its pages', '§1.8'),
  async (api: Api) => {
    const headers = { Origin: 'https://app.example' }
    for (const path of [PLANS, STATS, BOOKINGS]) {
      const { response } = await api.get(path, { headers })
      if (response.headers['access-control-allow-origin'] === undefined)
        throw new Inapplicable('no origin is allowed to read')
      const exposed = response.headers['access-control-expose-headers'] ?? ''
      for (const name of ['Link', 'X-Result-Count'])
        api.demand(new RegExp(`\\b${name}\\b`, 'i').test(exposed), `${name} to be exposed`, exposed)
    }
  },
)

contract(demand('gzip', 'an answer is the same, packed or not'), async (api: Api) => {
  for (const path of [`${PLANS}?page_size=300`, BOOKINGS, STATS, `${PLANS}?page_size=1`]) {
    const plain = api.readRows(await api.get(path))
    const headers = { 'Accept-Encoding': 'gzip' }
    const packed = await api.get(path, { headers })
    demandSameRows(api, api.readRows(packed), plain, `${path} packed`)
    const { vary = '', 'content-encoding': encoding } = packed.response.headers
    if (encoding !== undefined) api.demand(/accept-encoding/i.test(vary), 'Vary to name it', vary)
    const length = (await api.get(path)).response.headers['content-encoding']
    api.demandEqual(length, undefined, 'Content-Encoding for who did not ask for it')
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

/** HEAD of plans counts answers without plan_type and minimal_price, which only GET has. */
const countsPlans = (path: string): boolean => path.startsWith(PLANS) && !path.startsWith(STATS)

const SAME_FOR_HEAD = [
  'allow',
  'content-length',
  'content-type',
  'content-language',
  'vary',
  'x-frame-options',
  'x-result-count',
  'link',
  'www-authenticate',
]

function demandHeaders(api: Api, exchange: Exchange, allow: string): void {
  const { headers, text } = exchange.response
  const equal = (name: string, wanted: string | undefined) =>
    api.demandEqual(headers[name], wanted, name, exchange)
  equal('allow', allow)
  equal('content-type', 'application/json')
  equal('content-length', String(Buffer.byteLength(text)))
  equal('content-language', 'en')
  equal('x-frame-options', 'DENY')
  for (const name of ['etag', 'last-modified', 'set-cookie']) equal(name, undefined)
  demandVary(api, exchange)
}

function demandVary(api: Api, exchange: Exchange): void {
  const { vary = '' } = exchange.response.headers
  const isMeant = /^Accept-Language, Cookie\b/.test(vary)
  api.demand(isMeant, 'Vary: Accept-Language, Cookie', vary, exchange)
}

function demandEmpty(api: Api, exchange: Exchange, allow: string): void {
  const { status, headers, text } = exchange.response
  api.demand(status >= 200 && status < 300, 'a success', `${status} ${text}`, exchange)
  api.demandEqual(text, '', 'the body', exchange)
  api.demandEqual(headers['content-type'], undefined, 'Content-Type', exchange)
  demandVary(api, exchange)
  if (status !== 204) api.demandEqual(headers['content-length'], '0', 'Content-Length', exchange)
  api.demandEqual(headers['allow'], allow, 'Allow', exchange)
}
