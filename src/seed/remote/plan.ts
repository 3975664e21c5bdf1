import { readUuid } from '../../domain/uuid.ts'
import { numberIn, objectIn, objectsIn, textIn } from './reading.ts'
import type { Json } from './reading.ts'

export interface Discount {
  readonly discount_threshold: number | null
  readonly discount_rate: number | null
}

/** Prices and the like by component type. Money is decimal text. */
export interface Terms {
  readonly prices: Readonly<Record<string, string>>
  readonly quotas: Readonly<Record<string, number>>
  readonly discounts: Readonly<Record<string, Discount>>
}

/** A plan as a server shows it. */
export interface ShownPlan extends Terms {
  readonly uuid: string
  readonly name: string
  readonly description: string
  readonly article_code: string
  readonly max_amount: number | null
  readonly unit: string
  readonly backend_id: string
  readonly archived: boolean
  /** uuids, sorted. */
  readonly groups: readonly string[]
  readonly future: Readonly<Record<string, string | null>>
  /** Any resource, terminated ones included: such a plan keeps its terms (§2.4). */
  readonly isUsed: boolean
}

export function shownPlan(row: Json): ShownPlan {
  const components = objectsIn(row['components'])
  return {
    uuid: readUuid(textIn(row['uuid'])) ?? '',
    name: textIn(row['name']),
    description: textIn(row['description']),
    article_code: textIn(row['article_code']),
    max_amount: numberIn(row['max_amount']),
    unit: textIn(row['unit']),
    backend_id: textIn(row['backend_id']),
    archived: row['archived'] === true,
    groups: objectsIn(row['organization_groups'])
      .map((group) => readUuid(textIn(group['uuid'])) ?? '')
      .sort(),
    prices: mapped(row['prices'], (price) => textIn(price) || '0'),
    future: mapped(row['future_prices'], (price) => textIn(price) || null),
    quotas: mapped(row['quotas'], (amount) => numberIn(amount) ?? 0),
    discounts: Object.fromEntries(
      components.map((component) => [textIn(component['type']), discountIn(component)]),
    ),
    isUsed: (numberIn(row['resources_count']) ?? 0) > 0,
  }
}

const discountIn = ({ discount_threshold, discount_rate }: Json): Discount => ({
  discount_threshold: numberIn(discount_threshold),
  discount_rate: numberIn(discount_rate),
})

const mapped = <T>(value: unknown, read: (part: unknown) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(objectIn(value)).map(([type, part]) => [type, read(part)]))
