import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import type { Law } from '../harness/contract.ts'
import { allRows, BOOKINGS, PLANS, STATS, tidied } from '../harness/given.ts'
import type { NewPlan } from '../harness/given.ts'
import { uuidIn } from '../harness/guard.ts'
import { session } from '../harness/session.ts'
import type { Role } from '../run/settings.ts'
import type { Exchange } from '../harness/transport.ts'

export type Row = Record<string, unknown>

interface WritingLaw extends Omit<Law, 'needs'> {
  readonly roles?: readonly Role[]
}

/** A contract that makes plans of its own; they are gone when it ends. */
export function writing({ roles = [], ...law }: WritingLaw, check: (api: Api) => Promise<void>) {
  contract({ ...law, needs: { write: true, roles } }, (api) => tidied(api, () => check(api)))
}

/** The plan as its own address shows it. */
export async function shown(api: Api, { path }: Pick<NewPlan, 'path'>): Promise<Row> {
  const exchange = await api.get(path)
  api.status(exchange, 200)
  return api.object(exchange)
}

/** Demands a refusal with exactly this body. */
export function refused(api: Api, exchange: Exchange, body: unknown): void {
  api.status(exchange, 400)
  api.equal(exchange.response.json, body, 'the body of the refusal', exchange)
}

/** Demands an action's success: the pages say 200, some servers 202 or 204. */
export function done(api: Api, exchange: Exchange): void {
  const { status, text } = exchange.response
  api.demand(status >= 200 && status < 300, 'success', `${status} ${text}`, exchange)
}

/** Demands that a plan is shown as before. */
export async function unchanged(api: Api, plan: Pick<NewPlan, 'path'>, before: Row) {
  const { response, request } = await api.get(plan.path)
  api.equal(response.json, before, 'the plan to be unchanged', { request, response })
}

/** Demands that exactly these fields of a plan are different from before, and have these values. */
export async function changed(api: Api, plan: NewPlan, before: Row, wanted: Row): Promise<Row> {
  const after = await shown(api, plan)
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    api.equal(after[name], name in wanted ? wanted[name] : before[name], `${name} of the plan`)
  }
  return after
}

/** Fields that only GET has to show (§2.0, row 5). */
export function withoutReadOnly(row: Row): Row {
  const { plan_type: _, minimal_price: __, ...rest } = row
  return rest
}

/** Demands that a write is answered with the plan as it is now. */
export async function repliedAsShown(api: Api, plan: NewPlan, exchange: Exchange): Promise<void> {
  const reply = withoutReadOnly(api.object(exchange))
  const row = withoutReadOnly(await shown(api, plan))
  api.equal(reply, row, 'the answer of the write (plan_type and minimal_price aside)', exchange)
}

const offeringUuid = (): string => uuidIn(session().settings.offering ?? '') ?? ''

/** The rows of a plan in the list of plans. */
export async function listed(api: Api, uuid: string): Promise<Row[]> {
  const rows = await allRows(api, `${PLANS}?offering_uuid=${offeringUuid()}`)
  return rows.filter((row) => uuidIn(String(row['uuid'])) === uuid)
}

/** The booking offering of our plans; null when it is not seen. */
async function offeringSeen(api: Api): Promise<Row | null> {
  const exchange = await api.get(`${BOOKINGS}${offeringUuid()}/`)
  return exchange.response.status === 200 ? api.object(exchange) : null
}

/** The rows of a plan in its booking offering; null when the offering shows other plans or none. */
export async function nested(api: Api, uuid: string): Promise<Row[] | null> {
  const offering = await offeringSeen(api)
  return offering && nestedIn(api, offering, uuid)
}

function nestedIn(api: Api, offering: Row, uuid: string): Row[] | null {
  if (typeof offering['parent_uuid'] === 'string') return null
  const plans = offering['plans']
  api.demand(Array.isArray(plans), 'the offering to have plans', plans)
  return (plans as Row[]).filter((row) => uuidIn(String(row['uuid'])) === uuid)
}

/** The rows of a plan in the usage statistics. */
async function counted(api: Api, uuid: string): Promise<Row[]> {
  const rows = await allRows(api, `${STATS}?offering_uuid=${offeringUuid()}`)
  return rows.filter((row) => uuidIn(String(row['plan_uuid'])) === uuid)
}

/** Demands that list, offering and statistics show a plan as it shows itself. */
export async function shownAlike(api: Api, plan: NewPlan): Promise<void> {
  const row = await shown(api, plan)
  api.equal(await listed(api, plan.uuid), [row], 'the rows of the plan in the list')
  const offering = await offeringSeen(api)
  const inside = offering && nestedIn(api, offering, plan.uuid)
  const { url: _, offering: __, ...rest } = row
  if (inside) {
    const plans = inside.map(({ url: _, ...terms }) => terms)
    api.equal(plans, [rest], 'the rows of the plan in its offering, links aside')
  }
  if (offering?.['billable'] !== true) return
  const usage = await counted(api, plan.uuid)
  const facts = usage.map(({ plan_name, limit }) => ({ plan_name, limit }))
  const wanted = [{ plan_name: row['name'], limit: row['max_amount'] }]
  api.equal(facts, wanted, 'the rows of the plan in the usage statistics')
}
