import type { Dialect } from '../../dialect.ts'
import type { OfferingComponent } from '../state.ts'

/** Later releases store no blank, and the newest no null: a month is the default. */
export function writeLimitPeriod(
  { limitPeriod }: Dialect,
  stored: OfferingComponent['limit_period'],
): OfferingComponent['limit_period'] {
  if (limitPeriod === 'as stored') return stored
  const period = stored === '' ? null : stored
  return limitPeriod === 'never null' ? (period ?? 'month') : period
}
