import type { Context } from '../../src/domain/context.ts'
import { rule } from '../../src/domain/rule.ts'
import type { ApiRequest } from '../../src/pipeline/reading/request.ts'
import type { Mutant } from './mutant.ts'
import {
  getPath,
  isStats,
  mutateJson,
  mutateRequest,
  mutateResponse,
  mutateRules,
  setBody,
} from './tools.ts'

export const getToken = ({ headers }: ApiRequest): string => headers['authorization'] ?? ''
const speakAs = (call: ApiRequest, name: string): ApiRequest => ({
  ...call,
  headers: { ...call.headers, authorization: `Token ${name}` },
})
export const isWrite = ({ method }: ApiRequest): boolean =>
  !['GET', 'HEAD', 'OPTIONS'].includes(method)

const mutateCaller = (
  defect: string,
  isMeant: (call: ApiRequest) => boolean,
  name = 'YOUR_API_TOKEN',
): Mutant =>
  mutateRequest('permission', defect, (call) => (isMeant(call) ? speakAs(call, name) : call))

const everybody = rule('Everybody may do it.', '§2.1', () => {})

/** Callers who may more or less than they should. */
export const permission: readonly Mutant[] = [
  mutateCaller(
    'anybody may read without a token',
    (call) => getToken(call) === '' && call.method === 'GET',
  ),
  mutateCaller(
    'any token is good',
    (call) => getToken(call).startsWith('Token ') && !/YOUR_API_TOKEN|-token/.test(getToken(call)),
  ),
  mutateCaller('an inactive user is let in', (call) => getToken(call).includes('inactive-token')),
  mutateCaller('an expired token is let in', (call) => getToken(call).includes('expired-token')),
  mutateCaller(
    'a stranger sees all plans',
    (call) => getToken(call).includes('stranger-token') && call.method === 'GET',
  ),
  mutateCaller(
    'support sees all plans',
    (call) => getToken(call).includes('support-token') && call.method === 'GET',
  ),
  mutateCaller(
    'a member sees booking offerings',
    (call) => getToken(call).includes('member-token') && getPath(call).includes('booking'),
  ),
  mutateCaller(
    'a manager sees booking offerings',
    (call) => getToken(call).includes('manager-token') && getPath(call).includes('booking'),
  ),
  mutateCaller(
    'a manager may write plans',
    (call) => getToken(call).includes('manager-token') && isWrite(call),
  ),
  mutateCaller(
    'an owner may delete plans',
    (call) => getToken(call).includes('owner-token') && call.method === 'DELETE',
  ),
  mutateCaller(
    'an owner sees everything',
    (call) => getToken(call) === 'Token owner-token' && call.method === 'GET',
  ),
  mutateCaller(
    'a stranger may create plans',
    (call) =>
      getToken(call).includes('stranger-token') &&
      call.method === 'POST' &&
      getPath(call) === '/api/marketplace-plans/',
  ),
  mutateCaller(
    'a stranger shares calendars',
    (call) => getToken(call).includes('stranger-token') && getPath(call).includes('calendar'),
  ),
  mutateCaller(
    'an owner sees no plans',
    (call) =>
      getToken(call) === 'Token owner-token' &&
      getPath(call) === '/api/marketplace-plans/' &&
      call.method === 'GET',
    'stranger-token',
  ),
  mutateCaller(
    'staff is treated as an owner',
    (call) => getToken(call).includes('YOUR_API_TOKEN') && call.method === 'DELETE',
    'owner-token',
  ),
  mutateRules('permission', 'anybody who sees a plan may archive it', [
    'marketplace_plans_archive',
    { authorise: everybody },
  ]),
  mutateRules('permission', 'anybody who sees a plan may price it', [
    'marketplace_plans_update_prices',
    { authorise: everybody },
  ]),
  mutateRules('permission', 'anybody who sees a plan may change it', [
    'marketplace_plans_partial_update',
    { authorise: everybody },
  ]),
  mutateRules('permission', 'anybody who sees a plan may group it', [
    'marketplace_plans_update_organization_groups',
    { authorise: everybody },
  ]),
  mutateRules('permission', 'delete looks the plan up first', [
    'marketplace_plans_destroy',
    {
      enter: everybody,
      authorise: rule('Only staff delete plans.', '§2.5', ({ user }: Context) => {
        if (!user.is_staff) throw new Error('denied')
      }),
    },
  ]),
  mutateJson('permission', 'a stranger sees no statistics', [
    (call, sent) => isStats(call, sent) && getToken(call).includes('stranger-token'),
    () => [],
  ]),
  mutateResponse('permission', 'a foreign plan is 403', (sent, call) =>
    sent.status === 404 &&
    getToken(call).includes('stranger-token') &&
    call.method === 'GET' &&
    sent.headers['Allow']
      ? setBody(
          { ...sent, status: 403 },
          { detail: 'You do not have permission to perform this action.' },
        )
      : sent,
  ),
  mutateRequest('permission', 'the scheme is case-sensitive', (call) =>
    getToken(call).startsWith('token ')
      ? { ...call, headers: { ...call.headers, authorization: 'nothing' } }
      : call,
  ),
  mutateCaller(
    '405 comes before 401',
    (call) => getToken(call) === '' && call.method === 'PUT' && getPath(call).endsWith('-plans/'),
  ),
]
