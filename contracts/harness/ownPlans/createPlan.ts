import { randomUUID } from 'node:crypto'
import { isArchived, isDeleted } from '../transport/exchange.ts'
import type { Exchange } from '../transport/exchange.ts'
import { findUuid } from '../transport/guard.ts'
import type { Api } from '../api.ts'
import { inLanes, shareOut } from '../inLanes.ts'
import { notePlan, noteRemoval } from './notePlan.ts'
import { BOOKINGS, PLANS, STATS } from '../paths.ts'
import { getSession } from '../session.ts'
import type { Role } from '../settings.ts'
import { Inapplicable } from '../unmet.ts'

export { BOOKINGS, PLANS, STATS }

type Row = Record<string, unknown>

/** A uuid that no object has; writes on it are allowed, since they can't harm anything. */
export function inventUuid(): string {
  const uuid = randomUUID()
  getSession().transport.guard.allow(uuid)
  return uuid
}

/** Uuids that no object has: an invented one, and the one that programs write for none. */
export const listUnknownUuids = (): string[] => [inventUuid(), '0'.repeat(32)]

/** Every row of a list, its pages joined by number, at most 3,000 rows. */
export async function readAllRows(
  api: Api,
  path: string,
  size = 300,
  role: Role = api.role,
): Promise<Row[]> {
  const rows: Row[] = []
  for (let page = 1; page <= 10; page++) {
    const separator = path.includes('?') ? '&' : '?'
    const exchange = await api.get(`${path}${separator}page_size=${size}&page=${page}`, { role })
    rows.push(...api.readRows(exchange))
    if (!/rel="next"/.test(exchange.response.headers['link'] ?? '')) return rows
    if (path.startsWith(STATS))
      throw new Inapplicable('there is more than one page of statistics, whose rows have no order')
  }
  return rows
}

/** The link of the offering under which plans may be made. */
export function getOfferingLink(): string {
  const { baseUrl, offering } = getSession().settings
  if (offering === null) throw new Inapplicable('no offering is given (--offering)')
  return `${baseUrl}/api/marketplace-provider-offerings/${findUuid(offering)}/`
}

export interface OfferingComponents {
  readonly types: readonly { readonly type: string; readonly billing: string }[]
}

const known = new WeakMap<object, OfferingComponents>()

/** Types and billing types of the components of the chosen offering; it must be a booking offering. A run reads them once. */
export async function readOfferingComponents(api: Api): Promise<OfferingComponents> {
  const session = getSession()
  const components = known.get(session) ?? (await askForComponents(api))
  known.set(session, components)
  return components
}

async function askForComponents(api: Api): Promise<OfferingComponents> {
  const { offering } = getSession().settings
  const exchange = await api.get(`${BOOKINGS}${offering ?? ''}/`)
  if (exchange.response.status !== 200) {
    throw new Inapplicable('the chosen offering is no booking offering that this token sees')
  }
  const components = api.readObject(exchange)['components'] as Row[]
  return {
    types: components.map((one) => ({
      type: String(one['type']),
      billing: String(one['billing_type']),
    })),
  }
}

export interface NewPlan {
  readonly uuid: string
  readonly path: string
  readonly row: Row
}

/** What each contract has made and not yet removed. */
const plansByApi = new WeakMap<Api, NewPlan[]>()

/** Notes what a create answer has made, wanted or not; null when it made nothing. */
export function noteCreated(api: Api, { response }: Exchange): NewPlan | null {
  const { status, json, headers } = response
  if (status >= 300) return null
  const row = typeof json === 'object' && json !== null ? (json as Row) : {}
  const uuid = findUuid(String(row['uuid'])) ?? findUuid(headers['location'] ?? '')
  if (uuid === null) return null
  notePlan(uuid)
  const plan = { uuid, path: `${PLANS}${uuid}/`, row }
  plansByApi.set(api.root, [plan, ...(plansByApi.get(api.root) ?? [])])
  return plan
}

/** Makes a plan under the chosen offering, marked as ours and noted before anything else happens. */
export async function createPlan(api: Api, fields: Row = {}): Promise<NewPlan> {
  const exchange = await api.post(PLANS, {
    name: `Contract ${api.contract}`.slice(0, 150),
    backend_id: getSession().settings.tag,
    offering: getOfferingLink(),
    ...fields,
  })
  const plan = noteCreated(api, exchange)
  api.demandStatus(exchange, 201)
  api.demand(plan !== null, 'the new plan to have a uuid', exchange.response.json)
  return plan
}

/** Removes a plan of ours; who may not delete it archives it. What fails stays in the ledger. */
export async function removePlan(api: Api, { uuid, path }: Pick<NewPlan, 'uuid' | 'path'>) {
  const deleted = await api.delete(path)
  const isGone = isDeleted(deleted) || isArchived(await api.post(`${path}archive/`))
  if (isGone) noteRemoval(uuid)
}

/** Lets a contract make plans, and removes them when it ends, however it ends. */
export async function cleanUpAfter(api: Api, use: () => Promise<void>): Promise<void> {
  try {
    await use()
  } finally {
    const plans = plansByApi.get(api.root) ?? []
    plansByApi.delete(api.root)
    await inLanes(api, async (own, lane) => {
      for (const plan of shareOut(plans, lane)) await removePlan(own, plan).catch(() => undefined)
    })
  }
}
