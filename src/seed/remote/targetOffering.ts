import type { BillingType } from '../../domain/state.ts'
import { readUuid } from '../../domain/uuid.ts'
import { UsageError } from '../../errors.ts'
import { readAllRows, readRow } from '../server/readAllRows.ts'
import { readPlan } from './serverPlan.ts'
import type { ServerPlan } from './serverPlan.ts'
import { readObject, readObjects, readText } from '../server/json.ts'
import type { Json } from '../server/json.ts'
import type { WaldurClient } from '../server/waldurClient.ts'

/** A component of the offering; `billing` is null when the server does not show it to this token. */
export interface TargetComponent {
  readonly type: string
  readonly unit: string
  readonly billing: BillingType | null
}

/** The offering that plans are made under, as far as the token sees it. */
export interface TargetOffering {
  readonly uuid: string
  readonly name: string
  readonly link: string
  readonly components: readonly TargetComponent[]
  /** Organization groups that may be named in a plan. */
  readonly groups: readonly Group[]
  readonly plans: readonly ServerPlan[]
}

export interface Group {
  readonly uuid: string
  readonly name: string
  readonly link: string
}

/** Reads the offering and its plans with GET alone; refuses, in words, what can't be sold there. */
export async function readOffering(server: WaldurClient, text: string): Promise<TargetOffering> {
  const uuid = readUuid(text)
  if (uuid === null)
    throw new UsageError(`"${text}" is no uuid. Copy that of the offering from its page.`)
  const rows = await readAllRows(server, `/api/marketplace-plans/?offering_uuid=${uuid}`)
  const offering = await findOffering(server, uuid)
  if (!offering && rows.length === 0) throw explainUnknown(server, uuid)
  const name = readText(offering?.['name']) || `offering ${uuid}`
  demandOwnPlans(offering ?? {}, name)
  return {
    uuid,
    name,
    link: `${server.target}/api/marketplace-provider-offerings/${uuid}/`,
    components: offering ? readComponents(offering) : collectComponents(rows),
    groups: collectGroups([offering ?? {}, ...rows, await readProvider(server, offering ?? {})]),
    plans: rows.map(readPlan),
  }
}

const explainUnknown = ({ target }: WaldurClient, uuid: string): UsageError =>
  new UsageError(
    `${target} has no offering ${uuid} that this token sees. Copy the uuid from the offering's page, or give a token of its owner.`,
  )

/** Bookable ones are seen as such by those who may sell them; the others as providers see them. */
async function findOffering(server: WaldurClient, uuid: string): Promise<Json | null> {
  const booking = await readRow(server, `/api/booking-offerings/${uuid}/`)
  if (booking) return booking
  const offering = await readRow(server, `/api/marketplace-provider-offerings/${uuid}/`)
  if (offering) await demandSeller(server, offering)
  return offering
}

/** Who sees a bookable offering among the bookings owns it (§2.1); of others only staff is known. */
async function demandSeller(server: WaldurClient, offering: Json): Promise<void> {
  if (offering['type'] !== 'Marketplace.Booking') return
  const { json } = await server.ask('GET', '/api/users/me/')
  if (readObject(json)['is_staff'] === true) return
  throw explainForbidden(readText(offering['name']), readText(offering['customer_name']))
}

export const explainForbidden = (offering: string, customer: string): UsageError =>
  new UsageError(
    `This token may not create plans under ${offering}. Give the token of staff, or of an owner of ${customer || 'its provider'}.`,
  )

function demandOwnPlans({ type }: Json, name: string): void {
  if (type !== 'Waldur.RemoteOffering') return
  throw new UsageError(
    `The plans of ${name} are managed by the remote side, so they can't be priced here. Choose another offering.`,
  )
}

const readComponents = (offering: Json): TargetComponent[] =>
  readObjects(offering['components']).map((row) => ({
    type: readText(row['type']),
    unit: readText(row['measured_unit']),
    billing: readBilling(row['billing_type']),
  }))

/** What the plans show of their offering's components, when the offering itself is not seen. */
function collectComponents(plans: readonly Json[]): TargetComponent[] {
  const all = plans.flatMap((plan) => readObjects(plan['components']))
  const types = new Map(all.map((row) => [readText(row['type']), readText(row['measured_unit'])]))
  return [...types].map(([type, unit]) => ({ type, unit, billing: null }))
}

const readBilling = (value: unknown): BillingType | null =>
  ['fixed', 'usage', 'limit', 'one', 'few'].includes(readText(value))
    ? (value as BillingType)
    : null

/** The provider's own groups are known to be sold to. Its link may lead to another host: only its path counts. */
async function readProvider(server: WaldurClient, offering: Json): Promise<Json> {
  const uuid = readUuid(readText(offering['customer_uuid']))
  if (uuid === null) return {}
  return (await readRow(server, `/api/customers/${uuid}/`)) ?? {}
}

function collectGroups(rows: readonly Json[]): Group[] {
  const groups = new Map<string, Group>()
  for (const row of rows.flatMap((one) => readObjects(one['organization_groups']))) {
    const uuid = readUuid(readText(row['uuid']))
    if (uuid) groups.set(uuid, { uuid, name: readText(row['name']), link: readText(row['url']) })
  }
  return [...groups.values()].sort((a, b) => (a.uuid < b.uuid ? -1 : 1))
}
