import type { BillingType, OfferingComponent, PlanUnit } from '../../domain/state.ts'
import type { Hours } from '../rows/windows.ts'

/** Something that is measured and priced; `costs`: the least and the most of an academic price. */
export interface Measure {
  readonly type: string
  readonly name: string
  readonly unit: string
  readonly billing: BillingType
  readonly costs: readonly [least: number, most: number]
  readonly more?: Partial<OfferingComponent>
}

/** A kind of facility: what its offerings are called, are, measure and cost. */
export interface Facility {
  readonly key: string
  readonly category: string
  readonly names: readonly string[]
  readonly about: readonly string[]
  /** What visitors are told; becomes a list in HTML. */
  readonly features: readonly string[]
  readonly measures: readonly Measure[]
  readonly units: readonly PlanUnit[]
  readonly hours: Hours
  readonly roles: readonly string[]
  readonly attributes?: Readonly<Record<string, unknown>>
  readonly options?: Readonly<Record<string, object>>
}

export const OFFICE: Hours = { slot: '02:00:00', opens: '08:00', closes: '18:00', days: '12345' }
export const LONG_DAY: Hours = { slot: '02:00:00', opens: '07:00', closes: '20:00', days: '12345' }
export const ALWAYS: Hours = { slot: '24:00:00', opens: '00:00', closes: '24:00', days: '0123456' }

/** Reads `beam_hours Beam hours: hours, usage, 60-110`. */
export function readMeasure(text: string, more?: Partial<OfferingComponent>): Measure {
  const [, type = '', name = '', unit = '', billing = '', least, most] =
    /^(\S+) ([^:]+): ([^,]+), (\w+), ([\d.]+)-([\d.]+)$/.exec(text) ?? []
  const costs = [Number(least), Number(most)] as const
  return { type, name, unit, billing: billing as BillingType, costs, ...(more && { more }) }
}

/** A component whose amount a buyer chooses within bounds. */
export const limitChoice = (
  period: OfferingComponent['limit_period'],
  [min_value, max_value, default_limit]: readonly [number, number, number],
): Partial<OfferingComponent> => ({
  limit_period: period,
  min_value,
  max_value,
  max_available_limit: max_value * 20,
  default_limit,
})
