import type { Dialect } from '../../dialect.ts'
import { linkOrNull, linkTo, publicPlanLink, uuidIn } from '../links/links.ts'
import { asNumber, asText, isPositive, sumOf, times } from './money.ts'
import { offeringComponents } from './prices.ts'
import type {
  BillingType,
  OfferingComponent,
  OrganizationGroup,
  Plan,
  PlanComponent,
  State,
} from '../state.ts'
import { byName, groupOf, rowOf } from '../table.ts'
import type { Context } from '../context.ts'
import { resourcesOf } from './usage.ts'
import type { PlanUsage } from './usage.ts'

/** What a representation depends on besides its row. */
export type View = Pick<Context, 'state' | 'style' | 'as'>

/** A plan as the plans API shows it, keys in the order of the page (§2.2). */
export function planShown(view: View, plan: Plan): object {
  const { beginning, end } = planParts(view, plan)
  return {
    url: linkTo(view.style, 'plan', plan.uuid),
    ...beginning,
    offering: linkTo(view.style, 'provider offering', plan.offering),
    ...end,
  }
}

/** A plan inside an offering: no `offering`, and a link to the public offering (§2.0, row 27). */
export function nestedPlanShown(view: View, plan: Plan): object {
  const { beginning, end } = planParts(view, plan)
  return { url: publicPlanLink(view.style, plan.offering, plan.uuid), ...beginning, ...end }
}

function planParts(view: View, plan: Plan) {
  const { total, live } = resourcesOf(view.state, plan)
  const priced = pricedOf(view, plan)
  return {
    beginning: {
      uuid: uuidIn(view.style, plan.uuid),
      name: plan.name,
      description: plan.description,
      article_code: plan.article_code,
      max_amount: plan.max_amount,
      archived: plan.archived,
      is_active: !plan.max_amount || plan.max_amount > live,
      unit_price: plan.unit_price,
      unit: plan.unit,
      init_price: priced.init_price,
      switch_price: priced.switch_price,
      backend_id: plan.backend_id,
      organization_groups: plan.organization_groups.flatMap((uuid) => groupShown(view, uuid)),
      components: priced.components,
    },
    end: {
      prices: priced.prices,
      future_prices: priced.future_prices,
      quotas: priced.quotas,
      resources_count: total,
      plan_type: priced.plan_type,
      minimal_price: priced.minimal_price,
    },
  }
}

type Priced = ReturnType<typeof partsShown>

const shownOnce = new WeakMap<object, { from: readonly unknown[]; priced: Priced }>()

/** What a plan shows of its components: rendered once for as long as it has the same ones. */
function pricedOf({ state, as }: View, plan: Plan): Priced {
  const offered = offeringComponents(state, plan)
  const known = shownOnce.get(plan.components)
  if (known?.from[0] === offered && known.from[1] === as) return known.priced
  const priced = partsShown(as, partsOf(state, plan))
  shownOnce.set(plan.components, { from: [offered, as], priced })
  return priced
}

const partsShown = (as: Dialect, parts: readonly Part[]) => ({
  init_price: totalShown(as, pricesOf(parts, 'one')),
  switch_price: totalShown(as, pricesOf(parts, 'few')),
  components: parts.map(componentShown),
  prices: byType(parts, ({ price }) => money(as, price)),
  future_prices: byType(parts, ({ future_price }) =>
    future_price === null ? null : money(as, future_price),
  ),
  quotas: byType(parts, ({ amount }) => amount),
  plan_type: planType(parts),
  minimal_price: totalShown(as, parts.flatMap(minimum)),
})

/** A component of a plan beside the component of the offering that it prices. */
type Part = PlanComponent &
  Pick<OfferingComponent, 'uuid' | 'name' | 'measured_unit' | 'billing_type'>

/** Plan components in the order of their names (§2.14). */
function partsOf(state: State, plan: Plan): Part[] {
  const offered = new Map(offeringComponents(state, plan).map((one) => [one.type, one]))
  return plan.components
    .flatMap((component) => {
      const match = offered.get(component.type)
      if (!match) return []
      const { uuid, name, measured_unit, billing_type } = match
      return [{ uuid, name, measured_unit, billing_type, ...component }]
    })
    .sort(byName)
}

const componentShown = (part: Part): object => ({
  type: part.type,
  name: part.name,
  measured_unit: part.measured_unit,
  amount: part.amount,
  price: part.price,
  future_price: part.future_price,
  discount_threshold: part.discount_threshold,
  discount_rate: part.discount_rate,
})

const byType = <T>(parts: readonly Part[], value: (part: Part) => T): Record<string, T> =>
  Object.fromEntries(parts.map((part) => [part.type, value(part)]))

const pricesOf = (parts: readonly Part[], billing: BillingType): string[] =>
  parts.filter(({ billing_type }) => billing_type === billing).map(({ price }) => price)

const TYPE_NAMES: Readonly<Record<BillingType, string>> = {
  usage: 'usage-based',
  fixed: 'fixed',
  one: 'one-time',
  few: 'on-plan-switch',
  limit: 'limit',
}

/** Named after the only billing type with a price; mixed for several, null for none (§2.14). */
function planType(parts: readonly Part[]): string | null {
  const priced = parts.filter(({ price }) => isPositive(price))
  const names = new Set(priced.map(({ billing_type }) => TYPE_NAMES[billing_type]))
  const [only] = names
  return names.size > 1 ? 'mixed' : (only ?? null)
}

/** The least that a purchase costs: nothing for usage, a fixed component at least once (§2.14). */
function minimum({ billing_type, price, amount }: Part): string[] {
  if (billing_type === 'fixed') return [times(price, amount || 1)]
  return billing_type === 'limit' || billing_type === 'one' ? [price] : []
}

/** The least price of a plan, exact, as decimal text. */
export const minimalPrice = (state: State, plan: Plan): string =>
  sumOf(partsOf(state, plan).flatMap(minimum)) ?? '0'

const money = (as: Dialect, price: string): number | string =>
  as.money === 'number' ? asNumber(price) : asText(price)

/** A sum that is zero is the integer 0 in both dialects (§3.9). */
function totalShown(as: Dialect, prices: readonly string[]): number | string {
  const sum = sumOf(prices)
  return sum !== null && isPositive(sum) ? money(as, sum) : 0
}

export function groupShown({ state, style, as }: View, uuid: string): object[] {
  const group = rowOf(state.organization_groups, uuid)
  if (!group) return []
  const parent = rowOf(state.organization_groups, group.parent)
  return [
    {
      uuid: uuidIn(style, group.uuid),
      url: linkTo(style, 'organization group', group.uuid),
      name: group.name,
      ...(parent && { parent_uuid: uuidIn(style, parent.uuid), parent_name: parent.name }),
      parent: linkOrNull(style, 'organization group', group.parent),
      ...(as.groupCustomers === 'counted' && { customers_count: customersIn(state, group) }),
    },
  ]
}

const customersIn = (state: State, group: OrganizationGroup): number =>
  state.customers.ordered
    .keysArray()
    .filter(({ organization_groups }) => organization_groups.includes(group.uuid)).length

export const usageShown = ({ style, state }: View, row: PlanUsage): object => ({
  plan_uuid: uuidIn(style, row.plan.uuid),
  plan_name: row.plan.name,
  limit: row.limit,
  usage: row.usage,
  remaining: row.remaining,
  offering_uuid: uuidIn(style, row.offering.uuid),
  offering_name: row.offering.name,
  customer_provider_uuid: row.offering.customer && uuidIn(style, row.offering.customer),
  customer_provider_name: rowOf(state.customers, row.offering.customer)?.name ?? null,
})

/** Resources with a plan, for counts that a whole offering shows. */
export const liveResources = (state: State, plan: Plan) =>
  groupOf(state.resources, 'plan', plan.uuid)
    .keysArray()
    .filter((resource) => resource.state !== 'Terminated')
