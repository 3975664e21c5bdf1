import { readUuid } from '../../domain/uuid.ts'
import { readNumber, readObject, readObjects, readText } from '../server/json.ts'
import type { Json } from '../server/json.ts'

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
export interface ServerPlan extends Terms {
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

export function readPlan(row: Json): ServerPlan {
  const components = readObjects(row['components'])
  return {
    uuid: readUuid(readText(row['uuid'])) ?? '',
    name: readText(row['name']),
    description: readText(row['description']),
    article_code: readText(row['article_code']),
    max_amount: readNumber(row['max_amount']),
    unit: readText(row['unit']),
    backend_id: readText(row['backend_id']),
    archived: row['archived'] === true,
    groups: readObjects(row['organization_groups'])
      .map((group) => readUuid(readText(group['uuid'])) ?? '')
      .sort(),
    prices: mapValues(row['prices'], (price) => readText(price) || '0'),
    future: mapValues(row['future_prices'], (price) => readText(price) || null),
    quotas: mapValues(row['quotas'], (amount) => readNumber(amount) ?? 0),
    discounts: Object.fromEntries(
      components.map((component) => [readText(component['type']), readDiscount(component)]),
    ),
    isUsed: (readNumber(row['resources_count']) ?? 0) > 0,
  }
}

const readDiscount = ({ discount_threshold, discount_rate }: Json): Discount => ({
  discount_threshold: readNumber(discount_threshold),
  discount_rate: readNumber(discount_rate),
})

const mapValues = <T>(value: unknown, read: (part: unknown) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(readObject(value)).map(([type, part]) => [type, read(part)]))
