import { isSameMoney } from '../../domain/plans/money.ts'
import type { Discount, ServerPlan } from './serverPlan.ts'
import type { WantedPlan } from './wantedPlan.ts'

export type Operation =
  | 'update'
  | 'update_prices'
  | 'update_quotas'
  | 'update_discounts'
  | 'update_organization_groups'
  | 'archive'

/** One request that brings a plan nearer to what is wished; `says` is for people. */
export interface Step {
  readonly operation: Operation
  readonly body: object
  readonly says: string
}

/** What is still to be done to a plan, in the order in which it is done. */
export const listSteps = (wanted: WantedPlan, plan: ServerPlan): Step[] => [
  ...listFieldSteps(wanted, plan),
  ...listPriceSteps(wanted, plan),
  ...listQuotaSteps(wanted, plan),
  ...listDiscountSteps(wanted, plan),
  ...listGroupSteps(wanted, plan),
  ...(wanted.archived && !plan.archived ? [makeStep('archive', {}, 'archive it')] : []),
]

/** What can't be brought about any more, in words. */
export function listHindrances(wanted: WantedPlan, plan: ServerPlan): string[] {
  const isLate = plan.archived && !wanted.archived
  const kept = plan.isUsed ? Object.keys(findChangedFields(wanted, plan)) : []
  return [
    ...(isLate ? ['somebody has archived it'] : []),
    ...(kept.length > 0 ? [`resources use it, so ${kept.join(', ')} stays`] : []),
  ]
}

const makeStep = (operation: Operation, body: object, says: string): Step => ({
  operation,
  body,
  says,
})

function findChangedFields({ fields }: WantedPlan, plan: ServerPlan): object {
  const changed = Object.entries(fields).filter(([name, value]) =>
    name === 'description'
      ? stripTags(String(value)) !== stripTags(plan.description)
      : value !== plan[name as 'name'],
  )
  return Object.fromEntries(changed)
}

/** Servers clean HTML in ways of their own: only what readers see counts. */
const stripTags = (html: string): string =>
  html
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** A used plan can't be updated (§2.4). */
function listFieldSteps(wanted: WantedPlan, plan: ServerPlan): Step[] {
  const body = findChangedFields(wanted, plan)
  const names = Object.keys(body)
  return plan.isUsed || names.length === 0
    ? []
    : [makeStep('update', body, `set ${names.join(', ')}`)]
}

/** All prices go together, since one that is not named becomes zero (§2.6). */
function listPriceSteps(wanted: WantedPlan, plan: ServerPlan): Step[] {
  const changed = Object.entries(wanted.prices).filter(([type, price]) =>
    isPriceOff(type, price, plan),
  )
  if (changed.length === 0) return []
  const when = plan.isUsed ? ' from next month on' : ''
  const says = changed
    .map(([type, price]) => `${type} ${plan.prices[type] ?? 0} → ${price}`)
    .join(', ')
  return [makeStep('update_prices', { prices: wanted.prices }, `price ${says}${when}`)]
}

/** The price of a used plan waits as future price; a zero can't be announced (§2.6). */
function isPriceOff(type: string, wanted: string, { prices, future, isUsed }: ServerPlan): boolean {
  const announced = future[type] ?? null
  if (isUsed && announced === null && isSameMoney(wanted, '0')) return false
  return !isSameMoney((isUsed ? announced : null) ?? prices[type] ?? '0', wanted)
}

function listQuotaSteps({ quotas }: WantedPlan, plan: ServerPlan): Step[] {
  const isRight = Object.entries(quotas).every(
    ([type, amount]) => (plan.quotas[type] ?? 0) === amount,
  )
  const amounts = Object.entries(quotas).map(([type, amount]) => `${type} ${amount}`)
  return isRight ? [] : [makeStep('update_quotas', { quotas }, `amount ${amounts.join(', ')}`)]
}

const NONE: Discount = { discount_threshold: null, discount_rate: null }

/** Only those that differ are named: the others keep what they have (§2.8). */
function listDiscountSteps({ discounts }: WantedPlan, plan: ServerPlan): Step[] {
  const changed = Object.entries(discounts).filter(([type, wanted]) => {
    const { discount_threshold, discount_rate } = plan.discounts[type] ?? NONE
    return (
      discount_threshold !== wanted.discount_threshold || discount_rate !== wanted.discount_rate
    )
  })
  if (changed.length === 0) return []
  const says = changed.map(([type, { discount_rate: rate }]) => `${type} ${rate ?? 0} %`).join(', ')
  return [
    makeStep('update_discounts', { discounts: Object.fromEntries(changed) }, `discount ${says}`),
  ]
}

function listGroupSteps({ groups }: WantedPlan, plan: ServerPlan): Step[] {
  const wanted = groups.map(({ uuid }) => uuid).sort()
  if (wanted.join() === plan.groups.join()) return []
  const body = { organization_groups: groups.map(({ link }) => link) }
  const says = groups.map(({ name }) => name).join(', ') || 'everybody'
  return [makeStep('update_organization_groups', body, `sell to ${says}`)]
}
