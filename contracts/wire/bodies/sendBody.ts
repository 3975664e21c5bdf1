import type { Api } from '../../harness/api.ts'
import { getOfferingLink, noteCreated, PLANS } from '../../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../../harness/ownPlans/createPlan.ts'
import type { Exchange } from '../../harness/transport/exchange.ts'
import { demandRefusal } from '../../plans/planContract.ts'
import type { Row } from '../../plans/planContract.ts'

/** The operations that read a body: how each is sent, and what an empty body answers. */
export const readers: Readonly<Record<string, Reader>> = {
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

export interface Reader {
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
export async function sendBody(
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

export const malformed: readonly string[] = [
  '{',
  '{"name": }',
  '{name: 1}',
  "{'name': 'x'}",
  '{"name": "x"',
  'name=x',
  '}',
  '{"name": "x",}',
  '{"name": "x"} {}',
  '[1,',
  '"',
  'nul',
  '{"name": 01}',
]

export const others: readonly (readonly [json: string, type: string])[] = [
  ['[]', 'list'],
  ['[{"name": "x"}]', 'list'],
  ['"name"', 'str'],
  ['""', 'str'],
  ['5', 'int'],
  ['1.5', 'float'],
  ['true', 'bool'],
  ['false', 'bool'],
]

export const foreignTypes = [
  'text/plain',
  'text/plain; charset=utf-8',
  'application/xml',
  'text/html',
  'application/octet-stream',
  'application/merge-patch+json',
]

/** Demands the refusal of a body that is no JSON; what follows the prefix is the parser's own. */
export function demandMalformed(api: Api, exchange: Exchange): void {
  api.demandStatus(exchange, 400)
  const { json } = exchange.response
  const { detail, ...rest } = (json ?? {}) as Row
  const isSaid = /^JSON parse error - ./.test(String(detail))
  api.demand(isSaid, 'a detail that begins with "JSON parse error - "', json, exchange)
  api.demandEqual(rest, {}, 'what is beside the detail', exchange)
}

export const demandNoObject = (api: Api, exchange: Exchange, type: string): void =>
  demandRefusal(api, exchange, {
    non_field_errors: [`Invalid data. Expected a dictionary, but got ${type}.`],
  })

export function demandForeign(api: Api, exchange: Exchange, type: string): void {
  api.demandStatus(exchange, 415)
  const detail = `Unsupported media type "${type}" in request.`
  api.demandEqual(exchange.response.json, { detail }, 'the body of 415', exchange)
}

export const formatUnread = (): string =>
  JSON.stringify({ name: 'Unread', offering: getOfferingLink() })
