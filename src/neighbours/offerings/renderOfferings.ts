import { renderOffering } from '../../domain/bookings/renderOffering.ts'
import { linkToCalendar, linkTo } from '../../domain/links/links.ts'
import type { Place } from '../../domain/links/links.ts'
import { renderNestedPlan } from '../../domain/plans/renderPlan.ts'
import type { Offering, Plan } from '../../domain/state.ts'
import { findGroup, findRow } from '../../domain/table.ts'
import type { Context } from '../../pipeline/decisions.ts'
import { shapeAs } from '../document.ts'

/** What only a booking offering shows, to the one who asks. */
const OWN = ['googlecalendar', 'user_has_consent', 'is_accessible']

export function renderProviderOffering(context: Context, offering: Offering): object {
  const base = omit(renderBase(context, offering, 'provider offering'), OWN)
  const plans = listPlansOf(context, offering).map((plan) => ({
    ...renderNestedPlan(context, plan),
    url: linkTo(context.style, 'plan', plan.uuid),
  }))
  return shapeAs('ProviderOffering', {
    ...base,
    plans: (context.api.shape('Offering', { plans }) as { plans: unknown }).plans,
    secret_options: {},
    service_attributes: {},
    backend_id_rules: {},
    integration_status: [],
  })
}

export const renderPublicOffering = (context: Context, offering: Offering): object =>
  shapeAs('PublicOffering', {
    ...omit(renderBase(context, offering, 'public offering'), ['googlecalendar']),
    promotion_campaigns: [],
  })

/** A child offering is sold by the plans of its parent; providers see those for others too. */
const listPlansOf = ({ state }: Context, { uuid, parent }: Offering): Plan[] =>
  findGroup(state.plans, 'offering', parent ?? uuid).keysArray()

/** As a booking offering of this release, with the calendar in fields of its own. */
function renderBase(context: Context, offering: Offering, place: Place): object {
  const { state, style, api } = context
  const calendar = findRow(state.calendars, offering.uuid)
  const { public: isPublic, backend_id: id } = calendar ?? { public: false, backend_id: null }
  return {
    ...api.shape('Offering', renderOffering(context, offering)),
    url: linkTo(style, place, offering.uuid),
    google_calendar_is_public: calendar?.public ?? null,
    google_calendar_link: isPublic && id !== null ? linkToCalendar(style, id) : null,
  }
}

const omit = (row: object, names: readonly string[]): object =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)))

/** A plan under a public offering: its own, or that of its parent (§1.12). */
export const renderPublicPlan = (context: Context, plan: Plan): object => {
  const base = { plans: [renderNestedPlan(context, plan)] }
  const [nested] = (context.api.shape('Offering', base) as { plans: object[] }).plans
  return shapeAs('PublicPlan', {
    ...nested,
    offering: linkTo(context.style, 'public offering', plan.offering),
  })
}
