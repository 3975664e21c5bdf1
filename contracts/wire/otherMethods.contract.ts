import { pickCases } from '../harness/choice/limitSample.ts'
import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { BOOKINGS, inventUuid, PLANS, STATS } from '../harness/ownPlans/createPlan.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { addresses } from './addresses.ts'
import { listReads } from './answerKinds.ts'
import { demand, demandSameHeader, nobody } from './demandHeader.ts'

contract(
  demand('head', 'HEAD answers with the status and headers of GET, and no body', '§1.7'),
  async (api: Api) => {
    for (const request of await listReads(api)) {
      const before = await api.send({ ...request, method: 'GET' })
      const head = await api.send({ ...request, method: 'HEAD' })
      const after = await api.send({ ...request, method: 'GET' })
      api.demandEqual(head.response.status, before.response.status, 'the status of HEAD', head)
      api.demandEqual(head.response.text, '', 'the body of HEAD', head)
      for (const name of SAME_FOR_HEAD) demandSameHeader(api, name, { head, gets: [before, after] })
    }
  },
)

contract(
  demand('preflight', 'browsers may ask for permission without a token', '§1.7'),
  async (api: Api) => {
    const headers = { 'Access-Control-Request-Method': 'PATCH', Origin: 'https://app.example' }
    const paths = Object.values(addresses).map(({ path }) => path(inventUuid()))
    for (const path of pickCases([...paths, '/api/no-such-place/'], 3))
      for (const extra of [
        {},
        { Accept: 'text/html' },
        { 'Access-Control-Request-Headers': 'authorization' },
      ]) {
        const options = { ...nobody, headers: { ...headers, ...extra } }
        const exchange = await api.send({ method: 'OPTIONS', path, ...options })
        api.demandStatus(exchange, 200)
        api.demandEqual(exchange.response.text, '', 'the body')
        api.demandLength(exchange)
      }
  },
)

contract(
  demand('options', 'OPTIONS tells callers with a token about an address', '§1.7'),
  async (api: Api) => {
    for (const { path, allow, operations } of Object.values(addresses)) {
      const exchange = await api.send({ method: 'OPTIONS', path: path(inventUuid()) })
      api.demandStatus(exchange, 200)
      const body = api.readObject(exchange)
      for (const name of ['name', 'description', 'renders', 'parses'])
        api.demand(
          name in body,
          `"${name}" in what OPTIONS tells of ${Object.values(operations)[0]}`,
          body,
        )
      const renders = body['renders']
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
