import { Big } from 'big.js'
import { PLACES, ZERO } from '../domain/money.ts'
import type { PlanComponent } from '../domain/state.ts'
import { componentsFor } from './consistency.ts'
import type { Draft, DraftOffering, DraftPlan, Loose } from './draft.ts'
import { uuidOf } from './uuids.ts'

/** Fills in what a row leaves out because other rows, or the moment, say it. */
export function derive(draft: Draft, moment: string): void {
  deriveSlugs(draft.offerings)
  for (const offering of draft.offerings) deriveParts(offering, offering.created ?? moment)
  const offerings = new Map(draft.offerings.map((row) => [row.uuid, row]))
  const decimals = new Map<string, string>()
  for (const plan of draft.plans) {
    plan.components ??= componentsFor(plan, offerings).map(({ type }) => unpriced(type))
    pad(plan, decimals)
  }
  const plans = new Map(draft.plans.map((plan) => [plan.uuid, plan]))
  for (const resource of draft.resources)
    resource.offering ??= plans.get(resource.plan)?.offering ?? ''
}

function deriveParts(offering: DraftOffering, moment: string): void {
  const { uuid, components, endpoints, roles, screenshots, files } = offering
  offering.created = moment
  for (const component of components) component.uuid ??= uuidOf(uuid, 'component', component.type)
  for (const [kind, parts] of Object.entries({ endpoints, roles, screenshots }))
    for (const [index, part] of parts.entries()) part.uuid ??= uuidOf(uuid, kind, `${index}`)
  for (const dated of [...screenshots, ...files]) dated.created ??= moment
}

/** §3.3: the first 8 characters of the slugified name, and the next number of those that begin so. */
function deriveSlugs(offerings: readonly DraftOffering[]): void {
  const highest = new Map<string, number>()
  for (const { slug = '' } of offerings) {
    const [, base = '', number = 0] = /^(.*)-(\d{1,15})$/.exec(slug) ?? []
    highest.set(base, Math.max(highest.get(base) ?? 0, Number(number)))
  }
  for (const offering of offerings) {
    if (offering.slug) continue
    const base = slugOf(offering.name).slice(0, 8)
    const number = (highest.get(base) ?? 0) + 1
    highest.set(base, number)
    offering.slug = `${base}-${number}`
  }
}

/** Django's slugify: accents go, other letters than Latin ones too, blanks and dashes become one. */
const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[^\w\s-]/g, '')
    .trim()
    .toLowerCase()
    .replace(/[-\s]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')

const unpriced = (type: string): Loose<PlanComponent> => ({
  type,
  amount: 0,
  price: ZERO,
  future_price: null,
  discount_threshold: null,
  discount_rate: null,
})

/** Money as the database keeps it: exactly ten decimals (§1.11). */
function pad(plan: DraftPlan, decimals: Map<string, string>): void {
  const padded = (text: string): string => {
    const decimal = decimals.get(text) ?? new Big(text).toFixed(PLACES)
    decimals.set(text, decimal)
    return decimal
  }
  plan.unit_price = padded(plan.unit_price)
  for (const component of plan.components ?? []) {
    component.price = padded(component.price)
    if (component.future_price !== null) component.future_price = padded(component.future_price)
  }
}
