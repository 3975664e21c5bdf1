import { mutatePlanAfter } from '../tools.ts'
import type { Mutant } from '../mutant.ts'
import { isCreate, mapComponents, mutateBody, mutateOthers } from './tools.ts'

const ZERO = '0.0000000000'
const isSibling = (other: { offering: string }, plan: { offering: string }) =>
  other.offering === plan.offering
const hasSameName = (other: { name: string }, plan: { name: string }) => other.name === plan.name

/** Writes that change what they do not name. */
export const writes: readonly Mutant[] = [
  mutatePlanAfter('state', 'PATCH strips the leading zeros of an article code', [
    'marketplace_plans_partial_update',
    (plan) => ({ ...plan, article_code: plan.article_code.replace(/^0+(?=.)/, '') }),
  ]),
  mutatePlanAfter('state', 'PATCH escapes the description once more', [
    'marketplace_plans_partial_update',
    (plan) => ({ ...plan, description: plan.description.replaceAll(/&(?=amp;)/g, '&amp;') }),
  ]),
  mutatePlanAfter('state', 'PATCH cuts long descriptions', [
    'marketplace_plans_partial_update',
    (plan) => ({ ...plan, description: plan.description.slice(0, 1024) }),
  ]),
  mutatePlanAfter('state', 'PATCH composes the letters of a description', [
    'marketplace_plans_partial_update',
    (plan) => ({ ...plan, description: plan.description.normalize('NFC') }),
  ]),
  mutatePlanAfter('state', 'PATCH takes the groups away', [
    'marketplace_plans_partial_update',
    (plan) => ({ ...plan, organization_groups: [] }),
  ]),
  mutatePlanAfter('state', 'PATCH clears the backend id', [
    'marketplace_plans_partial_update',
    (plan) => ({ ...plan, backend_id: '' }),
  ]),
  mutatePlanAfter('state', 'PATCH clears the discounts', [
    'marketplace_plans_partial_update',
    (plan) => mapComponents(plan, () => ({ discount_threshold: null, discount_rate: null })),
  ]),
  mutatePlanAfter('state', 'PUT takes the groups away', [
    'marketplace_plans_update',
    (plan) => ({ ...plan, organization_groups: [] }),
  ]),
  mutatePlanAfter('state', 'PUT zeroes the quotas', [
    'marketplace_plans_update',
    (plan) => mapComponents(plan, () => ({ amount: 0 })),
  ]),
  mutatePlanAfter('state', 'PUT cuts long article codes', [
    'marketplace_plans_update',
    (plan) => ({ ...plan, article_code: plan.article_code.slice(0, 20) }),
  ]),
  mutatePlanAfter('state', 'update_prices unescapes the description', [
    'marketplace_plans_update_prices',
    (plan) => ({ ...plan, description: plan.description.replaceAll('&lt;', '<') }),
  ]),
  mutatePlanAfter('state', 'update_prices zeroes the quotas', [
    'marketplace_plans_update_prices',
    (plan) => mapComponents(plan, () => ({ amount: 0 })),
  ]),
  mutatePlanAfter('state', 'update_quotas clears the discounts', [
    'marketplace_plans_update_quotas',
    (plan) => mapComponents(plan, () => ({ discount_threshold: null, discount_rate: null })),
  ]),
  mutatePlanAfter('state', 'update_quotas sets the unit to month', [
    'marketplace_plans_update_quotas',
    (plan) => ({ ...plan, unit: 'month' }),
  ]),
  mutatePlanAfter('state', 'update_discounts zeroes the quotas', [
    'marketplace_plans_update_discounts',
    (plan) => mapComponents(plan, () => ({ amount: 0 })),
  ]),
  mutatePlanAfter('state', 'update_discounts lowers the prices', [
    'marketplace_plans_update_discounts',
    (plan) =>
      mapComponents(plan, ({ price, discount_rate }) => ({
        price: discount_rate === 100 ? ZERO : price,
      })),
  ]),
  mutatePlanAfter('state', 'update_organization_groups unarchives', [
    'marketplace_plans_update_organization_groups',
    (plan) => ({ ...plan, archived: false }),
  ]),
  mutatePlanAfter('state', 'update_organization_groups keeps one group only', [
    'marketplace_plans_update_organization_groups',
    (plan) => ({ ...plan, organization_groups: plan.organization_groups.slice(0, 1) }),
  ]),
  mutatePlanAfter('state', 'delete_organization_groups clears the article code', [
    'marketplace_plans_delete_organization_groups',
    (plan) => ({ ...plan, article_code: '' }),
  ]),
  mutatePlanAfter('state', 'archiving clears max_amount', [
    'marketplace_plans_archive',
    (plan) => ({ ...plan, max_amount: null }),
  ]),
  mutatePlanAfter('state', 'archiving takes the groups away', [
    'marketplace_plans_archive',
    (plan) => ({ ...plan, organization_groups: [] }),
  ]),
  mutatePlanAfter('state', 'archiving renames a plan', [
    'marketplace_plans_archive',
    (plan) => ({ ...plan, name: `${plan.name} (archived)` }),
  ]),
  mutatePlanAfter('state', 'large quotas are cut', [
    'marketplace_plans_update_quotas',
    (plan) => mapComponents(plan, ({ amount }) => ({ amount: Math.min(amount, 32_767) })),
  ]),
  mutatePlanAfter('money', 'large thresholds are cut', [
    'marketplace_plans_update_discounts',
    (plan) =>
      mapComponents(plan, ({ discount_threshold: from }) => ({
        discount_threshold: from && Math.min(from, 1_000_000),
      })),
  ]),
  mutatePlanAfter('money', 'a discount of 0 percent is removed', [
    'marketplace_plans_update_discounts',
    (plan) =>
      mapComponents(plan, ({ discount_threshold, discount_rate }) => ({
        discount_threshold: discount_rate === 0 ? null : discount_threshold,
        discount_rate: discount_rate === 0 ? null : discount_rate,
      })),
  ]),
  mutatePlanAfter('money', 'a long price loses its last digits', [
    'marketplace_plans_update_prices',
    (plan) => mapComponents(plan, ({ price }) => ({ price: Number(price).toFixed(10) })),
  ]),
  mutateOthers('PATCH of the unit changes all plans of the offering', [
    'marketplace_plans_partial_update',
    isSibling,
    (other, { unit }) => ({ ...other, unit }),
  ]),
  mutateOthers('update_discounts changes all plans of the offering', [
    'marketplace_plans_update_discounts',
    isSibling,
    (other, plan) => ({ ...other, components: plan.components }),
  ]),
  mutateOthers('archiving archives plans of the same name', [
    'marketplace_plans_archive',
    hasSameName,
    (other) => ({ ...other, archived: true }),
  ]),
  mutateBody(
    ['state', 'PUT without a description empties it'],
    ({ method }) => method === 'PUT',
    (body) => ({ description: '', ...body }),
  ),
  mutateBody(
    ['state', 'an empty PATCH sets the unit to day'],
    ({ method }) => method === 'PATCH',
    (body) => (Object.keys(body).length === 0 ? { unit: 'day' } : body),
  ),
  mutateBody(['state', 'create does not store the backend id'], isCreate, (body) => ({
    ...body,
    backend_id: String(body['backend_id'] ?? '').slice(0, 64),
  })),
]
