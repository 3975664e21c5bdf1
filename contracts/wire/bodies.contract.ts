import type { Api } from '../harness/api.ts'
import { createPlan, getOfferingLink, noteCreated, PLANS } from '../harness/createPlan.ts'
import type { NewPlan } from '../harness/createPlan.ts'
import type { Exchange } from '../harness/transport/exchange.ts'
import {
  demandRefusal,
  demandSuccess,
  demandUnchanged,
  planContract,
  readPlan,
} from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'

/** The operations that read a body: how each is sent, and what an empty body answers. */
const readers: Readonly<Record<string, Reader>> = {
  create: { method: 'POST', action: null, empty: formatRequired('name', 'offering') },
  update: { method: 'PUT', action: '', empty: formatRequired('name') },
  partial_update: { method: 'PATCH', action: '', empty: null },
  update_prices: { method: 'POST', action: 'update_prices/', empty: formatRequired('prices') },
  update_quotas: { method: 'POST', action: 'update_quotas/', empty: formatRequired('quotas') },
  update_discounts: {
    method: 'POST',
    action: 'update_discounts/',
    empty: formatRequired('discounts'),
  },
  update_organization_groups: {
    method: 'POST',
    action: 'update_organization_groups/',
    empty: undefined,
  },
}

interface Reader {
  readonly method: string
  /** What follows the address of the plan; null for the address of all plans. */
  readonly action: string | null
  /** The refusal of an empty body; null when it is accepted, undefined where servers differ. */
  readonly empty: Row | null | undefined
}

function formatRequired(...names: string[]): Row {
  return Object.fromEntries(names.map((name) => [name, ['This field is required.']]))
}

/** Sends a body as it is, to an operation of our plan; notes what it makes. */
async function sendBody(
  api: Api,
  plan: NewPlan,
  { method, action }: Reader,
  { body, type }: { body?: string; type?: string },
): Promise<Exchange> {
  const path = action === null ? PLANS : `${plan.path}${action}`
  const exchange = await api.send({ method, path, body, ...(type !== undefined && { type }) })
  if (action === null) noteCreated(api, exchange)
  return exchange
}

function bodyContracts(
  name: string,
  demand: string,
  check: (api: Api, plan: NewPlan, reader: Reader) => Promise<void>,
): void {
  for (const [operation, reader] of Object.entries(readers)) {
    planContract(
      {
        id: `bodies.${name}.${operation}`,
        demand,
        source: '§1.4',
        operation: `marketplace_plans_${operation}`,
      },
      async (api: Api) => {
        const plan = await createPlan(api, { article_code: 'KEEP' })
        const before = await readPlan(api, plan)
        await check(api, plan, reader)
        await demandUnchanged(api, plan, before)
      },
    )
  }
}

const malformed = ['{', '{"name": }', '{name: 1}', "{'name': 'x'}", '{"name": "x"', 'name=x', '}']
const furtherMalformed = ['{"name": "x",}', '{"name": "x"} {}', '[1,', '"', 'nul', '{"name": 01}']

const others: readonly (readonly [json: string, type: string])[] = [
  ['[]', 'list'],
  ['[{"name": "x"}]', 'list'],
  ['"name"', 'str'],
  ['""', 'str'],
  ['5', 'int'],
  ['1.5', 'float'],
  ['true', 'bool'],
  ['false', 'bool'],
]

const foreignTypes = [
  'text/plain',
  'text/plain; charset=utf-8',
  'application/xml',
  'text/html',
  'application/octet-stream',
  'application/merge-patch+json',
]

bodyContracts(
  'malformed',
  'a body that is no JSON is refused as such, and changes nothing',
  async (api: Api, plan, reader) => {
    for (const body of [...malformed, ...furtherMalformed]) {
      const exchange = await sendBody(api, plan, reader, { body })
      api.demandStatus(exchange, 400)
      const { json } = exchange.response
      const { detail, ...rest } = (json ?? {}) as Row
      const isSaid = /^JSON parse error - ./.test(String(detail))
      api.demand(isSaid, 'a detail that begins with "JSON parse error - "', json, exchange)
      api.demandEqual(rest, {}, 'what is beside the detail', exchange)
    }
  },
)

bodyContracts(
  'not-an-object',
  'a body that is JSON but no object is refused by the name of its type',
  async (api: Api, plan, reader) => {
    for (const [body, type] of others) {
      const exchange = await sendBody(api, plan, reader, { body })
      const text = `Invalid data. Expected a dictionary, but got ${type}.`
      demandRefusal(api, exchange, { non_field_errors: [text] })
    }
    const exchange = await sendBody(api, plan, reader, { body: 'null' })
    demandRefusal(api, exchange, { non_field_errors: ['No data provided'] })
  },
)

bodyContracts(
  'unsupported-type',
  'a body of a type that is not read is 415 with the name of the type',
  async (api: Api, plan, reader) => {
    for (const type of foreignTypes) {
      const body = JSON.stringify({ name: 'Unread', offering: getOfferingLink() })
      const exchange = await sendBody(api, plan, reader, { body, type })
      api.demandStatus(exchange, 415)
      const detail = `Unsupported media type "${type}" in request.`
      api.demandEqual(exchange.response.json, { detail }, 'the body of 415', exchange)
    }
  },
)

bodyContracts(
  'empty',
  'an empty body is an empty object, with any type or none',
  async (api: Api, plan, reader) => {
    if (reader.empty === undefined) return
    for (const sending of [
      {},
      { body: '', type: 'application/json' },
      { body: '', type: 'text/plain' },
      { body: '{}' },
      { body: ' {\n} ' },
    ]) {
      const exchange = await sendBody(api, plan, reader, sending)
      if (reader.empty === null) demandSuccess(api, exchange)
      else demandRefusal(api, exchange, reader.empty)
    }
  },
)
