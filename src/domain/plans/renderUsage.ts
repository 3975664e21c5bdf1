import { findRow } from '../table.ts'
import { writeUuid } from '../links/links.ts'
import type { View } from './renderPlan.ts'
import type { PlanUsage } from './usage.ts'

/** A row of the usage statistics (§2.11). */
export const renderUsage = ({ style, state }: View, row: PlanUsage): object => ({
  plan_uuid: writeUuid(style, row.plan.uuid),
  plan_name: row.plan.name,
  limit: row.limit,
  usage: row.usage,
  remaining: row.remaining,
  offering_uuid: writeUuid(style, row.offering.uuid),
  offering_name: row.offering.name,
  customer_provider_uuid: row.offering.customer && writeUuid(style, row.offering.customer),
  customer_provider_name: findRow(state.customers, row.offering.customer)?.name ?? null,
})
