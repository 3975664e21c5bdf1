import type { Api } from '../harness/api.ts'
import { readComponents } from '../harness/readBookings.ts'
import { isSince } from '../harness/release.ts'
import type { Row } from '../plans/planContract.ts'

const PLACES = 10

/** Ten-billionths in a decimal text or number: exact, where a double would round. */
export function toUnits(decimal: string): bigint {
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(decimal.trim()) ?? []
  const shift = PLACES + Number(exponent) - fraction.length
  const digits = BigInt(`${whole}${fraction}` || '0')
  const value = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift)
  return sign === '-' ? -value : value
}

/** Ten-billionths as the server writes a stored price: all ten places. */
export function formatDecimal(value: bigint): string {
  const digits = String(value).padStart(PLACES + 1, '0')
  return `${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`
}

/** What a price is made of: a component of a plan with the billing type that its offering says. */
export interface PricePart {
  readonly type: string
  readonly billing: string
  readonly price: bigint
  readonly amount: number
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  usage: 'usage-based',
  fixed: 'fixed',
  one: 'one-time',
  few: 'on-plan-switch',
  limit: 'limit',
}

const sum = (parts: readonly PricePart[]): bigint =>
  parts.reduce((all, { price }) => all + price, 0n)

/** Until 8.0.9 the amount has no part in what is paid once; when that changed is not known (§2.14). */
const sumOnce = (parts: readonly PricePart[]): bigint =>
  isSince('8.1.2')
    ? parts.reduce((all, { price, amount }) => all + price * BigInt(amount), 0n)
    : sum(parts)

const filterByBilling = (parts: readonly PricePart[], billing: string): readonly PricePart[] =>
  parts.filter((part) => part.billing === billing)

/** The computed fields of a plan, by the formulas of §2.14. */
export const formulas = {
  init_price: (parts: readonly PricePart[]) => sumOnce(filterByBilling(parts, 'one')),
  switch_price: (parts: readonly PricePart[]) => sumOnce(filterByBilling(parts, 'few')),
  minimal_price: (parts: readonly PricePart[]) =>
    sum([...filterByBilling(parts, 'limit'), ...filterByBilling(parts, 'one')]) +
    filterByBilling(parts, 'fixed').reduce(
      (all, { price, amount }) => all + price * BigInt(amount || 1),
      0n,
    ),
} as const

export type Total = keyof typeof formulas

export const totals = Object.keys(formulas) as Total[]

/** Named after the only billing type with a price; mixed for several, null for none. */
export function computePlanType(parts: readonly PricePart[]): string | null {
  const kinds = new Set(parts.filter(({ price }) => price > 0n).map(({ billing }) => billing))
  const [only] = kinds
  if (kinds.size > 1) return 'mixed'
  return only === undefined ? null : (TYPE_NAMES[only] ?? null)
}

/** The parts of a plan as it is shown; null when a component is not among those of its offering. */
export function readParts(row: Row, billings: ReadonlyMap<string, string>): PricePart[] | null {
  const parts = readComponents(row).map(({ type, price, amount }) => ({
    type: String(type),
    billing: billings.get(String(type)) ?? '',
    price: toUnits(String(price)),
    amount: Number(amount),
  }))
  return parts.every(({ billing }) => billing !== '') ? parts : null
}

/** Demands a computed price, exact: as the number nearest to the decimal. */
export function demandTotal(api: Api, row: Row, total: Total, parts: readonly PricePart[]): void {
  const wanted = Number(formatDecimal(formulas[total](parts)))
  api.demand(
    Number(row[total]) === wanted && row[total] !== null,
    `${total} ${wanted} of ${JSON.stringify(row['prices'])} and ${JSON.stringify(row['quotas'])}`,
    row[total],
  )
}

/** Demands that the maps by component type say what the components say. */
export function demandMaps(api: Api, row: Row): void {
  const components = readComponents(row)
  const maps = [
    ['prices', 'price'],
    ['future_prices', 'future_price'],
    ['quotas', 'amount'],
  ] as const
  for (const [map, field] of maps) {
    const entries = Object.entries((row[map] ?? {}) as Row)
    const seen = Object.fromEntries(entries.map(([type, value]) => [type, toNumber(value)]))
    const wanted = components.map((one) => [String(one['type']), toNumber(one[field])] as const)
    api.demandEqual(seen, Object.fromEntries(wanted), `${map} by the plan's components`)
  }
}

const toNumber = (value: unknown): number | null => (value === null ? null : Number(value))
