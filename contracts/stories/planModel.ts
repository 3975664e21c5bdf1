import { toHex, toRows } from '../harness/readBookings.ts'
import type { Row } from '../harness/readBookings.ts'
import { DISCOUNT_FIELDS, NO_DISCOUNT } from '../prices/discounts.ts'
import { computePlanType, formatDecimal, formulas } from '../prices/totals.ts'
import type { PricePart } from '../prices/totals.ts'

/** What a story needs to know of the offering under which its plans are made. */
export interface StoryOffering {
  readonly offering: string
  /** In the order in which plans show them. */
  readonly components: readonly Component[]
  readonly groups: readonly { readonly uuid: string; readonly link: string }[]
  readonly tag: string
  /** Its plans are those of its parent. */
  readonly isChild: boolean
  readonly billable: boolean
}

export interface Component {
  readonly type: string
  readonly name: string
  readonly measured_unit: string
  readonly billing: string
}

interface Terms {
  readonly price: bigint
  readonly amount: number
  readonly discount: Row
}

/** A plan that no resource uses, as the rules of §2 say that it must be. */
export interface PlanModel {
  readonly fields: Fields
  readonly groups: readonly string[]
  readonly terms: Readonly<Record<string, Terms>>
}

export interface Fields {
  readonly name: string
  readonly description: string
  readonly article_code: string
  readonly unit: string
  readonly max_amount: number | null
  readonly archived: boolean
  readonly unit_price: string
}

const NEW: Terms = { price: 0n, amount: 0, discount: NO_DISCOUNT }

export const createModel = ({ components }: StoryOffering, fields: Partial<Fields>): PlanModel => ({
  fields: {
    name: '',
    description: '',
    article_code: '',
    unit: 'day',
    max_amount: null,
    archived: false,
    unit_price: '0',
    ...fields,
  },
  groups: [],
  terms: Object.fromEntries(components.map(({ type }) => [type, NEW])),
})

export const updateFields = (plan: PlanModel, fields: Partial<Fields>): PlanModel => ({
  ...plan,
  fields: { ...plan.fields, ...fields },
})

/** Prices and quotas replace: what is not named becomes zero. */
export const updatePrices = (
  plan: PlanModel,
  prices: Readonly<Record<string, bigint>>,
): PlanModel => mapTerms(plan, (terms, type) => ({ ...terms, price: prices[type] ?? 0n }))

export const updateQuotas = (
  plan: PlanModel,
  quotas: Readonly<Record<string, number>>,
): PlanModel => mapTerms(plan, (terms, type) => ({ ...terms, amount: quotas[type] ?? 0 }))

/** Discounts do not replace: what is not named keeps its own. */
export const updateDiscounts = (
  plan: PlanModel,
  discounts: Readonly<Record<string, Row>>,
): PlanModel =>
  mapTerms(plan, (terms, type) => ({ ...terms, discount: discounts[type] ?? terms.discount }))

const mapTerms = (plan: PlanModel, change: (terms: Terms, type: string) => Terms): PlanModel => ({
  ...plan,
  terms: Object.fromEntries(
    Object.entries(plan.terms).map(([type, terms]) => [type, change(terms, type)]),
  ),
})

export const updateGroups = (plan: PlanModel, groups: readonly string[]): PlanModel => ({
  ...plan,
  groups: [...new Set(groups)].sort(),
})

/** What a server must show of a plan, prices as numbers and groups as uuids. */
export function renderModel({ components, tag }: StoryOffering, plan: PlanModel): Row {
  const parts = components.map((component) => ({ ...component, ...readTerms(plan, component) }))
  const total = (name: keyof typeof formulas) => Number(formatDecimal(formulas[name](parts)))
  const byType = <T>(value: (part: PricePart) => T) =>
    Object.fromEntries(parts.map((part) => [part.type, value(part)]))
  return {
    ...plan.fields,
    unit_price: Number(plan.fields.unit_price),
    backend_id: tag,
    is_active: true,
    resources_count: 0,
    organization_groups: plan.groups,
    components: parts.map(renderComponent),
    prices: byType(({ price }) => Number(formatDecimal(price))),
    future_prices: byType(() => null),
    quotas: byType(({ amount }) => amount),
    init_price: total('init_price'),
    switch_price: total('switch_price'),
    minimal_price: total('minimal_price'),
    plan_type: computePlanType(parts),
  }
}

const renderComponent = (part: Component & Terms): Row => ({
  type: part.type,
  name: part.name,
  measured_unit: part.measured_unit,
  amount: part.amount,
  price: formatDecimal(part.price),
  future_price: null,
  ...part.discount,
})

const COMPONENT = ['type', 'name', 'measured_unit', 'amount', 'price', 'future_price']

/** What a component shows besides, some releases only. */
const omitLaterFields = (component: Row): Row =>
  Object.fromEntries([...COMPONENT, ...DISCOUNT_FIELDS].map((name) => [name, component[name]]))

const readTerms = (plan: PlanModel, { type }: Component): Terms => plan.terms[type] ?? NEW

const MONEY = ['unit_price', 'init_price', 'switch_price', 'minimal_price']

/** A shown plan in the same form; what it does not show is left out. */
export function normalizeRow(row: Row): Row {
  const numbers = (map: unknown) =>
    Object.fromEntries(
      Object.entries((map ?? {}) as Row).map(([type, value]) => [
        type,
        value === null ? null : Number(value),
      ]),
    )
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (MONEY.includes(name)) return [name, value === null ? null : Number(value)]
      if (name === 'prices' || name === 'future_prices') return [name, numbers(value)]
      if (name === 'components') return [name, toRows(value).map(omitLaterFields)]
      if (name === 'organization_groups')
        return [
          name,
          toRows(value)
            .map(({ uuid }) => toHex(uuid))
            .sort(),
        ]
      return [name, value]
    }),
  )
}
