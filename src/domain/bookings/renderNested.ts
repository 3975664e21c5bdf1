import type { Dialect } from '../../dialect.ts'
import { writeLimitPeriod } from '../plans/limitPeriod.ts'
import { linkOrNull, linkTo, writeUuid } from '../links/links.ts'
import type { Style } from '../links/links.ts'
import type { OfferingComponent, Screenshot } from '../state.ts'

export const renderComponent = (
  { style, as }: { style: Style; as: Dialect },
  component: OfferingComponent,
): object => ({
  uuid: writeUuid(style, component.uuid),
  billing_type: component.billing_type,
  type: component.type,
  name: component.name,
  description: component.description,
  measured_unit: component.measured_unit,
  unit_factor: component.unit_factor,
  limit_period: writeLimitPeriod(as, component.limit_period),
  limit_amount: component.limit_amount,
  article_code: component.article_code,
  max_value: component.max_value,
  min_value: component.min_value,
  max_available_limit: component.max_available_limit,
  is_boolean: component.is_boolean,
  default_limit: component.default_limit,
  factor: null,
  is_builtin: false,
  is_prepaid: component.is_prepaid,
  overage_component: writeUuidOrNull(style, component.overage_component),
  min_prepaid_duration: component.min_prepaid_duration,
  max_prepaid_duration: component.max_prepaid_duration,
})

export const renderScreenshot = (style: Style, screenshot: Screenshot): object => ({
  name: screenshot.name,
  uuid: writeUuid(style, screenshot.uuid),
  description: screenshot.description,
  image: linkTo(style, 'medium', screenshot.image),
  thumbnail: linkOrNull(style, 'medium', screenshot.thumbnail),
  created: writeTime(screenshot.created),
})

export const writeUuidOrNull = (style: Style, uuid: string | null): string | null =>
  uuid === null ? null : writeUuid(style, uuid)

/** Copies a free object with every `uuid` in it written in the style of the answer. */
export function withUuids(style: Style, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withUuids(style, item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'uuid' && typeof inner === 'string'
        ? writeUuid(style, inner)
        : withUuids(style, inner),
    ]),
  )
}

/** Python prints an offset instead of Z, microseconds, and no fraction when it is zero (§1.11). */
export function writeTime(time: string): string {
  const [, fraction = ''] = /\.(\d{1,6})/.exec(time) ?? []
  const micros = /[1-9]/.test(fraction) ? `.${fraction.padEnd(6, '0')}` : ''
  return `${cutToSecond(new Date(time))}${micros}+00:00`
}

/** A moment in UTC without its fraction: `2025-11-20T08:15:30`. */
export const cutToSecond = (moment: Date): string => moment.toISOString().slice(0, 19)
