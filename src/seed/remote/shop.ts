import type { BillingType } from '../../domain/state.ts'
import { readUuid } from '../../domain/uuid.ts'
import { UsageError } from '../../errors.ts'
import { rowsAt } from './pages.ts'
import { shownPlan } from './plan.ts'
import type { ShownPlan } from './plan.ts'
import { objectIn, objectsIn, textIn } from './reading.ts'
import type { Json } from './reading.ts'
import type { Server } from './server.ts'

/** A component of the offering; `billing` is null when the server does not show it to this token. */
export interface ShopComponent {
  readonly type: string
  readonly unit: string
  readonly billing: BillingType | null
}

/** The offering that plans are made under, as far as the token sees it. */
export interface Shop {
  readonly uuid: string
  readonly name: string
  readonly link: string
  readonly components: readonly ShopComponent[]
  /** Organization groups that may be named in a plan. */
  readonly groups: readonly Group[]
  readonly plans: readonly ShownPlan[]
}

export interface Group {
  readonly uuid: string
  readonly name: string
  readonly link: string
}

/** Reads the offering and its plans with GET alone; refuses, in words, what can't be sold there. */
export async function shopOf(server: Server, text: string): Promise<Shop> {
  const uuid = readUuid(text)
  if (uuid === null)
    throw new UsageError(`"${text}" is no uuid. Copy that of the offering from its page.`)
  const rows = await rowsAt(server, `/api/marketplace-plans/?offering_uuid=${uuid}`)
  const offering = await offeringSeen(server, uuid)
  if (!offering && rows.length === 0) throw unknown(server, uuid)
  const name = textIn(offering?.['name']) || `offering ${uuid}`
  demandOwnPlans(offering ?? {}, name)
  return {
    uuid,
    name,
    link: `${server.target}/api/marketplace-provider-offerings/${uuid}/`,
    components: offering ? componentsOf(offering) : componentsIn(rows),
    groups: groupsIn([offering ?? {}, ...rows, await providerOf(server, offering ?? {})]),
    plans: rows.map(shownPlan),
  }
}

const unknown = ({ target }: Server, uuid: string): UsageError =>
  new UsageError(
    `${target} has no offering ${uuid} that this token sees. Copy the uuid from the offering's page, or give a token of its owner.`,
  )

/** Bookable ones are seen as such by those who may sell them; the others as providers see them. */
async function offeringSeen(server: Server, uuid: string): Promise<Json | null> {
  const booking = await offeringAt(server, `/api/booking-offerings/${uuid}/`)
  if (booking) return booking
  const offering = await offeringAt(server, `/api/marketplace-provider-offerings/${uuid}/`)
  if (offering) await demandSeller(server, offering)
  return offering
}

async function offeringAt(server: Server, path: string): Promise<Json | null> {
  const { status, json } = await server.ask('GET', path)
  return status === 200 ? objectIn(json) : null
}

/** Who sees a bookable offering among the bookings owns it (§2.1); of others only staff is known. */
async function demandSeller(server: Server, offering: Json): Promise<void> {
  if (offering['type'] !== 'Marketplace.Booking') return
  const { json } = await server.ask('GET', '/api/users/me/')
  if (objectIn(json)['is_staff'] === true) return
  throw mayNotCreate(textIn(offering['name']), textIn(offering['customer_name']))
}

export const mayNotCreate = (offering: string, customer: string): UsageError =>
  new UsageError(
    `This token may not create plans under ${offering}. Give the token of staff, or of an owner of ${customer || 'its provider'}.`,
  )

function demandOwnPlans({ type }: Json, name: string): void {
  if (type !== 'Waldur.RemoteOffering') return
  throw new UsageError(
    `The plans of ${name} are managed by the remote side, so they can't be priced here. Choose another offering.`,
  )
}

const componentsOf = (offering: Json): ShopComponent[] =>
  objectsIn(offering['components']).map((row) => ({
    type: textIn(row['type']),
    unit: textIn(row['measured_unit']),
    billing: billingIn(row['billing_type']),
  }))

/** What the plans show of their offering's components, when the offering itself is not seen. */
function componentsIn(plans: readonly Json[]): ShopComponent[] {
  const all = plans.flatMap((plan) => objectsIn(plan['components']))
  const types = new Map(all.map((row) => [textIn(row['type']), textIn(row['measured_unit'])]))
  return [...types].map(([type, unit]) => ({ type, unit, billing: null }))
}

const billingIn = (value: unknown): BillingType | null =>
  ['fixed', 'usage', 'limit', 'one', 'few'].includes(textIn(value)) ? (value as BillingType) : null

/** The provider's own groups are known to be sold to. Its link may lead to another host: only its path counts. */
async function providerOf(server: Server, offering: Json): Promise<Json> {
  const uuid = readUuid(textIn(offering['customer_uuid']))
  if (uuid === null) return {}
  const { status, json } = await server.ask('GET', `/api/customers/${uuid}/`)
  return status === 200 ? objectIn(json) : {}
}

function groupsIn(rows: readonly Json[]): Group[] {
  const groups = new Map<string, Group>()
  for (const row of rows.flatMap((one) => objectsIn(one['organization_groups']))) {
    const uuid = readUuid(textIn(row['uuid']))
    if (uuid) groups.set(uuid, { uuid, name: textIn(row['name']), link: textIn(row['url']) })
  }
  return [...groups.values()].sort((a, b) => (a.uuid < b.uuid ? -1 : 1))
}
