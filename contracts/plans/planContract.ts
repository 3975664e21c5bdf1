import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { isQuick } from '../harness/choice/limitSample.ts'
import {
  BOOKINGS,
  cleanUpAfter,
  PLANS,
  readAllRows,
  STATS,
} from '../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../harness/ownPlans/createPlan.ts'
import type { Demand } from '../harness/demand.ts'
import { getSession } from '../harness/session.ts'
import type { Role } from '../harness/settings.ts'
import type { Exchange } from '../harness/transport/exchange.ts'
import { findUuid } from '../harness/transport/guard.ts'
import { describeAnswer } from '../harness/findings/describeAnswer.ts'

export type Row = Record<string, unknown>

interface PlanDemand extends Omit<Demand, 'needs'> {
  readonly roles?: readonly Role[]
}

/** A contract that makes plans of its own; they are gone when it ends. */
export function planContract(
  { roles = [], ...demand }: PlanDemand,
  check: (api: Api) => Promise<void>,
) {
  contract({ ...demand, needs: { write: true, roles } }, (api) =>
    cleanUpAfter(api, () => check(api)),
  )
}

/** The plan as its own address shows it. */
export async function readPlan(api: Api, { path }: Pick<NewPlan, 'path'>): Promise<Row> {
  const exchange = await api.get(path)
  api.demandStatus(exchange, 200)
  return api.readObject(exchange)
}

/** Demands a refusal with exactly this body. */
export function demandRefusal(api: Api, exchange: Exchange, body: unknown): void {
  api.demandStatus(exchange, 400)
  api.demandEqual(exchange.response.json, body, 'the body of the refusal', exchange)
}

/** Demands an action's success: the pages say 200, some servers 202 or 204. */
export function demandSuccess(api: Api, exchange: Exchange): void {
  const { status } = exchange.response
  api.demand(
    status >= 200 && status < 300,
    'success',
    () => describeAnswer(exchange.response),
    exchange,
  )
}

/** Demands that a plan is shown as before. */
export async function demandUnchanged(api: Api, plan: Pick<NewPlan, 'path'>, before: Row) {
  const { response, request } = await api.get(plan.path)
  api.demandEqual(response.json, before, 'the plan to be unchanged', { request, response })
}

/** Demands that exactly these fields of a plan are different from before, and have these values. */
export async function demandChanged(
  api: Api,
  plan: NewPlan,
  before: Row,
  wanted: Row,
): Promise<Row> {
  const after = await readPlan(api, plan)
  demandOnly(api, after, { before, wanted })
  return after
}

export function demandOnly(
  api: Api,
  after: Row,
  { before, wanted }: { readonly before: Row; readonly wanted: Row },
): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    api.demandEqual(
      after[name],
      name in wanted ? wanted[name] : before[name],
      `${name} of the plan`,
    )
  }
}

/** Fields that only GET has to show (§2.0, row 5). */
export function omitReadOnly(row: Row): Row {
  const { plan_type: _, minimal_price: __, ...rest } = row
  return rest
}

/** What GET has to show of what a write has answered: it alone shows the sign of a zero (§1.13). */
export function readReply(row: Row): Row {
  const reply = omitReadOnly(row)
  return /^-0\.0+$/.test(String(reply['unit_price']))
    ? { ...reply, unit_price: String(reply['unit_price']).slice(1) }
    : reply
}

/** Demands that a write is answered with the plan as it is now. */
export async function demandReplyAsShown(
  api: Api,
  plan: NewPlan,
  exchange: Exchange,
): Promise<void> {
  const reply = readReply(api.readObject(exchange))
  const row = omitReadOnly(await readPlan(api, plan))
  api.demandEqual(
    reply,
    row,
    'the answer of the write (plan_type and minimal_price aside)',
    exchange,
  )
}

const getOfferingUuid = (): string => findUuid(getSession().settings.offering ?? '') ?? ''

/** The rows of a plan in the list of plans. */
export async function readListed(api: Api, uuid: string): Promise<Row[]> {
  const rows = await readAllRows(api, `${PLANS}?offering_uuid=${getOfferingUuid()}`)
  return rows.filter((row) => findUuid(String(row['uuid'])) === uuid)
}

/** The booking offering of our plans; null when it is not seen. */
async function readOffering(api: Api): Promise<Row | null> {
  const exchange = await api.get(`${BOOKINGS}${getOfferingUuid()}/`)
  return exchange.response.status === 200 ? api.readObject(exchange) : null
}

/** The rows of a plan in its booking offering; null when the offering shows other plans or none. */
export async function readNested(api: Api, uuid: string): Promise<Row[] | null> {
  const offering = await readOffering(api)
  return offering && findNested(api, offering, uuid)
}

function findNested(api: Api, offering: Row, uuid: string): Row[] | null {
  if (typeof offering['parent_uuid'] === 'string') return null
  const plans = offering['plans']
  api.demand(Array.isArray(plans), 'the offering to have plans', plans)
  return (plans as Row[]).filter((row) => findUuid(String(row['uuid'])) === uuid)
}

/** The rows of a plan in the usage statistics. */
async function readUsage(api: Api, uuid: string): Promise<Row[]> {
  const rows = await readAllRows(api, `${STATS}?offering_uuid=${getOfferingUuid()}`)
  return rows.filter((row) => findUuid(String(row['plan_uuid'])) === uuid)
}

/** Where else a plan is shown. */
const VIEWS = [demandListedAlike, demandNestedAlike]

const counts = new WeakMap<object, number>()

/** Demands that list, offering and statistics show a plan as it shows itself; a quick run looks at one of them, in turn. */
export async function demandShownAlike(api: Api, plan: NewPlan): Promise<void> {
  const row = await readPlan(api, plan)
  const session = getSession()
  const nth = counts.get(session) ?? 0
  counts.set(session, nth + 1)
  for (const view of isQuick() ? [VIEWS[nth % VIEWS.length]] : VIEWS) await view?.(api, plan, row)
}

async function demandListedAlike(api: Api, { uuid }: NewPlan, row: Row): Promise<void> {
  api.demandEqual(await readListed(api, uuid), [row], 'the rows of the plan in the list')
}

async function demandNestedAlike(api: Api, plan: NewPlan, row: Row): Promise<void> {
  const offering = await readOffering(api)
  const inside = offering && findNested(api, offering, plan.uuid)
  const { url: _, offering: __, ...rest } = row
  if (inside) {
    const plans = inside.map(({ url: _, ...terms }) => terms)
    api.demandEqual(plans, [rest], 'the rows of the plan in its offering, links aside')
  }
  if (offering?.['billable'] !== true) return
  const usage = await readUsage(api, plan.uuid)
  const facts = usage.map(({ plan_name, limit }) => ({ plan_name, limit }))
  const wanted = [{ plan_name: row['name'], limit: row['max_amount'] }]
  api.demandEqual(facts, wanted, 'the rows of the plan in the usage statistics')
}
