import type { Random } from '../random.ts'
import { createRandom } from '../random.ts'
import type { Facility, Measure } from '../scenarios/facility.ts'
import { drawBasePrices, findFacility, makeRowUuid } from '../scenarios/market.ts'
import type { Market } from '../scenarios/market.ts'
import { makeGroupUuid } from './organisations.ts'
import { writePrice, roundPrice } from './prices.ts'
import type { Small } from './prices.ts'
import type { SparsePlan, SparsePlanComponent } from './tables.ts'
import { findTariff } from './tariffs.ts'
import type { Tariff } from './tariffs.ts'

/** What all plans of one offering share. */
export interface Seller {
  readonly place: number
  readonly uuid: string
  readonly facility: Facility
  readonly prices: ReadonlyMap<string, Small>
}

export const drawSeller = (market: Market, place: number): Seller => ({
  place,
  uuid: makeRowUuid(market, 'offering', place),
  facility: findFacility(market, place),
  prices: drawBasePrices(market, place),
})

/** A plan is known by its offering and its place there, so that no other plan moves it. */
export function drawPlan(market: Market, seller: Seller, slot: number): SparsePlan {
  const { tariff, edition } = findTariff(slot)
  const random = createRandom(market.seed, 'plan', seller.place, slot)
  return {
    uuid: makeRowUuid(market, 'plan', seller.place, slot),
    ...drawTerms(market, { seller, tariff, edition, random }),
    components: drawComponents(seller, { tariff, edition, random }),
  }
}

interface PlanDraw {
  readonly tariff: Tariff
  readonly edition: number
  readonly random: Random
}

/** What a plan is, but for its prices. */
function drawTerms(
  market: Market,
  { seller, tariff, edition, random }: PlanDraw & { seller: Seller },
) {
  return {
    name: edition === 0 ? tariff.name : `${tariff.name}, edition ${2026 + edition}`,
    offering: seller.uuid,
    description: `<p>${tariff.about}</p>`,
    article_code: `${makeCode(seller.facility)}-${tariff.code}-${seller.place + 1}-${edition}`,
    ...(tariff.group && { organization_groups: [makeGroupUuid(market, tariff.group)] }),
    ...(tariff.isCapped && { max_amount: random.pick([3, 5, 10, 20, 50]) }),
    ...(tariff.isArchived && { archived: true }),
    unit: random.pick(seller.facility.units),
    ...(random.chance(8) && { unit_price: writePrice(random.whole(1, 80) * 10_000) }),
  }
}

/** One component for each measure of the offering; editions grow two percent dearer. */
export function drawComponents(
  { facility, prices }: Pick<Seller, 'prices'> & { readonly facility: Pick<Facility, 'measures'> },
  { tariff, edition, random }: PlanDraw,
): SparsePlanComponent[] {
  const percent = random.whole(...tariff.percent) * (100 + 2 * edition)
  const rise = tariff.rise && random.whole(...tariff.rise)
  return facility.measures.map((measure) => {
    const price = roundPrice(((prices.get(measure.type) ?? 0) * percent) / 10_000)
    return {
      type: measure.type,
      price: writePrice(price),
      ...(measure.billing === 'fixed' && { amount: random.whole(1, 4) }),
      ...(rise !== undefined && price > 0 && { future_price: writePrice(raisePrice(price, rise)) }),
      ...drawDiscount(measure, tariff, random),
    }
  })
}

/** A price that changes is announced as one that differs. */
const raisePrice = (price: Small, rise: number): Small =>
  Math.max(1, roundPrice(Math.round((price * (100 + rise)) / 100)))

const THRESHOLDS = [100, 250, 500, 1000, 2500, 5000, 10_000]
const RATES = [5, 10, 15, 20, 25]

/** Discounts are for what buyers choose an amount of; thresholds are round numbers. */
const drawDiscount = ({ billing }: Measure, { hasDiscount }: Tariff, random: Random) =>
  hasDiscount &&
  billing === 'limit' && {
    discount_threshold: random.pick(THRESHOLDS),
    discount_rate: random.pick(RATES),
  }

const makeCode = ({ key }: Facility): string => key.slice(0, 9).replace(/-$/, '').toUpperCase()
