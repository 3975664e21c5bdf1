import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { createPlan, inventUuid } from '../harness/ownPlans/createPlan.ts'
import { listParameters } from '../../src/document/load.ts'
import type { Parameter } from '../../src/document/load.ts'
import { released } from '../harness/release.ts'
import type { Exchange } from '../harness/transport/exchange.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { demandSuccess, planContract } from '../plans/planContract.ts'
import { listSpellings } from './lists.ts'

interface Item {
  readonly parameters?: readonly Parameter[]
  readonly operationId?: string
}

/** How the boundaries of a query parameter are tried; null when it has none. */
function chooseCheck(
  path: string,
  { name, schema }: Parameter,
): ((api: Api) => Promise<void>) | null {
  if (name === 'page') return (api) => checkPages(api, path)
  if (name === 'page_size') return (api) => checkSizes(api, path)
  if (schema.enum) return (api) => checkChoices(api, path, { name, values: schema.enum ?? [] })
  // Statistics read it on the pages only (§2.0, row 16).
  if (path.includes('usage_stats') && name === 'parent_offering_uuid') return null
  return name.endsWith('_uuid') ? (api) => checkUuids(api, path, name) : null
}

for (const [path, item] of Object.entries(released.document.paths)) {
  const { operationId = '', ...object } = (item['get'] ?? {}) as Item
  // Versions of a plan are those of one plan: `history.*`.
  const tried = path.includes('/history/') ? [] : listParameters(object, released.document)
  for (const parameter of tried) {
    const check = chooseCheck(path, parameter)
    if (!check) continue
    contract(
      {
        id: `bounds.${operationId}.${parameter.name}`,
        demand: `the query parameter ${parameter.name} takes what is just within its limits and refuses what is just beyond them`,
        source: '§1.10',
        operation: operationId,
      },
      check,
    )
  }
  if (path.includes('{uuid}')) addPathContracts(path, item as Readonly<Record<string, Item>>)
}

const listUuids = (api: Api, exchange: Exchange): unknown[] =>
  api.readRows(exchange).map(({ uuid, plan_uuid }) => uuid ?? plan_uuid)

/** As Python reads numbers: with a zero, a sign or a blank before, in the digits of any script (§1.6). */
const SPELLINGS_OF_ONE = ['1', '01', '%2B1', '%201', '%D9%A1', '%EF%BC%91']

async function checkPages(api: Api, path: string): Promise<void> {
  const first = await api.get(path)
  api.demandStatus(await api.get(`${path}?page=last`), 200)
  for (const page of SPELLINGS_OF_ONE) {
    const one = await api.get(`${path}?page=${page}`)
    api.demandEqual(listUuids(api, one), listUuids(api, first), 'page 1, which is the default')
  }
  const total = Number(first.response.headers['x-result-count'])
  const size = Math.max(1, Math.min(total, 7))
  const end = Math.max(1, Math.ceil(total / size))
  api.demandStatus(await api.get(`${path}?page_size=${size}&page=${end}`), 200)
  const beyond = `${end + 1}&page_size=${size}`
  for (const page of ['0', '-1', 'x', '1.5', '99999999', 'first', beyond]) {
    const exchange = await api.get(`${path}?page=${page}`)
    api.demandStatus(exchange, 404)
    api.demandEqual(
      exchange.response.json,
      { detail: 'Invalid page.' },
      'the body of 404',
      exchange,
    )
  }
}

async function checkSizes(api: Api, path: string): Promise<void> {
  const total = Number((await api.head(path)).response.headers['x-result-count'])
  const cases: [string, number][] = [
    ['1', 1],
    ['2', 2],
    ['9', 9],
    ['10', 10],
    ['11', 11],
    ['299', 299],
    ['300', 300],
    ['301', 300],
    ['1000000', 300],
    ['0', 10],
    ['-1', 10],
    ['x', 10],
    ['1.5', 10],
    ['%202', 2],
    ['%D9%A2', 2],
  ]
  for (const [size, rows] of cases) {
    const exchange = await api.get(`${path}?page_size=${size}`)
    const seen = api.readRows(exchange).length
    api.demandEqual(
      seen,
      Math.min(rows, total),
      `rows with page_size=${size} of ${total}`,
      exchange,
    )
  }
}

async function checkChoices(
  api: Api,
  path: string,
  { name, values }: { name: string; values: readonly string[] },
): Promise<void> {
  for (const value of values) api.demandStatus(await api.get(`${path}?${name}=${value}`), 200)
  for (const value of ['nonsense', 'USAGE', `${values[0]}s`, '--usage']) {
    const exchange = await api.get(`${path}?${name}=${value}`)
    api.demandStatus(exchange, 400)
    const body = { [name]: [`"${value}" is not a valid choice.`] }
    api.demandEqual(exchange.response.json, body, 'the body of 400', exchange)
  }
}

async function checkUuids(api: Api, path: string, name: string): Promise<void> {
  const text = path.includes('usage_stats') ? 'Must be a valid UUID.' : 'Enter a valid UUID.'
  const unknown = inventUuid()
  const hex = unknown.replaceAll('-', '')
  for (const value of ['x', '0', hex.slice(1), `${hex}0`, `${hex.slice(1)}g`]) {
    const exchange = await api.get(`${path}?${name}=${value}`)
    api.demandStatus(exchange, 400)
    api.demandEqual(exchange.response.json, { [name]: [text] }, 'the body of 400', exchange)
  }
  for (const value of [unknown, hex, hex.toUpperCase()]) {
    const exchange = await api.get(`${path}?${name}=${value}`)
    api.demandEqual(api.readRows(exchange), [], 'rows for a uuid that nothing has', exchange)
    api.demandEqual(exchange.response.headers['x-result-count'], '0', 'X-Result-Count', exchange)
  }
  const all = await api.get(path)
  const empty = await api.get(`${path}?${name}=`)
  api.demandEqual(listUuids(api, empty), listUuids(api, all), 'rows for an empty filter', empty)
}

/** The uuid in the path: matched whatever it is, so a bad one is an object that is not found. */
function addPathContracts(path: string, item: Readonly<Record<string, Item>>): void {
  const model = path.includes('booking') ? 'Offering' : 'Plan'
  const methods = ['get', 'post', 'put', 'patch', 'delete'].filter((method) => method in item)
  for (const method of methods) {
    const { operationId = '' } = item[method] ?? {}
    contract(
      {
        id: `bounds.${operationId}.uuid`,
        demand:
          'an unknown uuid, or a text that is no uuid, is answered with 404 and the name of the model',
        source: '§1.4',
        operation: operationId,
        needs: { write: method !== 'get', roles: isForStaff(path, method) ? ['staff'] : [] },
      },
      async (api) => {
        const unknown = inventUuid()
        const hex = unknown.replaceAll('-', '')
        for (const uuid of [unknown, hex, hex.slice(1), `${hex}0`, 'zzz', '0', 'None', '%20']) {
          const address = path.replace('{uuid}', uuid)
          const exchange = await api.send({ method: method.toUpperCase(), path: address })
          api.demandStatus(exchange, 404)
          const detail = `No ${model} matches the given query.`
          api.demandEqual(exchange.response.json, { detail }, 'the body of 404', exchange)
        }
      },
    )
  }
  if (methods.includes('get') && !path.includes('/history/'))
    addSpellingContract(path, item['get']?.operationId ?? '')
}

function isForStaff(path: string, method: string): boolean {
  return method === 'delete' || path.includes('/history/')
}

function addSpellingContract(path: string, operation: string): void {
  contract(
    {
      id: `bounds.${operation}.uuid-spellings`,
      demand: 'hex, dashed and upper case name the same object',
      source: '§1.1',
      operation,
    },
    async (api) => {
      const root = path.split('{')[0] ?? ''
      const [row] = api.readRows(await api.get(`${root}?page_size=1`))
      if (!row) throw new Inapplicable(`${root} shows nothing to this token`)
      for (const uuid of listSpellings(String(row['uuid']))) {
        const exchange = await api.get(`${root}${uuid}/`)
        api.demandStatus(exchange, 200)
        api.demandEqual(api.readObject(exchange)['uuid'], row['uuid'], 'the uuid', exchange)
      }
    },
  )
}

planContract(
  {
    id: 'bounds.marketplace_plans_partial_update.uuid-spellings',
    demand: 'hex, dashed and upper case name the plan that is written',
    source: '§1.1',
  },
  async (api) => {
    const plan = await createPlan(api)
    for (const uuid of listSpellings(plan.uuid)) {
      const path = plan.path.replace(plan.uuid, uuid)
      demandSuccess(api, await api.patch(path, { name: uuid }))
      api.demandEqual(api.readObject(await api.get(path))['name'], uuid, 'the name of the plan')
      demandSuccess(api, await api.post(`${path}update_prices/`, { prices: {} }))
      demandSuccess(api, await api.post(`${path}delete_organization_groups/`))
    }
  },
)
