import type { Dialect } from '../../dialect.ts'
import { linkOrNull, linkTo, linkToPublicPlan, writeUuid } from '../links/links.ts'
import { toNumber, toText, isPositive, sumPrices, multiplyPrice } from './money.ts'
import { writeFormula } from './formula.ts'
import { listOfferingComponents } from './prices.ts'
import { writeLimitPeriod } from './limitPeriod.ts'
import type {
  BillingType,
  OfferingComponent,
  OrganizationGroup,
  Plan,
  PlanComponent,
  State,
} from '../state.ts'
import { byName, findGroup, findRow, listRows } from '../table.ts'
import type { Context } from '../context.ts'
import { countResources } from './usage.ts'

/** What a representation depends on besides its row. */
export type View = Pick<Context, 'state' | 'style' | 'as'>

/** A plan as the plans API shows it, keys in the order of the page (§2.2). */
export const renderPlan = (view: View, plan: Plan) =>
  renderFields(view, plan, {
    url: linkTo(view.style, 'plan', plan.uuid),
    offering: linkTo(view.style, 'provider offering', plan.offering),
  })

/** A plan inside an offering: no `offering`, and a link to the public offering (§2.0, row 27). */
export const renderNestedPlan = (view: View, plan: Plan): object =>
  renderFields(view, plan, { url: linkToPublicPlan(view.style, plan.offering, plan.uuid) })

function renderFields(
  view: View,
  plan: Plan,
  { url, offering }: { readonly url: string; readonly offering?: string },
) {
  const { total, live } = countResources(view.state, plan)
  const priced = renderPricesOnce(view, plan)
  return {
    url,
    uuid: writeUuid(view.style, plan.uuid),
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
    ...(view.as.laterFields && { billing_mode: plan.billing_mode ?? 'inherit' }),
    organization_groups: renderGroups(view, plan.organization_groups),
    components: priced.components,
    ...(offering !== undefined && { offering }),
    prices: priced.prices,
    future_prices: priced.future_prices,
    quotas: priced.quotas,
    resources_count: total,
    plan_type: priced.plan_type,
    minimal_price: priced.minimal_price,
  }
}

type RenderedPrices = ReturnType<typeof renderPrices>

const renderedPrices = new WeakMap<object, { from: readonly unknown[]; priced: RenderedPrices }>()

/** What a plan shows of its components: rendered once for as long as it has the same ones. */
function renderPricesOnce({ state, as }: View, plan: Plan): RenderedPrices {
  const offered = listOfferingComponents(state, plan)
  const known = renderedPrices.get(plan.components)
  if (known?.from[0] === offered && known.from[1] === as) return known.priced
  const priced = renderPrices(as, listParts(state, plan))
  renderedPrices.set(plan.components, { from: [offered, as], priced })
  return priced
}

const renderPrices = (as: Dialect, parts: readonly Part[]) => ({
  init_price: renderTotal(as, listPrices(as, parts, 'one')),
  switch_price: renderTotal(as, listPrices(as, parts, 'few')),
  components: parts.map((part) => renderComponent(as, part)),
  prices: mapByType(parts, ({ price }) => writeFigure(as, price)),
  future_prices: mapByType(parts, ({ future_price }) =>
    future_price === null ? null : writeFigure(as, future_price),
  ),
  quotas: mapByType(parts, ({ amount }) => amount),
  plan_type: findPlanType(parts),
  minimal_price: renderMinimum(as, parts.flatMap(listMinimum)),
})

/** A component of a plan beside the component of the offering that it prices. */
export type Part = PlanComponent &
  Pick<
    OfferingComponent,
    'uuid' | 'name' | 'measured_unit' | 'billing_type' | 'is_prepaid' | 'limit_period'
  >

/** Plan components in the order of their names (§2.14). */
export function listParts(state: State, plan: Plan): Part[] {
  const offered = new Map(listOfferingComponents(state, plan).map((one) => [one.type, one]))
  return plan.components
    .flatMap((component) => {
      const match = offered.get(component.type)
      if (!match) return []
      const { uuid, name, measured_unit, billing_type, is_prepaid, limit_period } = match
      const own = { uuid, name, measured_unit, billing_type, is_prepaid, limit_period }
      return [{ ...own, ...component }]
    })
    .sort(byName)
}

const renderComponent = (as: Dialect, part: Part): object => ({
  type: part.type,
  name: part.name,
  measured_unit: part.measured_unit,
  amount: part.amount,
  price: part.price,
  future_price: part.future_price,
  discount_threshold: part.discount_threshold,
  discount_rate: part.discount_rate,
  ...(as.laterFields && renderLaterFields(as, part)),
})

/** Of the releases after the pages; the shape of the release says which of them it has. */
const renderLaterFields = (as: Dialect, part: Part): object => ({
  discounted_price: discountPrice(part),
  discount_formula: writeFormula(part),
  discount_aggregation: part.discount_aggregation ?? 'customer',
  billing_type: part.billing_type,
  is_prepaid: part.is_prepaid,
  limit_period: writeLimitPeriod(as, part.limit_period),
})

/** The price once the threshold is reached; null without a discount. */
const discountPrice = ({ price, discount_threshold, discount_rate }: Part): string | null =>
  discount_threshold === null || discount_rate === null
    ? null
    : multiplyPrice(price, (100 - discount_rate) / 100)

const mapByType = <T>(parts: readonly Part[], value: (part: Part) => T): Record<string, T> =>
  Object.fromEntries(parts.map((part) => [part.type, value(part)]))

const listPrices = (as: Dialect, parts: readonly Part[], billing: BillingType): string[] =>
  parts
    .filter(({ billing_type }) => billing_type === billing)
    .map(({ price, amount }) =>
      as.oneTimePrices === 'price' ? price : multiplyPrice(price, amount),
    )

const TYPE_NAMES: Readonly<Record<BillingType, string>> = {
  usage: 'usage-based',
  fixed: 'fixed',
  one: 'one-time',
  few: 'on-plan-switch',
  limit: 'limit',
}

/** Named after the only billing type with a price; mixed for several, null for none (§2.14). */
function findPlanType(parts: readonly Part[]): string | null {
  const priced = parts.filter(({ price }) => isPositive(price))
  const names = new Set(priced.map(({ billing_type }) => TYPE_NAMES[billing_type]))
  const [only] = names
  return names.size > 1 ? 'mixed' : (only ?? null)
}

/** The least that a purchase costs: nothing for usage, a fixed component at least once (§2.14). */
function listMinimum({ billing_type, price, amount }: Part): string[] {
  if (billing_type === 'fixed') return [multiplyPrice(price, amount || 1)]
  return billing_type === 'limit' || billing_type === 'one' ? [price] : []
}

/** The least price of a plan, exact, as decimal text. */
export const sumMinimalPrice = (state: State, plan: Plan): string =>
  sumPrices(listParts(state, plan).flatMap(listMinimum)) ?? '0'

const writeMoney = (as: Dialect, price: string): number | string =>
  as.money === 'number' ? toNumber(price) : toText(price)

/** A price in a map, or the least price of all. */
const writeFigure = (as: Dialect, price: string): number | string =>
  as.figures === 'text' ? toText(price) : writeMoney(as, price)

/** The pages of later releases type it as a text, zero too; real servers go on summing nothing to 0. */
const renderMinimum = (as: Dialect, prices: readonly string[]): number | string =>
  as.figures === 'text' && as.money === 'number'
    ? toText(sumPrices(prices) ?? '0')
    : renderTotal(as, prices)

/** A sum that is zero is the integer 0 in both dialects (§3.9). */
function renderTotal(as: Dialect, prices: readonly string[]): number | string {
  const sum = sumPrices(prices)
  return sum !== null && isPositive(sum) ? writeMoney(as, sum) : 0
}

/** Groups are shown by name, whatever order they were set in (§2.9). */
export function renderGroups(view: View, uuids: readonly string[]): object[] {
  const rows = uuids.flatMap((uuid) => findRow(view.state.organization_groups, uuid) ?? [])
  return rows.sort(byName).flatMap(({ uuid }) => renderGroup(view, uuid))
}

export function renderGroup({ state, style, as }: View, uuid: string): object[] {
  const group = findRow(state.organization_groups, uuid)
  if (!group) return []
  const parent = findRow(state.organization_groups, group.parent)
  return [
    {
      uuid: writeUuid(style, group.uuid),
      url: linkTo(style, 'organization group', group.uuid),
      name: group.name,
      ...(parent && { parent_uuid: writeUuid(style, parent.uuid), parent_name: parent.name }),
      parent: linkOrNull(style, 'organization group', group.parent),
      ...(as.groupCustomers === 'counted' && { customers_count: countCustomers(state, group) }),
    },
  ]
}

const countCustomers = (state: State, group: OrganizationGroup): number =>
  listRows(state.customers).filter(({ organization_groups }) =>
    organization_groups.includes(group.uuid),
  ).length

/** Resources with a plan, for counts that a whole offering shows. */
export const listLiveResources = (state: State, plan: Plan) =>
  findGroup(state.resources, 'plan', plan.uuid)
    .keysArray()
    .filter((resource) => resource.state !== 'Terminated')
