import type { PlanUnit } from '../../domain/state.ts'
import { createRandom } from '../random.ts'
import type { Random } from '../random.ts'
import type { Facility, Measure } from '../scenarios/facility.ts'
import { drawComponents } from '../rows/planRow.ts'
import { EURO } from '../rows/prices.ts'
import { scenarios } from '../scenarios/scenarios.ts'
import type { DrawnName } from '../scenarios/scenarios.ts'
import { findTariff } from '../rows/tariffs.ts'
import type { Tariff } from '../rows/tariffs.ts'
import type { Terms } from './serverPlan.ts'
import type { Group, TargetOffering, TargetComponent } from './targetOffering.ts'

/** What plans are wished for. The field that tells ours from others is `identity`. */
export interface SeedOrder {
  readonly scenario: DrawnName
  readonly seed: number
  readonly plans: number
  readonly identity: 'backend_id' | 'article_code'
}

/** A plan as it should be on the server. */
export interface WantedPlan extends Terms {
  /** What the identity field of the plan says, but for how often it was made. */
  readonly tag: string
  readonly fields: {
    readonly name: string
    readonly description: string
    readonly article_code: string
    readonly max_amount: number | null
    readonly unit: PlanUnit
  }
  readonly archived: boolean
  readonly groups: readonly Group[]
}

/** The plans of the scenario, in the components that the offering has. The same order, the same wishes. */
export function listWantedPlans(offering: TargetOffering, order: SeedOrder): WantedPlan[] {
  const measures = offering.components.map((component) => findMeasure(component, order))
  return Array.from({ length: order.plans }, (_, place) =>
    makeWantedPlan(offering, measures, { order, place }),
  )
}

function makeWantedPlan(
  offering: TargetOffering,
  measures: readonly Measure[],
  { order, place }: { order: SeedOrder; place: number },
): WantedPlan {
  const { tariff, edition } = findTariff(place)
  const random = createRandom(order.seed, 'seeded plan', offering.uuid, place)
  const prices = new Map(measures.map((one) => [one.type, drawBasePrice(one, order, offering)]))
  const parts = drawComponents({ facility: { measures }, prices }, { tariff, edition, random })
  const tag = makeTag(order, place)
  const code = `${tariff.code}-${place + 1}`
  return {
    tag,
    fields: {
      name: edition === 0 ? tariff.name : `${tariff.name}, edition ${2026 + edition}`,
      description: `<p>${tariff.about}</p>`,
      article_code: order.identity === 'article_code' ? tag : code,
      max_amount: tariff.isCapped ? random.pick([3, 5, 10, 20, 50]) : null,
      unit: drawUnit(measures, random),
    },
    archived: tariff.isArchived === true,
    groups: findGroups(offering, tariff),
    prices: Object.fromEntries(parts.map(({ type, price = '0' }) => [type, price])),
    quotas: Object.fromEntries(
      parts.flatMap(({ type, amount }) => (amount === undefined ? [] : [[type, amount]])),
    ),
    discounts: Object.fromEntries(
      parts.map(({ type, discount_threshold = null, discount_rate = null }) => [
        type,
        { discount_threshold, discount_rate },
      ]),
    ),
  }
}

/** At most 30 characters, so that an article code can be one. */
export const makeTag = (
  { scenario, seed }: Pick<SeedOrder, 'scenario' | 'seed'>,
  place: number,
): string => `WM-${scenario[0]}${seed.toString(36)}-${place + 1}`

/** What the component measures, if a facility of the scenario has it; else what its billing suggests. */
function findMeasure({ type, unit, billing }: TargetComponent, { scenario }: SeedOrder): Measure {
  const known = (scenarios[scenario].facilities as readonly Facility[]).flatMap(
    ({ measures }) => measures,
  )
  const found = known.find((one) => one.type === type) ?? known.find((one) => one.unit === unit)
  const costs = found?.costs ?? USUAL[billing ?? 'usage']
  return { type, name: type, unit, billing: billing ?? 'usage', costs }
}

const USUAL = {
  usage: [1, 12],
  limit: [0.5, 6],
  fixed: [15, 60],
  one: [40, 200],
  few: [40, 160],
} as const

const drawBasePrice = (
  { type, costs: [least, most] }: Measure,
  { seed }: SeedOrder,
  { uuid }: TargetOffering,
): number =>
  createRandom(seed, 'seeded base', uuid, type).whole(
    Math.round(least * EURO),
    Math.round(most * EURO),
  )

const UNITS: readonly (readonly [RegExp, readonly PlanUnit[]])[] = [
  [/hour|shot/i, ['hour', 'hour', 'day']],
  [/day/i, ['day', 'day', 'quantity']],
  [/run|sample|piece/i, ['quantity']],
]

function drawUnit(measures: readonly Measure[], random: Random): PlanUnit {
  const units = measures.map(({ unit }) => unit).join(' ')
  return random.pick(
    UNITS.find(([pattern]) => pattern.test(units))?.[1] ?? ['month', 'month', 'quarter'],
  )
}

const NAMES = {
  Universities: /universit|academ|research|education/i,
  'Research sector': /research|universit|academ/i,
  'Industry partners': /industr|partner|compan|business/i,
}

function findGroups({ groups }: TargetOffering, { group }: Tariff): Group[] {
  const found = group && groups.find(({ name }) => NAMES[group].test(name))
  return found ? [found] : []
}
