import type { ApiRequest } from '../../../src/pipeline/reading/request.ts'
import { isWrite } from '../permission.ts'
import { getPath, isStats, mutateJson, mutateRequest, mutateRules } from '../tools.ts'
import type { Mutant } from '../mutant.ts'
import { isAction, isCreate, isRole, promoteCaller, readObject } from './tools.ts'

const isPlanRead = (call: ApiRequest): boolean =>
  call.method === 'GET' && getPath(call).startsWith('/api/marketplace-plans/')
const isIdle = (call: ApiRequest): boolean =>
  Object.keys(readObject(call) ?? { no: 1 }).length === 0
const both =
  (first: (call: ApiRequest) => boolean, second: (call: ApiRequest) => boolean) =>
  (call: ApiRequest): boolean =>
    first(call) && second(call)
const isUuidPath = (call: ApiRequest): boolean => /plans\/[0-9a-f-]{32,36}\//.test(getPath(call))

/** What single roles may do, in single operations. */
export const roles: readonly Mutant[] = [
  promoteCaller(
    'customer support changes plans',
    both(isRole('customer-support'), (call) => call.method === 'PATCH'),
  ),
  promoteCaller(
    'customer support archives plans',
    both(isRole('customer-support'), isAction('archive')),
  ),
  promoteCaller(
    'a manager of an offering sees plans',
    both(isRole('offering-manager'), isPlanRead),
  ),
  promoteCaller(
    'a manager of an offering changes plans',
    both(isRole('offering-manager'), both(isWrite, isUuidPath)),
  ),
  promoteCaller('a project admin sees plans', both(isRole('project-admin'), isPlanRead)),
  promoteCaller(
    'a project admin uses calendars',
    both(isRole('project-admin'), (call) => getPath(call).includes('calendar')),
  ),
  promoteCaller('a project manager creates plans', both(isRole('project-manager'), isCreate)),
  promoteCaller('a project manager sees plans', both(isRole('project-manager'), isPlanRead)),
  promoteCaller(
    'an owner of another organisation sees plans',
    both(isRole('second-owner'), isPlanRead),
  ),
  promoteCaller(
    'an owner changes plans of other organisations',
    both(isRole('second-owner'), both(isWrite, isUuidPath)),
  ),
  promoteCaller(
    'support sees booking offerings',
    both(isRole('support'), (call) => getPath(call).includes('booking')),
  ),
  promoteCaller('support archives plans', both(isRole('support'), isAction('archive'))),
  promoteCaller('a manager archives plans', both(isRole('manager'), isAction('archive'))),
  promoteCaller('a manager sets discounts', both(isRole('manager'), isAction('update_discounts'))),
  promoteCaller('a manager sets quotas', both(isRole('manager'), isAction('update_quotas'))),
  promoteCaller(
    'an empty PATCH needs no permission',
    both(isIdle, (call) => call.method === 'PATCH'),
  ),
  promoteCaller(
    'clearing groups needs no permission',
    both(isRole('manager'), isAction('delete_organization_groups')),
  ),
  promoteCaller(
    'a member counts plans',
    both(isRole('member'), (call) => call.method === 'HEAD'),
  ),
  promoteCaller(
    'a stranger learns of plans by HEAD',
    both(isRole('stranger'), (call) => call.method === 'HEAD' && isUuidPath(call)),
  ),
  mutateRequest('permission', 'an owner may not set groups', (call) =>
    isRole('owner')(call) && isAction('update_organization_groups')(call)
      ? { ...call, headers: { ...call.headers, authorization: 'Token manager-token' } }
      : call,
  ),
  mutateRequest('permission', 'customer support sees no plans', (call) =>
    isRole('customer-support')(call) && isPlanRead(call)
      ? { ...call, headers: { ...call.headers, authorization: 'Token stranger-token' } }
      : call,
  ),
  mutateRequest('permission', 'support may speak for others', (call) =>
    isRole('support')(call) && call.headers['x-impersonated-user-uuid'] !== undefined
      ? { ...call, headers: { ...call.headers, authorization: 'Token YOUR_API_TOKEN' } }
      : call,
  ),
  mutateRules('permission', 'plans in use can be patched', [
    'marketplace_plans_partial_update',
    { guards: [] },
  ]),
  mutateRules('permission', 'plans in use can be put', [
    'marketplace_plans_update',
    { guards: [] },
  ]),
  mutateJson('permission', 'a member sees no statistics', [
    (call, sent) => isStats(call, sent) && isRole('member')(call),
    () => [],
  ]),
]
