import { isSameMoney } from '../../domain/plans/money.ts'
import type { Discount, ShownPlan } from './plan.ts'
import type { Wish } from './wish.ts'

/** One request that brings a plan nearer to what is wished; `says` is for people. */
export interface Step {
  readonly operation:
    | 'update'
    | 'update_prices'
    | 'update_quotas'
    | 'update_discounts'
    | 'update_organization_groups'
    | 'archive'
  readonly body: object
  readonly says: string
}

/** What is still to be done to a plan, in the order in which it is done. */
export const stepsFor = (wish: Wish, plan: ShownPlan): Step[] => [
  ...fieldSteps(wish, plan),
  ...priceSteps(wish, plan),
  ...quotaSteps(wish, plan),
  ...discountSteps(wish, plan),
  ...groupSteps(wish, plan),
  ...(wish.archived && !plan.archived ? [step('archive', {}, 'archive it')] : []),
]

/** What can't be brought about any more, in words. */
export function hindrances(wish: Wish, plan: ShownPlan): string[] {
  const isLate = plan.archived && !wish.archived
  const kept = plan.isUsed ? Object.keys(changedFields(wish, plan)) : []
  return [
    ...(isLate ? ['somebody has archived it'] : []),
    ...(kept.length > 0 ? [`resources use it, so ${kept.join(', ')} stays`] : []),
  ]
}

const step = (operation: Step['operation'], body: object, says: string): Step => ({
  operation,
  body,
  says,
})

function changedFields({ fields }: Wish, plan: ShownPlan): object {
  const changed = Object.entries(fields).filter(([name, value]) =>
    name === 'description'
      ? wordsOf(String(value)) !== wordsOf(plan.description)
      : value !== plan[name as 'name'],
  )
  return Object.fromEntries(changed)
}

/** Servers clean HTML in ways of their own: only what readers see counts. */
const wordsOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** A used plan can't be updated (§2.4). */
function fieldSteps(wish: Wish, plan: ShownPlan): Step[] {
  const body = changedFields(wish, plan)
  const names = Object.keys(body)
  return plan.isUsed || names.length === 0 ? [] : [step('update', body, `set ${names.join(', ')}`)]
}

/** All prices go together, since one that is not named becomes zero (§2.6). */
function priceSteps(wish: Wish, plan: ShownPlan): Step[] {
  const changed = Object.entries(wish.prices).filter(([type, price]) =>
    isPriceOff(type, price, plan),
  )
  if (changed.length === 0) return []
  const when = plan.isUsed ? ' from next month on' : ''
  const says = changed
    .map(([type, price]) => `${type} ${plan.prices[type] ?? 0} → ${price}`)
    .join(', ')
  return [step('update_prices', { prices: wish.prices }, `price ${says}${when}`)]
}

/** The price of a used plan waits as future price; a zero can't be announced (§2.6). */
function isPriceOff(type: string, wanted: string, { prices, future, isUsed }: ShownPlan): boolean {
  const announced = future[type] ?? null
  if (isUsed && announced === null && isSameMoney(wanted, '0')) return false
  return !isSameMoney((isUsed ? announced : null) ?? prices[type] ?? '0', wanted)
}

function quotaSteps({ quotas }: Wish, plan: ShownPlan): Step[] {
  const isRight = Object.entries(quotas).every(
    ([type, amount]) => (plan.quotas[type] ?? 0) === amount,
  )
  const amounts = Object.entries(quotas).map(([type, amount]) => `${type} ${amount}`)
  return isRight ? [] : [step('update_quotas', { quotas }, `amount ${amounts.join(', ')}`)]
}

const NONE: Discount = { discount_threshold: null, discount_rate: null }

/** Only those that differ are named: the others keep what they have (§2.8). */
function discountSteps({ discounts }: Wish, plan: ShownPlan): Step[] {
  const changed = Object.entries(discounts).filter(([type, wanted]) => {
    const { discount_threshold, discount_rate } = plan.discounts[type] ?? NONE
    return (
      discount_threshold !== wanted.discount_threshold || discount_rate !== wanted.discount_rate
    )
  })
  if (changed.length === 0) return []
  const says = changed.map(([type, { discount_rate: rate }]) => `${type} ${rate ?? 0} %`).join(', ')
  return [step('update_discounts', { discounts: Object.fromEntries(changed) }, `discount ${says}`)]
}

function groupSteps({ groups }: Wish, plan: ShownPlan): Step[] {
  const wanted = groups.map(({ uuid }) => uuid).sort()
  if (wanted.join() === plan.groups.join()) return []
  const body = { organization_groups: groups.map(({ link }) => link) }
  const says = groups.map(({ name }) => name).join(', ') || 'everybody'
  return [step('update_organization_groups', body, `sell to ${says}`)]
}
