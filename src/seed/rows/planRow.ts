import type { Dice } from '../dice.ts'
import { diceOf } from '../dice.ts'
import type { Kind, Measure } from '../scenarios/kind.ts'
import { basePrices, kindOf, rowUuid } from '../scenarios/market.ts'
import type { Market } from '../scenarios/market.ts'
import { groupUuid } from './organisations.ts'
import { priceText, rounded } from './prices.ts'
import type { Small } from './prices.ts'
import type { SparsePlan, SparsePlanComponent } from './tables.ts'
import { tariffAt } from './tariffs.ts'
import type { Tariff } from './tariffs.ts'

/** What all plans of one offering share. */
export interface Seller {
  readonly place: number
  readonly uuid: string
  readonly kind: Kind
  readonly prices: ReadonlyMap<string, Small>
}

export const sellerAt = (market: Market, place: number): Seller => ({
  place,
  uuid: rowUuid(market, 'offering', place),
  kind: kindOf(market, place),
  prices: basePrices(market, place),
})

/** A plan is known by its offering and its place there, so that no other plan moves it. */
export function planRow(market: Market, seller: Seller, slot: number): SparsePlan {
  const { tariff, edition } = tariffAt(slot)
  const dice = diceOf(market.seed, 'plan', seller.place, slot)
  return {
    uuid: rowUuid(market, 'plan', seller.place, slot),
    ...termsOf(market, { seller, tariff, edition, dice }),
    components: pricedParts(seller, { tariff, edition, dice }),
  }
}

interface Drawn {
  readonly tariff: Tariff
  readonly edition: number
  readonly dice: Dice
}

/** What a plan is, but for its prices. */
function termsOf(market: Market, { seller, tariff, edition, dice }: Drawn & { seller: Seller }) {
  return {
    name: edition === 0 ? tariff.name : `${tariff.name}, edition ${2026 + edition}`,
    offering: seller.uuid,
    description: `<p>${tariff.about}</p>`,
    article_code: `${codeOf(seller.kind)}-${tariff.code}-${seller.place + 1}-${edition}`,
    ...(tariff.group && { organization_groups: [groupUuid(market, tariff.group)] }),
    ...(tariff.isCapped && { max_amount: dice.pick([3, 5, 10, 20, 50]) }),
    ...(tariff.isArchived && { archived: true }),
    unit: dice.pick(seller.kind.units),
    ...(dice.chance(8) && { unit_price: priceText(dice.whole(1, 80) * 10_000) }),
  }
}

/** One component for each measure of the offering; editions grow two percent dearer. */
export function pricedParts(
  { kind, prices }: Pick<Seller, 'prices'> & { readonly kind: Pick<Kind, 'measures'> },
  { tariff, edition, dice }: Drawn,
): SparsePlanComponent[] {
  const percent = dice.whole(...tariff.percent) * (100 + 2 * edition)
  const rise = tariff.rise && dice.whole(...tariff.rise)
  return kind.measures.map((measure) => {
    const price = rounded(((prices.get(measure.type) ?? 0) * percent) / 10_000)
    return {
      type: measure.type,
      price: priceText(price),
      ...(measure.billing === 'fixed' && { amount: dice.whole(1, 4) }),
      ...(rise !== undefined && price > 0 && { future_price: priceText(risen(price, rise)) }),
      ...discountOf(measure, tariff, dice),
    }
  })
}

/** A price that changes is announced as one that differs. */
const risen = (price: Small, rise: number): Small =>
  Math.max(1, rounded(Math.round((price * (100 + rise)) / 100)))

const THRESHOLDS = [100, 250, 500, 1000, 2500, 5000, 10_000]
const RATES = [5, 10, 15, 20, 25]

/** Discounts are for what buyers choose an amount of; thresholds are round numbers. */
const discountOf = ({ billing }: Measure, { hasDiscount }: Tariff, dice: Dice) =>
  hasDiscount &&
  billing === 'limit' && {
    discount_threshold: dice.pick(THRESHOLDS),
    discount_rate: dice.pick(RATES),
  }

const codeOf = ({ key }: Kind): string => key.slice(0, 9).replace(/-$/, '').toUpperCase()
