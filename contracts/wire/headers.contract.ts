import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { answers, reads } from './answers.ts'
import { contract, contracts } from '../harness/contract.ts'
import { doors } from './addresses.ts'
import { BOOKINGS, newPlan, nobodysUuid, PLANS, STATS, tidied } from '../harness/given.ts'
import { sameRows } from '../lists/pages.ts'
import { session } from '../harness/session.ts'
import type { Exchange } from '../harness/transport.ts'

const law = (name: string, demand: string, source = '§1.5') => ({
  id: `headers.${name}`,
  demand,
  source,
})

const nobody = { role: 'nobody' } as const

contracts(
  answers,
  (name) => law(`answer.${name}`, `the answer "${name}" has the headers of every answer`),
  async (api, answer) => {
    for (const { request, allow } of await answer.requests(api)) {
      const exchange = await api.send({ method: 'GET', ...request })
      api.status(exchange, answer.status)
      isDressed(api, exchange, allow)
    }
  },
)

contract(law('page', 'a page in HTML and a redirect are guarded too'), async (api: Api) => {
  for (const path of ['/api/no-such-place/', PLANS.slice(0, -1)])
    for (const options of [{}, nobody]) {
      const { headers, text } = (await api.get(path, options)).response
      api.equal(headers['x-frame-options'], 'DENY', 'X-Frame-Options')
      api.equal(headers['content-language'], 'en', 'Content-Language')
      api.equal(headers['content-length'], String(Buffer.byteLength(text)), 'Content-Length')
    }
})

contract(
  {
    ...law('nothing', 'an answer without a body has no type and no length'),
    needs: { write: true },
  },
  (api) =>
    tidied(api, async () => {
      const { path } = await newPlan(api)
      const posts = [
        ['update_prices/', { prices: {} }],
        ['update_quotas/', { quotas: {} }],
      ] as const
      for (const [action, body] of [...posts, ['update_discounts/', { discounts: {} }]] as const)
        isEmpty(api, await api.post(`${path}${action}`, body), 'POST, OPTIONS')
      const groups = { organization_groups: [] }
      isEmpty(api, await api.post(`${path}update_organization_groups/`, groups), 'POST, OPTIONS')
      isEmpty(api, await api.post(`${path}delete_organization_groups/`), 'POST, OPTIONS')
      const deleted = await api.delete(path)
      if (deleted.response.status === 403) return
      isEmpty(api, deleted, 'GET, PUT, PATCH, DELETE, HEAD, OPTIONS')
    }),
)

contract(
  law('head', 'HEAD answers with the status and headers of GET, and no body', '§1.7'),
  async (api: Api) => {
    for (const request of await reads(api)) {
      const before = (await api.send({ ...request, method: 'GET' })).response
      const head = await api.send({ ...request, method: 'HEAD' })
      const after = (await api.send({ ...request, method: 'GET' })).response
      api.equal(head.response.status, before.status, 'the status of HEAD', head)
      api.equal(head.response.text, '', 'the body of HEAD', head)
      for (const name of SAME_FOR_HEAD) {
        const seen = head.response.headers[name]
        const isSame = seen === before.headers[name] || seen === after.headers[name]
        api.demand(isSame, `${name} of HEAD as of GET: ${before.headers[name]}`, seen, head)
      }
    }
  },
)

contract(
  law('preflight', 'browsers may ask for permission without a token', '§1.7'),
  async (api: Api) => {
    const headers = { 'Access-Control-Request-Method': 'PATCH', Origin: 'https://app.example' }
    const paths = Object.values(doors).map(({ path }) => path(nobodysUuid()))
    for (const path of [...paths, '/api/no-such-place/'])
      for (const extra of [
        {},
        { Accept: 'text/html' },
        { 'Access-Control-Request-Headers': 'authorization' },
      ]) {
        const options = { ...nobody, headers: { ...headers, ...extra } }
        const exchange = await api.send({ method: 'OPTIONS', path, ...options })
        api.status(exchange, 200)
        api.equal(exchange.response.text, '', 'the body')
        api.equal(exchange.response.headers['content-length'], '0', 'Content-Length')
      }
  },
)

contract(
  law('options', 'OPTIONS tells callers with a token about an address', '§1.7'),
  async (api: Api) => {
    for (const { path, allow, open } of Object.values(doors)) {
      const exchange = await api.send({ method: 'OPTIONS', path: path(nobodysUuid()) })
      api.status(exchange, 200)
      const told = api.object(exchange)
      for (const name of ['name', 'description', 'renders', 'parses'])
        api.demand(
          name in told,
          `"${name}" in what OPTIONS tells of ${Object.values(open)[0]}`,
          told,
        )
      const renders = told['renders']
      api.demand(Array.isArray(renders) && renders.includes('application/json'), 'JSON', renders)
      api.equal(exchange.response.headers['allow'], allow, 'Allow')
    }
  },
)

contract(
  law('exposed', 'who lets other origins read a list lets them see its pages', '§1.8'),
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

contract(law('gzip', 'an answer is the same, packed or not'), async (api: Api) => {
  for (const path of [`${PLANS}?page_size=300`, BOOKINGS, STATS, `${PLANS}?page_size=1`]) {
    const plain = api.rows(await api.get(path))
    const headers = { 'Accept-Encoding': 'gzip' }
    const packed = await api.get(path, { headers })
    sameRows(api, api.rows(packed), plain, `${path} packed`)
    const { vary = '', 'content-encoding': encoding } = packed.response.headers
    if (encoding !== undefined) api.demand(/accept-encoding/i.test(vary), 'Vary to name it', vary)
    const length = (await api.get(path)).response.headers['content-encoding']
    api.equal(length, undefined, 'Content-Encoding for who did not ask for it')
  }
})

contract(
  law('host', 'links lead to the host and scheme that the caller used'),
  async (api: Api) => {
    const { host, hostname } = new URL(session().settings.baseUrl)
    if (!['localhost', '127.0.0.1', '[::1]'].includes(hostname))
      throw new Inapplicable('a proxy in front may set this header itself')
    const headers = { 'X-Forwarded-Proto': 'https' }
    for (const path of [PLANS, BOOKINGS]) {
      const exchange = await api.get(`${path}?page_size=1`, { headers })
      const [row] = api.rows(exchange)
      const start = `https://${host}${path}`
      const { link = '' } = exchange.response.headers
      const url = row?.['url'] ?? start
      api.demand(String(url).startsWith(start), `a url that starts ${start}`, url)
      api.demand(link.startsWith(`<${start}`), `a Link that starts <${start}`, link)
    }
  },
)

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

function isDressed(api: Api, exchange: Exchange, allow: string): void {
  const { headers, text } = exchange.response
  const equal = (name: string, wanted: string | undefined) =>
    api.equal(headers[name], wanted, name, exchange)
  equal('allow', allow)
  equal('content-type', 'application/json')
  equal('content-length', String(Buffer.byteLength(text)))
  equal('content-language', 'en')
  equal('x-frame-options', 'DENY')
  for (const name of ['etag', 'last-modified', 'set-cookie']) equal(name, undefined)
  varies(api, exchange)
}

function varies(api: Api, exchange: Exchange): void {
  const { vary = '' } = exchange.response.headers
  const isMeant = /^Accept-Language, Cookie\b/.test(vary)
  api.demand(isMeant, 'Vary: Accept-Language, Cookie', vary, exchange)
}

function isEmpty(api: Api, exchange: Exchange, allow: string): void {
  const { status, headers, text } = exchange.response
  api.demand(status >= 200 && status < 300, 'a success', `${status} ${text}`, exchange)
  api.equal(text, '', 'the body', exchange)
  api.equal(headers['content-type'], undefined, 'Content-Type', exchange)
  varies(api, exchange)
  if (status !== 204) api.equal(headers['content-length'], '0', 'Content-Length', exchange)
  api.equal(headers['allow'], allow, 'Allow', exchange)
}
